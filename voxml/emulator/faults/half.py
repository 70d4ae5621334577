"""The reply that breaks off."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "carries out the request, sends half the response and cuts the connection"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Carry out the request, and send half of the reply."""
    head, *rest = await request.carry_out()
    body = b"".join(message.get("body", b"") for message in rest)
    await request.send(head)
    await request.send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    await asyncio.sleep(0.05)  # so that the half arrives before the cut
    request.cut()

"""The server that refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.faults import refusal

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "responds with `status` (and Retry-After, where `retry_after` is set) and does nothing"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Refuse the request."""
    await request.respond(refusal(fault))

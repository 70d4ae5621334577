"""The server that does it and says that it failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.faults import refusal

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "carries out the request, then responds with `status` all the same"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Carry out the request and refuse it."""
    await request.carry_out()
    await request.respond(refusal(fault))

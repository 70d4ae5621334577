"""The connection that breaks once the call is placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "carries out the request, then cuts the connection without a response"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Carry out the request and cut it."""
    await request.carry_out()
    request.cut()

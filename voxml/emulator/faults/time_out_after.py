"""The reply that never comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "carries out the request and never responds, for `seconds`"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Carry out the request, wait, and cut it."""
    await request.carry_out()
    await asyncio.sleep(fault.seconds)
    request.cut()

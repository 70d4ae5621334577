"""The server that is slow to begin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "waits `seconds` before it looks at the request"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Wait, and let the request through."""
    await asyncio.sleep(fault.seconds)
    await request.pass_on()

"""The server that never looks at the request."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "does nothing and never responds, for `seconds`"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Wait, and cut the request."""
    await asyncio.sleep(fault.seconds)
    request.cut()

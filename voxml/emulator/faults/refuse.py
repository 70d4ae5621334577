"""The server that takes no connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "takes no new connections for `seconds`; with conditions, once a request fits them, which is cut"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Close the door, and cut the request."""
    request.refuse(fault.seconds)
    request.cut()

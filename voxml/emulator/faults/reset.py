"""The connection that breaks before anything was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "cuts the connection before the request is looked at"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Cut the request."""
    request.cut()

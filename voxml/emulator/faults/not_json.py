"""The reply of a proxy, not of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse

if TYPE_CHECKING:
    from voxml.emulator.api.fault_middleware import StruckRequest
    from voxml.emulator.fault_injection import Fault

MEANING = "carries out the request and responds with something that is not JSON"


async def strike(fault: Fault, request: StruckRequest) -> None:
    """Carry out the request, and reply with a page."""
    messages = await request.carry_out()
    page = "<html><body>Bad gateway, or so it seems</body></html>"
    await request.respond(HTMLResponse(page, messages[0]["status"] if messages else 200))

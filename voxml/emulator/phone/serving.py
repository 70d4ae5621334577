"""Makes an emulator that is a phone: real time, documents from a file or folder, and the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.emulator.open_documents import open_documents
from voxml.emulator.server import Emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from voxml.emulator.emulator_settings import Settings


def phone(
    source: str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    start: str | None = None,
    base_url: str | None = None,
    settings: Settings | None = None,
    allowed_hosts: Collection[str] = (),
    log: Callable[[str], None] | None = None,
) -> Emulator:
    """An emulator that has the phone's page at its address.

    Raises:
        InputError: there are no documents at `source`, or it is not clear where a call begins.
        ConfigError: the address is taken.
        MissingExtraError: starlette or uvicorn is not installed.
    """
    library, named = open_documents(source, base_url=base_url)
    first = library.start(start or named)
    emulator = Emulator(host=host, port=port, clock="real", settings=settings, allowed_hosts=allowed_hosts, log=log)
    from voxml.emulator.phone.phone_page import PhonePage

    emulator.app.router.routes.extend(PhonePage(emulator.network, library, first).routes())
    return emulator

"""`url_for`: the address of another document of the site, in templates and in Python modules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from voxml.errors import VoxmlError
from voxml.files.sounds import SOUND_TYPES
from voxml.templating.site_url import SiteUrl


class Urls:
    """Makes the addresses of one site's documents, and remembers which were asked for."""

    def __init__(self, base_url: str, path: str | None = None) -> None:
        self.base_url = base_url
        #: The Python module that asks, whose lines are remembered.
        self.path = path
        self.wanted: list[tuple[str, int]] = []

    def url_for(self, name: str) -> SiteUrl:
        """Return the address of the document called `name`, such as "menu" or "menus/main".

        Audio is named with its ending.
        """
        if not isinstance(name, str) or not name or name.startswith("/"):
            raise VoxmlError(f'url_for: found {name!r}; expected the name of a document, such as "menu"')
        bare, separator, query = name.partition("?")
        self.wanted.append((bare, self._line()))
        return SiteUrl(f"{self.base_url}/{published(bare)}{separator}{query}")

    def _line(self) -> int:
        frame = sys._getframe(1) if self.path is not None else None
        while frame is not None:
            if frame.f_code.co_filename == self.path:
                return frame.f_lineno
            frame = frame.f_back
        return 0


def published(name: str) -> str:
    """Return the published path of a document's or asset's name."""
    return name if name.endswith((".json", ".xml", *SOUND_TYPES)) else f"{name}.json"


_current: ContextVar[Urls | None] = ContextVar("voxml_site_urls", default=None)


@contextmanager
def using(urls: Urls) -> Iterator[Urls]:
    """Let `voxml.url_for` answer for this site meanwhile."""
    token = _current.set(urls)
    try:
        yield urls
    finally:
        _current.reset(token)


def url_for(name: str) -> SiteUrl:
    """Return the address of another document of the site that is being built, with the `method` that it needs.

        Redirect(url_for("menu"), method=url_for("menu").method)

    Raises:
        VoxmlError: no site is being built.
    """
    urls = _current.get()
    if urls is None:
        raise VoxmlError("url_for works in the sources of a site, while `voxml build` or `voxml serve` runs them")
    return urls.url_for(name)

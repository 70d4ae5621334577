"""The addresses that `url_for` gives in a template."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Literal

from voxml.errors import VoxmlValueError
from voxml.language.texts import quote

#: Where a site is whose settings name no `base_url`.
EXAMPLE_SITE = "https://example.com"


class SiteUrl(str):
    """An address in a site.

    `method` is what a link to it must ask by, since a static host answers nothing else.
    """

    __slots__ = ()

    @property
    def method(self) -> Literal["GET"]:
        """The HTTP method that the document needs."""
        return "GET"


def url_for_at(base_url: str) -> Callable[[str], SiteUrl]:
    """Return the function that gives the address of a document below `base_url`, by its name."""

    def url_for(name: str) -> SiteUrl:
        """Return the address of the document called `name`, such as "menu" or "menus/main"; audio with its ending."""
        if not isinstance(name, str) or not name or name.startswith("/"):
            shown = quote(name) if isinstance(name, str) else repr(name)
            raise VoxmlValueError(f'url_for: found {shown}; expected the name of a document, such as "menu"')
        bare, mark, query = str.__str__(name).partition("?")
        ending = "" if PurePosixPath(bare).suffix else ".json"
        return SiteUrl(f"{base_url.rstrip('/')}/{bare}{ending}{mark}{query}")

    return url_for

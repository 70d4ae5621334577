"""Documents in a file or folder as they answer at their URLs, without a server: what `voxml simulate` plays.

A URL is found by the site's base URL where that is known. Without one, the end of its path decides: any
`https://…/voice/menu.json` is answered by `voice/menu.xml` or `menu.json` beside the document that asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from voxml.emulator.effects import Fetch, Reply
from voxml.emulator.facts import NOWHERE
from voxml.errors import DocumentError, InputError
from voxml.language.spelling import did_you_mean
from voxml.schema.check import check
from voxml.schema.reading import response_of
from voxml.source import read_file

if TYPE_CHECKING:
    from voxml.schema.checked import CheckedDocument

ENDINGS = (".json", ".xml")
_STARTS = ("index", "main", "start", "welcome", "answer")


class LocalDocuments:
    """Documents by name: `voice/menu` is `voice/menu.xml` or `voice/menu.json` in the folder."""

    def __init__(
        self,
        files: Mapping[str, Path | bytes],
        *,
        shown: Mapping[str, str] | None = None,
        base_urls: Iterable[str] = (),
        menus: Mapping[str, Mapping[str, str]] | None = None,
        digits_parameter: str = "digits",
        refuses_post: int | None = None,
    ) -> None:
        self.files = dict(files)
        self.shown = dict(shown or {})
        self.base_urls = tuple(base.rstrip("/") + "/" for base in base_urls)
        self.menus = {name: dict(table) for name, table in (menus or {}).items()}
        self.digits_parameter = digits_parameter
        #: The status with which a host that serves files only answers a POST, where one is imitated.
        self.refuses_post = refuses_post
        #: Why a document that is known can't be played, by name.
        self.problems: Mapping[str, str] = {}
        self._replies: dict[str, Reply] = {}
        self._texts: dict[str, str] = {}

    def url_of(self, name: str) -> str:
        """The URL of a document."""
        return f"{self.base_urls[0] if self.base_urls else NOWHERE}{name}.json"

    def start(self, name: str | None = None) -> str:
        """The document with which a call begins: `name`, or index, main, start, welcome, or the only one.

        Raises:
            InputError: there is no such document, or it is not clear which one is meant.
        """
        if name is not None:
            wanted = without_ending(name)
            if wanted in self.files:
                return wanted
            raise InputError(f"no document {name!r} here{did_you_mean(wanted, self.files)}")
        for likely in _STARTS:
            if likely in self.files:
                return likely
        if len(self.files) == 1:
            return next(iter(self.files))
        names = ", ".join(sorted(self.files)[:6])
        raise InputError(f"found {len(self.files)} documents ({names} …); say with --start where a call begins")

    def __call__(self, request: Fetch) -> Reply:
        """The answer to a request, as a host of these files would give it."""
        name, is_ours = self._name(request.url)
        if name is None:
            return Reply(status=404) if is_ours else Reply(is_elsewhere=True)
        if request.method == "POST" and self.refuses_post is not None:
            return Reply(status=self.refuses_post)
        table = self.menus.get(name)
        if table is not None and request.method == "GET":
            name = table.get(str(request.payload.get(self.digits_parameter, "")), name)
        return self.reply(name)

    def entries(self, url: str) -> tuple[str, ...]:
        """The entries of the menu whose choices the host of a URL knows, such as `1` and `11`."""
        name, _ = self._name(url)
        return () if name is None else tuple(self.menus.get(name, ()))

    def reply(self, name: str) -> Reply:
        """Return the response with a document, read once."""
        found = self._replies.get(name)
        if found is None:
            if name in self.problems:
                return Reply(problem=self.problems[name])
            if name not in self.files:
                return Reply(status=404)
            found, self._texts[name] = _read(self.files[name], self.path_of(name))
            self._replies[name] = found
        return found

    def path_of(self, name: str) -> str:
        """The path of a document as transcripts name it."""
        content = self.files.get(name)
        return self.shown.get(name, str(content) if isinstance(content, Path) else name)

    def text_of(self, name: str) -> str:
        """The text of a document as it was read for its reply."""
        self.reply(name)
        return self._texts.get(name, "")

    def forget(self) -> None:
        """Read all documents anew when they are next asked for."""
        self._replies.clear()

    def _name(self, url: str) -> tuple[str | None, bool]:
        """The document that a URL means, and whether the URL is one of ours."""
        for base in (*self.base_urls, NOWHERE):
            if url.startswith(base):
                name = without_ending(unquote(urlsplit(url[len(base) :]).path))
                return (name if self._has(name) else None), True
        if self.base_urls:
            return None, False
        parts = [part for part in unquote(urlsplit(url).path).split("/") if part]
        for start in range(len(parts)):
            name = without_ending("/".join(parts[start:]))
            if self._has(name):
                return name, True
        return None, False

    def _has(self, name: str) -> bool:
        return name in self.files or name in self.problems


def without_ending(name: str) -> str:
    """Return a document's name without .xml or .json."""
    for ending in ENDINGS:
        if name.endswith(ending):
            return name[: -len(ending)]
    return name


def _read(content: Path | bytes, path: str) -> tuple[Reply, str]:
    data = content if isinstance(content, bytes) else read_file(content)
    checked = check(data, path=path)
    if checked.root is None or any(each.severity == "error" for each in checked.diagnostics):
        first = DocumentError(checked.diagnostics[:1])
        more = f" (and {len(checked.diagnostics) - 1} more)" if len(checked.diagnostics) > 1 else ""
        return Reply(problem=f"invalid document: {first}{more}", path=path), checked.source.text

    document = response_of(checked.root)
    lines = lines_of(checked) if isinstance(content, Path) or path == "-" else ()
    return Reply(document=document, path=path, lines=lines), checked.source.text


def lines_of(checked: CheckedDocument) -> tuple[int, ...]:
    """The line at which each instruction begins."""
    if checked.root is None:
        return ()
    return tuple(checked.source.place(checked.locate(node).start)[0] for node in checked.root.instructions)

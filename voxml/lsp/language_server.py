"""The server: what it holds, and when it checks.

Diagnostics are computed in threads, a moment after the last change; what is stale is never sent.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator
from typing import Any, Protocol

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from voxml.lsp.checking import Checked, check_text
from voxml.lsp.open_text import OpenText
from voxml.lsp.workbench_process import Workbenches
from voxml.lsp.workspace import Workspace
from voxml.version import __version__

#: Seconds after the last change until a text is checked.
_PAUSE = 0.08


class _AtPosition(Protocol):
    """A request about a position."""

    @property
    def text_document(self) -> types.TextDocumentIdentifier:
        """The text."""
        ...

    @property
    def position(self) -> types.Position:
        """The position in it."""
        ...


class _Protocol(LanguageServerProtocol):
    """The protocol with positions in UTF-16, which every editor has to know."""

    @lsp_method(types.INITIALIZE)
    def lsp_initialize(self, params: types.InitializeParams) -> Generator[Any, Any, types.InitializeResult]:
        """Answer the first request."""
        if params.capabilities.general is not None:
            params.capabilities.general.position_encodings = None
        return (yield from super().lsp_initialize(params))

    # The texts are held by `Workspace` alone: pygls counts lines otherwise than editors do.

    @lsp_method(types.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(self, params: types.DidOpenTextDocumentParams) -> Any:
        """Give an opened text to its handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(self, params: types.DidChangeTextDocumentParams) -> Any:
        """Give a changed text to its handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(types.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(self, params: types.DidCloseTextDocumentParams) -> Any:
        """Give a closed text to its handler."""
        yield self.fm.features[types.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class VoxmlServer(LanguageServer):
    """The language server and what it holds."""

    def __init__(self) -> None:
        sync = types.TextDocumentSyncKind.Incremental
        super().__init__("voxml", __version__, sync, protocol_cls=_Protocol, max_workers=2)
        self.texts = Workspace()
        self.workbenches = Workbenches()
        self._checked: dict[str, Checked] = {}
        self._running: dict[str, asyncio.Task[None]] = {}

    def text(self, uri: str) -> OpenText | None:
        """Return the text at an address as it is now."""
        return self.texts.get(uri)

    def offset(self, params: _AtPosition) -> tuple[OpenText, int] | None:
        """Return the text and the offset that a request is about."""
        document = self.texts.get(params.text_document.uri)
        return None if document is None else (document, document.positions.offset(params.position))

    def checked(self, document: OpenText) -> Checked:
        """Return the diagnostics of a text, computed anew where it has changed since."""
        known = self._checked.get(document.path)
        return known if known is not None and known.document is document else check_text(self.texts, document)

    def known(self, document: OpenText) -> Checked | None:
        """Return the diagnostics of a text as far as they are known."""
        known = self._checked.get(document.path)
        return known if known is not None and known.document is document else None

    def check_soon(self, document: OpenText, pause: float = _PAUSE) -> None:
        """Check a text when nothing is typed for a moment; a check that has not begun is left out."""
        before = self._running.pop(document.path, None)
        if before is not None:
            before.cancel()
        self._running[document.path] = asyncio.ensure_future(self._check(document, pause))

    async def _check(self, document: OpenText, pause: float) -> None:
        await asyncio.sleep(pause)
        try:
            checked = await asyncio.to_thread(check_text, self.texts, document)
        except Exception:
            # A bug of ours: the editor goes on, its log has the trace.
            logging.getLogger("voxml.lsp").exception("a check of %s failed", document.path)
            return
        if self.texts.is_current(document):
            self._checked[document.path] = checked
            self.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(document.uri, checked.shown, document.version)
            )

    def forget(self, uri: str, path: str) -> None:
        """Forget a text that was closed."""
        self._checked.pop(path, None)
        running = self._running.pop(path, None)
        if running is not None:
            running.cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

"""An editor as the tests need it: pytest-lsp's client with a server of its own, asked one thing after another."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Self

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient

#: Seconds after which a server that does not answer has failed; no test is about how long it takes.
PATIENCE = 60
#: Where the cursor is in a text.
CURSOR = "§"


class Editor:
    """One editor with one folder open."""

    def __init__(self, folder: Path, *, has_snippets: bool = True) -> None:
        self.folder = folder
        self._loop = asyncio.new_event_loop()
        self.client = LanguageClient(converter_factory=default_converter)
        self.published: list[types.PublishDiagnosticsParams] = []
        self.shown: list[str] = []
        self.messages: list[str] = []
        self._versions: dict[str, int] = {}
        self._has_snippets = has_snippets
        self._is_gone = False
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.published.append(params))  # noqa: PLW0108
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))

        @self.client.feature(types.WINDOW_SHOW_DOCUMENT)
        def _show(params: types.ShowDocumentParams) -> types.ShowDocumentResult:
            self.shown.append(params.uri)
            return types.ShowDocumentResult(True)

    def __enter__(self) -> Self:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        self.run(self.client.start_io(sys.executable, "-m", "voxml", "lsp", env=environment))
        item = types.ClientCompletionItemOptions(
            snippet_support=self._has_snippets, documentation_format=[types.MarkupKind.Markdown]
        )
        capabilities = types.ClientCapabilities(
            text_document=types.TextDocumentClientCapabilities(
                completion=types.CompletionClientCapabilities(completion_item=item)
            ),
            general=types.GeneralClientCapabilities(position_encodings=["utf-8", "utf-16"]),
        )
        folder = types.WorkspaceFolder(self.folder.as_uri(), self.folder.name)
        params = types.InitializeParams(capabilities, root_uri=folder.uri, workspace_folders=[folder])
        self.started = self.run(self.client.initialize_session(params))
        return self

    def go_away(self) -> None:
        """End as an editor that is killed: nothing is said, the pipe is closed."""
        server = self.client._server
        assert server is not None
        assert server.stdin is not None
        server.stdin.close()
        self.run(server.wait())
        self._is_gone = True

    def __exit__(self, *_: object) -> None:
        if not self._is_gone:
            self.run(self.client.shutdown_session())
        self.run(self.client.stop())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self._loop.run_until_complete(asyncio.wait_for(work, PATIENCE))

    # --- texts ---

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None, language: str = "xml") -> list[types.Diagnostic]:
        """Open a text, or what the file has, and return its diagnostics."""
        text = (self.folder / name).read_text() if text is None else text
        uri = self.uri(name)
        if uri in self._versions:
            return self.change(name, text)
        self._versions[uri] = 1
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return self.diagnostics(name)

    def change(self, name: str, text: str) -> list[types.Diagnostic]:
        self.change_without_waiting(name, text)
        return self.diagnostics(name)

    def change_without_waiting(self, name: str, text: str) -> None:
        uri = self.uri(name)
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        whole = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [whole]))

    def change_piece(self, name: str, where: types.Range, text: str) -> None:
        uri = self.uri(name)
        self._versions[uri] += 1
        document = types.VersionedTextDocumentIdentifier(self._versions[uri], uri)
        piece = types.TextDocumentContentChangePartial(where, text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [piece]))

    def diagnostics(self, name: str) -> list[types.Diagnostic]:
        """Wait for the diagnostics of the version that is open."""
        uri = self.uri(name)

        async def wait() -> list[types.Diagnostic]:
            while True:
                for each in reversed(self.published):
                    if each.uri == uri and each.version == self._versions[uri]:
                        return list(each.diagnostics)
                await asyncio.sleep(0.005)

        found: list[types.Diagnostic] = self.run(wait())
        return found

    def close_all(self) -> None:
        for uri in list(self._versions):
            identifier = types.TextDocumentIdentifier(uri)
            self.client.text_document_did_close(types.DidCloseTextDocumentParams(identifier))
        self._versions.clear()
        self.published.clear()

    def tell_of_changed_files(self) -> None:
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([]))

    def save(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)
        identifier = types.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))

    # --- requests ---

    def ask(self, request: str, params: Any) -> Any:
        """Ask by the client's own method, such as `text_document_hover`."""
        return self.run(getattr(self.client, f"{request}_async")(params))

    def at(self, name: str, marked: str, language: str = "xml") -> dict[str, Any]:
        """Open a text that has the cursor in it, and return what a request about the cursor says."""
        before, _, after = marked.partition(CURSOR)
        self.open(name, before + after, language)
        return {"text_document": self.document(name), "position": position(before)}

    def document(self, name: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(name))


def position(before: str) -> types.Position:
    """Return the position after a text, in UTF-16."""
    line = before.rpartition("\n")[2]
    return types.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)


def applied(text: str, edits: list[Any]) -> str:
    """Return a text after edits."""
    lines = text.splitlines(keepends=True)

    def offset(at: types.Position) -> int:
        line = lines[at.line] if at.line < len(lines) else ""
        return sum(map(len, lines[: at.line])) + len(line.encode("utf-16-le")[: 2 * at.character].decode("utf-16-le"))

    for edit in sorted(edits, key=lambda each: offset(each.range.start), reverse=True):
        text = text[: offset(edit.range.start)] + edit.new_text + text[offset(edit.range.end) :]
    return text

"""Every request of an editor, and the function that answers it: at once, from the text as it is."""

from __future__ import annotations

import os

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

from voxml.errors import InputError
from voxml.lsp.code_actions import FIX_ALL, code_actions
from voxml.lsp.code_lens import FLOW, HEAR, code_lenses
from voxml.lsp.completion import completion, resolved
from voxml.lsp.completion_jinja import completion_in_tags
from voxml.lsp.edits_of import after_changes
from voxml.lsp.formatting import formatting
from voxml.lsp.hover import hover
from voxml.lsp.language_server import VoxmlServer
from voxml.lsp.navigation import definition, document_links, references
from voxml.lsp.open_text import OpenText
from voxml.lsp.outline import outline
from voxml.lsp.renaming import RefusedRename, links_of_renamed_files, prepare_rename, rename
from voxml.lsp.settings_words import completion_in_settings

_FILES = types.FileOperationRegistrationOptions(
    [types.FileOperationFilter(types.FileOperationPattern("**/*"), scheme="file")]
)


def make_server() -> VoxmlServer:
    """Return a server with every request registered."""
    server = VoxmlServer()
    _register_texts(server)
    _register_words(server)
    _register_links(server)
    _register_commands(server)
    return server


def _register_texts(server: VoxmlServer) -> None:
    """Register what is about the text of a document as a whole."""

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def _opened(params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        server.check_soon(server.texts.put(item.uri, item.text, item.version, item.language_id), 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def _changed(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        before = server.text(uri)
        text = after_changes(before.text if before is not None else "", params.content_changes)
        document = server.texts.put(uri, text, params.text_document.version)
        server.check_soon(document)
        if document.kind == "settings":
            _check_all(server, document)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def _saved(params: types.DidSaveTextDocumentParams) -> None:
        server.texts.forget_sites()
        _check_all(server)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def _closed(params: types.DidCloseTextDocumentParams) -> None:
        document = server.text(params.text_document.uri)
        server.texts.close(params.text_document.uri)
        if document is not None:
            server.forget(params.text_document.uri, document.path)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def _watched(_params: types.DidChangeWatchedFilesParams) -> None:
        server.texts.forget_sites()
        _check_all(server)

    @server.feature(types.TEXT_DOCUMENT_FORMATTING)
    def _format(params: types.DocumentFormattingParams) -> list[types.TextEdit]:
        document = server.text(params.text_document.uri)
        return [] if document is None else formatting(document)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def _outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        document = server.text(params.text_document.uri)
        return [] if document is None else outline(document)

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL]))
    def _actions(params: types.CodeActionParams) -> list[types.CodeAction]:
        document = server.text(params.text_document.uri)
        if document is None:
            return []
        return code_actions(server.texts, server.checked(document), params.range, params.context)


def _check_all(server: VoxmlServer, but: OpenText | None = None) -> None:
    for document in server.texts.open_texts():
        if document is not but:
            server.check_soon(document)


def _register_words(server: VoxmlServer) -> None:
    """Register what is about the word under the cursor."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def _hover(params: types.HoverParams) -> types.Hover | None:
        found = server.offset(params)
        return None if found is None else hover(*found, server.known(found[0]))

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION,
        types.CompletionOptions(trigger_characters=["<", '"', "'", " ", "|", "{", "/"], resolve_provider=True),
    )
    def _complete(params: types.CompletionParams) -> list[types.CompletionItem]:
        found = server.offset(params)
        if found is None:
            return []
        site = server.texts.site(found[0].path)
        if found[0].kind == "settings":
            return completion_in_settings(*found, site)
        items = completion_in_tags(*found, site)
        if items is not None:
            return items
        return completion(*found, site, has_snippets=_has_snippets(server.client_capabilities))

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def _resolve(item: types.CompletionItem) -> types.CompletionItem:
        return resolved(item)


def _has_snippets(client: types.ClientCapabilities) -> bool:
    text = client.text_document
    item = text.completion.completion_item if text is not None and text.completion is not None else None
    return item is not None and item.snippet_support is True


def _register_links(server: VoxmlServer) -> None:
    """Register what is about how documents lead to each other."""

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def _definition(params: types.DefinitionParams) -> list[types.Location]:
        found = server.offset(params)
        return [] if found is None else definition(server.texts, *found)

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def _references(params: types.ReferenceParams) -> list[types.Location]:
        found = server.offset(params)
        if found is None:
            return []
        return references(server.texts, *found, with_target=params.context.include_declaration)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def _links(params: types.DocumentLinkParams) -> list[types.DocumentLink]:
        document = server.text(params.text_document.uri)
        return [] if document is None else document_links(server.texts, document)

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def _prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        found = server.offset(params)
        return None if found is None else prepare_rename(server.texts, *found)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def _rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        found = server.offset(params)
        try:
            return None if found is None else rename(server.texts, *found, params.new_name)
        except RefusedRename as refused:
            raise JsonRpcInvalidParams(str(refused)) from None

    @server.feature(types.WORKSPACE_WILL_RENAME_FILES, _FILES)
    def _will_rename(params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
        return links_of_renamed_files(server.texts, list(params.files))

    @server.feature(types.WORKSPACE_DID_RENAME_FILES, _FILES)
    def _renamed(_params: types.RenameFilesParams) -> None:
        server.texts.forget_sites()


def _register_commands(server: VoxmlServer) -> None:
    """Register the lenses, and what they do."""

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    def _lenses(params: types.CodeLensParams) -> list[types.CodeLens]:
        document = server.text(params.text_document.uri)
        return [] if document is None else code_lenses(document)

    @server.feature(types.SHUTDOWN)
    def _shutdown(_params: None) -> None:
        server.workbenches.stop()

    @server.command(HEAR)
    async def _hear(uri: str) -> str | None:
        return await _open_workbench(server, uri, "hear")

    @server.command(FLOW)
    async def _flow(uri: str) -> str | None:
        return await _open_workbench(server, uri, "flow")


async def _open_workbench(server: VoxmlServer, uri: str, view: str) -> str | None:
    """Open the workbench at a document in a browser, and return its address."""
    document = server.text(uri)
    if document is None:
        return None
    folder = os.fspath(server.texts.site(document.path).folder)
    try:
        url = await server.workbenches.url(folder, os.path.relpath(document.path, folder), view)
    except (InputError, OSError) as error:
        server.window_show_message(types.ShowMessageParams(types.MessageType.Error, str(error)))
        return None
    await server.window_show_document_async(types.ShowDocumentParams(url, external=True))
    return url

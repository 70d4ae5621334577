"""Links: where a document leads, who leads to it, and other names for both."""

from __future__ import annotations

from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import Editor, applied


def definition(site: Editor, name: str, before: str, language: str = "xml") -> list[str]:
    text = (site.folder / name).read_text()
    assert before.replace("§", "") in text
    where = site.at(name, text.replace(before.replace("§", ""), before, 1), language)
    found = site.ask("text_document_definition", types.DefinitionParams(**where))
    return [f"{each.uri.rpartition('/')[2]}:{each.range.start.line}" for each in found]


def test_a_link_leads_to_its_document(site: Editor) -> None:
    assert definition(site, "welcome.xml", "voice.example.com/me§nu.json") == ["menu.xml:0"]
    assert definition(site, "hours.json", "voice.example.com/me§nu.json", "json") == ["menu.xml:0"]
    assert definition(site, "reminder.xml.j2", 'url_for("me§nu")') == ["menu.xml:0"]
    assert definition(site, "voxml.toml", '"1" = "ho§urs"', "toml") == ["hours.json:0"]
    assert definition(site, "voxml.toml", '"2" = "sal§es"', "toml") == ["pages.py:14"]
    assert definition(site, "voxml.toml", '["welc§ome"]', "toml") == ["welcome.xml:0"]
    assert definition(site, "welcome.xml", "Welcome to Ac§me") == []


def test_references_are_who_leads_here(site: Editor) -> None:
    def names(where: dict[str, Any], *, with_target: bool = False) -> set[str]:
        context = types.ReferenceContext(with_target)
        found = site.ask("text_document_references", types.ReferenceParams(context, **where))
        return {each.uri.rpartition("/")[2] for each in found}

    text = (site.folder / "menu.xml").read_text()
    every = {"menu.xml", "welcome.xml", "hours.json", "reminder.xml.j2", "voxml.toml"}
    assert names(site.at("menu.xml", f"§{text}")) == every
    assert names(site.at("welcome.xml", (site.folder / "welcome.xml").read_text().replace("/menu", "/§menu"))) == every
    pages = (site.folder / "pages.py").read_text()
    assert names(site.at("pages.py", pages.replace('"sales": s', '"sales§": s'), "python"), with_target=True) == {
        "pages.py",
        "voxml.toml",
    }


def test_links_are_shown(site: Editor) -> None:
    site.open("welcome.xml")
    found = site.ask("text_document_document_link", types.DocumentLinkParams(site.document("welcome.xml")))
    assert [each.target.rpartition("/")[2] for each in found] == ["menu.xml"]


def by_file(edit: types.WorkspaceEdit) -> dict[str, list[Any]]:
    return {
        each.text_document.uri.rpartition("/")[2]: list(each.edits)
        for each in edit.document_changes or ()
        if isinstance(each, types.TextDocumentEdit)
    }


def test_a_document_is_renamed_with_its_links(site: Editor) -> None:
    text = (site.folder / "welcome.xml").read_text()
    where = site.at("welcome.xml", text.replace("/menu", "/me§nu"))
    assert site.ask("text_document_prepare_rename", types.PrepareRenameParams(**where)).placeholder == "menu"
    edit = site.ask("text_document_rename", types.RenameParams(new_name="main", **where))
    edits = by_file(edit)
    assert set(edits) == {"menu.xml", "welcome.xml", "hours.json", "reminder.xml.j2", "voxml.toml"}
    assert "https://voice.example.com/main.json</Redirect>" in applied(text, edits["welcome.xml"])
    assert "[site.menus.main]" in applied((site.folder / "voxml.toml").read_text(), edits["voxml.toml"])
    assert 'url_for("main")' in applied((site.folder / "reminder.xml.j2").read_text(), edits["reminder.xml.j2"])
    files = [each for each in edit.document_changes if isinstance(each, types.RenameFile)]
    assert [each.new_uri.rpartition("/")[2] for each in files] == ["main.xml"]


@pytest.mark.parametrize(
    ("name", "why"), [("hours", "is a document already"), ("a b", "expected letters"), ("", "name")]
)
def test_a_name_that_can_not_be_is_refused(site: Editor, name: str, why: str) -> None:
    text = (site.folder / "welcome.xml").read_text()
    where = site.at("welcome.xml", text.replace("/menu", "/me§nu"))
    with pytest.raises(JsonRpcException, match=why):
        site.ask("text_document_rename", types.RenameParams(new_name=name, **where))


def test_links_follow_a_file_that_the_editor_renames(site: Editor) -> None:
    renamed = types.FileRename(site.uri("menu.xml"), site.uri("menus/main.xml"))
    edit = site.ask("workspace_will_rename_files", types.RenameFilesParams([renamed]))
    text = (site.folder / "welcome.xml").read_text()
    assert "https://voice.example.com/menus/main.json" in applied(text, by_file(edit)["welcome.xml"])
    renamed = types.FileRename(site.uri("pages.py"), site.uri("other.py"))
    assert site.ask("workspace_will_rename_files", types.RenameFilesParams([renamed])) is None

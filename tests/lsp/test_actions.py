"""Quick fixes, fix all, formatting, the outline, and the lenses."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
from lsprotocol import types

from tests.lsp.conftest import SITE
from tests.lsp.editor import Editor, applied
from tests.waiting import until

WRONG = """<Response>
  <Gather action_url="https://x.example.org/menu" numDigits="1" timeout="1">
    <Say>Press 1.</Say>
  </Gather>
  <Hangup reason="Busy"/>
</Response>
"""
EVERYWHERE = types.Range(types.Position(0, 0), types.Position(99, 0))


def actions(site: Editor, name: str, only: list[str] | None = None) -> dict[str, types.CodeAction]:
    context = types.CodeActionContext([], only=only)
    params = types.CodeActionParams(site.document(name), EVERYWHERE, context)
    return {each.title: each for each in site.ask("text_document_code_action", params)}


def after(site: Editor, name: str, text: str, action: types.CodeAction) -> str:
    assert action.edit is not None
    assert action.edit.changes is not None
    return applied(text, list(action.edit.changes[site.uri(name)]))


def test_a_quick_fix_is_the_linters_own(site: Editor) -> None:
    site.open("a.xml", WRONG)
    found = actions(site, "a.xml")
    fix = next(each for title, each in found.items() if "num_digits" in title)
    assert fix.is_preferred
    assert fix.diagnostics is not None
    assert fix.diagnostics[0].code == "unknown-member"
    assert after(site, "a.xml", WRONG, fix) == WRONG.replace("numDigits", "num_digits")


def test_a_warning_can_be_ignored_where_it_is(site: Editor) -> None:
    site.open("a.xml", WRONG)
    text = after(site, "a.xml", WRONG, actions(site, "a.xml")["Ignore short-timeout here"])
    assert "  <!-- voxml: ignore[short-timeout] -->\n  <Gather" in text
    assert "short-timeout" not in [each.code for each in site.change("a.xml", text)]


def test_fix_all_applies_every_safe_fix(site: Editor) -> None:
    site.open("a.xml", WRONG)
    found = actions(site, "a.xml", ["source.fixAll"])
    assert list(found) == ["Fix all"]
    text = after(site, "a.xml", WRONG, found["Fix all"])
    assert 'num_digits="1"' in text
    assert 'reason="busy"' in text
    site.change("a.xml", text)
    assert actions(site, "a.xml", ["source.fixAll.voxml"]) == {}


def test_fixes_keep_the_line_ends_and_the_characters_of_a_text(site: Editor) -> None:
    text = '<Response>\r\n  <Say>🙂 Hé</Say>\r\n  <Hangup reason="Busy"/>\r\n</Response>\r\n'
    site.open("a.xml", text)
    assert after(site, "a.xml", text, actions(site, "a.xml", ["source.fixAll"])["Fix all"]) == text.replace(
        "Busy", "busy"
    )


def test_formatting_is_the_canonical_form(site: Editor) -> None:
    def formatted(name: str, text: str, language: str = "xml") -> str:
        site.open(name, text, language)
        options = types.FormattingOptions(tab_size=2, insert_spaces=True)
        params = types.DocumentFormattingParams(site.document(name), options)
        return applied(text, list(site.ask("text_document_formatting", params) or []))

    assert (
        formatted("a.xml", "<Response><Hangup/></Response>") == '<Response version="1.0">\n  <Hangup/>\n</Response>\n'
    )
    broken = "<Response><Hangup</Response>"
    assert formatted("a.xml", broken) == broken
    assert formatted("a.xml.j2", "<Response><Hangup/></Response>") == "<Response><Hangup/></Response>"
    assert formatted("package.json", '{"name":1}', "json") == '{"name":1}'


def test_the_outline_has_the_instructions_of_a_broken_document_too(site: Editor) -> None:
    def names(symbols: list[types.DocumentSymbol]) -> list[object]:
        return [[each.name, each.detail, *([names(list(each.children))] if each.children else [])] for each in symbols]

    site.open(
        "a.xml", '<Response><Gather action_url="https://x.org/a"><Say>Press 1.</Say></Gather><Pause length="2"/><Hang'
    )
    found = site.ask("text_document_document_symbol", types.DocumentSymbolParams(site.document("a.xml")))
    inside = [["Gather", "https://x.org/a", [["Say", "Press 1."]]], ["Pause", "2"], ["Hang", ""]]
    assert names(found) == [["Response", "", inside]]
    site.open("a.json", '{"instructions": [{"verb": "Dial", "numbers": [{"number": "+1"}]}', "json")
    found = site.ask("text_document_document_symbol", types.DocumentSymbolParams(site.document("a.json")))
    assert names(found) == [["Response", "", [["Dial", "", [["Number", "+1"]]]]]]


def test_lenses_stand_above_the_document(site: Editor) -> None:
    site.open("welcome.xml")
    found = site.ask("text_document_code_lens", types.CodeLensParams(site.document("welcome.xml")))
    assert [each.command.title for each in found] == ["▶ Hear it", "Show the flow"]
    assert found[0].range.start.line == 2
    site.open("package.json", "{}", "json")
    assert not site.ask("text_document_code_lens", types.CodeLensParams(site.document("package.json")))


def test_a_lens_opens_the_workbench_at_the_document(site: Editor) -> None:
    site.open("welcome.xml")
    params = types.ExecuteCommandParams("voxml.hear", [site.uri("welcome.xml")])
    url = site.ask("workspace_execute_command", params)
    assert url.startswith("http://127.0.0.1:")
    assert url.endswith("/_voxml/#document=welcome.xml&view=hear")
    assert site.shown == [url]
    assert httpx2.get(url.partition("#")[0], trust_env=False).status_code == 200


def test_a_document_alone_in_its_folder_is_heard_too(tmp_path: Path) -> None:
    (tmp_path / "hello.xml").write_text("<Response><Say>Hello.</Say><Hangup/></Response>")
    with Editor(tmp_path) as one:
        one.open("hello.xml")
        url = one.ask("workspace_execute_command", types.ExecuteCommandParams("voxml.hear", [one.uri("hello.xml")]))
        assert httpx2.get(url.partition("#")[0], trust_env=False).status_code == 200


def test_the_workbench_ends_with_an_editor_that_just_goes_away(tmp_path: Path) -> None:
    shutil.copytree(SITE, tmp_path / "site")
    with Editor(tmp_path / "site") as one:
        one.open("welcome.xml")
        url = one.ask("workspace_execute_command", types.ExecuteCommandParams("voxml.hear", [one.uri("welcome.xml")]))
        one.go_away()
    port = urlsplit(url).port
    assert port is not None

    def is_closed() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    until(is_closed, "the workbench to end")

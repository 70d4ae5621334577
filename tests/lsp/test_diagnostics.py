"""Diagnostics while typing: the linter's own, under the settings of the folder, of texts that are not saved."""

from __future__ import annotations

from lsprotocol import types

from tests.lsp.editor import Editor

MENU = """<Response>
  <Gather action_url="https://x.example.org/menu" method="GET" timeout="1">
    <Say>Press 1.</Say>
  </Gather>
  <Say>🙂🙂 Hi</Say><Pause length="0"/>
  <Hangup/>
</Response>
"""


def rules(found: list[types.Diagnostic]) -> list[str]:
    return [str(each.code) for each in found]


def test_xml_json_templates_and_modules_have_the_diagnostics_of_the_linter(site: Editor) -> None:
    assert rules(site.open("a.xml", MENU)) == ["short-timeout", "unpronounceable-text", "invalid-value"]
    text = '{"voxml_version": "1.0", "instructions": [{"verb": "Say", "txt": "Hi"}]}'
    assert rules(site.open("a.json", text, "json")) == ["unknown-member"]
    text = "<Response><Say>Hello {{ name }}</Say></Response>"
    assert rules(site.open("a.xml.j2", text)) == ["untried-template"]
    text = 'from voxml import Response\n\npages = {"a": Response().say("Hi", loop=-1).hangup()}\n'
    found = site.open("more.py", text, "python")
    assert rules(found) == ["invalid-value"]
    assert found[0].range == types.Range(types.Position(2, 35), types.Position(2, 42))


def test_positions_count_in_utf_16(site: Editor) -> None:
    found = site.open("a.xml", MENU)[-1]
    column = MENU.splitlines()[4].index("length") + 2  # two characters of the text are two units each
    assert found.range == types.Range(types.Position(4, column), types.Position(4, column + len('length="0"')))
    assert found.code_description is not None
    assert found.code_description.href.endswith("#invalid-value")


def test_a_change_replaces_them_and_closing_removes_them(site: Editor) -> None:
    site.open("a.xml", MENU)
    for number in range(20):
        site.change_without_waiting("a.xml", MENU.replace("Press", f"Press {number}"))
    assert site.change("a.xml", "<Response><Say>Hello</Say><Hangup/></Response>") == []
    versions = [each.version for each in site.published if each.uri == site.uri("a.xml") and each.version]
    assert versions == sorted(versions), "nothing stale comes after what is newer"
    site.close_all()
    site.open("b.xml", MENU)
    assert [*site.published[0].diagnostics] == []


def test_pieces_of_a_text_are_changed_where_the_editor_says(site: Editor) -> None:
    # U+2028 ends no line in an editor, though it does in Python.
    text = "<Response>\r\n  <Say>🙂 one\u2028two</Say>\r\n  <Pause/>\n</Response>"
    site.open("a.xml", text)
    start = types.Position(2, len("  <Pause"))
    site.change_piece("a.xml", types.Range(start, start), ' length="0"')
    site.change_piece("a.xml", types.Range(types.Position(1, 7), types.Position(1, 10)), "")
    assert [each.range.start for each in site.diagnostics("a.xml")] == [types.Position(2, len("  <Pause "))]
    hover = types.HoverParams(site.document("a.xml"), types.Position(2, 4))
    assert "**Pause**" in site.ask("text_document_hover", hover).contents.value


def test_the_settings_of_the_folder_are_obeyed_before_they_are_saved(site: Editor) -> None:
    assert "short-timeout" in rules(site.open("a.xml", MENU))
    settings = '[lint]\nignore = ["short-timeout"]\nexclude = ["b.xml"]\n'
    assert site.open("voxml.toml", settings, "toml") == []
    assert rules(site.change("a.xml", f"{MENU}\n")) == ["unpronounceable-text", "invalid-value"]
    assert site.open("b.xml", MENU) == []
    found = site.change("voxml.toml", '[lint]\nignore = ["short-timout"]\n')
    assert [each.range.start.line for each in found] == [1]
    assert "short-timeout" in found[0].message


def test_what_is_not_ours_is_left_alone(site: Editor) -> None:
    assert site.open("pom.xml", "<project><name>x</name></project>") == []
    assert site.open("package.json", '{"name": "x"}', "json") == []
    assert site.open("empty.xml", "") == []
    assert site.open("other.py", "import os\n", "python") == []
    assert rules(site.open("near.xml", "<Respons><Say>Hi</Say></Respons>")) == ["wrong-place"]


def test_a_template_is_tried_with_unsaved_parts_and_its_data(site: Editor) -> None:
    (site.folder / "_part.xml.j2").write_text("<Say>Hi</Say>")
    page = '<Response>{% include "_part.xml.j2" %}<Hangup/></Response>'
    assert site.open("page.xml.j2", page) == []
    site.open("_part.xml.j2", "<Sai>Hi</Sai>")
    found = site.change("page.xml.j2", f"{page}\n")
    assert rules(found) == ["unknown-verb"]
    assert found[0].related_information is not None
    assert found[0].related_information[0].location.uri.endswith("/_part.xml.j2")


def test_a_text_without_a_file_is_checked_by_its_language(site: Editor) -> None:
    uri = "untitled:Untitled-1"
    item = types.TextDocumentItem(uri, "xml", 1, "<Response><Pause length='0'/></Response>")
    site.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    site.open("a.xml", MENU)
    hover = site.ask("text_document_hover", types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(0, 12)))
    assert "Pause" in hover.contents.value
    found = next(each for each in site.published if each.uri == uri)
    assert rules(list(found.diagnostics)) == ["invalid-value"]

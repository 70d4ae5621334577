"""Hover and completion: what is said, and offered, about the word under the cursor."""

from __future__ import annotations

import shutil
import textwrap
from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.conftest import SITE
from tests.lsp.editor import Editor, applied


def hover(site: Editor, name: str, marked: str, language: str = "xml") -> str:
    found = site.ask("text_document_hover", types.HoverParams(**site.at(name, marked, language)))
    return found.contents.value if found is not None else ""


def complete(site: Editor, name: str, marked: str, language: str = "xml") -> dict[str, str]:
    """Return what each item makes of the text, by the item's label."""
    where = site.at(name, marked, language)
    items = site.ask("text_document_completion", types.CompletionParams(**where))
    return {each.label: applied(marked.replace("§", ""), [each.text_edit]) for each in items}


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ("<Response><Ga§ther action_url='https://x.org/'/></Response>", "**Gather**: "),
        ("<Response><Gather time§out='5'/></Response>", "**Gather.timeout**"),
        ("<Response><Gather timeout='5§'/></Response>", "whole seconds, 1 or more"),
        ("<Response><Say>Hi</Sa§y></Response>", "**Say**: "),
        (
            "<Response><Gather action_url='https://x.org/' timeout='§1'><Say>Hi</Say></Gather></Response>",
            "#short-timeout",
        ),
        ("<Response><!-- voxml: ignore[long-pa§use] --><Pause length='20'/></Response>", "#long-pause"),
        ("<Response><Stream><Para§meter name='a' value='b'/></Stream></Response>", "**Parameter**"),
        ("<Res§ponse", "**Response**"),
    ],
)
def test_hover_in_xml(site: Editor, marked: str, said: str) -> None:
    assert said in hover(site, "a.xml", marked)


@pytest.mark.parametrize(
    ("marked", "said"),
    [
        ('{"voxml_version": "1.0", "instructions": [{"verb": "Ga§ther"}]}', "**Gather**: "),
        ('{"voxml_version": "1.0", "instructions": [{"verb": "Gather", "tim§eout": 5', "**Gather.timeout**"),
        ('{"voxml_version": "1.0", "instructions": [{"say": {"voi§ce": "x"}, "verb": "Gather"', "**Say.voice**"),
        ('{"instructions": [{"verb": "Dial", "numbers": [{"send_§digits": "1"}]}]}', "**Number.send_digits**"),
        ('{"voxml_ver§sion": "1.0"}', "**Response.voxml_version**"),
    ],
)
def test_hover_in_json(site: Editor, marked: str, said: str) -> None:
    assert said in hover(site, "a.json", marked, "json")


def test_hover_in_a_template(site: Editor) -> None:
    text = (site.folder / "reminder.xml.j2").read_text()
    assert "How the patient is addressed." in hover(site, "reminder.xml.j2", text.replace("{{ name", "{{ na§me"))
    assert "a filter" in hover(site, "reminder.xml.j2", text.replace("| date", "| da§te"))
    assert "**Say.voice**" in hover(site, "reminder.xml.j2", text.replace("voice=", "vo§ice="))


def test_verbs_are_completed_with_what_they_must_have(site: Editor) -> None:
    found = complete(site, "a.xml", "<Response>\n  <§\n</Response>")
    assert list(found)[:3] == ["Say", "Play", "Gather"]
    assert found["Say"] == "<Response>\n  <Say>$1</Say>$0\n</Response>"
    assert 'action_url="$1"' in found["Gather"]
    assert list(complete(site, "a.xml", "<Response><Gather>§</Gather></Response>")) == ["Say", "Play"]
    assert list(complete(site, "a.xml", "<Response><Dial><N§</Dial></Response>")) == ["Number", "Sip", "Client"]
    assert list(complete(site, "a.xml", "§")) == ["Response"]
    found = complete(site, "a.json", '{"voxml_version": "1.0", "instructions": [§]}', "json")
    assert found["Say"].endswith('[{"verb": "Say", "text": "$1"}$0]}')
    assert complete(site, "a.json", '{"instructions": [{"verb": "§"}]}', "json")["Hangup"].endswith(
        '[{"verb": "Hangup"}]}'
    )


def test_attributes_and_members_are_completed_once(site: Editor) -> None:
    found = complete(site, "a.xml", '<Response><Gather method="GET" §></Gather></Response>')
    assert next(iter(found)) == "action_url", "what is required comes first"
    assert "method" not in found
    assert found["timeout"] == '<Response><Gather method="GET" timeout="$1"$0></Gather></Response>'
    assert "text" not in complete(site, "a.xml", "<Response><Say §>Hi</Say></Response>")
    found = complete(site, "a.json", '{"instructions": [{"verb": "Say", "vo§"}]}', "json")
    assert found["voice"] == '{"instructions": [{"verb": "Say", "voice": "$1"$0}]}'
    assert "verb" not in found
    assert set(complete(site, "a.json", '{"instructions": [{§}]}', "json")) == {"verb"}


def test_values_are_completed(site: Editor) -> None:
    assert list(complete(site, "a.xml", '<Response><Redirect method="§"/></Response>')) == ["GET", "POST"]
    assert list(complete(site, "a.xml", '<Response><Record transcribe="§"/></Response>')) == ["true", "false"]
    found = complete(site, "a.json", '{"instructions": [{"verb": "Record", "transcribe": §}]}', "json")
    assert found["true"].endswith('"transcribe": true}]}')
    found = complete(site, "a.json", '{"instructions": [{"verb": "Gather", "input": "§"}]}', "json")
    assert found["dtmf speech"].endswith('"input": "dtmf speech"}]}')


def test_voices_are_those_of_the_language_and_the_engine(site: Editor) -> None:
    polly = complete(site, "a.xml", '<Response><Say engine="polly" language="de-DE" voice="§">Hallo</Say></Response>')
    assert "Vicki" in polly
    assert "Joanna" not in polly
    google = complete(site, "a.xml", '<Response><Say engine="google" language="de-DE" voice="§">Hallo</Say></Response>')
    assert "de-DE-Wavenet-A" in google
    assert "Vicki" not in google


def test_addresses_are_those_of_the_site(site: Editor) -> None:
    found = complete(site, "a.xml", '<Response><Redirect method="GET">§</Redirect></Response>')
    assert {"https://voice.example.com/menu.json", "https://voice.example.com/sales.json"} <= set(found)
    found = complete(site, "a.xml.j2", "<Response><Redirect>§</Redirect></Response>")
    assert '{{ url_for("menu") }}' in found
    found = complete(site, "a.xml.j2", '<Response><Redirect>{{ url_for("m§") }}</Redirect></Response>')
    assert "menu" in found
    found = complete(site, "more.py", 'from voxml import url_for\nx = url_for("§")\n', "python")
    assert "menu" in found


def test_names_of_a_template_are_completed(site: Editor) -> None:
    text = (site.folder / "reminder.xml.j2").read_text()
    assert {"name", "at", "url_for"} <= set(complete(site, "reminder.xml.j2", text.replace("{{ name", "{{ §")))
    assert "money" in complete(site, "reminder.xml.j2", text.replace("| date", "| §"))
    assert "datetime" in complete(site, "reminder.xml.j2", text.replace('"datetime"', '"§"'))
    (site.folder / "_footer.xml.j2").write_text("<Hangup/>")
    found = complete(site, "a.xml.j2", '<Response>{% include "§" %}</Response>')
    assert "_footer.xml.j2" in found


def test_templates_and_their_parameters_are_completed_in_python(site: Editor) -> None:
    start = "from voxml import render\nx = "
    assert "appointment-reminder" in complete(site, "more.py", f'{start}render("app§")\n', "python")
    found = complete(site, "more.py", f'{start}render("appointment-reminder", clinic="Acme", §)\n', "python")
    assert "at=" in found
    assert "clinic=" not in found
    assert "name=" in complete(site, "more.py", f'{start}render("./reminder.xml.j2", §)\n', "python")


def test_settings_are_completed_and_explained(site: Editor) -> None:
    assert {"lint", "site", "site.menus"} <= set(complete(site, "voxml.toml", "[§", "toml"))
    assert {"preset", "ignore"} <= set(complete(site, "voxml.toml", "[lint]\npre§\n", "toml"))
    assert complete(site, "voxml.toml", "[lint]\npreset = §", "toml")['"strict"'] == '[lint]\npreset = "strict"'
    assert "long-pause" in complete(site, "voxml.toml", '[lint]\nignore = ["short-timeout", "long-§"]', "toml")
    assert set(complete(site, "voxml.toml", "[site]\nstrict = §", "toml")) == {"true", "false"}
    assert "hours" in complete(site, "voxml.toml", '[site.menus.menu]\n"1" = "§"', "toml")
    assert not complete(site, "pyproject.toml", "[tool.other]\n§", "toml")
    assert "preset" in complete(site, "pyproject.toml", "[tool.voxml.lint]\n§", "toml")
    assert "**lint.preset**" in hover(site, "voxml.toml", "[lint]\npre§set = 'strict'\n", "toml")
    assert "#long-pause" in hover(site, "voxml.toml", "[lint]\nignore = ['long-pa§use']\n", "toml")


def test_nothing_is_offered_in_other_files(site: Editor) -> None:
    assert not complete(site, "package.json", '{"name": "x", "version": "1.0.0", §}', "json")
    assert not complete(site, "pom.xml", "<project>§</project>")
    assert hover(site, "package.json", '{"name": "x", "ver§sion": "1.0.0 of something"}', "json") == ""
    params = types.DocumentSymbolParams(site.document("package.json"))
    assert not site.ask("text_document_document_symbol", params)
    assert "voxml_version" in complete(site, "new.json", "{§}", "json")


def test_an_item_gets_its_manual_when_it_is_looked_at(site: Editor) -> None:
    where = site.at("a.xml", "<Response><§</Response>")
    items = site.ask("text_document_completion", types.CompletionParams(**where))
    assert items[0].documentation is None
    assert "**Say**" in site.ask("completion_item_resolve", items[0]).documentation.value


def test_an_editor_without_snippets_gets_plain_text(tmp_path: Path) -> None:
    shutil.copytree(SITE, tmp_path / "site")
    with Editor(tmp_path / "site", has_snippets=False) as plain:
        found = complete(plain, "a.xml", "<Response><§</Response>")
    assert found["Say"] == "<Response><Say></Say></Response>"


def test_the_first_document_of_the_page_about_editors(tmp_path: Path) -> None:
    """What docs/editors.md says a reader does, step by step."""
    page = (SITE.parents[1] / "docs" / "editors.md").read_text()
    wanted = textwrap.dedent(page.partition("now nothing is:")[2].partition("```xml\n")[2].partition("```")[0])
    with Editor(tmp_path, has_snippets=False) as plain:
        text = complete(plain, "hello.xml", "<§")["Response"]
        text = complete(plain, "hello.xml", text.replace("\n  \n", "\n  <§\n"))["Say"]
        assert plain.change("hello.xml", text)[0].code == "missing-member"
        text = text.replace("><", ">Welcome to Acme.<", 1).replace("</Say>", "</Say>\n  <§")
        text = complete(plain, "hello.xml", text)["Hangup"]
        assert plain.change("hello.xml", text) == []
    assert f"{text}\n" == wanted

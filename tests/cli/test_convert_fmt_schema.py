"""The commands that write documents: right output, right exit codes, nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Voxml

XML = "<Response><Say>Hi</Say><Hangup/></Response>"
CANONICAL = '<Response version="1.0">\n  <Say>Hi</Say>\n  <Hangup/>\n</Response>\n'
JSON = '{"voxml_version":"1.0","instructions":[{"verb":"Say","text":"Hi"},{"verb":"Hangup"}]}'


def test_convert_to_each_form_and_back(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(XML)
    made = voxml("convert", "a.xml", "--to", "json")
    assert (made.code, json.loads(made.out), made.err) == (0, json.loads(JSON), "")
    assert voxml("convert", "-", "--to", "xml", stdin=made.out.encode()).out == CANONICAL
    assert voxml("convert", "a.xml", "--to", "json", "--compact").out == JSON + "\n"
    assert voxml("convert", "a.xml", "--to", "xml").out == CANONICAL
    assert json.loads(voxml("convert", "a.xml").out) == json.loads(JSON)
    assert voxml("convert", "-", stdin=JSON.encode()).out == CANONICAL
    assert voxml("convert", "a.xml", "--to", "json", "-o", "b.json").out == ""
    assert json.loads((tmp_path / "b.json").read_text()) == json.loads(JSON)


def test_convert_writes_nothing_when_there_are_faults(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Response><Pause length='0'/><Zap/></Response>")
    (tmp_path / "b.json").write_text("before")
    made = voxml("convert", "a.xml", "--to", "json", "-o", "b.json")
    assert (made.code, made.out) == (1, "")
    assert made.err.count("\n") == 2 and "a.xml:1:18: error[invalid-value]" in made.err
    assert (tmp_path / "b.json").read_text() == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.xml", "b.json"]


def test_convert_keeps_the_mode_and_follows_links(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(XML)
    (tmp_path / "real.json").write_text("")
    (tmp_path / "real.json").chmod(0o640)
    (tmp_path / "b.json").symlink_to("real.json")
    assert voxml("convert", "a.xml", "--to", "json", "-o", "b.json").code == 0
    assert (tmp_path / "b.json").is_symlink()
    assert (tmp_path / "real.json").stat().st_mode & 0o777 == 0o640
    assert json.loads((tmp_path / "real.json").read_text())


def test_fmt_in_place(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.xml").write_text(XML)
    (tmp_path / "sub" / "b.json").write_text(JSON)
    (tmp_path / "package.json").write_text('{"name":"x"}')
    (tmp_path / "other.xml").write_text("<project/>")
    assert voxml("fmt", "--check").code == 1
    made = voxml("fmt")
    assert made.code == 0 and made.out == "" and "2 files formatted" in made.err
    assert (tmp_path / "a.xml").read_text() == CANONICAL
    assert (tmp_path / "package.json").read_text() == '{"name":"x"}'
    assert (tmp_path / "other.xml").read_text() == "<project/>"
    assert voxml("fmt", "--check").code == 0
    assert "2 already canonical" in voxml("fmt").err


def test_fmt_shows_a_diff_and_changes_nothing(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(XML)
    made = voxml("fmt", "--diff", "a.xml")
    assert made.code == 1 and "+  <Say>Hi</Say>" in made.out and "--- a.xml" in made.out
    assert (tmp_path / "a.xml").read_text() == XML


def test_fmt_of_standard_input(voxml: Voxml) -> None:
    assert voxml("fmt", "-", stdin=XML.encode()).out == CANONICAL
    assert voxml("fmt", "-", "--check", stdin=CANONICAL.encode()).code == 0
    assert voxml("fmt", "-", "a.xml").code == 2
    broken = voxml("fmt", "-", "--stdin-filename", "menu.xml", stdin=b"<Response>")
    assert (broken.code, broken.out) == (1, "") and broken.err.startswith("menu.xml:1:11: error[syntax]")


NOT_OURS = {
    "package.json": b'{"name":"shop","version":"1.0.0","scripts":{"test":"pytest"}}',
    "list.json": b"[1,   2]",
    "page.xml": b'<?xml version="1.0" encoding="ISO-8859-1"?>\n<p>Ring <b>now</b>.<pre>  a\n  b</pre> \xe9</p>',
    "pom.xml": b"<project><name>x</name></project>",
    "broken.xml": b"<project><name>",
    "twiml.xml": b'<Response><Enqueue waitUrl="/x">support</Enqueue></Response>',
    "twiml2.xml": b'<Response><Gather action="/x" numDigits="1"><Say voice="alice">Hi</Say></Gather></Response>',
    "plivo.xml": b'<Response><Speak voice="WOMAN">Hi</Speak></Response>',
    "bandwidth.xml": b"<Bxml><SpeakSentence>Hi</SpeakSentence></Bxml>",
    "ncco.json": b'[{"action":"talk","text":"Hi"}]',
}


@pytest.mark.parametrize("name", NOT_OURS)
def test_fmt_leaves_alone_what_is_not_voxml(voxml: Voxml, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(NOT_OURS[name])
    for options in ([], ["--check"], ["--diff"]):
        made = voxml("fmt", *options, name)
        assert (made.code, made.out) == (0, "")
        assert made.err.count("\n") == 1 and "left as it is" in made.err and name in made.err
        assert (tmp_path / name).read_bytes() == NOT_OURS[name]


def test_fmt_with_force_exclude_skips_what_a_walk_skips(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "voxml.toml").write_text('[lint]\nexclude = ["drafts"]\n')
    (tmp_path / "drafts").mkdir()
    for name in ("a.xml", "drafts/b.xml"):
        (tmp_path / name).write_text(XML)
    (tmp_path / "package.json").write_bytes(NOT_OURS["package.json"])
    assert voxml("fmt", "--force-exclude", "drafts/b.xml", "package.json").code == 0
    assert voxml("fmt", "--force-exclude", "--check", "a.xml", "drafts/b.xml").code == 1
    assert voxml("fmt", "--force-exclude", "a.xml", "drafts/b.xml", "package.json").code == 0
    assert (tmp_path / "a.xml").read_text() == CANONICAL
    assert (tmp_path / "drafts" / "b.xml").read_text() == XML
    assert (tmp_path / "package.json").read_bytes() == NOT_OURS["package.json"]


def test_fmt_passes_on_what_is_not_voxml(voxml: Voxml) -> None:
    made = voxml("fmt", "-", "--stdin-filename", "package.json", stdin=NOT_OURS["package.json"])
    assert (made.code, made.out) == (0, NOT_OURS["package.json"].decode())
    assert 'package.json: it has neither "voxml_version" nor "instructions"; left as it is' in made.err


def test_fmt_formats_what_is_ours_beside_what_is_not(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(XML)
    (tmp_path / "pom.xml").write_bytes(NOT_OURS["pom.xml"])
    made = voxml("fmt", "pom.xml", "a.xml")
    assert made.code == 0 and (tmp_path / "a.xml").read_text() == CANONICAL
    assert (tmp_path / "pom.xml").read_bytes() == NOT_OURS["pom.xml"]


def test_fmt_keeps_a_suppression_at_the_end_of_a_line(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<Response>\n<Pause   length="30"/> <!-- voxml: ignore[long-pause] -->\n'
        '<Gather action_url="https://x.y/z" timeout="1"><Say>x</Say></Gather> <!-- voxml: ignore[short-timeout] -->\n'
        '<Pause length="31"/><Pause length="32"/> <!-- voxml: ignore[long-pause] music -->\n'
        "<Hangup/></Response>"
    )
    assert voxml("lint", "a.xml").code == 0
    assert voxml("fmt", "a.xml").code == 0
    made = voxml("lint", "a.xml")
    assert made.code == 0 and "unused-suppression" not in made.out
    assert '  <Pause length="30"/> <!-- voxml: ignore[long-pause] -->\n' in (tmp_path / "a.xml").read_text()


def test_fmt_refuses_what_is_too_deep(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"voxml_version":"1.0","instructions":[],"x":' + "[" * 900 + "]" * 900 + "}")
    made = voxml("fmt", "a.json")
    assert made.code == 1 and "nested more than 100 deep" in made.err and "bug" not in made.err


def test_fmt_names_what_it_can_not_read(voxml: Voxml, tmp_path: Path) -> None:
    assert voxml("fmt", "nothing.xml").code == 2
    assert voxml("fmt").code == 3
    (tmp_path / "a.xml").write_text("<Response>")
    (tmp_path / "b.xml").write_text(XML)
    made = voxml("fmt", "a.xml", "b.xml")
    assert made.code == 1 and (tmp_path / "b.xml").read_text() == CANONICAL


@pytest.mark.parametrize(("kind", "name"), [("xsd", "voxml-1.0.xsd"), ("json", "voxml-1.0.schema.json")])
def test_schema(voxml: Voxml, tmp_path: Path, kind: str, name: str) -> None:
    shipped = (Path(__file__).parents[2] / "schemas" / name).read_text()
    assert voxml("schema", kind).out == shipped
    assert voxml("schema", kind, "-o", name).out == ""
    assert (tmp_path / name).read_text() == shipped
    assert voxml("schema", "dtd").code == 2


def test_unknown_commands_and_options(voxml: Voxml) -> None:
    assert 'did you mean "convert"' in voxml("convrt").err
    assert voxml("convert", "--nope").code == 2
    assert voxml("--version").out.startswith("voxml ")
    assert voxml("--help").code == 0


def test_three_faults_are_three_items(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(
        '<Response>\n  <Say voice="">Hi</Say>\n  <Gather timeout="1"/>\n  <Zap/>\n</Response>\n'
    )
    made = voxml("lint", "--select", "schema", "--output-format", "json", "a.xml")
    items = json.loads(made.out)
    assert made.code == 1
    assert [(item["rule"], item["line"], item["column"]) for item in items] == [
        ("invalid-value", 2, 8), ("missing-member", 3, 3), ("unknown-verb", 4, 3),
    ]  # fmt: skip
    assert set(items[0]) == {
        "rule", "severity", "message", "path", "line", "column", "end_line", "end_column", "pointer", "fix",
    }  # fmt: skip

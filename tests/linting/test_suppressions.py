"""Comments that silence findings."""

from __future__ import annotations

import pytest

from tests.linting.helpers import Command
from voxml.linter import lint as judge

PAUSE = '<Pause length="60"/>'


def rules(inside: str, head: str = "") -> list[tuple[str, int]]:
    text = f'<Response version="1.0">{head}\n{inside}\n<Hangup/>\n</Response>\n'
    return [(each.rule, each.line) for each in judge(text)]


@pytest.mark.parametrize(
    "inside",
    [
        f"<!-- voxml: ignore[long-pause] the music needs it -->\n{PAUSE}",
        f"<!-- voxml: ignore[long-pause] -->{PAUSE}",
        f"{PAUSE} <!-- voxml: ignore[long-pause] -->",
        f"<Say>Hi.</Say><!-- voxml: ignore[long-pause] -->{PAUSE}",
        f"<Say>Hi.</Say> <!-- voxml: ignore[long-pause] --> <!-- it waits --> {PAUSE} <Say>There.</Say>",
        f"{PAUSE} <!-- voxml: ignore[long-pause] --> <!-- it waits -->",
        '<Gather action_url="https://e.com/">\n<Say>Call 12345678.</Say> <!-- voxml: ignore[speech] --></Gather>',
        f"<!--voxml:ignore[media]-->\n\n<!-- something else -->\n{PAUSE}",
        f"<!-- voxml: ignore[short-timeout, long-pause] -->\n{PAUSE}<!-- voxml: ignore-file[unused-suppression] -->",
        f"<!-- voxml: disable[long-pause] -->\n{PAUSE}\n{PAUSE}\n<!-- voxml: enable[long-pause] -->",
        f"<!-- voxml: disable[long-pause] -->\n{PAUSE}\n<!-- voxml: enable -->",
        f"<!-- voxml: disable[long-pause] -->\n{PAUSE}",
        '<!-- voxml: ignore[speech] -->\n<Gather action_url="https://e.com/">\n<Say>Call 12345678.</Say></Gather>',
    ],
)
def test_silences(inside: str) -> None:
    found = [rule for rule, _ in rules(inside) if rule != "unused-suppression"]
    assert found == []


def test_the_whole_file() -> None:
    assert rules(f"{PAUSE}\n{PAUSE}", "<!-- voxml: ignore-file[long-pause] -->") == []


def test_reaches_no_further_than_it_says() -> None:
    assert rules(f"<!-- voxml: ignore[long-pause] -->\n{PAUSE}\n{PAUSE}") == [("long-pause", 4)]
    inside = f"<!-- voxml: disable[long-pause] -->\n{PAUSE}\n<!-- voxml: enable[long-pause] -->\n{PAUSE}"
    assert rules(inside) == [("long-pause", 5)]


def test_what_silences_nothing_is_found() -> None:
    assert rules("<!-- voxml: ignore[long-pause] -->\n<Pause/>") == [("unused-suppression", 2)]
    assert rules("<!-- voxml: ignore[short-timeout, long-pause] -->\n" + PAUSE) == [("unused-suppression", 2)]


def test_what_is_not_judged_is_not_unused() -> None:
    assert rules("<!-- voxml: ignore[insecure-url] -->\n<Play>http://e.com/a.wav</Play>") == []


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        ("ignore[long-puase]", 'did you mean "long-pause"?'),
        ("ignore", "expected their names"),
        ("ignore[]", "expected their names"),
        ("ignroe[long-pause]", 'did you mean "ignore"?'),
    ],
)
def test_a_comment_that_says_nothing_is_found(comment: str, message: str) -> None:
    found = judge(f'<Response version="1.0"><!-- voxml: {comment} --><Hangup/></Response>')
    assert [each.rule for each in found] == ["unused-suppression"]
    assert message in found[0].message


def test_a_broken_file_stays_broken() -> None:
    assert [each.rule for each in judge("<Response><!-- voxml: ignore-file[syntax] --><Say></Response>")] == ["syntax"]


def test_text_that_looks_like_a_comment_is_text() -> None:
    inside = f"<Say><![CDATA[<!-- voxml: ignore-file[long-pause] -->]]></Say>{PAUSE}"
    assert ("long-pause", 2) in rules(inside)


def test_an_unused_comment_is_removed(lint: Command) -> None:
    before = '<Response version="1.0">\n  <!-- voxml: ignore[long-pause] -->\n  <Hangup/>\n</Response>\n'
    path = lint.write("a.xml", before)
    assert lint("a.xml", "--fix").code == 0
    assert path.read_text() == '<Response version="1.0">\n  <Hangup/>\n</Response>\n'


def test_ignores_are_added(lint: Command) -> None:
    path = lint.write(
        "a.xml",
        f'<Response version="1.0">\r\n  {PAUSE}\r\n  <Say language="en-UK">Call 12345678.</Say>\r\n</Response>\r\n',
    )
    result = lint("a.xml", "--add-ignores", "later")
    assert result.code == 0 and "added 2 comments" in result.err
    assert path.read_bytes().decode().splitlines()[1:5] == [
        "  <!-- voxml: ignore[long-pause] later -->",
        f"  {PAUSE}",
        "  <!-- voxml: ignore[unknown-language, unpronounceable-text] later -->",
        '  <Say language="en-UK">Call 12345678.</Say>',
    ]
    assert b"\r\n" in path.read_bytes() and b"-->\n" not in path.read_bytes()
    assert lint("a.xml").code == 0


def test_ignores_are_added_to_a_document_on_one_line(lint: Command) -> None:
    path = lint.write("a.xml", f'<Response version="1.0"><Say>Hi.</Say>{PAUSE}{PAUSE}<Hangup/></Response>\n')
    result = lint("a.xml", "--add-ignores", "later")
    assert (result.code, result.err) == (0, "voxml: added 2 comments\n")
    assert path.read_text().count("<!-- voxml: ignore[long-pause] later -->" + PAUSE) == 2
    assert lint("a.xml").code == 0


def test_json_is_silenced_by_the_settings(lint: Command) -> None:
    lint.write("a.json", '{"voxml_version": "1.0", "instructions": [{"verb": "Pause", "length": 60}]}')
    result = lint("a.json", "--add-ignores=later")
    assert result.code == 1 and '"a.json" = ["long-pause"]' in result.err
    lint.write("voxml.toml", '[lint.per-file-ignores]\n"a.json" = ["long-pause"]\n')
    assert lint("a.json").code == 0
    assert lint("a.json", "--isolated").code == 1


@pytest.mark.parametrize(
    "line",
    [
        '{# voxml: ignore[long-pause] hold music #}\n<Pause length="60"/>',
        '<Pause length="60"/> {# voxml: ignore[long-pause] #}',
        '<!-- voxml: ignore[long-pause] -->\n<Pause\n  length="60"/>',
        '{# voxml: ignore-file[media] #}<Pause length="60"/>',
    ],
)
def test_templates(lint: Command, line: str) -> None:
    lint.write("a.xml.j2", f'<Response version="1.0">\n{line}\n<Hangup/>\n</Response>\n')
    result = lint.json("a.xml.j2")
    assert result.rules == []
    lint.write("a.xml.j2", f'<Response version="1.0">\n{line}\n<Pause length="60"/>\n</Response>\n')
    if "file" not in line:
        lint.write("b.xml.j2", "{% extends 'a.xml.j2' %}\n{# voxml: ignore-file[long-pause] #}")
        found = [(each["path"], each["rule"]) for each in lint.json("b.xml.j2").json]
        assert found[0] == ("b.xml.j2", "unused-suppression") and ("a.xml.j2", "long-pause") in found
        assert len(lint.json(".").json) == 2, "what lies in a parent is reported once"
        assert lint.json("a.xml.j2").rules == ["long-pause"]

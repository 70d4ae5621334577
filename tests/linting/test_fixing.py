"""Fixes: they mend, they are few and sure, and they never make a document worse."""

from __future__ import annotations

import stat
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.linting.helpers import Command
from voxml.config import Settings
from voxml.errors import InputError
from voxml.linting.apply_fixes import apply_fixes
from voxml.linting.lint_file import FileLinter
from voxml.rules.selection import Choice
from voxml.testing import Faulty, documents, faulty_documents


def mended(data: bytes, form: str = "xml", *, unsafe: bool = False) -> bytes:
    judge = FileLinter(Settings(choice=Choice("static")))
    result = judge.lint_bytes(data, f"a.{form}", True)
    assert result is not None
    return apply_fixes(judge, f"a.{form}", data, result, unsafe=unsafe).data


def xml(inside: str) -> bytes:
    return f'<Response version="1.0">{inside}</Response>'.encode()


def json(inside: str) -> bytes:
    return f'{{"voxml_version": "1.0", "instructions": [{inside}]}}'.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<Gather action_url="https://e.com/" numDigits="1"/>', '<Gather action_url="https://e.com/" num_digits="1"/>'),
        (
            "<Gather action_url='https://e.com/'  Timeout = '9'/>",
            "<Gather action_url='https://e.com/'  timeout = '9'/>",
        ),
        ("<say>Hi.</say>", "<Say>Hi.</Say>"),
        ("<hangup/><!-- </hangup> -->", "<Hangup/><!-- </hangup> -->"),
        ("<Redirect method='get'>https://e.com/</Redirect>", "<Redirect method='GET'>https://e.com/</Redirect>"),
        ('<Say language="en_US">Hi.</Say>', '<Say language="en-US">Hi.</Say>'),
        ('<Say language="en-UK">Hi.</Say>', '<Say language="en-GB">Hi.</Say>'),
        ("<Dial><Number>+1 (415) 555-0100</Number></Dial>", "<Dial><Number>+14155550100</Number></Dial>"),
        (
            '<Dial caller_id="+1 415 555 0100"><Client>ann</Client></Dial>',
            '<Dial caller_id="+14155550100"><Client>ann</Client></Dial>',
        ),
        ('<Dial record="True"><Client>ann</Client></Dial>', '<Dial record="true"><Client>ann</Client></Dial>'),
        ("<Redirect>https://a.github.io/x</Redirect>", '<Redirect method="GET">https://a.github.io/x</Redirect>'),
    ],
)
def test_xml(before: str, after: str) -> None:
    assert mended(xml(before)).decode() == xml(after).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"verb": "say", "text": "Hi."}', '{"verb": "Say", "text": "Hi."}'),
        ('{"verb": "Pause", "length": "5"}', '{"verb": "Pause", "length": 5}'),
        ('{"verb": "Hangup", "Reason": "busy"}', '{"verb": "Hangup", "reason": "busy"}'),
        (
            '{"verb": "Redirect", "url": "https://a.github.io/x"}',
            '{"verb": "Redirect", "url": "https://a.github.io/x", "method": "GET"}',
        ),
        (
            '{"verb":"Redirect","url":"https://a.github.io/x"}',
            '{"verb":"Redirect","url":"https://a.github.io/x","method":"GET"}',
        ),
        (
            '{\n  "verb": "Redirect",\n  "url": "https://a.github.io/x"\n}',
            '{\n  "verb": "Redirect",\n  "url": "https://a.github.io/x",\n  "method": "GET"\n}',
        ),
    ],
)
def test_json(before: str, after: str) -> None:
    assert mended(json(before), "json").decode() == json(after).decode()


def test_the_version_is_added() -> None:
    assert mended(b'{"instructions": [{"verb": "Hangup"}]}', "json") == (
        b'{"instructions": [{"verb": "Hangup"}], "voxml_version": "1.0"}'
    )


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://e.com/" numDigits="one"/>',
        '<Gather action_url="https://e.com/" numDigits="1" NumDigits="2"/>',
        '<Gather action_url="https://e.com/" num_digits="1" numDigits="2"/>',
        '<Gather action="https://e.com/"/>',
        '<Gather action_url="https://e.com/" tiemout="2"/>',
        "<Hangup/><Say>Hi.</Say>",
        "<Say>Call 12345678.</Say>",
        "<Play>http://e.com/a.wav</Play>",
    ],
)
def test_nothing_that_is_not_sure_is_mended(inside: str) -> None:
    assert mended(xml(inside)) == xml(inside)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<Hangup/>\n  <Say>Hi.</Say>\n  <Pause/>\n", "<Hangup/>\n"),
        ("<Say>Call 1234567.</Say>", "<Say>Call 1 2 3 4 5 6 7.</Say>"),
        ("<Play>http://e.com/a.wav</Play>", "<Play>https://e.com/a.wav</Play>"),
        ('<Gather action="https://e.com/"/>', '<Gather action_url="https://e.com/"/>'),
    ],
)
def test_unsafe(before: str, after: str) -> None:
    assert mended(xml(before), unsafe=True).decode() == xml(after).decode()


@given(faulty_documents(), st.booleans())
def test_fixing_never_makes_it_worse_and_is_done_at_once(faulty: Faulty, unsafe: bool) -> None:
    judge = FileLinter(Settings(choice=Choice("strict")))
    name = f"a.{faulty.form}"
    before = judge.lint_bytes(faulty.data, name, True)
    assert before is not None
    fixed = apply_fixes(judge, name, faulty.data, before, unsafe=unsafe)
    worse = Counter(each.rule for each in fixed.result.diagnostics) - Counter(each.rule for each in before.diagnostics)
    assert not worse
    again = apply_fixes(judge, name, fixed.data, fixed.result, unsafe=unsafe)
    assert again.data == fixed.data


@given(documents(), st.sampled_from(["xml", "json"]), st.booleans())
def test_a_right_document_stays_right(document, form: str, unsafe: bool) -> None:  # type: ignore[no-untyped-def]
    data = (document.to_xml() if form == "xml" else document.to_json()).encode()
    judge = FileLinter(Settings(choice=Choice("strict")))
    before = judge.lint_bytes(data, f"a.{form}", True)
    assert before is not None
    fixed = apply_fixes(judge, f"a.{form}", data, before, unsafe=unsafe)
    assert not Counter(each.rule for each in fixed.result.diagnostics) - Counter(
        each.rule for each in before.diagnostics
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_the_encoding_stays(encoding: str) -> None:
    declared = '<?xml version="1.0" encoding="latin-1"?>' if encoding == "latin-1" else ""
    before = f'{declared}<Response version="1.0"><say>Grüße.</say></Response>'.encode(encoding)
    assert mended(before) == f'{declared}<Response version="1.0"><Say>Grüße.</Say></Response>'.encode(encoding)


def test_files_are_written_in_one_go(lint: Command) -> None:
    path = lint.write("real/a.xml", xml("<say>Hi.</say>"))
    path.chmod(0o640)
    (lint.folder / "link.xml").symlink_to(path)
    result = lint("link.xml", "--fix")
    assert result.code == 0 and "fixed 1 problem in 1 file" in result.err
    assert path.read_bytes() == xml("<Say>Hi.</Say>")
    assert (lint.folder / "link.xml").is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in path.parent.iterdir()] == ["a.xml"]


def test_diff_changes_nothing(lint: Command) -> None:
    path = lint.write("a.xml", xml("<say>Hi.</say>"))
    result = lint("a.xml", "--diff")
    assert result.code == 1
    assert "-" + xml("<say>Hi.</say>").decode() in result.out and "+" + xml("<Say>Hi.</Say>").decode() in result.out
    assert path.read_bytes() == xml("<say>Hi.</say>")
    lint.write("a.xml", xml("<Say>Hi.</Say>"))
    assert lint("a.xml", "--diff").out == ""


def test_standard_input_is_mended_to_standard_output(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.linting.test_command import stdin

    stdin(monkeypatch, xml("<say>Hi.</say>"))
    result = lint("-", "--fix", "--stdin-filename", "a.xml")
    assert result.out == xml("<Say>Hi.</Say>").decode() and result.code == 0
    stdin(monkeypatch, xml("<Say>Hi.</Say>"))
    assert lint("-", "--fix").out == xml("<Say>Hi.</Say>").decode()


@pytest.mark.parametrize("kind", ["xml", "json"])
def test_one_fix_that_can_not_be_keeps_no_other_from_a_long_document(lint: Command, kind: str) -> None:
    if kind == "xml":
        path = lint.write("a.xml", xml("<say>Hi.</say>" * 700 + '<gather action_url="https://e.com/"/>'))
    else:
        says = '{"verb": "say", "text": "Hi."}, ' * 700
        path = lint.write("a.json", json(says + '{"verb": "gather", "action_url": "https://e.com/"}'))
    result = lint(path.name, "--fix", "--output-format", "concise")
    assert "fixed 700 problems in 1 file" in result.err and "left out 1 fix " in result.err
    assert path.read_bytes().count(b"Say") in (700, 1400)


@pytest.mark.parametrize("option", ["--fix", "--unsafe-fixes"])
def test_what_is_left_in_standard_input_is_told_beside_it(
    lint: Command, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    from tests.linting.test_command import stdin

    before, after = xml('<say>Hi.</say><Pause length="60"/>'), xml('<Say>Hi.</Say><Pause length="60"/>')
    stdin(monkeypatch, before)
    result = lint("-", option)
    assert (result.code, result.out) == (1, after.decode()) and "warning[long-pause]" in result.err
    stdin(monkeypatch, before)
    result = lint("-", option, "--output-format", "json", "--output-file", "report.json")
    assert result.out == after.decode()
    assert (lint.folder / "report.json").read_text().count('"rule": "long-pause"') == 1


def test_a_file_that_can_not_be_written_does_not_stop_the_rest(lint: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    import voxml.files

    write = voxml.files.write_atomically

    def refuse(path: str, data: bytes) -> None:
        if path == "a.xml":
            raise InputError("a.xml: can't be written: permission denied")
        write(path, data)

    monkeypatch.setattr(voxml.files, "write_atomically", refuse)
    for name in ("a.xml", "b.xml"):
        lint.write(name, xml("<say>Hi.</say>"))
    result = lint("a.xml", "b.xml", "--fix", "--output-format", "concise")
    assert result.code == 2 and "a.xml: can't be written" in result.err and "fixed 1 problem in 1 file" in result.err
    assert result.out.startswith("a.xml:1:") and (lint.folder / "b.xml").read_bytes() == xml("<Say>Hi.</Say>")


def test_fixes_that_are_left_out_are_counted(lint: Command) -> None:
    lint.write("a.xml", xml('<gather action="https://e.com/" numDigits="1"/><Hangup/>'))
    result = lint("a.xml", "--fix")
    assert result.code == 1 and "left out 1 fix " in result.err


@pytest.mark.parametrize("written", ["speech dtmf", "speech,dtmf", "dtmf | speech", "DTMF+Speech"])
def test_both_kinds_of_input_in_any_order(lint: Command, written: str) -> None:
    text = '<Response version="1.0"><Gather action_url="https://e.com/a" input="{}"><Say>a</Say></Gather><Hangup/></Response>'
    path = lint.write("a.xml", text.format(written))
    assert lint("a.xml", "--fix").code == 0
    assert path.read_text() == text.format("dtmf speech")

"""What unknown names mean: one name is mended, two for one member are not, and thousands are looked at once each."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

import voxml
from voxml.linting.apply_fixes import edited
from voxml.schema import fixes as schema_fixes
from voxml.schema.check import check


def document(form: str, names: list[str]) -> bytes:
    if form == "xml":
        attributes = " ".join(f'{name}="5"' for name in names)
        return f'<Response><Gather action_url="https://e.com/x" {attributes}/></Response>'.encode()
    members = ", ".join(f'"{name}": 5' for name in names)
    gather = f'{{"verb": "Gather", "action_url": "https://e.com/x", {members}}}'
    return f'{{"voxml_version": "1.0", "instructions": [{gather}]}}'.encode()


def fixes(form: str, names: list[str]) -> list[bool]:
    return [each.fix is not None for each in voxml.lint(document(form, names)) if each.rule == "unknown-member"]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_a_contested_member_is_left_to_the_author(form: str) -> None:
    assert fixes(form, ["timeOut"]) == [True]
    assert fixes(form, ["timeOut", "time_out"]) == [False, False]
    assert fixes(form, ["timeOut", "numDigits"]) == [True, True]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_each_of_many_names_is_looked_at_a_few_times(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    near_name = schema_fixes.near_name

    def count(name: str, names: Iterable[str]) -> str | None:
        asked.append(name)
        return near_name(name, names)

    monkeypatch.setattr(schema_fixes, "near_name", count)
    names = [f"timeout{number}" for number in range(200)]
    assert fixes(form, names) == [False] * 200
    assert len(asked) <= len(names) + 2


@pytest.mark.parametrize(
    ("body", "fixed"),
    [
        ("<Say voise='x'>a</Say>", "<Say voice='x'>a</Say>"),
        ("<Say language=' en_US '>a</Say>", "<Say language='en-US'>a</Say>"),
        ("<Play> https://e.com/a?b=1&amp;c=2 </Play>", None),
        ('<Gather action_url=" https://e.com/a?b=1&amp;c=2 "/>', '<Gather action_url="https://e.com/a?b=1&amp;c=2"/>'),
        ("<Dial><Number>+44 (0)20 7946 0123</Number></Dial>", "<Dial><Number>+442079460123</Number></Dial>"),
        ("<Dial><Number>+1 415 555 0100</Number></Dial>", "<Dial><Number>+14155550100</Number></Dial>"),
        ("<Dial><Number>020 7946 0123</Number></Dial>", None),
        ("<hangup></hangup>", "<Hangup></Hangup>"),
        ("<Gather action_url='https://e.com/x'><say>a<!-- b --></say></Gather>",
         "<Gather action_url='https://e.com/x'><Say>a<!-- b --></Say></Gather>"),
    ],
)  # fmt: skip
def test_a_fix_in_xml_gives_a_valid_document(body: str, fixed: str | None) -> None:
    text = f"<Response>{body}</Response>"
    found = check(text).diagnostics
    assert [each.fix is not None for each in found] == ([True] if fixed else [False] * len(found))
    if fixed:
        assert edited(text, [found[0].fix.edits])[0] == f"<Response>{fixed}</Response>"
        assert voxml.is_valid(f"<Response>{fixed}</Response>")


@pytest.mark.parametrize(
    ("item", "fixed"),
    [
        ('{"verb": "say", "text": "a"}', '{"verb": "Say", "text": "a"}'),
        ('{"Verb": "Hangup"}', '{"verb": "Hangup"}'),
        ('{"verb": "Pause", "length": "5"}', '{"verb": "Pause", "length": 5}'),
        ('{"verb": "Dial", "record": "True", "sip": [{"uri": "sip:a@b"}]}',
         '{"verb": "Dial", "record": true, "sip": [{"uri": "sip:a@b"}]}'),
        ('{"verb": "Say", "text": 5}', '{"verb": "Say", "text": "5"}'),
        ('{"verb": "Say", "text": null}', None),
        ('{"verb": "Hangup"},', '{"verb": "Hangup"}'),
        ('{"verb": "Hangup" , }', '{"verb": "Hangup"  }'),
    ],
)  # fmt: skip
def test_a_fix_in_json_gives_a_valid_document(item: str, fixed: str | None) -> None:
    text = '{"voxml_version": "1.0", "instructions": [' + item + "]}"
    (found,) = check(text).diagnostics
    assert (found.fix is not None) is (fixed is not None)
    if found.fix is not None and fixed is not None:
        made = edited(text, [found.fix.edits])[0]
        assert made == '{"voxml_version": "1.0", "instructions": [' + fixed + "]}"
        assert voxml.is_valid(made)


def test_a_missing_version_is_added() -> None:
    (found,) = check('{"instructions": []}').diagnostics
    assert found.fix is not None
    assert edited('{"instructions": []}', [found.fix.edits])[0] == '{"instructions": [], "voxml_version": "1.0"}'

"""What unknown names mean: one name is mended, two for one member are not, and thousands are looked at once each."""

from __future__ import annotations

import pytest

import voxml
from voxml.linting import meaning, mending_json, mending_xml


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
    really = meaning.meant_name

    def count(name: str, known: list[str]) -> tuple[str, bool] | None:
        asked.append(name)
        return really(name, known)

    for module in (meaning, mending_xml, mending_json):
        monkeypatch.setattr(module, "meant_name", count)
    names = [f"timeout{number}" for number in range(200)]
    assert fixes(form, names) == [False] * 200
    assert len(asked) <= 2 * len(names) + 2  # "verb" is looked at too

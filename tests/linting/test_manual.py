"""`voxml rules` and `voxml explain`."""

from __future__ import annotations

import json

import pytest

from voxml.cli import run
from voxml.language.elements import elements
from voxml.rules import RULES


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(list(arguments)) == 0
    return capsys.readouterr().out


def test_rules_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    rules = {each["name"]: each for each in json.loads(told(capsys, "rules", "--output-format", "json"))}
    assert set(RULES) <= set(rules)
    assert rules["short-timeout"]["severity"] == "warning"
    assert rules["short-timeout"]["category"] == "input"
    assert rules["insecure-url"]["preset"] == "static"
    assert {"broken-link", "template-syntax"} <= set(rules)


def test_every_rule_is_in_the_list_and_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    listed = told(capsys, "rules")
    for name in json.loads(told(capsys, "rules", "--output-format", "json")):
        assert name["name"] in listed
        assert told(capsys, "explain", name["name"]).startswith(f"{name['name']} ({name['severity']}")


def test_every_verb_and_member_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    for element in elements().values():
        shown = told(capsys, "explain", element.name)
        assert shown.startswith(element.name) and element.doc in shown
        for member in element.members:
            assert f"\n  {member.name}\n" in shown
            assert told(capsys, "explain", f"{element.name}.{member.name}").startswith(
                f"{element.name}.{member.name}\n"
            )
    topic = json.loads(told(capsys, "explain", "gather.timeout", "--output-format", "json"))
    assert (topic["name"], topic["type"], topic["required"], topic["default"]) == (
        "Gather.timeout",
        "integer",
        False,
        5,
    )


def test_elements_of_the_xml_form_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert '<Response version="1.0">' in told(capsys, "explain", "Response")
    assert told(capsys, "explain", "response.instructions").startswith("Response.instructions\n")
    assert "It may stand inside Stream." in told(capsys, "explain", "Parameter")
    assert json.loads(told(capsys, "explain", "Parameter.value", "--output-format", "json"))["required"] is True


def test_a_limit_that_is_a_choice_of_ours_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "(a choice of this project)" in told(capsys, "explain", "Sip.uri")
    assert "(a choice" not in told(capsys, "explain", "Record.play_beep")


def test_what_is_not_known_is_guessed(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong, meant in (("Gahter", "Gather"), ("Gather.tiemout", "Gather.timeout"), ("short-timout", "short-timeout")):
        assert run(["explain", wrong]) == 2
        assert f'did you mean "{meant}"?' in capsys.readouterr().err


def test_a_manual_reads_well(capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "explain", "short-timeout")
    assert shown.count("Bad:") == shown.count("Good:") == 1
    assert max(map(len, shown.splitlines())) <= 110

"""`voxml import`: what it prints, writes and returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import voxml as package
from tests.conftest import Voxml

PAGE = '<Response><Gather action="more.xml" numDigits="1"><Say>Press 1.</Say></Gather></Response>'
MORE = "<Response><Say>Bye.</Say><Hangup/></Response>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "menu.xml").write_text(PAGE)
    (tmp_path / "in" / "more.xml").write_text(MORE)
    (tmp_path / "in" / "sub" / "pay.xml").write_text("<Response><Pay/></Response>")
    (tmp_path / "in" / "pom.xml").write_text("<project/>")
    return tmp_path


def test_one_document_is_printed(voxml: Voxml, site: Path) -> None:
    result = voxml("import", "in/more.xml")
    assert (result.code, result.err) == (0, "No problems in 1 file.\n")
    assert package.loads(result.out).to_dict()["instructions"][0]["language"] == "en-US"
    assert json.loads(voxml("import", "in/more.xml", "--to", "json").out)["instructions"][1] == {"verb": "Hangup"}
    assert '.say("Bye.", language="en-US")' in voxml("import", "-", "--to", "python", stdin=MORE.encode()).out


def test_a_folder_keeps_its_structure_and_its_links(voxml: Voxml, site: Path) -> None:
    result = voxml("import", "in", "--base-url", "https://voice.example.com", "-o", "out")
    assert result.code == 1
    assert sorted(str(path.relative_to(site)) for path in (site / "out").rglob("*.*")) == [
        "out/menu.xml", "out/more.xml",
    ]  # fmt: skip
    menu = (site / "out" / "menu.xml").read_text()
    assert 'action_url="https://voice.example.com/more.json" method="GET"' in menu
    assert "sub/pay.xml" in result.err
    assert "passed over 1" in result.err


def test_what_would_do_something_else_is_written_when_allowed(voxml: Voxml, site: Path) -> None:
    (site / "a.xml").write_text('<Response><Say>Hi</Say><Dial sequential="true">+14155550100</Dial></Response>')
    assert voxml("import", "a.xml").out == ""
    result = voxml("import", "a.xml", "--allow-loss")
    assert result.code == 1
    assert "<Number>+14155550100</Number>" in result.out


def test_losses_are_shown_in_the_formats_of_lint(voxml: Voxml, site: Path) -> None:
    result = voxml("import", "in/sub/pay.xml", "--output-format", "json")
    assert result.code == 1
    (found,) = json.loads(result.out)
    assert (found["rule"], found["severity"], found["line"], found["column"]) == ("import-loss", "error", 1, 11)
    assert found["pointer"] == "/Response/Pay[1]"
    assert json.loads(voxml("import", "in/sub/pay.xml", "--output-format", "sarif").out)["runs"]


def test_the_report(voxml: Voxml, site: Path) -> None:
    result = voxml("import", "in", "--report")
    assert result.code == 1
    assert "67 % of 3 documents come across" in result.out
    assert "1  error    Pay" in result.out
    score = json.loads(voxml("import", "in", "--report", "--output-format", "json").out)
    assert (score["documents"], score["whole"], score["lossy"], score["impossible"]) == (3, 1, 1, 1)
    assert not (site / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nix.xml",), "no such file"),
        (("in",), "-o DIR"),
        (("in/pom.xml",), "found <project>"),
        (("in/more.xml", "--base-url", "x"), "--base-url"),
        (("in/more.xml", "--country", "XX"), "--country"),
        (("in/more.xml", "-o", "in"), "over its source"),
        (("in/more.xml", "-o", "in/more.xml"), "over its source"),
        (("in/more.xml", "--from", "acme"), "--from"),
    ],
)
def test_wrong_input_is_one_error(voxml: Voxml, site: Path, arguments: tuple[str, ...], message: str) -> None:
    result = voxml("import", *arguments)
    assert result.code == 2
    assert message in result.out + result.err
    assert "Traceback" not in result.err


def test_two_documents_of_one_name(voxml: Voxml, site: Path) -> None:
    (site / "in" / "more.json").write_text('[{"action": "talk", "text": "Hi"}]')
    result = voxml("import", "in/more.json", "in/more.xml", "-o", "out")
    assert result.code == 2
    assert "has its name" in result.err


def test_a_password_is_carried_over_and_never_shown(voxml: Voxml, site: Path) -> None:
    dial = '<Dial foo="1"><Sip username="a" password="hunter2" bar="2">sip:a@x.example.com</Sip></Dial>'
    (site / "a.xml").write_text(f"<Response>{dial}</Response>")
    result = voxml("import", "a.xml")
    assert 'password="hunter2"' in result.out
    assert "hunter2" not in result.err
    assert "foo" in result.err


def test_lint_ends_with_the_command(voxml: Voxml, site: Path) -> None:
    (site / "in" / "a.xml").write_text("<Bxml/>")
    assert "voxml import" in voxml("lint", "in/menu.xml").out
    assert "voxml import" in voxml("lint", "in").err


@pytest.mark.parametrize("name", ["twilio", "TwiML", "twiml", "Twilio"])
def test_a_language_has_its_own_name_too(voxml: Voxml, site: Path, name: str) -> None:
    assert voxml("import", "in/more.xml", "--from", name).code == 0


def test_names_of_the_other_languages() -> None:
    from voxml.importers.importing import dialect_called

    names = ["Plivo XML", "plivo-xml", "NCCO", "nexmo", "BXML", "SWML", "laml", "Jambonz"]
    vendors = ["plivo", "plivo", "vonage", "vonage", "bandwidth", "signalwire", "signalwire", "jambonz"]
    assert [dialect_called(name) for name in names] == vendors


def test_an_unknown_language_is_named_with_those_that_there_are(voxml: Voxml, site: Path) -> None:
    result = voxml("import", "in/more.xml", "--from", "klingon")
    assert result.code == 2 and "'klingon' is not one of 'twilio', 'plivo'" in result.err

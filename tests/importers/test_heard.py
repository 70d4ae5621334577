"""The emulator plays what was imported: the callee hears what the vendor's pages say of the original."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Voxml

BASE = "https://voice.example.com"


def heard(voxml: Voxml, folder: Path, name: str, text: str, *callee: str) -> list[str]:
    """Import a document, play it, and return what is heard, first to last."""
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / name).write_text(text)
    imported = voxml("import", "in", "--base-url", BASE, "--country", "US", "-o", "out")
    assert imported.code in (0, 1), imported.err
    played = voxml("simulate", "out", "--start", name.partition(".")[0], "--base-url", BASE, "--json", *callee)
    return list(json.loads(played.out)["heard"])


def test_twilio_falls_through_a_gather_without_input(voxml: Voxml, tmp_path: Path) -> None:
    # twilio.com/docs/voice/twiml/gather: without input the next verb is executed.
    text = (
        '<Response><Gather numDigits="1" action="next.xml"><Say>Press 1.</Say><Say>Or 2.</Say></Gather>'
        "<Say>Nothing was pressed.</Say><Hangup/></Response>"
    )
    assert heard(voxml, tmp_path, "menu.xml", text) == ["Press 1. Or 2.", "Nothing was pressed."]


def test_twilio_goes_on_with_the_document_that_the_action_names(voxml: Voxml, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "next.xml").write_text("<Response><Say>This is sales.</Say><Hangup/></Response>")
    text = '<Response><Gather numDigits="1" action="next.xml"><Say>Press 1.</Say></Gather><Say>Bye.</Say></Response>'
    assert heard(voxml, tmp_path, "menu.xml", text, "--press", "1") == ["Press 1.", "This is sales."]


def test_twilio_speaks_the_parts_around_a_break(voxml: Voxml, tmp_path: Path) -> None:
    text = '<Response><Say>One <break time="2s"/> two</Say><Say loop="2">three</Say><Hangup/></Response>'
    assert heard(voxml, tmp_path, "menu.xml", text) == ["One", "two", "three"]


def test_plivo_asks_again_as_often_as_retries_says(voxml: Voxml, tmp_path: Path) -> None:
    # plivo.com/docs/voice/xml/getdigits: the prompts are repeated, then the next element is executed.
    text = (
        '<Response><GetDigits action="https://voice.example.com/x" retries="2"><Speak>Press 1.</Speak></GetDigits>'
        "<Speak>Bye.</Speak><Hangup/></Response>"
    )
    assert heard(voxml, tmp_path, "menu.xml", text) == ["Press 1.", "Press 1.", "Bye."]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '[{"action": "talk", "text": "Hello."}, {"action": "talk", "text": "Bye."}]'),
        ("a.json", '[{"verb": "say", "text": "Hello."}, {"verb": "say", "text": "Bye."}, {"verb": "hangup"}]'),
        ("a.json", '{"sections": {"main": [{"play": {"urls": ["say:Hello.", "say:Bye."]}}, "hangup"]}}'),
        ("a.xml", "<Bxml><SpeakSentence>Hello.</SpeakSentence><SpeakSentence>Bye.</SpeakSentence></Bxml>"),
    ],
)
def test_texts_are_spoken_in_their_order(voxml: Voxml, tmp_path: Path, name: str, text: str) -> None:
    assert heard(voxml, tmp_path, name, text) == ["Hello.", "Bye."]

"""No text makes a rule take long: these would take hours where an expression goes back over what it has seen."""

from __future__ import annotations

import json

import pytest

from voxml.linter import lint
from voxml.rules.selection import Choice

TEXTS = [
    "<a" + " " * 100_000,
    "<a " * 50_000,
    "{%" * 50_000,
    "{{" * 50_000,
    "<%" * 50_000,
    "&" * 100_000,
    "{a" * 50_000,
    "%7B%7B" * 20_000,
    "%(" * 50_000,
    "None " * 20_000,
    "www." * 30_000,
    "a:a@" * 30_000,
    "eyJaaaaaaaa" * 10_000,
    "1" * 100_000,
    "TODO " * 20_000,
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:6])
def test_no_text_takes_long(text: str) -> None:
    says = [{"verb": "Say", "text": text}, {"verb": "Play", "url": f"https://e.com/{text.replace(' ', '+')}"}]
    stream = {"verb": "Stream", "url": "wss://e.com/", "name": text, "parameters": {"a": text}}
    document = json.dumps({"voxml_version": "1.0", "instructions": [*says, stream]})
    lint(document, choice=Choice("strict"))

"""Small documents for measuring, half of them with one fault: the same count and seed always give the same files."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

#: Files in one folder, so that no directory gets long.
IN_A_FOLDER = 1000
#: What a fault does to a document: a member with a wrong value, a wrong name, or a verb that there is not.
FAULTS: tuple[tuple[str, str, str, Any], ...] = (
    ("Gather", "num_digits", "num_digits", 0),
    ("Gather", "num_digits", "num_digit", 1),
    ("Gather", "method", "method", "PUT"),
    ("Redirect", "method", "method", "get"),
    ("Pause", "length", "length", "soon"),
    ("Say", "language", "language", "english"),
    ("Dial", "timeout", "timeout", -1),
)
_TEXT = {"Say": "text", "Redirect": "url"}
_WORDS = [
    "press",
    "one",
    "for",
    "sales,",
    "or",
    "two",
    "to",
    "hear",
    "our",
    "opening",
    "hours;",
    "we're",
    "glad",
    "you",
    "called",
]


def document(chance: random.Random, number: int) -> list[dict[str, Any]]:
    """A menu of five verbs, about 600 bytes as XML, with nothing wrong."""
    site = "https://voice.example.com"
    return [
        {"verb": "Say", "text": f"Welcome to shop {number}. {chance.choice(('Good morning.', 'Hello & welcome.'))}",
         "voice": "en-US-Wavenet-D", "language": "en-US"},
        {"verb": "Gather", "action_url": f"{site}/menu/{number}", "num_digits": 1, "method": "GET", "timeout": 5,
         "say": {"text": "Press 1 for sales, or 2 for support.", "language": "en-US"}},
        {"verb": "Pause", "length": chance.randint(1, 5)},
        {"verb": "Dial", "timeout": 20, "numbers": [{"number": f"+1415555{chance.randrange(10000):04}"}]},
        {"verb": "Redirect", "method": "GET", "url": f"{site}/menu-{number}.json"},
    ]  # fmt: skip


def varied(chance: random.Random, number: int) -> list[dict[str, Any]]:
    """Two to eight verbs in any order, with any members: hardly two documents of these are alike."""
    site = f"https://voice{chance.randrange(100)}.example.com/v{chance.randrange(100)}"
    words = " ".join(chance.choices(_WORDS, k=chance.randint(3, 30)))
    numbers = [f"+1{chance.randrange(2_000_000_000, 9_999_999_999)}" for _ in range(chance.randint(1, 4))]
    any_of: list[dict[str, Any]] = [
        {"verb": "Say", "text": f"{words}: {chance.random():.2f}", "voice": "en-US-Wavenet-D", "language": "en-US"},
        {"verb": "Say", "text": f"{words} ({number})", "loop": chance.randint(1, 50)},
        {"verb": "Gather", "action_url": f"{site}/menu_{number}", "num_digits": chance.randint(1, 20), "method": "GET",
         "timeout": chance.randint(2, 60), "say": {"text": words, "language": chance.choice(("en-US", "de-DE", "fr-FR"))}},
        {"verb": "Pause", "length": chance.randint(1, 10)},
        {"verb": "Dial", "timeout": chance.randint(5, 60), "numbers": [{"number": each} for each in numbers]},
        {"verb": "Record", "action_url": f"{site}/r_{number}", "max_length": chance.randint(10, 600)},
    ]  # fmt: skip
    some = [chance.choice(any_of) for _ in range(chance.randint(1, 7))]
    return [*map(dict, some), {"verb": "Redirect", "method": "GET", "url": f"{site}/menu_{number}.json"}]


def spoil(chance: random.Random, verbs: list[dict[str, Any]]) -> None:
    """Do one wrong thing to a document."""
    verb, old, new, value = chance.choice(FAULTS)
    for each in verbs:
        if each["verb"] == verb:
            each.pop(old, None)
            each[new] = value


def to_xml(verbs: list[dict[str, Any]]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<Response version="1.0">']
    for verb in verbs:
        lines += _element(verb["verb"], verb, "  ")
    return "\n".join([*lines, "</Response>", ""])


def _element(name: str, members: dict[str, Any], indent: str) -> list[str]:
    text = members.get(_TEXT.get(name, ""))
    attributes = "".join(
        f" {key}={quoteattr(str(value))}"
        for key, value in members.items()
        if key not in ("verb", _TEXT.get(name), "say", "numbers")
    )
    inner = _element("Say", members["say"], indent + "  ") if "say" in members else []
    inner += [f"{indent}  <Number>{number['number']}</Number>" for number in members.get("numbers", ())]
    if inner:
        return [f"{indent}<{name}{attributes}>", *inner, f"{indent}</{name}>"]
    if text is not None:
        return [f"{indent}<{name}{attributes}>{escape(text)}</{name}>"]
    return [f"{indent}<{name}{attributes}/>"]


def write(
    folder: Path,
    count: int,
    form: str,
    *,
    seed: int = 1,
    make: Callable[[random.Random, int], list[dict[str, Any]]] = document,
) -> None:
    """Write `count` files of a form; every second one has a fault."""
    chance = random.Random(seed)
    for number in range(count):
        place = folder / f"{number // IN_A_FOLDER:03}"
        if number % IN_A_FOLDER == 0:
            place.mkdir(parents=True)
        verbs = make(chance, number)
        if number % 2:
            spoil(chance, verbs)
        if form == "xml":
            text = to_xml(verbs)
        else:
            text = json.dumps({"voxml_version": "1.0", "instructions": verbs}, indent=2) + "\n"
        (place / f"{number % IN_A_FOLDER:03}.{form}").write_text(text, encoding="utf-8")


def write_long(path: Path, count: int) -> None:
    """Write one document of `count` instructions, with nothing wrong."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<Response version="1.0">\n')
        for number in range(count):
            file.write(f'  <Say voice="en-US-Wavenet-D" language="en-US">Instruction {number} of many.</Say>\n')
        file.write("</Response>\n")

"""Documents for measuring that have little in common, as a team's are: 300 to 3,000 bytes, every other one invalid.

Half of the XML has a declaration. The same count and seed always give the same files.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

#: Files in one folder, so that no directory gets long.
IN_A_FOLDER = 1000
#: What makes a document invalid: a member with a wrong value or a wrong name.
FAULTS: dict[str, tuple[tuple[str, str, Any], ...]] = {
    "Say": (("language", "language", "english"), ("loop", "loop", -1), ("voice", "voise", "Joanna")),
    "Play": (("loop", "loop", "often"), ("loop", "lop", 2)),
    "Gather": (("num_digits", "num_digits", 0), ("num_digits", "num_digit", 1), ("method", "method", "PUT")),
    "Dial": (("timeout", "timeout", -1), ("timeout", "time_out", 20)),
    "Record": (("max_length", "max_length", "long"), ("play_beep", "play_beep", "yes")),
    "Conference": (("max_participants", "max_participants", 0), ("start_on_enter", "start_on_enter", "yes")),
    "Redirect": (("method", "method", "get"), ("method", "methods", "GET")),
    "Pause": (("length", "length", "soon"), ("length", "seconds", 2)),
}
_TEXT = {"Say": "text", "Play": "url", "Redirect": "url", "Conference": "name"}
_SENTENCES = (
    "press one for sales or two to hear our opening hours we are glad you called your order number is ready "
    "and will be delivered tomorrow between nine eleven o'clock please hold the line while connect to next "
    "free agent thank patience office closed today leave a message after tone appointment with doctor Smith & "
    "Sons moved Friday confirm cancel account balance payment invoice street parking entrance second floor "
    "weather train platform ticket guest room "
)
_WORDS = _SENTENCES.split()
_LANGUAGES = (("en-US", "en-US-Wavenet-D"), ("de-DE", "de-DE-Wavenet-B"), ("fr-FR", "fr-FR-Wavenet-A"), ("es-ES", None))


def document(chance: random.Random, number: int) -> list[dict[str, Any]]:
    """Return two to ten instructions in any order, with any members, and nothing wrong."""
    site = f"https://voice{chance.randrange(100)}.example.net/v{chance.randrange(99)}"
    wanted = chance.randint(250, 2500)
    verbs: list[dict[str, Any]] = []
    while True:
        verbs.append(_members(chance, chance.choice(_MAKERS)(chance, site, number)))
        if len(to_xml(verbs)) > wanted:
            return [*verbs, {"verb": "Redirect", "url": f"{site}/menu_{number}.json", "method": "GET"}]


def _members(chance: random.Random, verb: dict[str, Any]) -> dict[str, Any]:
    """Leave out some of the members that may be left out."""
    kept = ("verb", "text", "url", "name", "action_url", "numbers", "say", "method")
    return {name: value for name, value in verb.items() if name in kept or chance.random() < 0.6}


def _words(chance: random.Random, least: int, most: int) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(least, most))).capitalize() + chance.choice(".!?")


def _say(chance: random.Random, _site: str, number: int) -> dict[str, Any]:
    language, voice = chance.choice(_LANGUAGES)
    say = {
        "verb": "Say",
        "text": f"{_words(chance, 3, 40)} {number % 97}",
        "language": language,
        "loop": chance.randint(1, 9),
    }
    return {**say, "voice": voice} if voice else say


def _play(chance: random.Random, site: str, _number: int) -> dict[str, Any]:
    return {"verb": "Play", "url": f"{site}/{chance.choice(_WORDS)}.mp3".replace("'", ""), "loop": chance.randint(1, 5)}


def _gather(chance: random.Random, site: str, number: int) -> dict[str, Any]:
    language, _ = chance.choice(_LANGUAGES)
    return {
        "verb": "Gather", "action_url": f"{site}/g/{number}?step={chance.randrange(9)}", "num_digits": chance.randint(1, 20),
        "timeout": chance.randint(2, 60), "finish_on_key": chance.choice("#*0"), "method": "GET",
        "say": {"text": _words(chance, 3, 25), "language": language},
    }  # fmt: skip


def _dial(chance: random.Random, site: str, number: int) -> dict[str, Any]:
    numbers = [{"number": f"+1212{chance.randrange(2_000_000, 9_999_999)}"} for _ in range(chance.randint(1, 4))]
    return {
        "verb": "Dial", "timeout": chance.randint(5, 60), "action_url": f"{site}/d/{number}",
        "numbers": numbers,
    }  # fmt: skip


def _record(chance: random.Random, site: str, number: int) -> dict[str, Any]:
    return {
        "verb": "Record", "action_url": f"{site}/r/{number}", "max_length": chance.randint(10, 600),
        "timeout": chance.randint(2, 20), "play_beep": chance.random() < 0.5,
    }  # fmt: skip


def _conference(chance: random.Random, _site: str, number: int) -> dict[str, Any]:
    return {
        "verb": "Conference", "name": f"room {number}", "max_participants": chance.randint(2, 200),
        "start_on_enter": chance.random() < 0.5,
    }  # fmt: skip


def _pause(chance: random.Random, _site: str, _number: int) -> dict[str, Any]:
    return {"verb": "Pause", "length": chance.randint(1, 9)}


_MAKERS = (_say, _say, _say, _play, _gather, _gather, _dial, _record, _conference, _pause)


def spoil(chance: random.Random, verbs: list[dict[str, Any]]) -> None:
    """Make one member of a document invalid."""
    verb = chance.choice(verbs)
    old, new, value = chance.choice(FAULTS[verb["verb"]])
    verb.pop(old, None)
    verb[new] = value


def to_xml(verbs: list[dict[str, Any]], *, has_declaration: bool = False) -> str:
    """Return a document in the authoring form."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>'] if has_declaration else []
    lines.append('<Response version="1.0">')
    for verb in verbs:
        lines += _element(verb["verb"], verb, "  ")
    return "\n".join([*lines, "</Response>", ""])


def to_json(verbs: list[dict[str, Any]]) -> str:
    """Return a document in the wire form."""
    return json.dumps({"voxml_version": "1.0", "instructions": verbs}, separators=(",", ": ")) + "\n"


def _element(name: str, members: dict[str, Any], indent: str) -> list[str]:
    text = members.get(_TEXT.get(name, ""))
    attributes = "".join(
        f" {key}={quoteattr(str(value).lower() if isinstance(value, bool) else str(value))}"
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


def valid(count: int, form: str, *, seed: int = 3, has_declaration: bool = False) -> list[bytes]:
    """Return valid documents as bytes."""
    chance = random.Random(seed)
    made = [document(chance, number) for number in range(count)]
    return [
        (to_json(verbs) if form == "json" else to_xml(verbs, has_declaration=has_declaration)).encode()
        for verbs in made
    ]


def write(folder: Path, count: int, form: str, *, seed: int = 1) -> None:
    """Write `count` files of a form; every second one is invalid."""
    chance = random.Random(seed)
    for number in range(count):
        place = folder / f"{number // IN_A_FOLDER:03}"
        if number % IN_A_FOLDER == 0:
            place.mkdir(parents=True)
        verbs = document(chance, number)
        if number % 2:
            spoil(chance, verbs)
        text = to_xml(verbs, has_declaration=chance.random() < 0.5) if form == "xml" else to_json(verbs)
        (place / f"{number % IN_A_FOLDER:03}.{form}").write_text(text, encoding="utf-8")


def write_long(path: Path, count: int) -> None:
    """Write one valid document of `count` instructions."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<Response version="1.0">\n')
        for number in range(count):
            file.write(f'  <Say voice="en-US-Wavenet-D" language="en-US">Instruction {number} of many.</Say>\n')
        file.write("</Response>\n")

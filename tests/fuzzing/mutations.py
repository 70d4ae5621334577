"""Documents, templates, settings and rows that are nearly right: samples of ours, changed at random."""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: Pieces that parsers, checkers and terminals trip over.
PIECES = [
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&#0;", b"&#x10FFFF;", b"&amp;", b"&b;", b"<", b">", b"/>", b"</", b"'", b'"', b"\\", b"\\u0000", b"\\ud800",
    b"\x00", b"\x1b[31m", b"\xff", b"\xef\xbb\xbf", b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xae", b"\r", b"\n::error::x",
    b"{", b"}", b"[", b"]", b",", b":", b"null", b"NaN", b"-0", b"1e999", b"99999999999999999999", b"true",
    b"{{", b"}}", b"{%", b"%}", b"{#", b"#}", b"{% if x %}", b"{% for a in b %}", b"{{ 9**9 }}", b"{% include '.env' %}",
    b"<Response>", b"</Response>", b"<Hangup/>", b"<Say>", b"</Say>", b"<Gather>", b"<Dial><Number>+1</Number></Dial>",
    b' xml:space="preserve"', b' version="1.0"', b' timeout="0"', b' loop="-1"', b" xmlns='urn:a'", b"<!-- voxml: ignore[all] -->",
    b"<!-- voxml: disable[long-pause] -->", b'{"verb":"Say","text":"x"}', b'"verb":"Pause"', b'"instructions":[]',
    b"[lint]\nselect = ['flow']\n", b"\xe0\xa4\xa8\xe0\xa4\xae", "👩‍👩‍👧".encode(), b"a" * 3000, b"[" * 200, b"<a>" * 200,
]  # fmt: skip


_JSON_TEMPLATE = b"""{# voxml
title = "A greeting"
[parameters.name]
type = "text"
example = "Ann"
#}
{"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": {{ name | tojson }}}, {"verb": "Hangup"}]}
"""


def samples() -> dict[str, list[bytes]]:
    """Return the samples by the ending of their names."""
    found: dict[str, list[bytes]] = {ending: [] for ending in ("xml", "json", "xml.j2", "json.j2", "toml", "csv")}
    for folder in ("examples", "templates"):
        for path in sorted((ROOT / folder).rglob("*")):
            ending = path.name.partition(".")[2]
            if path.is_file() and ending in found:
                found[ending].append(path.read_bytes())
    for path in sorted((ROOT / "docs").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        for language in ("xml", "json", "toml"):
            found[language] += [block.encode() for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]
    found["json.j2"].append(_JSON_TEMPLATE)
    found["csv"].append(b"id,name\n1,Ann\n2,Bob\n")
    return found


def mutate(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """Return `data` with up to four changes."""
    for _ in range(chance.choice((0, 1, 1, 1, 2, 4))):
        data = chance.choice(_CHANGES)(data, others, chance)
    return data[:200_000]


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 2, 8, 40)))


def _insert(data: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    start, _ = _span(data, chance)
    return data[:start] + chance.choice(PIECES) * chance.choice((1, 1, 1, 50)) + data[start:]


def _delete(data: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 2, 300)) + data[end:]


def _flip(data: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def _splice(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    other = chance.choice(others)
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _swap_word(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    words = re.findall(rb"[A-Za-z_]{2,20}+|[0-9]{1,9}+", data)
    more = re.findall(rb"[A-Za-z_]{2,20}+|[0-9]{1,9}+", chance.choice(others))
    return data.replace(chance.choice(words), chance.choice(more), 1) if words and more else data


def _encode(data: bytes, _others: list[bytes], chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(
        chance.choice(("utf-16", "utf-8-sig", "utf-32", "latin-1")), "replace"
    )


_CHANGES = (_insert, _insert, _insert, _delete, _repeat, _flip, _splice, _swap_word, _swap_word, _encode)

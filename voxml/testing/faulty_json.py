"""What goes wrong in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from voxml.testing.faulty_kind import Kind

Json = dict[str, Any]


def _set(name: str, value: Any) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        item[name] = value

    return spoil


def _drop(name: str) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        del item[name]

    return spoil


def _rename(old: str, new: str) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        item[new] = item.pop(old)

    return spoil


def _top(name: str, value: Any) -> Callable[..., None]:
    def spoil(document: Json, _item: Json) -> None:
        document[name] = value

    return spoil


def _top_drop(name: str) -> Callable[..., None]:
    def spoil(document: Json, _item: Json) -> None:
        del document[name]

    return spoil


def _nobody(_document: Json, item: Json) -> None:
    for name in ("numbers", "sip", "client"):
        item.pop(name, None)
    item["numbers"] = []


def _targets(**targets: Any) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        for name in ("numbers", "sip", "client"):
            item.pop(name, None)
        item.update(targets)

    return spoil


def _bytes(change: Callable[[bytes], bytes]) -> Callable[..., bytes]:
    def spoil(document: Json, _item: Json) -> bytes:
        return change(json.dumps(document, ensure_ascii=False).encode())

    return spoil


def _member_bytes(text: bytes) -> Callable[..., bytes]:
    """Put the text of a member, as it is, into the instruction that is spoilt."""

    def spoil(document: Json, item: Json) -> bytes:
        item["\uf8ff"] = 0
        return json.dumps(document, ensure_ascii=False).encode().replace('"\uf8ff": 0'.encode(), text)

    return spoil


JSON_KINDS = [
    Kind("unknown member", "unknown-member", "Pause", _set("colour", "red")),
    Kind("misspelt member", "unknown-member", "Say", _rename("text", "txt")),
    Kind("camel case", "unknown-member", "Record", _rename("action_url", "actionUrl")),
    Kind("verb in a prompt", "unknown-member", "Gather", _set("say", {"verb": "Say", "text": "x"})),
    Kind("Verb for verb", "unknown-member", "Pause", _rename("verb", "Verb")),
    Kind("a member of the schema", "unknown-member", "Pause", _top("$schema", "voxml-1.0.schema.json")),
    Kind("missing url", "missing-member", "Play", _drop("url")),
    Kind("missing verb", "missing-member", "Hangup", _drop("verb")),
    Kind("missing version", "missing-member", "Pause", _top_drop("voxml_version")),
    Kind("nobody to ring", "missing-member", "Dial", _nobody),
    Kind("unknown verb", "unknown-verb", "Hangup", _set("verb", "Explode")),
    Kind("verb in lower case", "unknown-verb", "Hangup", _set("verb", "hangup")),
    Kind("noun as a verb", "wrong-place", "Hangup", _set("verb", "Number")),
    Kind("null", "wrong-type", "Say", _set("voice", None)),
    Kind("string for a number", "wrong-type", "Pause", _set("length", "2")),
    Kind("number for a string", "wrong-type", "Say", _set("text", 5)),
    Kind("number for a flag", "wrong-type", "Conference", _set("muted", 1)),
    Kind("flag for a number", "wrong-type", "Say", _set("loop", True)),
    Kind("fraction", "wrong-type", "Pause", _set("length", 1.5)),
    Kind(
        "one number without its array",
        "wrong-type",
        "Dial",
        _targets(numbers={"number": "+14155550100"}),
    ),
    Kind("null for the numbers", "wrong-type", "Dial", _targets(numbers=None)),
    Kind("line end after a number", "invalid-value", "Dial", _targets(numbers=[{"number": "+14155550100\n"}])),
    Kind("numbers as strings", "wrong-type", "Dial", _targets(numbers=["+14155550100"])),
    Kind("a number as a parameter", "wrong-type", "Stream", _set("parameters", {"id": 13})),
    Kind("a verb that is a list", "wrong-type", "Pause", _set("verb", ["Pause"])),
    Kind("version as a number", "wrong-type", "Pause", _top("voxml_version", 1.0)),
    Kind("instructions as an object", "wrong-type", "Pause", _top("instructions", {})),
    Kind("empty text", "invalid-value", "Say", _set("text", "")),
    Kind("zero seconds", "invalid-value", "Pause", _set("length", 0)),
    Kind("negative loop", "invalid-value", "Say", _set("loop", -1)),
    Kind("method in lower case", "invalid-value", "Gather", _set("method", "post")),
    Kind("relative URL", "invalid-value", "Redirect", _set("url", "menu.json")),
    Kind("URL with a space", "invalid-value", "Redirect", _set("url", "https://example.com/a b")),
    Kind("number without a plus", "invalid-value", "Dial", _targets(numbers=[{"number": "4155550100"}])),
    Kind("control character", "invalid-value", "Say", _set("text", "a\u0007b")),
    Kind("version 2.0", "invalid-value", "Pause", _top("voxml_version", "2.0")),
    Kind("member twice", "duplicate-member", "Pause", _member_bytes(b'"verb": "Pause"')),
    Kind("huge number", "wrong-type", "Conference", _set("max_participants", 1e300)),
    Kind("comma at the end", "syntax", "Pause", _bytes(lambda b: b.removesuffix(b"}") + b",}")),
    Kind("comment", "syntax", "Pause", _bytes(lambda b: b"// a menu\n" + b)),
    Kind(
        "single quotes",
        "syntax",
        "Pause",
        _bytes(lambda _: b"{'voxml_version': '1.0', 'instructions': []}"),
    ),
    Kind("NaN", "syntax", "Pause", _member_bytes(b'"length": NaN')),
    Kind("cut short", "syntax", "Pause", _bytes(lambda b: b[:-1])),
    Kind("two documents", "syntax", "Pause", _bytes(lambda b: b + b)),
    Kind("byte order mark", "encoding", "Pause", _bytes(lambda b: b"\xef\xbb\xbf" + b)),
    Kind("Latin-1 byte", "encoding", "Pause", _bytes(lambda b: b.removesuffix(b"}") + b',"\xe9":1}')),
]

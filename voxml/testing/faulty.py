"""A hypothesis strategy for documents that have exactly one fault, of the kinds that people really make."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Literal, NamedTuple
from xml.etree import ElementTree

from hypothesis import strategies as st

from voxml.language.response import Response
from voxml.testing.strategies import documents, instructions

Xml = ElementTree.Element
Json = dict[str, Any]


class Faulty(NamedTuple):
    """A document with one fault."""

    #: What was done to it, in a word or two.
    kind: str
    #: The rule that finds it.
    rule: str
    form: Literal["xml", "json"]
    data: bytes


class _Kind(NamedTuple):
    name: str
    rule: str
    verb: str
    #: Does it to the tree of the document or to the instruction; may return the bytes to use instead.
    spoil: Callable[..., bytes | None]


def faulty_documents(form: Literal["xml", "json"] | None = None) -> st.SearchStrategy[Faulty]:
    """Documents with one fault each, in both forms or in one; `Faulty.rule` says what should find it."""
    strategies = []
    if form != "json":
        strategies.append(st.sampled_from(XML_KINDS).flatmap(lambda kind: _spoilt(kind, "xml")))
    if form != "xml":
        strategies.append(st.sampled_from(JSON_KINDS).flatmap(lambda kind: _spoilt(kind, "json")))
    return st.one_of(strategies)


def _spoilt(kind: _Kind, form: Literal["xml", "json"]) -> st.SearchStrategy[Faulty]:
    around = documents(max_instructions=2)
    return st.builds(
        lambda before, verb, after: Faulty(
            kind.name,
            kind.rule,
            form,
            (_spoil_xml if form == "xml" else _spoil_json)(kind, before, verb, after),
        ),
        around,
        instructions(kind.verb),
        around,
    )


def _spoil_xml(kind: _Kind, before: Response, verb: Any, after: Response) -> bytes:
    # ElementTree keeps what it parsed, so that the text of the document stays as voxml wrote it.
    root = ElementTree.fromstring(Response(*before, verb, *after).to_xml())  # noqa: S314 - our own text
    replaced = kind.spoil(root, root[len(before)])
    return replaced if replaced is not None else ElementTree.tostring(root, encoding="utf-8")


def _spoil_json(kind: _Kind, before: Response, verb: Any, after: Response) -> bytes:
    value = json.loads(Response(*before, verb, *after).to_json())
    replaced = kind.spoil(value, value["instructions"][len(before)])
    return replaced if replaced is not None else json.dumps(value, ensure_ascii=False).encode()


# --- what goes wrong in XML ----------------------------------------------------------------------------------------


def _xml_set(name: str, value: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.set(name, value)

    return spoil


def _xml_text(value: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.text = value

    return spoil


def _xml_drop(name: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        del element.attrib[name]

    return spoil


def _xml_rename(old: str, new: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.attrib = {new if name == old else name: value for name, value in element.attrib.items()}

    return spoil


def _xml_tag(tag: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.tag = tag

    return spoil


def _xml_child(tag: str, text: str = "x", **attributes: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        ElementTree.SubElement(element, tag, attributes).text = text or None

    return spoil


def _xml_second_say(_root: Xml, element: Xml) -> None:
    for child in element.findall("Say"):
        element.remove(child)
    for text in ("one", "two"):
        ElementTree.SubElement(element, "Say").text = text


def _xml_empty(_root: Xml, element: Xml) -> None:
    for child in list(element):
        element.remove(child)


def _xml_late_number(_root: Xml, element: Xml) -> None:
    _xml_empty(_root, element)
    ElementTree.SubElement(element, "Client").text = "desk"
    ElementTree.SubElement(element, "Number").text = "+14155550100"


def _xml_only_number(number: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        _xml_empty(_root, element)
        ElementTree.SubElement(element, "Number").text = number

    return spoil


def _xml_url_as_text(_root: Xml, element: Xml) -> None:
    element.text = element.attrib.pop("url")


def _xml_twice_parameter(_root: Xml, element: Xml) -> None:
    for value in ("1", "2"):
        ElementTree.SubElement(element, "Parameter", {"name": "the same", "value": value})


def _xml_root_attribute(root: Xml, _element: Xml) -> None:
    root.set("version", "2.0")


def _xml_root_name(root: Xml, _element: Xml) -> None:
    root.tag = "response"


def _xml_stray(root: Xml, _element: Xml) -> None:
    root.text = "Welcome"


def _xml_bytes(change: Callable[[bytes], bytes]) -> Callable[..., bytes]:
    def spoil(root: Xml, _element: Xml) -> bytes:
        return change(ElementTree.tostring(root, encoding="utf-8"))

    return spoil


XML_KINDS = [
    _Kind("unknown attribute", "unknown-member", "Pause", _xml_set("colour", "red")),
    _Kind("misspelt attribute", "unknown-member", "Pause", _xml_set("lenght", "2")),
    _Kind("camel case", "unknown-member", "Gather", _xml_set("finishOnKey", "#")),
    _Kind("another vendor's name", "unknown-member", "Gather", _xml_rename("action_url", "action")),
    _Kind("content as an attribute", "unknown-member", "Say", _xml_set("text", "x")),
    _Kind("missing action_url", "missing-member", "Gather", _xml_drop("action_url")),
    _Kind("missing stream url", "missing-member", "Stream", _xml_drop("url")),
    _Kind("empty Say", "missing-member", "Say", _xml_text("  ")),
    _Kind("nobody to ring", "missing-member", "Dial", _xml_empty),
    _Kind("url as text", "missing-member", "Stream", _xml_url_as_text),
    _Kind("unknown verb", "unknown-verb", "Hangup", _xml_tag("Explode")),
    _Kind("verb in lower case", "unknown-verb", "Reject", _xml_tag("reject")),
    _Kind("another vendor's verb", "unknown-verb", "Hangup", _xml_tag("Speak")),
    _Kind("noun as a verb", "wrong-place", "Hangup", _xml_tag("Number")),
    _Kind("markup in speech", "unknown-verb", "Say", _xml_child("break", "")),
    _Kind("verb in speech", "wrong-place", "Say", _xml_child("Pause", "")),
    _Kind("verb in Dial", "wrong-place", "Dial", _xml_child("Say")),
    _Kind("second Say in Gather", "wrong-place", "Gather", _xml_second_say),
    _Kind("Number after Client", "wrong-place", "Dial", _xml_late_number),
    _Kind("text between verbs", "wrong-place", "Pause", _xml_stray),
    _Kind("text in an empty verb", "wrong-place", "Hangup", _xml_text("bye")),
    _Kind("zero seconds", "invalid-value", "Pause", _xml_set("length", "0")),
    _Kind("negative seconds", "invalid-value", "Gather", _xml_set("timeout", "-1")),
    _Kind("half seconds", "wrong-type", "Pause", _xml_set("length", "0.5")),
    _Kind("seconds with a unit", "wrong-type", "Pause", _xml_set("length", "5s")),
    _Kind("yes for true", "wrong-type", "Conference", _xml_set("muted", "yes")),
    _Kind("1 for true", "wrong-type", "Record", _xml_set("play_beep", "1")),
    _Kind("method in lower case", "invalid-value", "Redirect", _xml_set("method", "get")),
    _Kind("unknown engine", "invalid-value", "Say", _xml_set("engine", "azure")),
    _Kind("relative URL", "invalid-value", "Redirect", _xml_text("/menu.json")),
    _Kind("URL without a host", "invalid-value", "Play", _xml_text("https:///a.wav")),
    _Kind("ftp URL", "invalid-value", "Play", _xml_text("ftp://example.com/a.wav")),
    _Kind("https socket", "invalid-value", "Stream", _xml_set("url", "https://example.com/a")),
    _Kind("number without a plus", "invalid-value", "Dial", _xml_only_number("4155550100")),
    _Kind("number with dashes", "invalid-value", "Dial", _xml_only_number("+1-415-555-0100")),
    _Kind("language with an underscore", "invalid-value", "Say", _xml_set("language", "en_US")),
    _Kind("two finish keys", "invalid-value", "Gather", _xml_set("finish_on_key", "*#")),
    _Kind("country in lower case", "invalid-value", "Dial", _xml_set("ring_tone", "us")),
    _Kind("empty voice", "invalid-value", "Say", _xml_set("voice", "")),
    _Kind("parameter twice", "duplicate-member", "Stream", _xml_twice_parameter),
    _Kind("parameter without a name", "missing-member", "Stream", _xml_child("Parameter", "", value="1")),
    _Kind("version 2.0", "invalid-value", "Pause", _xml_root_attribute),
    _Kind("root in lower case", "wrong-place", "Pause", _xml_root_name),
    _Kind(
        "a namespace",
        "unknown-member",
        "Pause",
        _xml_bytes(lambda b: b.replace(b"<Response", b'<Response xmlns="u"', 1)),
    ),
    _Kind("end tag missing", "syntax", "Pause", _xml_bytes(lambda b: b.removesuffix(b"</Response>"))),
    _Kind(
        "bare ampersand",
        "syntax",
        "Pause",
        _xml_bytes(lambda b: b.replace(b"</Response>", b"<Say>AT&T</Say></Response>")),
    ),
    _Kind(
        "attribute twice",
        "syntax",
        "Pause",
        _xml_bytes(lambda b: b.replace(b"<Response", b'<Response version="1.0"', 1)),
    ),
    _Kind("document type", "syntax", "Pause", _xml_bytes(lambda b: b"<!DOCTYPE Response>" + b)),
    _Kind("Latin-1 byte", "encoding", "Pause", _xml_bytes(lambda b: b + b"<!--\xe9-->")),
    _Kind("more after the end", "syntax", "Pause", _xml_bytes(lambda b: b + b"<Response/>")),
]

# --- what goes wrong in JSON ----------------------------------------------------------------------------------------


def _json_set(name: str, value: Any) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        item[name] = value

    return spoil


def _json_drop(name: str) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        del item[name]

    return spoil


def _json_rename(old: str, new: str) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        item[new] = item.pop(old)

    return spoil


def _json_top(name: str, value: Any) -> Callable[..., None]:
    def spoil(document: Json, _item: Json) -> None:
        document[name] = value

    return spoil


def _json_top_drop(name: str) -> Callable[..., None]:
    def spoil(document: Json, _item: Json) -> None:
        del document[name]

    return spoil


def _json_nobody(_document: Json, item: Json) -> None:
    for name in ("numbers", "sip", "client"):
        item.pop(name, None)
    item["numbers"] = []


def _json_targets(**targets: Any) -> Callable[..., None]:
    def spoil(_document: Json, item: Json) -> None:
        for name in ("numbers", "sip", "client"):
            item.pop(name, None)
        item.update(targets)

    return spoil


def _json_bytes(change: Callable[[bytes], bytes]) -> Callable[..., bytes]:
    def spoil(document: Json, _item: Json) -> bytes:
        return change(json.dumps(document, ensure_ascii=False).encode())

    return spoil


def _json_member_bytes(text: bytes) -> Callable[..., bytes]:
    """Put the text of a member, as it is, into the instruction that is spoilt."""

    def spoil(document: Json, item: Json) -> bytes:
        item["\uf8ff"] = 0
        return json.dumps(document, ensure_ascii=False).encode().replace('"\uf8ff": 0'.encode(), text)

    return spoil


JSON_KINDS = [
    _Kind("unknown member", "unknown-member", "Pause", _json_set("colour", "red")),
    _Kind("misspelt member", "unknown-member", "Say", _json_rename("text", "txt")),
    _Kind("camel case", "unknown-member", "Record", _json_rename("action_url", "actionUrl")),
    _Kind("verb in a prompt", "unknown-member", "Gather", _json_set("say", {"verb": "Say", "text": "x"})),
    _Kind("Verb for verb", "unknown-member", "Pause", _json_rename("verb", "Verb")),
    _Kind("a member of the schema", "unknown-member", "Pause", _json_top("$schema", "voxml-1.0.schema.json")),
    _Kind("missing url", "missing-member", "Play", _json_drop("url")),
    _Kind("missing verb", "missing-member", "Hangup", _json_drop("verb")),
    _Kind("missing version", "missing-member", "Pause", _json_top_drop("voxml_version")),
    _Kind("nobody to ring", "missing-member", "Dial", _json_nobody),
    _Kind("unknown verb", "unknown-verb", "Hangup", _json_set("verb", "Explode")),
    _Kind("verb in lower case", "unknown-verb", "Hangup", _json_set("verb", "hangup")),
    _Kind("noun as a verb", "wrong-place", "Hangup", _json_set("verb", "Number")),
    _Kind("null", "wrong-type", "Say", _json_set("voice", None)),
    _Kind("string for a number", "wrong-type", "Pause", _json_set("length", "2")),
    _Kind("number for a string", "wrong-type", "Say", _json_set("text", 5)),
    _Kind("number for a flag", "wrong-type", "Conference", _json_set("muted", 1)),
    _Kind("flag for a number", "wrong-type", "Say", _json_set("loop", True)),
    _Kind("fraction", "wrong-type", "Pause", _json_set("length", 1.5)),
    _Kind(
        "one number without its array",
        "wrong-type",
        "Dial",
        _json_targets(numbers={"number": "+14155550100"}),
    ),
    _Kind("null for the numbers", "wrong-type", "Dial", _json_targets(numbers=None)),
    _Kind("line end after a number", "invalid-value", "Dial", _json_targets(numbers=[{"number": "+14155550100\n"}])),
    _Kind("numbers as strings", "wrong-type", "Dial", _json_targets(numbers=["+14155550100"])),
    _Kind("a number as a parameter", "wrong-type", "Stream", _json_set("parameters", {"id": 13})),
    _Kind("a verb that is a list", "wrong-type", "Pause", _json_set("verb", ["Pause"])),
    _Kind("version as a number", "wrong-type", "Pause", _json_top("voxml_version", 1.0)),
    _Kind("instructions as an object", "wrong-type", "Pause", _json_top("instructions", {})),
    _Kind("empty text", "invalid-value", "Say", _json_set("text", "")),
    _Kind("zero seconds", "invalid-value", "Pause", _json_set("length", 0)),
    _Kind("negative loop", "invalid-value", "Say", _json_set("loop", -1)),
    _Kind("method in lower case", "invalid-value", "Gather", _json_set("method", "post")),
    _Kind("relative URL", "invalid-value", "Redirect", _json_set("url", "menu.json")),
    _Kind("URL with a space", "invalid-value", "Redirect", _json_set("url", "https://example.com/a b")),
    _Kind("number without a plus", "invalid-value", "Dial", _json_targets(numbers=[{"number": "4155550100"}])),
    _Kind("control character", "invalid-value", "Say", _json_set("text", "a\u0007b")),
    _Kind("version 2.0", "invalid-value", "Pause", _json_top("voxml_version", "2.0")),
    _Kind("member twice", "duplicate-member", "Pause", _json_member_bytes(b'"verb": "Pause"')),
    _Kind("huge number", "wrong-type", "Conference", _json_set("max_participants", 1e300)),
    _Kind("comma at the end", "syntax", "Pause", _json_bytes(lambda b: b.removesuffix(b"}") + b",}")),
    _Kind("comment", "syntax", "Pause", _json_bytes(lambda b: b"// a menu\n" + b)),
    _Kind(
        "single quotes",
        "syntax",
        "Pause",
        _json_bytes(lambda _: b"{'voxml_version': '1.0', 'instructions': []}"),
    ),
    _Kind("NaN", "syntax", "Pause", _json_member_bytes(b'"length": NaN')),
    _Kind("cut short", "syntax", "Pause", _json_bytes(lambda b: b[:-1])),
    _Kind("two documents", "syntax", "Pause", _json_bytes(lambda b: b + b)),
    _Kind("byte order mark", "encoding", "Pause", _json_bytes(lambda b: b"\xef\xbb\xbf" + b)),
    _Kind("Latin-1 byte", "encoding", "Pause", _json_bytes(lambda b: b.removesuffix(b"}") + b',"\xe9":1}')),
]

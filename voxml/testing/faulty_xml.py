"""What goes wrong in XML."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

from voxml.testing.faulty_kind import Kind

Xml = ElementTree.Element


def _set(name: str, value: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.set(name, value)

    return spoil


def _text(value: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.text = value

    return spoil


def _drop(name: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        del element.attrib[name]

    return spoil


def _rename(old: str, new: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.attrib = {new if name == old else name: value for name, value in element.attrib.items()}

    return spoil


def _tag(tag: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        element.tag = tag

    return spoil


def _child(tag: str, text: str = "x", **attributes: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        ElementTree.SubElement(element, tag, attributes).text = text or None

    return spoil


def _second_say(_root: Xml, element: Xml) -> None:
    for child in element.findall("Say"):
        element.remove(child)
    for text in ("one", "two"):
        ElementTree.SubElement(element, "Say").text = text


def _empty(_root: Xml, element: Xml) -> None:
    for child in list(element):
        element.remove(child)


def _late_number(_root: Xml, element: Xml) -> None:
    _empty(_root, element)
    ElementTree.SubElement(element, "Client").text = "desk"
    ElementTree.SubElement(element, "Number").text = "+14155550100"


def _only_number(number: str) -> Callable[..., None]:
    def spoil(_root: Xml, element: Xml) -> None:
        _empty(_root, element)
        ElementTree.SubElement(element, "Number").text = number

    return spoil


def _url_as_text(_root: Xml, element: Xml) -> None:
    element.text = element.attrib.pop("url")


def _twice_parameter(_root: Xml, element: Xml) -> None:
    for value in ("1", "2"):
        ElementTree.SubElement(element, "Parameter", {"name": "the same", "value": value})


def _root_attribute(root: Xml, _element: Xml) -> None:
    root.set("version", "2.0")


def _root_name(root: Xml, _element: Xml) -> None:
    root.tag = "response"


def _stray(root: Xml, _element: Xml) -> None:
    root.text = "Welcome"


def _bytes(change: Callable[[bytes], bytes]) -> Callable[..., bytes]:
    def spoil(root: Xml, _element: Xml) -> bytes:
        return change(ElementTree.tostring(root, encoding="utf-8"))

    return spoil


XML_KINDS = [
    Kind("unknown attribute", "unknown-member", "Pause", _set("colour", "red")),
    Kind("misspelt attribute", "unknown-member", "Pause", _set("lenght", "2")),
    Kind("camel case", "unknown-member", "Gather", _set("finishOnKey", "#")),
    Kind("another vendor's name", "unknown-member", "Gather", _rename("action_url", "action")),
    Kind("content as an attribute", "unknown-member", "Say", _set("text", "x")),
    Kind("missing action_url", "missing-member", "Gather", _drop("action_url")),
    Kind("missing stream url", "missing-member", "Stream", _drop("url")),
    Kind("empty Say", "missing-member", "Say", _text("  ")),
    Kind("nobody to ring", "missing-member", "Dial", _empty),
    Kind("url as text", "missing-member", "Stream", _url_as_text),
    Kind("unknown verb", "unknown-verb", "Hangup", _tag("Explode")),
    Kind("verb in lower case", "unknown-verb", "Reject", _tag("reject")),
    Kind("another vendor's verb", "unknown-verb", "Hangup", _tag("Speak")),
    Kind("noun as a verb", "wrong-place", "Hangup", _tag("Number")),
    Kind("markup in speech", "unknown-verb", "Say", _child("break", "")),
    Kind("verb in speech", "wrong-place", "Say", _child("Pause", "")),
    Kind("verb in Dial", "wrong-place", "Dial", _child("Say")),
    Kind("second Say in Gather", "wrong-place", "Gather", _second_say),
    Kind("Number after Client", "wrong-place", "Dial", _late_number),
    Kind("text between verbs", "wrong-place", "Pause", _stray),
    Kind("text in an empty verb", "wrong-place", "Hangup", _text("bye")),
    Kind("zero seconds", "invalid-value", "Pause", _set("length", "0")),
    Kind("negative seconds", "invalid-value", "Gather", _set("timeout", "-1")),
    Kind("half seconds", "wrong-type", "Pause", _set("length", "0.5")),
    Kind("seconds with a unit", "wrong-type", "Pause", _set("length", "5s")),
    Kind("yes for true", "wrong-type", "Conference", _set("muted", "yes")),
    Kind("1 for true", "wrong-type", "Record", _set("play_beep", "1")),
    Kind("method in lower case", "invalid-value", "Redirect", _set("method", "get")),
    Kind("unknown engine", "invalid-value", "Say", _set("engine", "azure")),
    Kind("relative URL", "invalid-value", "Redirect", _text("/menu.json")),
    Kind("URL without a host", "invalid-value", "Play", _text("https:///a.wav")),
    Kind("ftp URL", "invalid-value", "Play", _text("ftp://example.com/a.wav")),
    Kind("https socket", "invalid-value", "Stream", _set("url", "https://example.com/a")),
    Kind("number without a plus", "invalid-value", "Dial", _only_number("4155550100")),
    Kind("number with dashes", "invalid-value", "Dial", _only_number("+1-415-555-0100")),
    Kind("language with an underscore", "invalid-value", "Say", _set("language", "en_US")),
    Kind("two finish keys", "invalid-value", "Gather", _set("finish_on_key", "*#")),
    Kind("country in lower case", "invalid-value", "Dial", _set("ring_tone", "us")),
    Kind("empty voice", "invalid-value", "Say", _set("voice", "")),
    Kind("parameter twice", "duplicate-member", "Stream", _twice_parameter),
    Kind("parameter without a name", "missing-member", "Stream", _child("Parameter", "", value="1")),
    Kind("version 2.0", "invalid-value", "Pause", _root_attribute),
    Kind("root in lower case", "wrong-place", "Pause", _root_name),
    Kind(
        "a namespace",
        "unknown-member",
        "Pause",
        _bytes(lambda b: b.replace(b"<Response", b'<Response xmlns="u"', 1)),
    ),
    Kind("end tag missing", "syntax", "Pause", _bytes(lambda b: b.removesuffix(b"</Response>"))),
    Kind(
        "bare ampersand",
        "syntax",
        "Pause",
        _bytes(lambda b: b.replace(b"</Response>", b"<Say>AT&T</Say></Response>")),
    ),
    Kind(
        "attribute twice",
        "syntax",
        "Pause",
        _bytes(lambda b: b.replace(b"<Response", b'<Response version="1.0"', 1)),
    ),
    Kind("document type", "syntax", "Pause", _bytes(lambda b: b"<!DOCTYPE Response>" + b)),
    Kind("Latin-1 byte", "encoding", "Pause", _bytes(lambda b: b + b"<!--\xe9-->")),
    Kind("more after the end", "syntax", "Pause", _bytes(lambda b: b + b"<Response/>")),
]

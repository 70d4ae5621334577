"""The authoring form: reads XML with the place of every part, writes it in one canonical way."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING
from xml.parsers import expat

from voxml.formats.encoding import Undecodable, decode_xml
from voxml.formats.syntax import MAX_DEPTH, SyntaxFault
from voxml.formats.tree import Span
from voxml.formats.xml_plain import read_plain
from voxml.formats.xml_tree import XmlElement, number_siblings
from voxml.language.texts import XML_SPACE, quote
from voxml.source import Source

if TYPE_CHECKING:
    from voxml.formats.tree import Node
    from voxml.language.document import Document

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XSI_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"

# --- reading ------------------------------------------------------------------------------------------------------


class XmlText:
    """An XML document's text and tree, or why there is no tree."""

    def __init__(self, data: bytes | str, path: str) -> None:
        self.fault: SyntaxFault | None = None
        self.root: XmlElement | None = None
        self.utf8 = b""
        text = ""
        try:
            text = data.removeprefix("\ufeff") if isinstance(data, str) else decode_xml(data)
            utf8 = text.encode()
            # One copy less of a long document, where the bytes are those that were given.
            self.utf8 = data if isinstance(data, bytes) and utf8 == data else utf8
        except Undecodable as error:
            text = error.before
            self.fault = SyntaxFault("encoding", error.message, len(text))
        except UnicodeEncodeError as error:
            self.fault = SyntaxFault(
                "encoding", "found a lone surrogate; expected text that UTF-8 can hold", error.start
            )
        self.source = Source(text, path)
        #: Whether elements know their offsets in characters, and not in bytes.
        self._is_plain = False
        if self.fault is None:
            self.root = read_plain(text, self.utf8)
            self._is_plain = self.root is not None
            if self.root is None:
                self.root = self._parse()

    def _parse(self) -> XmlElement | None:
        builder = _TreeBuilder()
        parser = builder.parser
        try:
            parser.Parse(self.utf8, True)
        except _Refused as refused:
            at = parser.CurrentByteIndex
            began = self.utf8.rfind(refused.began, 0, at) if refused.began else -1
            self.fault = SyntaxFault("syntax", refused.message, self.offset(at if began < 0 else began))
            return None
        except expat.ExpatError as error:
            at = max(parser.ErrorByteIndex, 0)
            self.fault = SyntaxFault("syntax", _explain(error, self.utf8, at, builder.innermost), self.offset(at))
            return None
        finally:
            builder.forget()
        return builder.root

    def start(self, element: XmlElement) -> int:
        """The offset in characters of the `<` of an element."""
        return element.offset if self._is_plain else self.offset(element.offset)

    def start_byte(self, element: XmlElement) -> int:
        """The same in bytes of the text as UTF-8."""
        if not self._is_plain or len(self.utf8) == len(self.source.text):
            return element.offset
        return len(self.source.text[: element.offset].encode())

    def offset(self, byte: int) -> int:
        """The offset in characters of a byte of the text as UTF-8."""
        if len(self.utf8) == len(self.source.text):
            return byte
        return len(self.utf8[:byte].decode("utf-8", "replace"))


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, message: str, began: bytes = b"") -> None:
        self.message = message
        #: What stands at its place, where the parser only tells of it later.
        self.began = began


class _TreeBuilder:
    """Makes the tree out of expat's events. A DOCTYPE is refused as it begins, and with it every entity."""

    def __init__(self) -> None:
        self.root: XmlElement | None = None
        self._open: list[XmlElement] = []
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self.parser = parser

    @property
    def innermost(self) -> XmlElement | None:
        """The element that is open where the parser stands."""
        return self._open[-1] if self._open else None

    def forget(self) -> None:
        """Let go of the parser's handlers, which hold this object and it them."""
        parser = self.parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        stack = self._open
        parent = stack[-1] if stack else None
        element = XmlElement(name, attributes, parent, self.parser.CurrentByteIndex)
        if parent is None:
            self.root = element
        elif parent.children is None:
            parent.children = [element]
        else:
            parent.children.append(element)
        if len(stack) >= MAX_DEPTH:
            raise _Refused(f"found elements nested more than {MAX_DEPTH} deep; a document is 3 deep at most")
        stack.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        element = self._open[-1]
        if element.children is None or data.strip(XML_SPACE):
            # White space between children never counts; in a long document there is much of it.
            element.text = element.text + data if element.text else data

    def _doctype(self, *_ignored: object) -> None:
        raise _Refused("found a DOCTYPE; VoxML has none, and entities are never expanded", b"<!DOCTYPE")


_DUPLICATE = expat.errors.codes["duplicate attribute"]
_MISMATCHED = expat.errors.codes["mismatched tag"]
_NO_MORE = expat.errors.codes["no element found"]
_MEANINGS = {
    "syntax error": "found a text that does not begin as XML does",
    "no element found": "found the end of the text; expected <Response>",
    "not well-formed (invalid token)": "found a character that XML does not allow here",
    "junk after document element": "found more after the end of the document; expected one root element",
    "undefined entity": "found an entity that is not defined; XML knows only &amp; &lt; &gt; &quot; &apos; and &#…;",
    "unbound prefix": "found a namespace prefix that is not declared",
    "unclosed token": "found the end of the text inside a tag or comment",
    "XML or text declaration not at start of entity": "found an XML declaration that is not at the very start",
    "reference to invalid character number": "found a character reference to a character that XML can't hold",
    "unclosed CDATA section": "found the end of the text inside a CDATA section",
    "xml declaration not well-formed": "found an XML declaration that is not well-formed",
}


def _explain(error: expat.ExpatError, utf8: bytes, at: int, innermost: XmlElement | None) -> str:
    if not utf8.strip():
        return "found an empty document; expected <Response>"
    if innermost is not None and error.code in (_MISMATCHED, _NO_MORE):
        found = f"</{_name_at(utf8, at)}>" if error.code == _MISMATCHED else "the end of the text"
        return f"found {found}; expected </{_name_at(utf8, innermost.offset + 1)}>"
    if error.code == _DUPLICATE:
        return f"found {quote(_name_at(utf8, at))} a second time; expected each attribute once"
    reason = expat.ErrorString(error.code) or "not well-formed"
    return _MEANINGS.get(reason, _MEANINGS.get(reason.lower(), f"not well-formed: {reason}"))


def _name_at(utf8: bytes, at: int) -> str:
    """The name of an element or attribute that begins at a byte."""
    return re.split(r"[\s/>=]", utf8[at : at + 200].decode("utf-8", "replace"), maxsplit=1)[0]


# --- places -------------------------------------------------------------------------------------------------------

_START_TAG = re.compile(r"<([^\s/>]+)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")


class XmlPlaces:
    """Finds elements and attributes in the text of an `XmlText`."""

    def __init__(self, document: XmlText) -> None:
        self._document = document
        self._numbered: set[int] = set()
        self._runs: dict[int, list[tuple[int, int]]] | None = None

    def of(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Where a node stands, or one of its members; with `value` the member's value alone."""
        element: XmlElement = node.origin
        if member is None:
            return self.element(element)
        inner = node.members.get(member)
        if not isinstance(inner, (str, int)) and inner:
            first = inner[0] if isinstance(inner, list) else inner
            if hasattr(first, "origin"):
                return self.element(first.origin)
        if member in element.attributes:
            return self.attribute(element, member, value=value)
        return self.content(element) if value else self.element(element)

    def element(self, element: XmlElement) -> Span:
        """From the `<` of an element's start tag to the end of its name."""
        start = self._document.start(element)
        found = _START_TAG.match(self._document.source.text, start)
        return Span(start, found.end() if found else start + 1, self.pointer(element))

    def attribute(self, element: XmlElement, name: str, *, value: bool = False) -> Span:
        """An attribute from its name to the quote after its value, or the value within the quotes."""
        text = self._document.source.text
        head = self.element(element)
        written = name.rpartition(" ")[2]
        pointer = f"{head.pointer}/@{written}"
        at = head.end
        while found := _ATTRIBUTE.match(text, at):
            if found[1].rpartition(":")[2] == written or found[1] == written:
                if value:
                    return Span(found.start(2) + 1, found.end(2) - 1, pointer)
                return Span(found.start(1), found.end(2), pointer)
            at = found.end()
        return Span(head.start, head.end, pointer)

    def content(self, element: XmlElement) -> Span:
        """The first run of an element's text, without the white space around it; the element when it has none."""
        for run in self.text_runs(element):
            start, end = run
            text = self._document.source.text
            while start < end and text[start] in " \t\r\n":
                start += 1
            while end > start and text[end - 1] in " \t\r\n":
                end -= 1
            if start < end:
                return Span(start, end, self.pointer(element))
        return self.element(element)

    def text_runs(self, element: XmlElement) -> list[tuple[int, int]]:
        """The places of all runs of text directly inside an element, white space and all."""
        if self._runs is None:
            self._runs = _read_runs(self._document.utf8)
        offset = self._document.offset
        return [(offset(begin), offset(stop)) for begin, stop in self._runs.get(self._document.start_byte(element), ())]

    def pointer(self, element: XmlElement) -> str:
        """The XPath of an element, such as `/Response/Gather[1]/Say[1]`."""
        steps: list[str] = []
        at: XmlElement | None = element
        while at is not None:
            name = at.name.rpartition(" ")[2]
            if at.parent is None:
                steps.append(name)
            else:
                if id(at.parent) not in self._numbered:
                    number_siblings(at.parent.children or [])
                    self._numbered.add(id(at.parent))
                steps.append(f"{name}[{at.index}]")
            at = at.parent
        return "/" + "/".join(reversed(steps))


def _read_runs(utf8: bytes) -> dict[int, list[tuple[int, int]]]:
    """The runs of text of every element, by the offset of its start tag; all offsets count bytes."""
    runs: dict[int, list[tuple[int, int]]] = {}
    opened: list[int] = []
    last = -1
    parser = expat.ParserCreate("utf-8", " ")

    def mark(_data: object = None, *_more: object) -> None:
        nonlocal last
        if last >= 0:
            runs.setdefault(opened[-1], []).append((last, parser.CurrentByteIndex))
            last = -1

    def start(_name: str, _attributes: object) -> None:
        mark()
        opened.append(parser.CurrentByteIndex)

    def end(_name: str) -> None:
        mark()
        opened.pop()

    def data(_text: str) -> None:
        nonlocal last
        if last < 0:
            last = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.CommentHandler = parser.ProcessingInstructionHandler = mark
    with suppress(expat.ExpatError):
        parser.Parse(utf8, True)
    return runs


# --- writing ------------------------------------------------------------------------------------------------------


def write(document: Document, *, indent: int | None = 2) -> str:
    """The document as XML: see `write_xml`, which a reader need not load."""
    from voxml.formats.write_xml import write

    return write(document, indent)

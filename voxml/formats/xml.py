"""Read the authoring form: XML into elements, or the reason why it can't be parsed."""

from __future__ import annotations

import re
from itertools import accumulate
from xml.parsers import expat

from voxml.formats.encoding import Undecodable, decode_xml
from voxml.formats.tree import MAX_DEPTH, SyntaxProblem
from voxml.language.texts import XML_SPACE, quote
from voxml.source import Source

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
XSI_NAMESPACE = "http://www.w3.org/2001/XMLSchema-instance"
#: The attribute xml:space.
SPACE = f"{XML_NAMESPACE} space"


class XmlElement:
    """An element as it is written; names are `uri local` when they have a namespace."""

    __slots__ = ("attributes", "children", "name", "offset", "parent", "tail", "text")

    def __init__(self, name: str, attributes: dict[str, str], parent: XmlElement | None, offset: int) -> None:
        self.name = name
        self.attributes = attributes
        self.parent = parent
        #: Of the `<`, in bytes of the text as UTF-8: `XmlDocument.offset` gives it in characters.
        self.offset = offset
        self.children: list[XmlElement] = _NO_CHILDREN
        #: All character data directly inside it, as written.
        self.text = ""
        #: The character data between it and the next element, which is in the text of its parent too.
        self.tail = ""


_NO_CHILDREN: list[XmlElement] = []


class XmlDocument:
    """An XML text with its root element, or with its problem and no root."""

    def __init__(self, data: bytes | str, path: str) -> None:
        self.problem: SyntaxProblem | None = None
        self.root: XmlElement | None = None
        self.utf8 = b""
        #: How many characters precede each block of bytes, once an offset is asked for.
        self._characters: list[int] | None = None
        text = ""
        try:
            text = data.removeprefix("\ufeff") if isinstance(data, str) else decode_xml(data)
            # The bytes themselves where they are ASCII: one copy less of a long document.
            is_ascii = isinstance(data, bytes) and len(data) == len(text) and text.isascii() and data.isascii()
            self.utf8 = data if is_ascii and isinstance(data, bytes) else text.encode()
        except Undecodable as error:
            text = error.before
            self.problem = SyntaxProblem("encoding", error.message, len(text))
        except UnicodeEncodeError as error:
            message = "found a lone surrogate; expected text that UTF-8 can hold"
            self.problem = SyntaxProblem("encoding", message, error.start)
        self.source = Source(text, path)
        if self.problem is None:
            self.root = self._parse()

    def _parse(self) -> XmlElement | None:
        builder = _TreeBuilder()
        parser = builder.parser
        try:
            parser.Parse(self.utf8, True)
        except _Refused as refused:
            at = parser.CurrentByteIndex
            start = self.utf8.rfind(refused.start, 0, at) if refused.start else -1
            self.problem = SyntaxProblem("syntax", refused.message, self.offset(at if start < 0 else start))
            return None
        except expat.ExpatError as error:
            at = max(parser.ErrorByteIndex, 0)
            message = _explain(error, self.utf8, at, builder.innermost)
            self.problem = SyntaxProblem("syntax", message, self.offset(at))
            return None
        finally:
            builder.forget()
        return builder.root

    def offset(self, byte: int) -> int:
        """Return the offset in characters of a byte of the text as UTF-8."""
        if len(self.utf8) == len(self.source.text):
            return byte
        if self._characters is None:
            blocks = range(0, len(self.utf8), _BLOCK)
            self._characters = [0, *accumulate(_count(self.utf8[at : at + _BLOCK]) for at in blocks)]
        block = byte // _BLOCK
        return self._characters[block] + _count(self.utf8[block * _BLOCK : byte])


_BLOCK = 4096
_CONTINUATIONS = bytes(range(0x80, 0xC0))


def _count(utf8: bytes) -> int:
    """Return how many characters begin in these bytes."""
    return len(utf8.translate(None, _CONTINUATIONS))


class _Refused(Exception):  # noqa: N818 - never leaves this module
    def __init__(self, message: str, start: bytes = b"") -> None:
        self.message = message
        #: What is at its position, where the parser reports it later.
        self.start = start


class _TreeBuilder:
    """Makes the tree from expat's events; refuses a DOCTYPE as it begins, and with it every entity."""

    def __init__(self) -> None:
        self.root: XmlElement | None = None
        self._open: list[XmlElement] = []
        parser = self.parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.XmlDeclHandler = self._declaration

    @property
    def innermost(self) -> XmlElement | None:
        """The element that is open where the parser is."""
        return self._open[-1] if self._open else None

    def forget(self) -> None:
        """Drop the parser's handlers, which hold this object and it them."""
        parser = self.parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.StartDoctypeDeclHandler = parser.XmlDeclHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        stack = self._open
        parent = stack[-1] if stack else None
        element = XmlElement(name, attributes, parent, self.parser.CurrentByteIndex)
        if parent is None:
            self.root = element
        elif parent.children:
            parent.children.append(element)
        else:
            parent.children = [element]
        if len(stack) >= MAX_DEPTH:
            raise _Refused(f"found elements nested more than {MAX_DEPTH} deep; a document is 3 deep at most")
        stack.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, data: str) -> None:
        element = self._open[-1]
        if not element.children or data.strip(XML_SPACE):
            # White space between children never counts; in a long document there is much of it.
            element.text = element.text + data if element.text else data
            if element.children:
                element.children[-1].tail += data

    def _declaration(self, version: str, *_ignored: object) -> None:
        # Expat takes any version; libxml2 takes these.
        if _VERSION(version) is None:
            raise _Refused(f"found XML version {quote(version)}; expected 1.0")

    def _doctype(self, *_ignored: object) -> None:
        raise _Refused("found a DOCTYPE; VoxML has none, and entities are never expanded", b"<!DOCTYPE")


_VERSION = re.compile(r"1\.[0-9]*").fullmatch
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
    """Return the name of an element or attribute that begins at a byte."""
    return re.split(r"[\s/>=]", utf8[at : at + 200].decode("utf-8", "replace"), maxsplit=1)[0]


# --- white space ---


def collapse(text: str) -> str:
    """Return `text` without white space at its ends, and with single spaces inside, as XML Schema collapses."""
    bare = text.strip(XML_SPACE)
    if bare.isprintable() and "  " not in bare:
        return bare
    return " ".join(part for part in bare.replace("\n", " ").replace("\t", " ").replace("\r", " ").split(" ") if part)


def preserves_space(element: XmlElement, inherited: bool) -> bool:
    """Return whether xml:space keeps white space here; it is inherited until an element sets it (XML 1.0, 2.10)."""
    written = element.attributes.get(SPACE)
    return inherited if written not in ("preserve", "default") else written == "preserve"

"""Bytes to text, as XML and JSON each allow it, with the position of the first byte that does not fit."""

import codecs
import re
from functools import lru_cache
from typing import NamedTuple

_XML_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["']""")
_WIDE = re.compile(r"utf-?(16|32)|ucs-?[24]|utf_(16|32)", re.IGNORECASE)

#: Codecs that only Python has: what they read is no text that another XML processor could read.
_PYTHON_ONLY = frozenset({"unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined", "mbcs", "oem"})


class Undecodable(Exception):  # noqa: N818 - an error of a document on its way to becoming a diagnostic
    """The bytes are not text in their encoding: why, and the text before the first that does not fit."""

    def __init__(self, message: str, before: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.before = before


class _Encoding(NamedTuple):
    name: str
    skip: int


def decode_xml(data: bytes) -> str:
    """Return the text of an XML document: by byte order mark, else by its declaration, else UTF-8.

    Raises:
        Undecodable: the encoding is unknown, or a byte does not fit it.
    """
    return _decode(data, _xml_encoding(data))


def decode_json(data: bytes) -> str:
    """Return the text of a JSON document: UTF-8 without a byte order mark (RFC 8259, section 8.1).

    Raises:
        Undecodable: there is a byte order mark, or a byte that is not UTF-8.
    """
    for mark, name in _XML_BOMS:
        if data.startswith(mark):
            what = "UTF-8 byte order mark" if name == "utf-8" else name[:-3].upper()
            raise Undecodable(f"found {what}; expected JSON in UTF-8 without a byte order mark")
    if b"\0" in data[:4]:
        raise Undecodable("found a NUL byte, as UTF-16 has them; expected JSON in UTF-8")
    return _decode(data, _Encoding("utf-8", 0))


def decode_template(data: bytes) -> str:
    """Return the text of a template as diagnostics count it: Jinja reads each line end as one character."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def encode_like(data: bytes, text: str, *, is_json: bool) -> bytes:
    """Return `text` in the encoding of `data`, with its byte order mark: what a document is written back with.

    Raises:
        UnicodeEncodeError: the encoding has no such character.
    """
    encoding = _Encoding("utf-8", 0) if is_json else _xml_encoding(data)
    return data[: encoding.skip] + text.encode(encoding.name)


def _xml_encoding(data: bytes) -> _Encoding:
    for mark, name in _XML_BOMS:
        if data.startswith(mark):
            return _Encoding(name, len(mark))
    if data[:4] == b"<\0?\0":
        return _Encoding("utf-16-le", 0)
    if data[:4] == b"\0<\0?":
        return _Encoding("utf-16-be", 0)
    return _declared(data[:200].partition(b">")[0]) if data[:5] == b"<?xml" else _Encoding("utf-8", 0)


@lru_cache(maxsize=64)
def _declared(head: bytes) -> _Encoding:
    """Return the encoding that an XML declaration names, from its bytes."""
    declared = _DECLARED.match(head)
    if declared is None:
        return _Encoding("utf-8", 0)
    name = declared[1].decode("ascii")
    try:
        if codecs.lookup(name).name in _PYTHON_ONLY:
            raise LookupError(name)
        b" ".decode(name)
    except UnicodeError:
        pass
    except LookupError:
        raise Undecodable(f'found the unknown encoding "{name}"; expected UTF-8, UTF-16 or another known one') from None
    if _WIDE.match(name):
        raise Undecodable(f'found the encoding "{name}" declared, but the bytes are not; expected UTF-8')
    return _Encoding(name, 0)


def _decode(data: bytes, encoding: _Encoding) -> str:
    try:
        return data[encoding.skip :].decode(encoding.name) if encoding.skip else data.decode(encoding.name)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding.name, "replace")
        found = " ".join(f"0x{byte:02X}" for byte in error.object[error.start : error.start + 1])
        raise Undecodable(
            f"found byte {found}, which is not {encoding.name.upper()}; expected text in {encoding.name.upper()}",
            before,
        ) from None
    except UnicodeError as error:
        raise Undecodable(f"found bytes that are not {encoding.name.upper()}: {error}") from None

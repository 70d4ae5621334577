"""A text that was read in the wrong encoding.

`itâ€™s` and `SeÃ±or` are UTF-8 that a program took for Windows-1252, a spreadsheet on its way to CSV say. A
voice reads the pieces one by one.

Bad:

    <Response version="1.0">
      <Say>Itâ€™s ready.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say>It’s ready.</Say>
      <Hangup/>
    </Response>
"""

import re
from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.problem import Context, Problem, fields_of, fields_with, rewrite_field

SEVERITY = "warning"
CATEGORY = "speech"
FIX = "safe"
_FIELDS = fields_with("Text")
NODES = tuple(_FIELDS)

#: What bytes 0x80 to 0xBF are in Windows-1252; its five gaps are read as Latin-1 reads them.
_CONTINUATION = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_NEXT = f"[{re.escape(_CONTINUATION)}]"
#: Of those, the ones that may follow a letter in a plain text: a word in capitals before a closing quotation mark.
_MARKS = "‘’“”‚„–—…•»«‹›´¨"
_OTHERS = f"[{re.escape(''.join(char for char in _CONTINUATION if char not in _MARKS))}]"
#: Two bytes of accented Latin letters; three of punctuation, the euro and Indian scripts; four of emoji; or two pairs
#: in a row, as of Greek, Cyrillic and Arabic.
_MOJIBAKE = (
    rf"[ÂÃÄÅ]{_OTHERS}|(?<=[a-zß-ÿ])[ÂÃÄÅ][{_MARKS}]|â(?:€|‚|„|†|˜|œ){_NEXT}|à[¤¥¦§]{_NEXT}|ðŸ{_NEXT}{{2}}"
    rf"|[ÎÏÐÑØÙ]{_NEXT}[ÎÏÐÑØÙ]{_NEXT}"
)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the first of each text."""
    for field, text in fields_of(node, _FIELDS):
        if text.isascii():
            continue
        found = next((each for each in re.finditer(_MOJIBAKE, text) if _decoded(each[0]) is not None), None)
        if found is None:
            continue
        message = f"found {quote(found[0])}, which is {quote(_decoded(found[0]) or '')} read in the wrong encoding"
        yield Problem(
            node,
            message,
            field,
            found[0],
            fix=rewrite_field(node, field, _read_anew, message="read it as UTF-8", is_safe=True),
        )


def _read_anew(text: str) -> str:
    return re.sub(_MOJIBAKE, lambda each: _decoded(each[0]) or each[0], text)


def _decoded(piece: str) -> str | None:
    """Return what the bytes of a piece mean as UTF-8; None when they are none."""
    try:
        raw = b"".join(char.encode("latin-1") if "\x80" <= char <= "\x9f" else char.encode("cp1252") for char in piece)
        return raw.decode("utf-8")
    except UnicodeError:
        return None

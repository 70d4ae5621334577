"""Text as XML writes it: escaped, and marked where white space counts."""

import re

_TEXT_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE_ESCAPES = {**_TEXT_ESCAPES, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_special = re.compile('[&<>\r"\t\n]')
_collapses = re.compile(r"^[ \t\r\n]|[\t\r\n]|  |[ \t\r\n]$").search


def escape_text(text: str) -> str:
    """Return text as it is written between tags."""
    return _special.sub(lambda found: _TEXT_ESCAPES.get(found[0], found[0]), text)


def escape_attribute(text: str) -> str:
    """Return text as it is written between double quotes."""
    # Looking for four characters is quicker than a regular expression, and printable text has no tab and no line end.
    if "&" in text or "<" in text or ">" in text or '"' in text or not text.isprintable():
        return _special.sub(lambda found: _ATTRIBUTE_ESCAPES[found[0]], text)
    return text


def needs_preserve(text: str) -> bool:
    """Whether collapsing white space would change `text`."""
    return _collapses(text) is not None


def content(text: str) -> str:
    """What follows the attributes of an element whose content is `text`: the mark that white space counts if it does."""
    if (
        "&" in text or "<" in text or ">" in text or "  " in text or text[0] == " " or text[-1] == " "
        or not text.isprintable()
    ):  # fmt: skip
        mark = ' xml:space="preserve"' if needs_preserve(text) else ""
        return f"{mark}>{escape_text(text)}"
    return f">{text}"

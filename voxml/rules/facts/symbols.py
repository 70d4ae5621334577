"""What a voice can't speak in a text: Markdown, pictures and escapes that were meant for a screen."""

import re

_BOLD = r"(?<![\w*])(?:\*{1,3})(?=[^\s*|])(?=[^*]{0,200}[^\W\d_])[^*]{1,200}(?<!\s)\*{1,3}(?![\w*])"
_UNDERLINED = r"(?<!\w)__(?=[^\s_])[^_]{1,200}__(?!\w)"
_STRUCK = r"~~(?=\S)[^~]{1,200}~~"
_CODE = r"(?<!\w)(?:`{1,3})(?=[^\s`])[^`]{1,200}`{1,3}(?!\w)"
_LINK = r"\[[^\]\[]{1,200}\]\([^()\s]{1,300}\)"
_HEADING = r"\A\s{0,10}#{1,6}\s{1,10}(?=[^\W\d_a-z])"
_MARK = re.compile(r"[*_~`\[#\\]")
#: Compiled by `re` when a text first has one of the marks.
_MARKDOWN = "|".join((_BOLD, _UNDERLINED, _STRUCK, _CODE, _LINK, _HEADING))
#: Arrows, boxes and shapes, signs and emoji. Letters, digits, currencies, fractions, °, ©, ® and ™ are spoken.
_SYMBOL = (
    "[\u2190-\u21ff\u2500-\u25ff\u2600-\u27bf\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u20e3]"
)
_ARROW = r"\s{0,10}[\u2190-\u21ff\u27f0-\u27ff\u2900-\u297f]\s{0,10}"
#: A backslash and a letter that was to be a line end or a tab; in a path of Windows it begins a name.
_ESCAPE = re.compile(
    r"(?P<path>(?<!\w)(?:[A-Za-z]:\\|\\\\[\w.-]{1,80}\\)(?:[\w .()-]{1,80}\\){0,20}[\w.-]{0,80})|\\n|\\[rt](?!\w)"
)


def is_plain(text: str) -> bool:
    """Return whether a text surely has no Markdown, symbol or escape: it is ASCII, and without their characters."""
    return text.isascii() and _MARK.search(text) is None


def markdown_in(text: str) -> str | None:
    """Return the first Markdown in a text."""
    found = re.search(_MARKDOWN, text) if _MARK.search(text) is not None else None
    if found is None:
        return None
    return found[0].strip() if found[0].strip("# \n\t") else text.strip()[:40]


def symbol_in(text: str) -> str | None:
    """Return the first arrow, box, sign or emoji in a text."""
    found = None if text.isascii() else re.search(_SYMBOL, text)
    return found[0] if found is not None else None


def escape_in(text: str) -> str | None:
    """Return the first line end or tab that is written as a backslash and a letter."""
    found = _ESCAPE.finditer(text) if "\\" in text else ()
    return next((each[0] for each in found if each["path"] is None), None)


def describe_symbol(symbol: str) -> str:
    """Return what a symbol is, with its code point."""
    code = ord(symbol)
    if 0x2190 <= code <= 0x21FF or 0x27F0 <= code <= 0x27FF or 0x2900 <= code <= 0x297F:
        kind = "the arrow"
    elif 0x2500 <= code <= 0x25FF:
        kind = "the drawing character"
    else:
        kind = "the emoji" if code >= 0x1F000 else "the symbol"
    return f'{kind} "{symbol}" (U+{code:04X})'


def spoken(text: str) -> str:
    """Return the words of a text without Markdown, symbols and escapes; an arrow becomes a comma."""
    plain = _ESCAPE.sub(lambda found: found["path"] or " ", text)
    plain = re.sub(_LINK, lambda found: found[0][1:].partition("](")[0], plain)
    plain = re.sub(_HEADING, "", plain)
    for pattern, marks in ((_BOLD, "*"), (_UNDERLINED, "_"), (_STRUCK, "~"), (_CODE, "`")):
        plain = re.sub(pattern, lambda found, marks=marks: found[0].strip(marks), plain)  # type: ignore[misc]
    plain = re.sub(_ARROW, ", ", plain)
    words = " ".join(re.sub(_SYMBOL, " ", plain).split()).replace(" ,", ",").lstrip(", ")
    # A comma at the end that was an arrow goes.
    return words if text.rstrip().endswith(",") else words.rstrip(", ")

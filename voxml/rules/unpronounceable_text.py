"""A text that is not heard as it was meant.

Seven or more digits in a row are read as one number ("four billion …"), web addresses are spelt out at
length, and control characters are noise or nothing. Markdown, emoji, arrows, boxes and a literal `\\n` were
meant for a screen: a voice skips them or reads their names. Put spaces or commas between digits, and say in
words where to look. The fix keeps the words.

Bad:

    <Response version="1.0">
      <Say>Call us back at 4155550100.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say>Call us back at 4 1 5, 5 5 5, 0 1 0 0.</Say>
      <Hangup/>
    </Response>
"""

import re
from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.facts.symbols import describe_symbol, escape_in, is_plain, markdown_in, spoken, symbol_in
from voxml.rules.problem import Context, Problem, rewrite_field

SEVERITY = "warning"
CATEGORY = "speech"
FIX = "unsafe"
NODES = ("Say",)
FIELDS = ("text",)

_DIGITS = re.compile(r"\d\d{6,}")  # with a first character of its own, for which a search looks quickly
_URL = (
    r"(?:https?|wss?|ftp)://[^\s<>\"]+|(?<![\w@.])www\.[\w-]++\.[^\s<>\"]+"
    # Without a path a name is read well: "acme dot com".
    r"|(?<![\w@.-])(?:[a-z\d-]{1,63}+\.){1,4}(?:com|org|net|io|gov|edu|app|dev|info)/[^\s<>\"]+"
)
#: A host alone; most voices read it as letters or swallow its dots.
_HOST = re.compile(r"(?:[a-z\d-]{1,63}\.){1,4}(?:com|org|net|io|gov|edu|app|dev|info|co\.uk|de|fr|in)", re.IGNORECASE)
_DOT_INSIDE = re.compile(r"\.\w")
# C1 controls, direction overrides, a stray byte order mark, the replacement character. Joiners stay: Hindi,
# Persian and other scripts need them.
_CONTROL = "[\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffc\ufffd]"


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the first of each kind."""
    text = node.members["text"]
    if found := _DIGITS.search(text):
        digits = found[0]
        spaced = " ".join(digits)
        message = f'found {len(digits)} digits in a row, which are read as one number; write "{spaced[:40]}"'
        fix = rewrite_field(node, "text", _apart, message="put spaces between the digits")
        yield Problem(node, message, "text", digits, fix=fix)
    if ("/" in text or "www" in text.lower()) and (found := re.search(_URL, text, re.IGNORECASE)):
        address = found[0].rstrip(".,;:!?)")
        yield Problem(node, f"found the address {quote(address, 40)} in a spoken text; expected words", "text", address)
    elif (host := _host_in(text)) is not None:
        message = f'found the host {quote(host, 40)} in a spoken text; say "{host.replace(".", " dot ")[:60]}"'
        yield Problem(node, message, "text", host, severity="info")
    if not (text.isascii() and text.isprintable()) and (found := re.search(_CONTROL, text)):
        name = "the replacement character" if found[0] == "\ufffd" else "an invisible control character"
        yield Problem(node, f"found {name} (U+{ord(found[0]):04X}) in a spoken text", "text", found[0])
    if not is_plain(text):
        yield from _for_a_screen(node, text)


def _apart(text: str) -> str:
    return _DIGITS.sub(lambda run: " ".join(run[0]), text)


def _for_a_screen(node: Node, text: str) -> Iterator[Problem]:
    """Yield the first Markdown, symbol and escape."""
    markdown, symbol, escape = markdown_in(text), symbol_in(text), escape_in(text)
    if markdown is None and symbol is None and escape is None:
        return
    words = spoken(text)
    fix = rewrite_field(node, "text", spoken, message=f"write {quote(words, 60)}") if words else None
    if (found := markdown) is not None:
        yield Problem(
            node, f"found Markdown, {quote(found, 40)}, in a spoken text; expected words", "text", found, fix=fix
        )
    if (found := symbol) is not None:
        yield Problem(node, f"found {describe_symbol(found)} in a spoken text; expected words", "text", found, fix=fix)
    if (found := escape) is not None:
        message = f"found {found} as it is written in code; it is read out, and no line end"
        yield Problem(node, message, "text", found, fix=fix)


def _host_in(text: str) -> str | None:
    """Return the first word that is the name of a host."""
    if _DOT_INSIDE.search(text) is None:
        return None
    words = (word.strip(".,;:!?()\"'“”") for word in text.split() if "." in word)
    return next((word for word in words if _HOST.fullmatch(word)), None)

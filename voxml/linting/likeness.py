"""Judges documents that are alike once: those of one folder often differ in a few words, an address or a number only.

What stands in such a place is taken out by one pattern, a sign is put in, and the rest, the *frame*, is judged as it
stands. Every later document with that frame has the same findings, moved by as much as its own words are longer. It holds
because of what may be taken out: plain words that are spoken, the last step of the path of an https address, the last
four digits of a telephone number of a usual length. No rule objects to any of them or tells one from another, and no
document is so long that a limit for texts is near. A finding that quotes a sign is not used again. A property test holds
frames to the judgement of each document by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from voxml.diagnostics import Diagnostic, Edit, Fix
from voxml.linting.index import RULES
from voxml.rules.facts.country_codes import is_usual
from voxml.rules.facts.placeholders import has_leftovers
from voxml.rules.facts.plain import WORD
from voxml.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from voxml.schema.checked import Form

#: The rules that look at what may be taken out, each found to say the same whatever it is. With another one, nothing is.
CONSIDERED = frozenset(
    [
        "caller-id-not-e164",
        "credentials-in-document",
        "impossible-number",
        "insecure-url",
        "markup-in-text",
        "post-to-static-host",
        "private-address",
        "redirect-to-self",
        "static-callback-without-method",
        "text-too-long",
        "transcription-url-unused",
        "unpronounceable-text",
        "unrendered-placeholder",
        "unsupported-audio-format",
    ]
)
_LOOKED_AT = re.compile(r"Text|HttpUrl|Say\.text|.*\.\w*url|Number\.number|Dial\.caller_id")

#: Stands for what was taken out: one character, that messages show as it is; a document that holds it has no frame.
_SIGN = "\u29eb"
#: Stands for the last digits of a number, which has to stay one.
_DIGITS = "0000"
#: In bytes. No text of such a document is near the 3,000 characters at which `text-too-long` begins.
_LARGEST = 2_900
#: So many frames are remembered; when so many documents had a new one each, no more are looked for.
_MOST, _PATIENCE = 1_024, 512

# Nothing that could be the end of the text, in XML or in JSON.
_WORDS = rf"(?:{WORD}|&)(?:[,.!?]? (?:{WORD}|&))*+[.!?]?"
_ADDRESS = r"https://[^\s\"'<>/?#&]+/(?:[^\s\"'<>/?#&]+/)*+"
_STEP = r"[A-Za-z0-9-]{1,14}"
_REST = r"(?:\.[a-z0-9]{1,5})?"
_NUMBER = r"\+[1-9][0-9]{6,14}"
# Each begins with one character that is quickly looked for.
_XML = re.compile(
    rf"<(?:Say(?: [^<>]*)?>({_WORDS.replace('|&)', '|&amp;)')})</Say>"
    rf"|(?:Redirect|Play)(?: [^<>]*)?>{_ADDRESS}({_STEP}){_REST}</"
    rf"|Number>({_NUMBER})</Number>"
    rf"|(?:Gather|Dial|Record|Stream|Conference) (?:[^<>_]*+_)+?"
    rf'(?:url="{_ADDRESS}({_STEP}){_REST}"|id="({_NUMBER})"))'
)
_JSON = re.compile(
    rf'"(?:text": ?"({_WORDS})"|(?:[a-z_]*_)?url": ?"{_ADDRESS}({_STEP}){_REST}"|(?:number|caller_id)": ?"({_NUMBER})")'
)
#: The groups that are numbers.
_XML_NUMBERS, _JSON_NUMBERS = frozenset({3, 5}), frozenset({3})


class _Move(NamedTuple):
    """A finding of a frame, and which of its signs its places move with."""

    finding: Diagnostic
    #: The first sign of its line, and the first sign after it; of its end, the same.
    start: tuple[int, int]
    end: tuple[int, int]
    #: For each edit of its fix, how many signs stand before its start and its end.
    edits: tuple[tuple[int, int], ...]


class _Frame(NamedTuple):
    """A document with its signs, and how much longer than a sign is what each stands for."""

    text: str
    longer: list[int]


class Frames:
    """The frames that one set of rules has judged."""

    def __init__(self) -> None:
        # None is remembered of a frame whose findings are those of one document only.
        self._known: dict[str, tuple[_Move, ...] | None] = {}
        self._missed = 0
        self._is_off = not is_complete()

    def judge(
        self, data: bytes, form: Form, path: str, what: str, anew: Callable[[bytes], list[Diagnostic] | None]
    ) -> list[Diagnostic] | None:
        """What is wrong with a document, when it is like others; None when it has to be judged by itself.

        `what` tells apart documents that are not judged alike though their frames are the same. `anew` judges a frame; None
        when there is more to say of it than its findings.
        """
        if self._is_off or len(data) > _LARGEST:
            return None
        frame = _frame_of(data, form)
        if frame is None:
            return None
        key = what + frame.text
        if key in self._known:
            moves = self._known[key]
            self._missed = 0
        else:
            moves = self._learn(key, frame, anew)
        if not moves:
            return None if moves is None else []
        return [_moved(each, frame.longer, path) for each in moves]

    def _learn(
        self, key: str, frame: _Frame, anew: Callable[[bytes], list[Diagnostic] | None]
    ) -> tuple[_Move, ...] | None:
        self._missed += 1
        if self._missed > _PATIENCE:
            self._is_off = True
            self._known.clear()
            return None
        if len(self._known) >= _MOST:
            self._known.clear()
        found = anew(frame.text.encode())
        if found is None or any(_quotes_sign(each) for each in found):
            moves = None
        else:
            source = Source(frame.text, "")
            signs = [(at.start(), source.place(at.start())[0]) for at in re.finditer(_SIGN, frame.text)]
            moves = tuple(_move_of(each, source, signs) for each in found)
        self._known[key] = moves
        return moves


def is_complete() -> bool:
    """Whether every rule that looks at what may be taken out has been considered."""
    return all(name in CONSIDERED or not any(map(_LOOKED_AT.fullmatch, entry.watches)) for name, entry in RULES.items())


def _frame_of(data: bytes, form: Form) -> _Frame | None:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    if form == "xml":
        if "voxml:" in text or (text[:5] == "<?xml" and _is_in_another_encoding(text)):
            return None
        pattern, numbers = _XML, _XML_NUMBERS
    else:
        pattern, numbers = _JSON, _JSON_NUMBERS
    if _SIGN in text or text[:1] == "\ufeff" or has_leftovers(text):
        return None
    pieces: list[str] = []
    longer: list[int] = []
    at = 0
    for found in pattern.finditer(text):
        group = found.lastindex
        assert group is not None
        start, end = found.span(group)
        if group in numbers:
            if is_usual(text[start + 1 : end]):
                pieces += (text[at : end - 4], _DIGITS)
                at = end
        else:
            pieces += (text[at:start], _SIGN)
            longer.append(end - start - 1)
            at = end
    pieces.append(text[at:])
    return _Frame("".join(pieces), longer)


def _is_in_another_encoding(text: str) -> bool:
    # There the sign would be other characters.
    head = text.partition("?>")[0].lower()
    return "encoding" in head and "utf-8" not in head


def _quotes_sign(finding: Diagnostic) -> bool:
    said = finding.message
    if finding.fix is not None:
        said = "\n".join((said, finding.fix.message, *(edit.text for edit in finding.fix.edits)))
    return _SIGN in said or _DIGITS in said or _SIGN in finding.pointer


def _move_of(finding: Diagnostic, source: Source, signs: list[tuple[int, int]]) -> _Move:
    """`signs` are the offsets of the signs, each with its line."""

    def before(offset: int) -> int:
        return sum(1 for at, _ in signs if at < offset)

    def on_line(line: int, column: int) -> tuple[int, int]:
        return sum(1 for _, each in signs if each < line), before(source.offset(line, column))

    edits = () if finding.fix is None else tuple((before(edit.start), before(edit.end)) for edit in finding.fix.edits)
    return _Move(finding, on_line(finding.line, finding.column), on_line(finding.end_line, finding.end_column), edits)


def _moved(move: _Move, longer: list[int], path: str) -> Diagnostic:
    rule, severity, message, _, line, column, end_line, end_column, pointer, fix, rendered = move.finding
    first, upto = move.start
    if upto > first:
        column += sum(longer[first:upto])
    first, upto = move.end
    if upto > first:
        end_column += sum(longer[first:upto])
    if fix is not None:
        edits = tuple(
            Edit(edit.start + sum(longer[:start]), edit.end + sum(longer[:end]), edit.text)
            for edit, (start, end) in zip(fix.edits, move.edits, strict=True)
        )
        fix = Fix(fix.message, edits, fix.is_safe)
    return Diagnostic(rule, severity, message, path, line, column, end_line, end_column, pointer, fix, rendered)

"""Comments that silence findings, and the ones that silence nothing.

    <!-- voxml: ignore[long-pause] the music needs it -->          the element that follows; at a line's end, that line
    <!-- voxml: ignore-file[long-pause, short-timeout] -->         the whole file
    <!-- voxml: disable[long-pause] --> … <!-- voxml: enable -->   from here to there

A name may be that of a category. What a comment silences stays silent in every format.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from voxml.diagnostics import Diagnostic, Fix
from voxml.formats.encoding import decode_xml
from voxml.rules import RULES
from voxml.rules.rule import CATEGORIES
from voxml.rules.selection import in_category, unknown_rule
from voxml.source import Source

_DIRECTIVE = re.compile(r"\s*voxml:\s*([a-z-]+)\s*(?:\[([^\]]*)\])?(.*)", re.DOTALL)
_COMMENTS = re.compile(r"<!--.*?-->|\{#.*?#\}")
_WORDS = ("ignore", "ignore-file", "disable", "enable")
_UNUSED = "unused-suppression"
#: What can't be silenced: nothing else is known of such a file.
_ALWAYS = frozenset(["syntax", "encoding"])


class Mark(NamedTuple):
    """A comment of a file, with what follows it; places are offsets of characters."""

    text: str
    start: int
    end: int
    covers: tuple[int, int]


class _Silence(NamedTuple):
    """A comment that silences `rules` from offset `start` up to `end`."""

    mark: Mark
    name: str
    rules: frozenset[str]
    start: int
    end: int


def suppress(diagnostics: list[Diagnostic], source: Source, active: Collection[str]) -> list[Diagnostic]:
    """The findings that no comment of an XML document silences, and one for each comment that silences nothing."""
    from voxml.formats.xml_layout import Layout

    marks = [Mark(*comment) for comment in Layout(source.text).comments]
    return apply(diagnostics, source, marks, active)


def silence(diagnostics: list[Diagnostic], data: bytes, path: str) -> list[Diagnostic]:
    """The findings about a source of a site, XML or a template, that no comment in it silences."""
    if path.endswith(".j2"):
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return apply(diagnostics, Source(text, path), template_marks(text), ())
    return suppress(diagnostics, Source(decode_xml(data), path), ())


def apply(
    diagnostics: list[Diagnostic], source: Source, marks: Iterable[Mark], active: Collection[str]
) -> list[Diagnostic]:
    """The same, with the comments given; `active` are the rules that judged."""
    silences, wrong = _read(list(marks), source)
    if not silences and not wrong:
        return diagnostics
    kept, used = _sweep(diagnostics, source, silences)
    if _UNUSED in active:
        kept += wrong
        for one in silences:
            # What a comment silences over the whole site is not seen here.
            is_judged = any(rule in active and RULES[rule].scope == "document" for rule in one.rules)
            if is_judged and (one.mark.start, one.name) not in used:
                kept.append(_finding(source, one.mark, f"{one.name} is not found here; remove the comment", True))
        kept.sort(key=lambda each: (each.line, each.column, each.rule))
    return kept


def _sweep(
    diagnostics: list[Diagnostic], source: Source, silences: list[_Silence]
) -> tuple[list[Diagnostic], set[tuple[int, str]]]:
    """The findings that nothing silences, and the silences that did: one pass over both, in the order of the text."""
    used: set[tuple[int, str]] = set()
    kept: list[Diagnostic] = []
    coming = sorted(silences, key=lambda one: one.start, reverse=True)
    under_way: list[_Silence] = []
    for each in diagnostics:
        at = source.offset(each.line, each.column)
        while coming and coming[-1].start <= at:
            under_way.append(coming.pop())
        under_way = [one for one in under_way if at < one.end]
        hit = [one for one in under_way if each.rule in one.rules]
        if not hit or each.rule in _ALWAYS:
            kept.append(each)
        used.update((one.mark.start, one.name) for one in hit)
    return kept, used


def _read(marks: list[Mark], source: Source) -> tuple[list[_Silence], list[Diagnostic]]:
    silences: list[_Silence] = []
    wrong: list[Diagnostic] = []
    opened: list[_Silence] = []
    for mark in marks:
        found = _DIRECTIVE.fullmatch(mark.text)
        if found is None:
            continue
        word, names = found[1], [name.strip() for name in (found[2] or "").split(",") if name.strip()]
        problem = _problem(word, found[2], names)
        if problem is not None:
            wrong.append(_finding(source, mark, problem, False))
            continue
        if word == "enable":
            silences += _close(opened, names, mark.start)
            continue
        for name in names:
            silence = _Silence(mark, name, _rules_of(name), *_reach(word, mark, source))
            (opened if word == "disable" else silences).append(silence)
    return silences + opened, wrong


def _problem(word: str, brackets: str | None, names: list[str]) -> str | None:
    if word not in _WORDS:
        from voxml.language.spelling import did_you_mean

        return f'found "voxml: {word}"; expected one of {", ".join(_WORDS)}{did_you_mean(word, _WORDS)}'
    if not names and (word != "enable" or brackets is not None):
        return f'found "voxml: {word}" without rules; expected their names, such as {word}[long-pause]'
    for name in names:
        if name not in RULES and name not in CATEGORIES:
            return unknown_rule(name)
    return None


def _rules_of(name: str) -> frozenset[str]:
    return frozenset(in_category(name)) if name in CATEGORIES else frozenset([name])


def _reach(word: str, mark: Mark, source: Source) -> tuple[int, int]:
    text = source.text
    if word == "ignore-file":
        return 0, len(text) + 1
    if word == "disable":
        return mark.start, len(text) + 1
    line = text.rfind("\n", 0, mark.start) + 1
    end = text.find("\n", mark.end)
    rest = _COMMENTS.sub("", text[mark.end : end if end >= 0 else len(text)]).strip()
    # What only closes elements is nothing that a comment before it could mean.
    if text[line : mark.start].strip() and (not rest or rest.startswith("</")):
        # It ends a line: that line is meant.
        return line, mark.start
    return mark.covers


def _close(opened: list[_Silence], names: list[str], at: int) -> list[_Silence]:
    closed = [one for one in opened if not names or one.name in names]
    for one in closed:
        opened.remove(one)
    return [one._replace(end=at) for one in closed]


def _finding(source: Source, mark: Mark, message: str, can_go: bool) -> Diagnostic:
    from voxml.formats.edits import remove_comment

    line, column = source.place(mark.start)
    end_line, end_column = source.place(mark.end)
    severity = RULES[_UNUSED].severity
    fix = None
    if can_go:
        fix = Fix("remove the comment", (remove_comment(source.text, mark.start, mark.end),))
    return Diagnostic(_UNUSED, severity, message, source.path, line, column, end_line, end_column, "", fix)


_TEMPLATE_COMMENT = re.compile(r"\{#(.*?)#\}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def template_marks(text: str) -> list[Mark]:
    """The Jinja comments of a template; each covers the tag or the line after it.

    Comments of XML are in what the template gives, and silence there.
    """
    marks: list[Mark] = []
    for found in _TEMPLATE_COMMENT.finditer(text):
        if "voxml:" not in found[1]:
            continue
        start = found.end()
        while start < len(text) and text[start] in " \t\r\n":
            start += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        tag = _TAG.match(text, start)
        if tag is not None:
            end = max(end, tag.end())
        marks.append(Mark(found[1].strip("-"), found.start(), found.end(), (start, end)))
    return marks

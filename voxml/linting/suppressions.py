"""Comments that suppress diagnostics, and the ones that suppress nothing.

    <!-- voxml: ignore[long-pause] the music needs it -->          the element that follows; at a line's end, that line
    <!-- voxml: ignore-file[long-pause, short-timeout] -->         the whole file
    <!-- voxml: disable[long-pause] --> … <!-- voxml: enable -->   from here to there

A name may be that of a category. What a comment suppresses is left out of every format.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from voxml.diagnostics import Diagnostic, Edit, Fix
from voxml.formats.edits import remove_comment
from voxml.formats.encoding import decode_template, decode_xml
from voxml.formats.xml_layout import Comment, Layout
from voxml.language.spelling import did_you_mean
from voxml.linting.comments import extents_of, template_comments
from voxml.rules import RULES
from voxml.rules.rule import CATEGORIES
from voxml.rules.selection import in_category, unknown_rule
from voxml.source import Source

_DIRECTIVE = re.compile(r"\s*voxml:\s*([a-z-]+)\s*(?:\[([^\]]*)\])?(.*)", re.DOTALL)
_WORDS = ("ignore", "ignore-file", "disable", "enable")
_UNUSED = "unused-suppression"
#: What can't be suppressed: nothing else is known of such a file.
_ALWAYS = frozenset(["syntax", "encoding"])
#: After so many comments that name no rule, none is asked what it means: that takes a millisecond for each.
_MOST_GUESSES = 20


class _Suppression(NamedTuple):
    """A name in a comment, which suppresses `rules` from offset `start` up to `end`."""

    comment: Comment
    name: str
    rules: frozenset[str]
    start: int
    end: int


def suppress(diagnostics: list[Diagnostic], source: Source, active: Collection[str]) -> list[Diagnostic]:
    """Return the diagnostics that no comment of an XML document suppresses, and one for each that suppresses nothing.

    `active` are the rules that were run.
    """
    return apply(diagnostics, source, Layout(source.text).comments, active)


def suppress_in_source(diagnostics: list[Diagnostic], data: bytes, path: str) -> list[Diagnostic]:
    """Return the diagnostics of a source of a site, XML or a template, that no comment in it suppresses."""
    if path.endswith(".j2"):
        text = decode_template(data)
        return apply(diagnostics, Source(text, path), template_comments(text), ())
    return suppress(diagnostics, Source(decode_xml(data), path), ())


def apply(
    diagnostics: list[Diagnostic], source: Source, comments: Iterable[Comment], active: Collection[str]
) -> list[Diagnostic]:
    """Return the same, with the comments given."""
    suppressions, invalid = _read(list(comments), source)
    if not suppressions and not invalid:
        return diagnostics
    offsets: dict[str, list[int]] = defaultdict(list)
    for each in diagnostics:
        offsets[each.rule].append(source.offset(each.line, each.column))
    for each_rule in offsets.values():
        each_rule.sort()
    reach = _Reach(suppressions)
    kept = [
        each
        for each in diagnostics
        if each.rule in _ALWAYS or not reach.has(each.rule, source.offset(each.line, each.column))
    ]
    if _UNUSED in active:
        unused = [each for each in suppressions if _could_be_used(each, active) and not _is_used(each, offsets)]
        kept += [*invalid, *_diagnostics(unused, suppressions, source)]
        kept.sort(key=lambda each: (each.line, each.column, each.rule))
    return kept


class _Reach:
    """Where each rule is suppressed: sorted intervals that do not overlap."""

    def __init__(self, suppressions: list[_Suppression]) -> None:
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._ends: dict[str, list[int]] = defaultdict(list)
        for each in sorted(suppressions, key=lambda one: one.start):
            for rule in each.rules:
                starts, ends = self._starts[rule], self._ends[rule]
                if ends and each.start <= ends[-1]:
                    ends[-1] = max(ends[-1], each.end)
                else:
                    starts.append(each.start)
                    ends.append(each.end)

    def has(self, rule: str, offset: int) -> bool:
        """Tell whether a rule is suppressed at an offset."""
        index = bisect_left(self._starts.get(rule, ()), offset + 1) - 1
        return index >= 0 and offset < self._ends[rule][index]


def _could_be_used(one: _Suppression, active: Collection[str]) -> bool:
    # What a comment suppresses over the whole site, or in a template, is not seen here.
    return any(rule in active and RULES[rule].scope == "document" for rule in one.rules)


def _is_used(one: _Suppression, offsets: dict[str, list[int]]) -> bool:
    for rule in one.rules & offsets.keys():
        known = offsets[rule]
        index = bisect_left(known, one.start)
        if index < len(known) and known[index] < one.end:
            return True
    return False


def _read(comments: list[Comment], source: Source) -> tuple[list[_Suppression], list[Diagnostic]]:
    suppressions: list[_Suppression] = []
    invalid: list[Diagnostic] = []
    opened: dict[str, list[_Suppression]] = defaultdict(list)
    extents = extents_of(comments, source.text)
    for comment in comments:
        found = _DIRECTIVE.fullmatch(comment.text)
        if found is None:
            continue
        word, names = found[1], _names(found[2])
        problem = _problem(word, found[2], names, is_guessed=len(invalid) < _MOST_GUESSES)
        if problem is not None:
            invalid.append(_diagnostic(source, comment, problem))
        elif word == "enable":
            for name in names or list(opened):
                suppressions += [each._replace(end=comment.start) for each in opened.pop(name, ())]
        else:
            start, end = _extent(word, comment, extents[comment.start], source)
            target = opened if word == "disable" else None
            for name in names:
                one = _Suppression(comment, name, _rules_of(name), start, end)
                (suppressions if target is None else target[name]).append(one)
    return [*suppressions, *(each for several in opened.values() for each in several)], invalid


def _names(brackets: str | None) -> list[str]:
    return [name.strip() for name in (brackets or "").split(",") if name.strip()]


def _problem(word: str, brackets: str | None, names: list[str], *, is_guessed: bool) -> str | None:
    if word not in _WORDS:
        meant = did_you_mean(word, _WORDS) if is_guessed else ""
        return f'found "voxml: {word}"; expected one of {", ".join(_WORDS)}{meant}'
    if not names and (word != "enable" or brackets is not None):
        return f'found "voxml: {word}" without rules; expected their names, such as {word}[long-pause]'
    for name in names:
        if name not in RULES and name not in CATEGORIES:
            return unknown_rule(name) if is_guessed else f'there is no rule or category "{name}"'
    return None


def _rules_of(name: str) -> frozenset[str]:
    return frozenset(in_category(name)) if name in CATEGORIES else frozenset([name])


def _extent(word: str, comment: Comment, reach: tuple[int, int], source: Source) -> tuple[int, int]:
    end = len(source.text) + 1
    if word == "ignore-file":
        return 0, end
    return (comment.start, end) if word == "disable" else reach


def _diagnostics(unused: list[_Suppression], every: list[_Suppression], source: Source) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each name that suppresses nothing; the fix removes the name, or the last with its comment."""
    unused_names: dict[int, set[str]] = defaultdict(set)
    for one in unused:
        unused_names[one.comment.start].add(one.name)
    names: dict[int, list[str]] = defaultdict(list)
    for one in every:
        if one.name not in names[one.comment.start]:
            names[one.comment.start].append(one.name)
    reported: dict[int, set[str]] = defaultdict(set)
    for one in unused:
        start = one.comment.start
        if one.name in reported[start]:
            continue
        is_first = not reported[start]
        reported[start].add(one.name)
        left = [name for name in names[start] if name not in unused_names[start]]
        fix = _fix(one.comment, left, source.text) if is_first else None
        what = "remove it" if left else "remove the comment"
        yield _diagnostic(source, one.comment, f"{one.name} is not found here; {what}", fix)


def _fix(comment: Comment, left: list[str], text: str) -> Fix:
    if not left:
        return Fix("remove the comment", (remove_comment(text, comment.start, comment.end),))
    start = text.index("[", comment.start) + 1
    return Fix("remove the name", (Edit(start, text.index("]", start), ", ".join(left)),))


def _diagnostic(source: Source, comment: Comment, message: str, fix: Fix | None = None) -> Diagnostic:
    line, column = source.place(comment.start)
    end_line, end_column = source.place(comment.end)
    severity = RULES[_UNUSED].severity
    return Diagnostic(_UNUSED, severity, message, source.path, line, column, end_line, end_column, "", fix)

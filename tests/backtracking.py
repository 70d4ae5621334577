"""Counts the steps that a backtracking matcher takes with a pattern: growth can be asserted, and a clock can't."""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Iterator
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_ANY_LENGTH = 50
#: Nothing worse need be looked for.
_ENOUGH = 2.6
_TAILS = ("", "\x00")


class TooManySteps(Exception):
    """The matcher took more steps than were allowed: the growth is worse than any that is measured."""


Continue = Callable[[int], bool]


class Matcher:
    """A plain backtracking matcher over the tree that `re` parses a pattern into."""

    def __init__(self, pattern: re.Pattern[str] | re.Pattern[bytes], limit: int) -> None:
        source = pattern.pattern
        text = source.decode("latin-1") if isinstance(source, bytes) else source
        self.tree = parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags)
        self._flags = pattern.flags
        self._limit = limit
        self._text = text
        self._groups: dict[int, tuple[int, int]] = {}
        self.steps = 0
        self.end = 0

    def scan(self, text: str, *, everywhere: bool) -> int:
        """Match at the start, or everywhere as finditer does; the answer is the number of steps."""
        self._text, self.steps, at = text, 0, 0
        while at <= len(text):
            found = self._run(list(self.tree), 0, at, self._matched)
            if not everywhere:
                break
            at = self.end if found and self.end > at else at + 1
        return self.steps

    def _matched(self, at: int) -> bool:
        self.end = at
        return True

    def _run(self, items: list[Any], index: int, at: int, then: Continue) -> bool:
        while index < len(items):
            self.steps += 1
            if self.steps > self._limit:
                raise TooManySteps
            op, value = items[index]
            one = self._single(op, value)
            if one is not None:
                if at >= len(self._text) or not one(self._text[at]):
                    return False
                at += 1
                index += 1
                continue
            rest: Continue = lambda end, index=index: self._run(items, index + 1, end, then)  # noqa: E731
            if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
                return self._repeat(op, value, at, rest)
            if op is ops.BRANCH:
                return any(self._run(list(each), 0, at, rest) for each in value[1])
            if op is ops.SUBPATTERN:
                group, body = value[0], list(value[3])

                def close(end: int) -> bool:
                    if group is not None:  # noqa: B023
                        self._groups[group] = (at, end)  # noqa: B023
                    return rest(end)  # noqa: B023

                return self._run(body, 0, at, close)
            if op is ops.ATOMIC_GROUP:
                if not self._run(list(value), 0, at, self._matched):
                    return False
                return rest(self.end)
            if op in (ops.ASSERT, ops.ASSERT_NOT):
                if value[0] > 0:
                    found = self._run(list(value[1]), 0, at, self._matched)
                    if found is (op is ops.ASSERT_NOT):
                        return False
            elif op is ops.GROUPREF:
                start, end = self._groups.get(value, (0, 0))
                if not self._text.startswith(self._text[start:end], at):
                    return False
                at += end - start
            elif op is ops.AT:
                if not self._is_at(value, at):
                    return False
            else:
                raise NotImplementedError(str(op))
            index += 1
        return then(at)

    def _is_at(self, where: Any, at: int) -> bool:
        text = self._text
        if where in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING):
            return at == 0 or (bool(self._flags & re.MULTILINE) and text[at - 1] == "\n")
        if where is ops.AT_END_STRING:
            return at == len(text)
        if where is ops.AT_END:
            return at >= len(text) - (text[-1:] == "\n") or (bool(self._flags & re.MULTILINE) and text[at] == "\n")
        before, after = at > 0 and _is_word(text[at - 1]), at < len(text) and _is_word(text[at])
        return (before != after) is (where is ops.AT_BOUNDARY)

    def _repeat(self, op: Any, value: Any, at: int, rest: Continue) -> bool:
        least, most, body = value[0], int(value[1]), list(value[2])
        one = self._single(*body[0]) if len(body) == 1 else None
        if one is not None:
            return self._repeat_single(op, least, most, one, at, rest)
        if op is ops.POSSESSIVE_REPEAT:
            count = 0
            while count < most and self._run(body, 0, at, self._matched) and (self.end > at or count < least):
                at, count = self.end, count + 1
            return count >= least and rest(at)

        def again(count: int, at: int) -> bool:
            more = count < most and (
                lambda: self._run(body, 0, at, lambda end: (end > at or count < least) and again(count + 1, end))
            )
            if op is ops.MIN_REPEAT:
                return (count >= least and rest(at)) or bool(more and more())
            return bool(more and more()) or (count >= least and rest(at))

        return again(0, at)

    def _repeat_single(
        self, op: Any, least: int, most: int, one: Callable[[str], bool], at: int, rest: Continue
    ) -> bool:
        text, furthest = self._text, min(len(self._text), at + most)
        if op is ops.MIN_REPEAT:
            end = at
            while True:
                self.steps += 1
                if end - at >= least and rest(end):
                    return True
                if end >= furthest or not one(text[end]):
                    return False
                end += 1
        end = at
        while end < furthest and one(text[end]):
            end += 1
        self.steps += end - at
        if op is ops.POSSESSIVE_REPEAT:
            return end - at >= least and rest(end)
        return any(rest(each) for each in range(end, at + least - 1, -1))

    def _single(self, op: Any, value: Any) -> Callable[[str], bool] | None:
        if op not in (ops.LITERAL, ops.NOT_LITERAL, ops.ANY, ops.IN):
            return None
        if op is ops.ANY:
            return lambda char: bool(self._flags & re.DOTALL) or char != "\n"
        members = [(op, value)] if op is not ops.IN else value
        if self._flags & re.IGNORECASE:
            return lambda char: _is_in(members, char.lower()) or _is_in(members, char.upper())
        return lambda char: _is_in(members, char)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _is_in(members: Any, char: str) -> bool:
    negated = members[0][0] is ops.NEGATE
    for op, value in members:
        if op is ops.LITERAL:
            found = ord(char) == value
        elif op is ops.NOT_LITERAL:
            found = ord(char) != value
        elif op is ops.RANGE:
            found = value[0] <= ord(char) <= value[1]
        elif op is ops.CATEGORY:
            name = str(value)
            kind = (
                char.isdigit() if "DIGIT" in name else char.isspace() if "SPACE" in name else _is_word(char)
            )  # fmt: skip
            found = kind is not ("NOT" in name)
        else:
            continue
        if found:
            return not negated
    return negated


# --- texts that repeat what a pattern repeats -------------------------------------------------------------------------


def attacks(tree: Any, flags: int) -> Iterator[tuple[str, str, str]]:
    """What stands first, what is repeated and what stands last: texts on which a weak pattern goes back and forth."""
    chars = sorted(set(_literals(tree)) | set("a0 \n\"<'.-"))
    seen: set[tuple[str, str]] = set()
    for before, body in _repeats(tree, [""], flags, chars):
        pumps = [*_samples(body, flags, chars)[:4], *before[:1]]
        pairs = [
            pair
            for prefix, pump in itertools.product(before[:2], pumps)
            for pair in (("", prefix + pump), (prefix, pump))
        ]
        for pair in pairs:
            if pair[1] and pair not in seen:
                seen.add(pair)
                yield from ((*pair, tail) for tail in _TAILS)


def _literals(tree: Any) -> Iterator[str]:
    for op, value in tree:
        if op is ops.LITERAL:
            yield chr(value)
        elif op is ops.IN:
            yield from (chr(each) for kind, each in value if kind is ops.LITERAL)
        else:
            for inner in _inside(op, value):
                yield from _literals(inner)


def _inside(op: Any, value: Any) -> list[Any]:
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return [value[2]]
    if op is ops.SUBPATTERN:
        return [value[3]]
    if op is ops.BRANCH:
        return list(value[1])
    if op is ops.ATOMIC_GROUP:
        return [value]
    return [value[1]] if op in (ops.ASSERT, ops.ASSERT_NOT) else []


def _repeats(tree: Any, before: list[str], flags: int, chars: list[str]) -> Iterator[tuple[list[str], Any]]:
    for op, value in tree:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and int(value[1]) >= _ANY_LENGTH:
            yield before, value[2]
        for inner in _inside(op, value):
            yield from _repeats(inner, before, flags, chars)
        if op not in (ops.ASSERT, ops.ASSERT_NOT):
            after = _samples([(op, value)], flags, chars)
            before = [first + second for first in before for second in after[:2]][:4] or before


def _samples(tree: Any, flags: int, chars: list[str]) -> list[str]:
    """A few texts that match a part of a pattern."""
    texts = [""]
    for op, value in tree:
        if op is ops.LITERAL:
            more = [chr(value)]
        elif op in (ops.NOT_LITERAL, ops.ANY, ops.IN):
            members = [(op, value)] if op is not ops.IN else value
            more = [char for char in chars if op is ops.ANY or _is_in(members, char)][:5] or [
                chr(low[0]) for kind, low in value if kind is ops.RANGE
            ][:1]
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            more = [each * max(1, value[0]) for each in _samples(value[2], flags, chars)]
            more += [""] if value[0] == 0 else []
        elif op in (ops.ASSERT, ops.ASSERT_NOT, ops.AT, ops.GROUPREF):
            more = [""]
        else:
            more = [each for inner in _inside(op, value) for each in _samples(inner, flags, chars)[:2]]
        texts = [first + second for first in texts for second in more[:5]][:6] or texts
    return texts


def growth(pattern: re.Pattern[str] | re.Pattern[bytes], *, everywhere: bool, bound: int = 0) -> tuple[float, str]:
    """How much the steps grow at worst when a text gets twice as long, and the text; linear is 2.

    A pattern whose repeats have a `bound` is given texts of several times that length where short ones make it slow.
    """
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))
    matcher = Matcher(pattern, 150_000)
    worst, where = 0.0, ""
    for first, pump, last in attacks(matcher.tree, pattern.flags):
        size = max(16, min(40, 120 // len(pump)))
        ratio = _ratio(matcher, first, pump, last, size, everywhere)
        if ratio > _ENOUGH and bound:
            size = 2 * bound // len(pump)
            # Of such patterns only the first slow text is looked at: these take a second.
            where = f"{first!r} + {pump!r} × {size} + {last!r}"
            return _ratio(Matcher(pattern, 3_000_000), first, pump, last, size, everywhere), where
        if ratio > worst:
            worst, where = ratio, f"{first!r} + {pump!r} × {size} + {last!r}"
            if worst > _ENOUGH:
                break
    return worst, where


def _ratio(matcher: Matcher, first: str, pump: str, last: str, size: int, everywhere: bool) -> float:
    try:
        short = matcher.scan(first + pump * size + last, everywhere=everywhere)
        return matcher.scan(first + pump * 2 * size + last, everywhere=everywhere) / max(short, size)
    except TooManySteps:
        return 99.0

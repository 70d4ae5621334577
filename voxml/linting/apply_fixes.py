"""Applies fixes: over and over until nothing changes, and never so that a file is worse than before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from voxml.diagnostics import Diagnostic, Edit
from voxml.formats.encoding import encode_like

if TYPE_CHECKING:
    from voxml.linting.lint_file import FileLinter, FileResult

_ROUNDS = 25
#: As many times is a short document checked anew to find the fixes that bring no problem; a longer one less often, so
#: that the work stays in proportion to its length.
_TRIES = 300
_BYTES = 500_000


class Fixed(NamedTuple):
    """A file's content after its fixes, how many there were, and what is left to find."""

    data: bytes
    times: int
    result: FileResult


def apply_fixes(linter: FileLinter, path: str, data: bytes, result: FileResult, *, unsafe: bool) -> Fixed:
    """Apply the fixes of a file that has been checked.

    The result has no problem that was not there before; when the fixes together would bring one, those that do are
    looked for, half by half, and left out.
    """
    before = _counted(result.diagnostics)
    at = Fixed(data, 0, result)
    together = _to_the_end(linter, path, at, unsafe)
    if not _counted(together.result.diagnostics) - before:
        return together
    tries = _Tries(linter, path, len(data))
    while tries.left > 0:
        better = tries.most(at, _applicable(at.result.diagnostics, unsafe))
        if better is None:
            break
        at = better
    return at


class _Tries:
    """Finds the fixes that bring no problem, in a bounded number of tries."""

    def __init__(self, linter: FileLinter, path: str, length: int) -> None:
        self._linter = linter
        self._path = path
        self.left = max(8, min(_TRIES, _BYTES // (length or 1)))

    def most(self, at: Fixed, candidates: list[Diagnostic]) -> Fixed | None:
        """The content after as many of the candidates as can be; None when it is none."""
        before = _counted(at.result.diagnostics)
        kept: list[Diagnostic] = []
        best: Fixed | None = None
        groups = [candidates]
        while groups and self.left > 0:
            group = groups.pop()
            self.left -= 1
            better = _apply(self._linter, self._path, at, kept + group)
            if better is not None and not _counted(better.result.diagnostics) - before:
                kept += group
                best = better
            elif len(group) > 1:
                middle = len(group) // 2
                groups += (group[middle:], group[:middle])
        return best


def _to_the_end(linter: FileLinter, path: str, at: Fixed, unsafe: bool) -> Fixed:
    for _ in range(_ROUNDS):
        better = _apply(linter, path, at, _applicable(at.result.diagnostics, unsafe))
        if better is None:
            break
        at = better
    return at


def _apply(linter: FileLinter, path: str, at: Fixed, fixes: Sequence[Diagnostic]) -> Fixed | None:
    """Return the content after these fixes, checked again; None when there are none or they can't be written."""
    source = at.result.source
    if not fixes or source is None:
        return None
    text, count = edited(source.text, [each.fix.edits for each in fixes if each.fix is not None])
    is_json = path.endswith(".json") or (
        not path.endswith(".xml") and not source.text.lstrip("\ufeff \t\r\n").startswith("<")
    )
    try:
        data = encode_like(at.data, text, is_json=is_json)
    except UnicodeEncodeError:
        return None
    result = linter.lint_bytes(data, path, True)
    assert result is not None
    return Fixed(data, at.times + count, result) if data != at.data else None


def _applicable(diagnostics: Iterable[Diagnostic], unsafe: bool) -> list[Diagnostic]:
    return [each for each in diagnostics if each.fix is not None and (unsafe or each.fix.is_safe)]


def _counted(diagnostics: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(each.rule for each in diagnostics)


def edited(text: str, fixes: Iterable[tuple[Edit, ...]]) -> tuple[str, int]:
    """`text` after as many of the fixes as do not touch each other, first come first served; and how many those are."""
    chosen: list[Edit] = []
    count = 0
    furthest = -1
    for edits in fixes:
        # Nearly all come in the order of the text.
        if all(edit.start > furthest for edit in edits) or not any(
            _touch(edit, other) for edit in edits for other in chosen
        ):
            chosen += edits
            count += 1
            furthest = max(furthest, *(edit.end for edit in edits))
    pieces: list[str] = []
    at = 0
    for edit in sorted(chosen):
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, text[at:])), count


def _touch(edit: Edit, other: Edit) -> bool:
    """Whether two edits change the same characters, or insert at the same place."""
    if edit.start == other.start and edit.start == edit.end:
        return True
    return edit.start < other.end and other.start < edit.end

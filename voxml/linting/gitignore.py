"""Patterns of file names as .gitignore writes them, read by pathspec.

Importing pathspec takes 70 ms: this module is imported where a folder or the settings have patterns.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from pathspec import GitIgnoreSpec
from pathspec.patterns.gitignore import GitIgnorePatternError
from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

_STAR = "[^/]*"
#: A longer pattern, or one with more `**`, is nobody's, and takes long to match.
_LONGEST, _MOST_FOLDERS = 1000, 4


class _LinearPattern(GitIgnoreSpecPattern):
    """A pattern with several stars in a name that is matched without going back."""

    @classmethod
    def pattern_to_regex(cls, pattern: str) -> tuple[str | None, bool | None]:  # type: ignore[override]
        """Return the regular expression of a pattern, and whether a match leaves a file out.

        What is between two stars has a fixed length, and the first place where it matches is as good as any.
        """
        if len(pattern) > _LONGEST or pattern.count("**") > _MOST_FOLDERS:
            return None, None
        try:
            regex, is_included = super().pattern_to_regex(pattern)
        except GitIgnorePatternError:
            return None, None
        if regex is None:
            return None, None
        first, *pieces = regex.split(_STAR)
        for index, piece in enumerate(pieces[:-1]):
            is_plain = re.search(r"(?<!\\)[()/|]", piece) is None
            pieces[index] = f"(?>[^/]*?{piece})" if is_plain else _STAR + piece
        return first + "".join(pieces[:-1]) + (_STAR + pieces[-1] if pieces else ""), is_included


class Patterns:
    """The patterns of one .gitignore, or of one setting."""

    def __init__(self, lines: Iterable[str]) -> None:
        # Always the same engine, whatever else is installed.
        self._spec = GitIgnoreSpec.from_lines(lines, _LinearPattern, backend="simple")

    def decide(self, name: str, is_folder: bool = False) -> bool | None:
        """Return what the last pattern that matches says of a name: whether it is left out; None when none matches."""
        return self._spec.check_file(f"{name}/" if is_folder else name).include


@lru_cache(maxsize=64)
def patterns_of(lines: tuple[str, ...]) -> Patterns:
    """Return the patterns of a setting."""
    return Patterns(line.removeprefix("./") for line in lines)

"""What `voxml lint` does to documents when it is asked to: apply fixes, show them, or add comments that suppress."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from voxml.cli._lint_options import LintOptions
from voxml.cli._output import complain, write_output
from voxml.cli._terminal import screen
from voxml.errors import InputError
from voxml.linting.apply_fixes import apply_fixes
from voxml.reporters.terminal.paint import Paint, count
from voxml.source import read_file

if TYPE_CHECKING:
    from voxml.linting.lint_file import FileResult
    from voxml.linting.session import Session


class Fixer:
    """Fixes document by document, and counts."""

    def __init__(self, session: Session, options: LintOptions) -> None:
        self._session = session
        self._options = options
        self._fixed = self._left_out = self._ignores = 0
        #: How many documents were changed, or would be.
        self.changed = 0

    @property
    def changes(self) -> bool:
        """Whether documents are changed by fixes, and not only shown as they would be."""
        return (self._options.fix or self._options.unsafe_fixes) and not self._options.diff

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do, for which the text of documents is needed."""
        return self.changes or self._options.diff or self._options.add_ignores is not None

    def fix(self, result: FileResult, out: TextIO) -> FileResult:
        """Return what is left of a result after what was asked for; a difference is written to `out`."""
        if not self.is_needed:
            return result
        is_stdin = self._session.is_stdin
        try:
            if not result.diagnostics or (not is_stdin and self._takes_nothing(result.path)):
                left = result
            elif self._options.add_ignores is not None:
                return self._with_ignores(result)
            elif not result.path.endswith(".j2"):
                return self._with_fixes(result, out)
            else:
                left = result
        except InputError as error:
            # The others are still fixed.
            self._session.note_problem(str(error))
            return result
        if is_stdin and self.changes:
            write_output(_bytes_of(result))
        return left

    def report(self) -> None:
        """Report on standard error what was done."""
        if self._fixed:
            complain(f"fixed {count(self._fixed, 'problem')} in {count(self.changed, 'file')}")
        if self._left_out:
            fixes = count(self._left_out, "fix", "fixes")
            complain(f"left out {fixes} that would bring other problems to light: fix by hand what is left")
        if self._ignores:
            complain(f"added {count(self._ignores, 'comment')}")

    def _with_fixes(self, result: FileResult, out: TextIO) -> FileResult:
        is_unsafe = self._options.unsafe_fixes
        data = _bytes_of(result)
        fixed = apply_fixes(self._session.linter_for(result.path), result.path, data, result, unsafe=is_unsafe)
        is_changed = fixed.data != data
        if self._options.diff:
            out.write(_difference(result, fixed.result, fixed.data, data, screen(out).paint))
        elif self._session.is_stdin:
            write_output(fixed.data)
        elif is_changed:
            from voxml.files import write_atomically

            write_atomically(result.path, fixed.data)
        self.changed += is_changed
        if self._options.diff:
            return result
        self._fixed += fixed.times
        left = fixed.result.diagnostics
        self._left_out += sum(each.fix is not None and (each.fix.is_safe or is_unsafe) for each in left)
        return fixed.result

    def _with_ignores(self, result: FileResult) -> FileResult:
        from voxml.files import write_atomically
        from voxml.linting.ignoring import add_ignores

        data = _bytes_of(result)
        ignored = add_ignores(data, result, self._options.add_ignores or "")
        if ignored is None:
            rules = ", ".join(f'"{rule}"' for rule in sorted({each.rule for each in result.diagnostics}))
            complain(
                f"{result.path}: JSON and templates take no such comments; in the settings, under "
                f'[lint.per-file-ignores]: "{result.path}" = [{rules}]'
            )
            return result
        if ignored.added:
            write_atomically(result.path, ignored.data)
            self._ignores += ignored.added
        return self._session.linter_for(result.path).lint_bytes(ignored.data, result.path, True)

    def _takes_nothing(self, path: str) -> bool:
        """Tell whether a document came by a pipe or the like, which takes nothing back, and report it."""
        if self._options.diff or os.path.isfile(path):  # noqa: PTH113 - pathlib costs start-up time
            return False
        complain(f"{path}: is no regular file, and is left as it is; --fix takes standard input when it is `-`")
        return True


def _bytes_of(result: FileResult) -> bytes:
    return read_file(result.path) if result.data is None else result.data


def _difference(before: FileResult, after: FileResult, data: bytes, original: bytes, paint: Paint) -> str:
    from voxml.reporters.terminal.painted_diff import painted_diff

    if data == original or before.source is None:
        return ""
    from voxml.formats.encoding import Undecodable, decode_xml

    try:
        text = after.source.text if after.source is not None else decode_xml(data)
    except Undecodable:
        return ""
    return painted_diff(before.source.text, text, before.path, before.path, paint)

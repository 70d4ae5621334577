"""Run `voxml lint` once: take the results one by one, fix, report, count, and choose the exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, NamedTuple, TextIO

from voxml.cli._lint_fixes import Fixer
from voxml.cli._lint_options import LintOptions
from voxml.cli._lint_progress import Progress
from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, EXIT_NOTHING, complain, echo, write_text
from voxml.cli._terminal import has_color, style_of
from voxml.diagnostics import SEVERITIES, Diagnostic, printable
from voxml.linting.lint_file import FileResult
from voxml.linting.session import Session
from voxml.reporters import Report, Style, Summary, make
from voxml.reporters.terminal.paint import Paint, count
from voxml.rules.facts.dialects import IMPORTED

if TYPE_CHECKING:
    from voxml.linting.baseline import Baseline, Recorder

#: After so many files that are passed over, or failures of rules of ours, the rest is only counted.
_MOST_NAMED = 20
#: The formats that end with a line for people.
_FOR_PEOPLE = ("full", "concise")


def lint(paths: tuple[str, ...], options: LintOptions) -> int:
    """Lint these paths and return the exit code."""
    # Trees are made and dropped as wholes; looking through a long one again and again takes a tenth of its time.
    gc.set_threshold(20_000, 10, 10)
    session = Session(paths, options.for_session())
    return _show_files(session) if options.show_files else LintRun(session, options).finish()


def _show_files(session: Session) -> int:
    """List every file with what becomes of it."""
    number = 0
    for result in session.all_results():
        number += 1
        if result.problem is not None:
            complain(result.problem)
        else:
            what = "checked" if result.skipped is None else f"passed over: {result.skipped.what}"
            echo(f"{printable(result.path)}: {what}")
    for problem in session.problems:
        complain(problem, is_error=True)
    return EXIT_FAILURE if session.problems else EXIT_CLEAN if number else EXIT_NOTHING


class _Shown(NamedTuple):
    """A report, and where it goes."""

    name: str
    report: Report
    out: TextIO


class LintRun:
    """What one run has come to."""

    def __init__(self, session: Session, options: LintOptions) -> None:
        self._session = session
        self._options = options
        self._settings = session.settings()
        self._fixer = Fixer(session, options)
        self._summary = Summary()
        self._crashes = 0
        self._in_templates: set[tuple[str, int, int, str]] = set()
        self._baseline, self._recorder = self._open_baseline()

    def _open_baseline(self) -> tuple[Baseline | None, Recorder | None]:
        from voxml.linting.baseline import Recorder, read

        root = self._settings.root
        if self._options.write_baseline:
            return None, Recorder(root)
        if self._options.baseline:
            return read(self._options.baseline, root), None
        if self._settings.baseline is not None:
            return read(os.path.join(root, self._settings.baseline), root), None  # noqa: PTH118
        return None, None

    def finish(self) -> int:
        """Run to the end and return the exit code."""
        # The fixed document is the data then.
        screen = sys.stderr if self._session.is_stdin and self._fixer.changes else sys.stdout
        shown: list[_Shown] = []
        file = StringIO()
        name = self._format_of_report()
        if self._options.output:
            shown.append(_Shown(name, make(name, Style(has_color=False, width=120)), file))
            name = "full"
        if not (self._options.quiet and self._options.output):
            shown.append(_Shown(name, make(name, style_of(screen)), screen))
        self._report([] if self._options.diff else shown, screen)
        if self._options.output:
            from voxml.files import write_atomically

            write_atomically(self._options.output, file.getvalue().encode("utf-8", "backslashreplace"))
        self._report_deeds()
        return self._exit_code()

    def _format_of_report(self) -> str:
        is_on_github = os.environ.get("GITHUB_ACTIONS", "").lower() not in ("", "0", "false")
        return self._options.output_format or self._settings.output_format or ("github" if is_on_github else "full")

    def _report(self, shown: list[_Shown], screen: TextIO) -> None:
        needs_source = any(each.report.needs_source for each in shown) or self._looks_at_sources()
        progress = Progress(is_quiet=self._options.quiet)
        for first in self._session.results(needs_source=needs_source):
            result = self._fixer.fix(first, screen)
            self._note_crashes(result)
            found = self._wanted(result)
            self._summary.add(found)
            for each in shown:
                text = each.report.file(result.path, found, result.source)
                if text:
                    progress.clear()
                    each.out.write(text)
            progress.step(self._summary)
        progress.clear()
        for each in shown:
            each.out.write(self._end_of(each))
            each.out.flush()

    def _end_of(self, shown: _Shown) -> str:
        if shown.name not in _FOR_PEOPLE:
            return shown.report.end(self._summary)
        if self._recorder is not None:
            return ""
        if self._options.statistics:
            return _statistics(self._summary)
        return "" if self._options.quiet else shown.report.end(self._summary)

    def _wanted(self, result: FileResult) -> list[Diagnostic]:
        """Return the diagnostics that are reported: with a baseline, the new ones."""
        found = result.diagnostics
        if result.path.endswith(".j2"):
            found = list(self._seen_once(found))
        if self._options.min_severity is not None:
            shown = SEVERITIES[: SEVERITIES.index(self._options.min_severity) + 1]
            found = [each for each in found if each.severity in shown]
        result = result._replace(diagnostics=found)
        if self._recorder is not None:
            self._recorder.add(result)
            return []
        return self._baseline.new(result) if self._baseline is not None and found else found

    def _seen_once(self, diagnostics: list[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield those that no other template has brought up: one in a parent is found by all its children."""
        for each in diagnostics:
            key = (each.path, each.line, each.column, each.rule)
            if key not in self._in_templates:
                self._in_templates.add(key)
                yield each

    def _looks_at_sources(self) -> bool:
        return self._fixer.is_needed or self._baseline is not None or self._recorder is not None

    def _note_crashes(self, result: FileResult) -> None:
        for crash in result.crashes:
            self._crashes += 1
            if self._crashes <= _MOST_NAMED:
                complain(str(crash))

    def _report_deeds(self) -> None:
        """Report on standard error what was done besides, and what was not."""
        if self._crashes > _MOST_NAMED:
            complain(f"rules failed on {self._crashes - _MOST_NAMED:,} more files")
        for problem in self._session.problems:
            complain(problem, is_error=True)
        if self._recorder is not None:
            path = self._options.write_baseline or ""
            complain(f"{path}: wrote a baseline of {count(self._recorder.write(path), 'problem')}")
        if self._options.quiet:
            return
        self._name_passed_over()
        self._fixer.report()
        if self._format_of_report() == "concise" and self._summary.files and not self._options.output:
            write_text(sys.stderr, Paint(has_color(sys.stderr)).summary(self._summary))

    def _name_passed_over(self) -> None:
        """Name the files that the author may take for VoxML: other dialects and empty ones; with --verbose, all."""
        is_verbose = self._options.verbose
        named = [
            (path, it.what) for path, it in self._session.passed_over if is_verbose or it.kind in ("dialect", "empty")
        ]
        most = len(named) if is_verbose else _MOST_NAMED
        for path, what in named[:most]:
            complain(f"passed over {printable(path)}: {what}")
        if any(what.removeprefix("it is ") in IMPORTED for _, what in named):
            complain("`voxml import FILE` turns documents of other languages into VoxML")
        if len(named) > most:
            complain(f"passed over {len(named) - most:,} more files of other dialects, or empty")

    def _exit_code(self) -> int:
        if self._crashes or self._session.problems:
            return EXIT_FAILURE
        if not self._summary.files:
            if self._options.force_exclude:
                return EXIT_CLEAN
            complain("found nothing to check: no file here is VoxML")
            return EXIT_NOTHING
        if self._options.exit_zero or self._recorder is not None:
            return EXIT_CLEAN
        if self._options.diff or (self._options.exit_non_zero_on_fix and self._fixer.changed):
            return EXIT_FINDINGS if self._fixer.changed else EXIT_CLEAN
        fail_on = self._options.fail_on or self._settings.fail_on
        worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return EXIT_FINDINGS if any(self._summary.counts[each] for each in worst) else EXIT_CLEAN


def _statistics(summary: Summary) -> str:
    rows = sorted(summary.rules.items(), key=lambda row: (-row[1], row[0]))
    width = len(str(rows[0][1])) if rows else 1
    return "".join(f"{number:>{width}}  {rule}\n" for rule, number in rows)

"""One run of `voxml lint`: takes the results one by one, mends, reports, counts, and chooses the exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

from voxml.cli._mending import Mender
from voxml.cli._output import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, EXIT_NOTHING, complain, write_text
from voxml.cli._streams import Out
from voxml.diagnostics import SEVERITIES
from voxml.printable import printable
from voxml.reporters import Style, Summary, make
from voxml.reporters.paint import count

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.linting.baseline import Baseline, Recorder
    from voxml.linting.lint_file import FileResult
    from voxml.linting.session import Session as Run


#: After so many files that are passed over the rest is only counted.
_MOST_NAMED = 20
#: After so many failures of rules of ours the rest is only counted.
_MOST_CRASHES = 20


class Session:
    """What one run has come to."""

    def __init__(self, run: Run, format_name: str, given: dict[str, Any]) -> None:
        self._run = run
        self._given = given
        self._format = format_name
        self._summary = Summary()
        self._settings = run.settings()
        self._mender = Mender(run, given)
        self._crashes = 0
        self._in_templates: set[tuple[str, int, int, str]] = set()
        self._baseline: Baseline | None = None
        self._recorder: Recorder | None = None
        self._open_baseline()

    def _open_baseline(self) -> None:
        path = self._given["baseline"] or (None if self._given["write_baseline"] else self._settings.baseline)
        if path is not None:
            from voxml.linting.baseline import read

            if not self._given["baseline"]:
                path = os.path.join(self._settings.root, path)  # noqa: PTH118
            self._baseline = read(path, self._settings.root)
        if self._given["write_baseline"]:
            from voxml.linting.baseline import Recorder

            self._recorder = Recorder(self._settings.root)

    def finish(self) -> int:
        """Run to the end; the answer is the exit code."""
        file = self._given["output_file"]
        if file is None:
            # The mended document is the data then.
            out = sys.stderr if self._run.is_stdin and self._mender.changes else sys.stdout
            self._report_to(out, _has_color(out))
        else:
            from io import StringIO

            from voxml.files import write_atomically

            text = StringIO()
            self._report_to(text, False)
            write_atomically(file, text.getvalue().encode("utf-8", "backslashreplace"))
        self._say_what_was_done(sys.stderr)
        return self._exit_code()

    def _report_to(self, out: Out, has_color: bool) -> None:
        report = make(self._format, Style(has_color=has_color, width=_width(out)))
        shows = not self._given["diff"]
        progress = _Progress()
        for first in self._run.results(needs_source=report.needs_source or self._looks_at_sources()):
            result = self._mender.mended(first, out)
            self._note_crashes(result)
            found = self._wanted(result)
            self._summary.add(found)
            if shows:
                text = report.file(result.path, found, result.source)
                if text:
                    progress.clear()
                    out.write(text)
            progress.step(self._summary)
        progress.clear()
        if not shows or (self._recorder is not None and self._format == "full"):
            return
        if not self._given["statistics"]:
            out.write(report.end(self._summary))
        else:
            out.write(_statistics(self._summary) if self._format in ("full", "concise") else report.end(self._summary))

    def _wanted(self, result: FileResult) -> list[Diagnostic]:
        """The findings that are reported: with a baseline, the new ones."""
        if result.path.endswith(".j2"):
            result = result._replace(diagnostics=self._seen_once(result.diagnostics))
        if self._recorder is not None:
            self._recorder.add(result)
            return []
        if self._baseline is not None and result.diagnostics:
            return self._baseline.new(result)
        return result.diagnostics

    def _seen_once(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """Findings that no other template has brought up: one in a parent is found by all its children."""
        new: list[Diagnostic] = []
        for each in diagnostics:
            key = (each.path, each.line, each.column, each.rule)
            if key not in self._in_templates:
                self._in_templates.add(key)
                new.append(each)
        return new

    def _looks_at_sources(self) -> bool:
        return self._mender.looks or self._baseline is not None or self._recorder is not None

    # --- what is said besides

    def _note_crashes(self, result: FileResult) -> None:
        for crash in result.crashes:
            self._crashes += 1
            if self._crashes <= _MOST_CRASHES:
                complain(str(crash))

    def _say_what_was_done(self, err: Out) -> None:
        if self._crashes > _MOST_CRASHES:
            complain(f"rules failed on {self._crashes - _MOST_CRASHES:,} more files")
        for problem in self._run.problems:
            complain(problem)
        self._name_passed_over()
        if self._recorder is not None:
            path = self._given["write_baseline"]
            complain(f"{path}: wrote a baseline of {count(self._recorder.write(path), 'finding')}")
        self._mender.say()
        if self._format == "concise" and self._summary.files and not self._given["output_file"]:
            from voxml.reporters.paint import Paint

            err.write(Paint(_has_color(sys.stderr)).summary(self._summary))

    def _name_passed_over(self) -> None:
        """Name the files that the author may take for VoxML: other dialects and empty ones."""
        named = [(path, it.what) for path, it in self._run.passed_over if it.kind in ("dialect", "empty")]
        for path, what in named[:_MOST_NAMED]:
            complain(f"passed over {printable(path)}: {what}")
        if len(named) > _MOST_NAMED:
            complain(f"passed over {len(named) - _MOST_NAMED:,} more files of other dialects, or empty")

    def _exit_code(self) -> int:
        if self._crashes or self._run.problems:
            return EXIT_FAILURE
        if not self._summary.files:
            complain("found nothing to check: no file here is VoxML")
            return EXIT_NOTHING
        if self._given["exit_zero"] or self._recorder is not None:
            return EXIT_CLEAN
        if self._given["diff"]:
            return EXIT_FINDINGS if self._mender.changed else EXIT_CLEAN
        fail_on = self._given["fail_on"] or self._settings.fail_on
        worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return EXIT_FINDINGS if any(self._summary.counts[each] for each in worst) else EXIT_CLEAN


class _Progress:
    """A line on standard error that counts files, on a terminal and when it takes long enough to wonder."""

    def __init__(self) -> None:
        from time import monotonic

        self._clock = monotonic
        self._is_on = sys.stderr.isatty() and not os.environ.get("CI") and os.environ.get("TERM") != "dumb"
        self._next = monotonic() + 0.5
        self._is_shown = False

    def step(self, summary: Summary) -> None:
        """One more file is done."""
        if self._is_on and summary.files % 64 == 0 and self._clock() >= self._next:
            self._next = self._clock() + 0.1
            found = summary.counts["error"] + summary.counts["warning"]
            write_text(sys.stderr, f"\r{summary.files:,} files, {found:,} problems …\x1b[K")
            self._is_shown = True

    def clear(self) -> None:
        """Take the line away, before anything else is written."""
        if self._is_shown:
            write_text(sys.stderr, "\r\x1b[K")
            self._is_shown = False


def _statistics(summary: Summary) -> str:
    rows = sorted(summary.rules.items(), key=lambda row: (-row[1], row[0]))
    width = len(str(rows[0][1])) if rows else 1
    return "".join(f"{number:>{width}}  {rule}\n" for rule, number in rows)


def _has_color(out: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


def _width(out: Out) -> int:
    try:
        return os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        return 120

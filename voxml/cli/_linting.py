"""One run of `voxml lint`: takes the verdicts one by one, mends, reports, counts, and chooses the exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

from voxml import cli
from voxml.diagnostics import SEVERITIES
from voxml.reporters import Style, Summary, make

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.linting.baseline import Baseline, Recorder
    from voxml.linting.judge import Verdict
    from voxml.linting.run import Run


class Session:
    """What one run has come to."""

    def __init__(self, run: Run, format_name: str, given: dict[str, Any]) -> None:
        self._run = run
        self._given = given
        self._format = format_name
        self._summary = Summary()
        self._settings = run.settings()
        self._fixed = self._left_out = self._changed = self._ignores = self._crashes = 0
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
            self._baseline = read(path)
        if self._given["write_baseline"]:
            from voxml.linting.baseline import Recorder

            self._recorder = Recorder()

    def finish(self) -> int:
        """Run to the end; the answer is the exit code."""
        file = self._given["output_file"]
        if file is None:
            _be_lenient(sys.stdout)
            self._report_to(sys.stdout, _has_color(sys.stdout))
        else:
            from io import StringIO

            from voxml.files import write_atomically

            text = StringIO()
            self._report_to(text, False)
            write_atomically(file, text.getvalue().encode("utf-8", "backslashreplace"))
        self._say_what_was_done()
        return self._exit_code()

    def _report_to(self, out: TextIO, has_color: bool) -> None:
        report = make(self._format, Style(has_color=has_color, width=_width(out)))
        if not report.needs_source and not self._looks_at_sources():
            self._run.options = self._run.options._replace(needs_source=False)
        shows = not self._given["diff"] and not self._fixes_stdin()
        progress = _Progress(out)
        for first in self._run.verdicts():
            verdict = self._mended(first, out)
            self._note_crashes(verdict)
            found = self._wanted(verdict)
            self._summary.add(found)
            if shows:
                text = report.file(verdict.path, found, verdict.source)
                if text:
                    progress.clear()
                    out.write(text)
            progress.step(self._summary)
        progress.clear()
        if shows and not self._given["statistics"]:
            out.write(report.end(self._summary))
        elif shows:
            out.write(_statistics(self._summary) if self._format in ("full", "concise") else report.end(self._summary))

    def _wanted(self, verdict: Verdict) -> list[Diagnostic]:
        """The findings that are reported: with a baseline, the new ones."""
        if verdict.path.endswith(".j2"):
            verdict = verdict._replace(diagnostics=self._seen_once(verdict.diagnostics))
        if self._recorder is not None:
            self._recorder.add(verdict)
            return []
        if self._baseline is not None and verdict.diagnostics:
            return self._baseline.new(verdict)
        return verdict.diagnostics

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
        given = self._given
        is_mending = given["fix"] or given["unsafe_fixes"] or given["diff"] or given["add_ignores"] is not None
        return is_mending or self._baseline is not None or self._recorder is not None

    # --- mending

    def _fixes_stdin(self) -> bool:
        return bool(self._given["fix"]) and self._run.is_stdin

    def _mended(self, verdict: Verdict, out: TextIO) -> Verdict:
        given = self._given
        if given["add_ignores"] is not None:
            return self._ignored(verdict)
        if not (given["fix"] or given["unsafe_fixes"] or given["diff"]):
            return verdict
        is_stdin = self._run.is_stdin
        if not verdict.diagnostics or verdict.path.endswith(".j2"):
            if is_stdin and given["fix"]:
                out.write(self._run.stdin_text())
            return verdict
        from voxml.linting.fixing import fix

        data = self._run.bytes_of(verdict.path)
        fixed = fix(self._run.judge_for(verdict.path), verdict.path, data, verdict, unsafe=given["unsafe_fixes"])
        if given["diff"]:
            self._changed += fixed.data != data
            out.write(_difference(verdict, fixed.verdict, fixed.data, data))
            return verdict
        if is_stdin:
            out.write(fixed.data.decode("utf-8", "replace"))
        elif fixed.data != data:
            from voxml.files import write_atomically

            write_atomically(verdict.path, fixed.data)
            self._changed += 1
        self._fixed += fixed.times
        self._left_out += sum(
            each.fix is not None and (each.fix.is_safe or given["unsafe_fixes"]) for each in fixed.verdict.diagnostics
        )
        return fixed.verdict

    def _ignored(self, verdict: Verdict) -> Verdict:
        if not verdict.diagnostics:
            return verdict
        from voxml.files import write_atomically
        from voxml.linting.ignoring import add_ignores

        data = self._run.bytes_of(verdict.path)
        ignored = None if self._run.is_stdin else add_ignores(data, verdict, self._given["add_ignores"])
        if ignored is None:
            rules = ", ".join(f'"{rule}"' for rule in sorted({each.rule for each in verdict.diagnostics}))
            cli.complain(
                f"{verdict.path}: JSON and templates take no such comments; in the settings, under "
                f'[lint.per-file-ignores]: "{verdict.path}" = [{rules}]'
            )
            return verdict
        if ignored.added:
            write_atomically(verdict.path, ignored.data)
            self._ignores += ignored.added
        again = self._run.judge_for(verdict.path).content(ignored.data, verdict.path, True)
        assert again is not None
        return again

    # --- what is said besides

    def _note_crashes(self, verdict: Verdict) -> None:
        for crash in verdict.crashes:
            self._crashes += 1
            if self._crashes <= 20:
                cli.complain(str(crash))

    def _say_what_was_done(self) -> None:
        for problem in self._run.problems:
            cli.complain(problem)
        if self._recorder is not None:
            path = self._given["write_baseline"]
            cli.complain(f"{path}: wrote a baseline of {self._recorder.write(path)} findings")
        if self._fixed and not self._given["diff"]:
            cli.complain(f"fixed {self._fixed} findings in {self._changed or 1} files")
        if self._left_out:
            cli.complain(
                f"left out {self._left_out} fixes that would bring other findings to light: mend those by hand"
            )
        if self._ignores:
            cli.complain(f"added {self._ignores} comments")
        if self._format == "concise" and self._summary.files and not self._given["output_file"]:
            from voxml.reporters.paint import Paint

            sys.stderr.write(Paint(_has_color(sys.stderr)).summary(self._summary))

    def _exit_code(self) -> int:
        if self._crashes or self._run.problems:
            return cli.EXIT_FAILURE
        if not self._summary.files:
            cli.complain("found nothing to check: no file here is VoxML")
            return cli.EXIT_NOTHING
        if self._given["exit_zero"] or self._recorder is not None:
            return cli.EXIT_CLEAN
        if self._given["diff"]:
            return cli.EXIT_FINDINGS if self._changed else cli.EXIT_CLEAN
        fail_on = self._given["fail_on"] or self._settings.fail_on
        worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        return cli.EXIT_FINDINGS if any(self._summary.counts[each] for each in worst) else cli.EXIT_CLEAN


class _Progress:
    """A line on standard error that counts files, on a terminal and when it takes long enough to wonder."""

    def __init__(self, out: TextIO) -> None:
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
            sys.stderr.write(f"\r{summary.files:,} files, {found:,} findings …\x1b[K")
            sys.stderr.flush()
            self._is_shown = True

    def clear(self) -> None:
        """Take the line away, before anything else is written."""
        if self._is_shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._is_shown = False


def _difference(before: Verdict, after: Verdict, data: bytes, original: bytes) -> str:
    from difflib import unified_diff

    if data == original or before.source is None:
        return ""
    from voxml.formats.encoding import Undecodable, decode_xml

    try:
        text = after.source.text if after.source is not None else decode_xml(data)
    except Undecodable:
        return ""
    lines = unified_diff(
        before.source.text.splitlines(keepends=True),
        text.splitlines(keepends=True),
        before.path,
        before.path,
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _statistics(summary: Summary) -> str:
    rows = sorted(summary.rules.items(), key=lambda row: (-row[1], row[0]))
    width = len(str(rows[0][1])) if rows else 1
    return "".join(f"{number:>{width}}  {rule}\n" for rule, number in rows)


def _be_lenient(out: TextIO) -> None:
    # File names and documents may hold what the terminal's encoding, or any, does not have.
    reconfigure = getattr(out, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")


def _has_color(out: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0", "false"):
        return True
    return out.isatty() and os.environ.get("TERM") != "dumb"


def _width(out: TextIO) -> int:
    try:
        return os.get_terminal_size(out.fileno()).columns
    except (OSError, ValueError):
        return 120

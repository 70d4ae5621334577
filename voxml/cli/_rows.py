"""One document a row: the run, its progress, its bad rows, its summary."""

from __future__ import annotations

import csv
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, EXIT_NOTHING, complain, echo, echo_json
from voxml.diagnostics import printable_json

if TYPE_CHECKING:
    from voxml.cli.render import RenderOptions
    from voxml.templating.row_documents import Done, RowRenderer
    from voxml.templating.rows import Rows
    from voxml.templating.template import Template

#: Bad rows that the summary names; all are printed on standard error.
_MOST = 100


@dataclass(frozen=True)
class RowsJob:
    """One run of `voxml render --data ROWS -o DIR`."""

    template: Template
    rows: Rows
    options: RenderOptions

    @property
    def data(self) -> str:
        """The file of the rows, or - for standard input."""
        return self.options.data or ""

    def run(self, settings: dict[str, Any]) -> int:
        """Render all rows and print what became of them."""
        from voxml.scaling.remote import local_name, store_at
        from voxml.templating.name_patterns import NamePattern
        from voxml.templating.row_documents import RowRenderer
        from voxml.templating.row_index import Index, index_path

        options, output = self.options, self.options.output or ""
        pattern = None if options.pattern is None else NamePattern(options.pattern)
        # Reported here once, and not for every row.
        known = [parameter.name for parameter in self.template.parameters]
        self.template.check_some(settings if pattern is None else pattern.parameters(settings, known))
        folder = local_name(output)
        where = Path(options.index) if options.index is not None else index_path(folder)
        _refuse_inside(where, folder)
        tally = _Tally(self.data, output, str(where))
        store = store_at(output)
        store.make()  # before the index, which is left out where documents can't be written
        with Index(where) as index:
            renderer = RowRenderer(
                self.template,
                store,
                index,
                form=options.form,
                settings=settings,
                pattern=pattern,
                is_extra_ignored=options.ignore_extra,
            )
            try:
                self._follow(self._render(renderer), tally, folder)
            except KeyboardInterrupt:
                tally.is_interrupted = True
                raise
            finally:
                if tally.has_begun:
                    tally.close(folder, is_json=options.output_format == "json")
        return tally.exit_code()

    def _render(self, renderer: RowRenderer) -> Iterator[Done]:
        from voxml.scaling.run import render_rows

        # Rows that come through a pipe are rendered as they come.
        jobs = self.options.jobs or (1 if self.data == "-" else 0)
        return render_rows(
            renderer,
            iter(self.rows),
            jobs=jobs,
            scheduler=self.options.scheduler,
            is_fail_fast=self.options.fail_fast,
        )

    def _follow(self, rows: Iterator[Done], tally: _Tally, folder: Path) -> None:
        with _progress(self.data) as step, _listing(folder) as listed:
            for done in rows:
                tally.add(done)
                if done.file is not None:
                    listed((done.row.number, done.row.line or "", done.file))
                step(tally)
            tally.has_begun = True


class _Tally:
    """Counts, bad rows, and the summary made of them."""

    def __init__(self, data: str, output: str, index: str) -> None:
        self.data, self.output, self.index = data, output, index
        self.counts = {"written": 0, "kept": 0, "failed": 0}
        self.failures: list[dict[str, Any]] = []
        self.is_interrupted = False
        #: Whether the first row was reached: what is wrong before that leaves no summary.
        self.has_begun = False
        self._start = time.monotonic()

    def add(self, done: Done) -> None:
        """Count a row; a bad one is printed at once."""
        self.has_begun = True
        self.counts[done.status] += 1
        if done.status != "failed":
            return
        row = done.row
        where = f"{self.data}:{row.line}" if row.line else f"{self.data}, entry {row.number}"
        for problem in done.problems:
            echo(f"{where}: {problem}", err=True)
        if len(self.failures) < _MOST:
            self.failures.append({"row": row.number, "line": row.line or None, "problems": list(done.problems)})

    def close(self, folder: Path, *, is_json: bool) -> None:
        """Write the summary beside the folder, and print it."""
        from voxml.files import write_atomically

        summary = {
            "rows": sum(self.counts.values()), **self.counts, "interrupted": self.is_interrupted,
            "seconds": round(time.monotonic() - self._start, 3), "data": self.data, "folder": self.output,
            "index": self.index, "failures": self.failures,
        }  # fmt: skip
        if folder.parent.is_dir():
            text = printable_json(summary, indent=2)
            write_atomically(_beside(folder, "summary.json"), (text + "\n").encode())
        if is_json:
            echo_json(summary)
            return
        parts = [f"{self.counts['written']:,} written"]
        if self.counts["kept"]:
            parts.append(f"{self.counts['kept']:,} unchanged")
        if self.counts["failed"]:
            parts.append(f"{self.counts['failed']:,} bad row{'s' * (self.counts['failed'] != 1)}")
        ending = "; interrupted: run it again to go on" if self.is_interrupted else ""
        echo(f"{self.output}: {', '.join(parts)}{ending}", err=True)

    def exit_code(self) -> int:
        """Return 1 when a row was bad, 3 when there was none."""
        if self.counts["failed"]:
            return EXIT_FINDINGS
        if not any(self.counts.values()):
            complain(f"{self.data}: found no rows")
            return EXIT_NOTHING
        return EXIT_CLEAN


@contextmanager
def _listing(folder: Path) -> Iterator[Callable[[tuple[Any, ...]], None]]:
    """Write which row became which document, as CSV beside the folder; in place when the run comes to its end."""
    path = _beside(folder, "index.csv")
    part = path.with_name(path.name + ".part")
    file: IO[str]
    try:
        with open(part, "w", newline="", encoding="utf-8") as file:  # noqa: PTH123 - the csv module wants newline=""
            writer = csv.writer(file)
            writer.writerow(("row", "line", "document"))
            yield writer.writerow
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    os.replace(part, path)  # noqa: PTH105


@contextmanager
def _progress(data: str) -> Iterator[Callable[[_Tally], None]]:
    """Show a progress bar on a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda tally: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rendering", total=_lines(data))

        def step(tally: _Tally) -> None:
            bad = tally.counts["failed"]
            bar.update(task, advance=1, description=f"rendering ({bad:,} bad)" if bad else "rendering")

        yield step


def _lines(data: str) -> int | None:
    """Return about how many rows a data file has: its lines, less the names of the columns."""
    try:
        if data == "-" or not Path(data).is_file() or data.endswith((".json", ".toml", ".yaml", ".yml")):
            return None
        with open(data, "rb") as file:  # noqa: PTH123
            count = sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return None
    return max(1, count - (0 if data.endswith(("jsonl", "ndjson")) else 1))


def _refuse_inside(index: Path, folder: Path) -> None:
    from voxml.errors import InputError

    if os.path.abspath(folder) == os.path.abspath(index.parent):  # noqa: PTH100
        raise InputError(f"{index}: lies in the folder that is published; expected a path outside of {folder}")


def _beside(folder: Path, ending: str) -> Path:
    top = Path(os.path.abspath(folder))  # noqa: PTH100 - resolves no symbolic link
    return top.parent / f"{top.name}.{ending}"

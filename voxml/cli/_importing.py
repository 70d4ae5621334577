"""One run of `voxml import`: read, convert, write, report, and choose the exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voxml.cli._output import (
    EXIT_CLEAN,
    EXIT_FAILURE,
    EXIT_FINDINGS,
    EXIT_NOTHING,
    complain,
    echo,
    echo_json,
    write_output,
    write_text,
)
from voxml.cli._streams import read_input
from voxml.cli._terminal import style_of
from voxml.diagnostics import printable
from voxml.errors import InputError
from voxml.importers.hiding import without_secrets
from voxml.importers.importing import import_document
from voxml.importers.model import Imported, Options
from voxml.importers.report import Score
from voxml.importers.sources import SourceFile, find_sources, output_name
from voxml.importers.to_python import to_python
from voxml.language.response import Response
from voxml.reporters import Summary, make

if TYPE_CHECKING:
    from voxml.cli.import_ import ImportOptions

#: From this number of files on a terminal shows how far it is.
_MANY = 50
#: After so many documents that are not written the rest is only counted.
_MOST_NAMED = 20
_ENDINGS = {".xml": "xml", ".json": "json", ".py": "python"}


class Import:
    """The options of one run, and what it has come to."""

    def __init__(self, options: ImportOptions) -> None:
        self._options = options
        self._output: str | None = options.output
        self._score = Score()
        self._summary = Summary()
        self._passed_over = 0
        self._failures = 0
        self._written: dict[str, str] = {}
        self._held_back = 0

    def run(self) -> int:
        """Import all files; return the exit code."""
        _check_options(self._options.base_url, self._options.country)
        files = find_sources(self._options.files)
        is_report = self._options.report
        shows_document = self._output is None and not is_report and self._options.output_format is None
        if shows_document and len(files) > 1:
            raise click.UsageError(f"found {len(files)} documents to print; expected -o DIR, or --report")
        options = Options(
            self._options.base_url,
            self._options.country,
            frozenset(each.name for each in files if each.name is not None),
        )
        out = sys.stderr if shows_document else sys.stdout
        format_name = self._options.output_format or "full"
        report = make(format_name, style_of(out))
        for file in _with_progress(files):
            result = self._import(file, options)
            if result is None:
                continue
            self._score.add(result)
            self._summary.add(result.diagnostics)
            if not is_report:
                write_text(out, report.file(result.path, result.diagnostics, without_secrets(result.source)))
            if shows_document:
                self._print(result)
            elif self._output is not None and not is_report:
                self._write(result, file, is_single=len(files) == 1)
        self._finish(out, report.end(self._summary) if not is_report else "")
        return self._exit_code()

    def _import(self, file: SourceFile, options: Options) -> Imported | None:
        try:
            data, path = read_input(file.path)
        except InputError as error:
            complain(str(error))
            self._failures += 1
            return None
        result = import_document(data, path, dialect=self._options.dialect, name=file.name, options=options)
        if result.status == "unusable" and not file.is_named:
            self._passed_over += 1
            return None
        return result

    # --- writing ---

    def _may_write(self, result: Imported) -> Response | None:
        """Return the document of a result that is to be written."""
        if result.response is None or result.status == "unusable":
            return None
        if result.is_same_call or self._options.allow_loss:
            return result.response
        self._held_back += 1
        if self._held_back <= _MOST_NAMED:
            complain(f"{printable(result.path)}: not written, as the call would do something else; see --allow-loss")
        return None

    def _print(self, result: Imported) -> None:
        response = self._may_write(result)
        if response is not None:
            write_output(_text(response, self._options.form or "xml"))

    def _write(self, result: Imported, file: SourceFile, *, is_single: bool) -> None:
        response = self._may_write(result)
        if response is None or self._output is None:
            return
        target = Path(self._output)
        form = self._options.form
        if is_single and file.is_named and target.suffix in _ENDINGS and not target.is_dir():
            form = form or _ENDINGS[target.suffix]
        else:
            form = form or "xml"
            target /= output_name(file.name or "document", form)
        if file.path != "-" and target.exists() and target.samefile(file.path):
            raise click.UsageError(f"{printable(str(target))} would be written over its source; expected another -o")
        other = self._written.setdefault(str(target), result.path)
        if other != result.path:
            complain(
                f"{printable(result.path)}: not written, as {printable(other)} has its name, {printable(str(target))}"
            )
            self._failures += 1
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        write_output(_text(response, form), str(target))

    # --- the end ---

    def _finish(self, out: Any, ending: str) -> None:
        if self._options.report:
            if self._options.output_format in ("json", "json-v1"):
                echo_json(self._score.plain())
            else:
                echo(self._score.text(), nl=False)
        elif ending:
            write_text(out, ending)
        if self._held_back > _MOST_NAMED:
            complain(f"{self._held_back - _MOST_NAMED:,} more documents were not written; see --report")
        if self._passed_over:
            complain(f"passed over {self._passed_over:,} files that are no documents of a known language")
        if self._written and self._output is not None:
            count = len(self._written)
            complain(f"wrote {count:,} {'document' if count == 1 else 'documents'}: {self._output}")
        elif not self._score.documents and not self._failures:
            complain("found nothing to import: no file here is a document of a known language")

    def _exit_code(self) -> int:
        if self._failures or self._score.statuses["unusable"]:
            return EXIT_FAILURE
        if not self._score.documents:
            return EXIT_NOTHING
        return EXIT_CLEAN if self._score.statuses["whole"] == self._score.documents else EXIT_FINDINGS


def _check_options(base_url: str | None, country: str | None) -> None:
    from voxml.language.verbs import Redirect
    from voxml.net.phone_numbers import PhoneNumberError, parse_phone_number

    if base_url is not None:
        try:
            Redirect(base_url)
        except ValueError:
            raise click.UsageError(f"--base-url: found {printable(base_url)}; expected an http(s) URL") from None
    if country is not None:
        try:
            parse_phone_number("+14155550100", country)
        except PhoneNumberError as error:
            raise click.UsageError(f"--country: {error}") from None


def _text(response: Response, form: str) -> str:
    if form == "python":
        return to_python(response)
    return response.to_xml() if form == "xml" else response.to_json(indent=2)


def _with_progress(files: list[SourceFile]) -> Iterable[SourceFile]:
    if len(files) < _MANY or not sys.stderr.isatty():
        return files
    return _progress(files)


def _progress(files: list[SourceFile]) -> Iterator[SourceFile]:
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        yield from bar.track(files, description="importing")

"""`voxml fmt`: documents in canonical form."""

from __future__ import annotations

import sys
from typing import Literal

import click

from voxml.cli._help import Command
from voxml.cli._output import (
    EXIT_CLEAN,
    EXIT_FAILURE,
    EXIT_FINDINGS,
    EXIT_NOTHING,
    complain,
    echo,
    write_output,
    write_text,
)
from voxml.cli._terminal import screen
from voxml.diagnostics import printable
from voxml.errors import InputError

Outcome = Literal["same", "changed", "broken", "failed", "skipped", "other"]


@click.command("fmt", cls=Command, short_help="Bring documents into canonical form.")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("--check", "is_check", is_flag=True, help="Change nothing; exit 1 when a file is not canonical.")
@click.option("--diff", "is_diff", is_flag=True, help="Change nothing; show what would change.")
@click.option("--force-exclude", is_flag=True, help="Skip named files that a walk would skip; for pre-commit.")
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called, and so which form it has.")
def command(
    paths: tuple[str, ...], is_check: bool, is_diff: bool, force_exclude: bool, stdin_filename: str | None
) -> int:
    """Bring documents into canonical form, in place; comments stay.

    PATHs are files and folders, without any this folder; - reads standard input and writes standard output.
    """
    from voxml.linting.files import Finder

    if "-" in paths:
        if len(paths) > 1:
            raise click.UsageError("found - beside other paths; expected - alone")
        return _format_stdin(stdin_filename, is_check, is_diff)
    counts: dict[Outcome, int] = {"same": 0, "changed": 0, "broken": 0, "failed": 0, "skipped": 0, "other": 0}
    finder = Finder(lambda settings: settings, None)
    for found in finder.find(paths or (".",), force_exclude=force_exclude):
        counts[_format_file(found.path, found.is_named, is_dry=is_check or is_diff, is_diff=is_diff)] += 1
    for problem in finder.problems:
        complain(problem)
        counts["failed"] += 1
    if counts["failed"]:
        return EXIT_FAILURE
    if not (counts["same"] or counts["changed"] or counts["broken"]):
        if counts["other"] or force_exclude:
            return EXIT_CLEAN
        complain("found no VoxML documents; expected *.xml, *.voxml or *.json")
        return EXIT_NOTHING
    _summarise(counts, is_dry=is_check or is_diff)
    would_change = (is_check or is_diff) and counts["changed"]
    return EXIT_FINDINGS if counts["broken"] or would_change else EXIT_CLEAN


def _format_stdin(name: str | None, is_check: bool, is_diff: bool) -> int:
    from voxml.cli._streams import read_input

    data, _ = read_input("-")
    what = _not_voxml(data, name or "-")
    if what is not None:
        complain(f"{printable(name or '-')}: {what}; left as it is")
        if not (is_check or is_diff):
            write_output(data, None)
        return EXIT_CLEAN
    pretty = _pretty(data, name or "-")
    if pretty is None:
        return EXIT_FINDINGS
    if is_diff:
        _show_diff(data, pretty, name or "-")
    elif not is_check:
        write_output(pretty, None)
    return EXIT_FINDINGS if (is_check or is_diff) and pretty.encode() != data else EXIT_CLEAN


def _format_file(path: str, is_named: bool, *, is_dry: bool, is_diff: bool) -> Outcome:
    from voxml.files import write_atomically
    from voxml.source import read_file

    if path.endswith(".j2"):
        # A template is written for its author's eye; only what it renders to has a canonical form.
        return "skipped"
    try:
        data = read_file(path)
        what = _not_voxml(data, path)
        if what is not None:
            if is_named:
                complain(f"{printable(path)}: {what}; left as it is")
            return "other" if is_named else "skipped"
        pretty = _pretty(data, path)
        if pretty is None:
            return "broken"
        if pretty.encode() == data:
            return "same"
        if is_diff:
            _show_diff(data, pretty, path)
        elif is_dry:
            echo(f"would format {printable(path)}", err=True)
        else:
            write_atomically(path, pretty.encode())
            echo(f"formatted {printable(path)}", err=True)
    except InputError as error:
        complain(str(error))
        return "failed"
    return "changed"


def _not_voxml(data: bytes, name: str) -> str | None:
    """Return what a file is that is not VoxML, for a note; None for a VoxML document, valid or not."""
    from voxml.rules.facts.dialects import of_document
    from voxml.rules.facts.recognition import recognize
    from voxml.schema.check import check, form_by_name, form_of

    form = form_by_name(name) or form_of(data)
    recognition = recognize(data, form)
    if recognition.kind != "voxml":
        return recognition.what
    checked = check(data, form=form)
    dialect = of_document(checked) if checked.diagnostics else None
    return None if dialect is None else f"it is {dialect.name}, not VoxML"


def _pretty(data: bytes, name: str) -> str | None:
    """Return the canonical form; None, after printing the reason, when the text can't be parsed."""
    from voxml.formats.formatter import format_document
    from voxml.schema.check import form_by_name

    pretty, errors = format_document(data, name, form_by_name(name))
    for error in errors:
        echo(str(error), err=True)
    return pretty


def _show_diff(data: bytes, pretty: str, name: str) -> None:
    from voxml.reporters.terminal.painted_diff import painted_diff

    before = data.decode("utf-8", "replace")
    write_text(sys.stdout, painted_diff(before, pretty, name, f"{name} (canonical)", screen(sys.stdout).paint))


def _summarise(counts: dict[Outcome, int], *, is_dry: bool) -> None:
    changed, broken = counts["changed"], counts["broken"]
    words = [f"{changed} {'file' if changed == 1 else 'files'} {'would be formatted' if is_dry else 'formatted'}"]
    words.append(f"{counts['same']} already canonical")
    if broken:
        words.append(f"{broken} can't be parsed")
    echo(", ".join(words), err=True)

"""`voxml lint`: finds what is wrong with documents."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from voxml import cli

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.schema.validate import Checked

_FORMATS = ("full", "concise", "json", "json-v1")


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("--output-format", type=click.Choice(_FORMATS), default="full", help="How findings are shown.")
@click.option("--stdin-filename", metavar="NAME", help="What standard input is called, and so which form it has.")
@click.option("--engine", type=click.Choice(["tables", "xsd"]), default="tables", help="Who judges XML against the schema.")
def command(paths: tuple[str, ...], output_format: str, stdin_filename: str | None, engine: str) -> int:
    """Check documents: files, directories, or - for standard input; without any, this directory."""
    from voxml import reporters
    from voxml.errors import InputError
    from voxml.linting.files import find

    report = reporters.make(output_format, reporters.Style(has_color=_has_color(), width=_width()))
    summary = reporters.Summary()
    is_whole = True
    try:
        for found in find(paths or (".",)):
            try:
                checked = _examine(found.path, found.is_named, stdin_filename, engine)
            except InputError as error:
                cli.complain(str(error))
                is_whole = False
                continue
            if checked is not None:
                summary.add(checked.diagnostics)
                sys.stdout.write(report.file(found.path, checked.diagnostics, checked.source))
    except InputError as error:
        cli.complain(str(error))
        is_whole = False
    sys.stdout.write(report.end(summary))
    return _exit_code(summary.files, summary.counts, is_whole)


def _examine(path: str, is_named: bool, stdin_filename: str | None, engine: str) -> Checked | None:
    from voxml.linter import form_by_name
    from voxml.linting.envelope import is_voxml, may_be_voxml
    from voxml.schema.validate import check
    from voxml.source import read_bounded, read_file

    if path == "-":
        name = stdin_filename or "-"
        data = read_bounded(sys.stdin.buffer, "standard input")
    else:
        name = path
        data = read_file(path)
    form = form_by_name(name)
    if not is_named and not name.endswith(".voxml") and not may_be_voxml(data, is_json=form == "json"):
        return None
    checked = check(data, form=form, path=name, engine=engine)  # type: ignore[arg-type]
    if checked.diagnostics and not is_named and not is_voxml(data, is_json=checked.form == "json"):
        return None
    return checked


def _exit_code(files: int, counts: dict[str, int], is_whole: bool) -> int:
    if not is_whole:
        return cli.EXIT_FAILURE
    if not files:
        cli.complain("found nothing to check")
        return cli.EXIT_NOTHING
    return cli.EXIT_FINDINGS if counts["error"] or counts["warning"] else cli.EXIT_CLEAN


def _has_color() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns

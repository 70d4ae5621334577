"""`voxml fmt`: documents in canonical form."""

from __future__ import annotations

import click

from voxml.cli import EXIT_CLEAN, EXIT_FAILURE, EXIT_FINDINGS, EXIT_NOTHING, complain


@click.command("fmt")
@click.argument("paths", nargs=-1, metavar="[PATH…|-]")
@click.option("--check", "is_check", is_flag=True, help="Change nothing; exit 1 when a file is not in canonical form.")
@click.option("--diff", "is_diff", is_flag=True, help="Change nothing; show what would change, exit 1 if anything would.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input in messages; its ending tells the form.")
def command(paths: tuple[str, ...], is_check: bool, is_diff: bool, stdin_filename: str | None) -> int:
    """Bring documents into canonical form, in place; comments stay.

    PATHs are files and folders (this one without any); `-` reads standard input and writes standard output.
    """
    from voxml.cli._documents import find_documents

    if "-" in paths:
        if len(paths) > 1:
            raise click.UsageError("found - beside other paths; expected - alone")
        return _format_stdin(stdin_filename, is_check, is_diff)
    found = find_documents(paths or (".",))
    changed = broken = failed = 0
    for path in found.paths:
        outcome = _format_file(path, is_check or is_diff, is_diff)
        changed += outcome == "changed"
        broken += outcome == "broken"
        failed += outcome == "failed"
    failed += len(found.failures)
    for failure in found.failures:
        complain(failure)
    if failed:
        return EXIT_FAILURE
    if not found.paths:
        complain("found no VoxML documents; expected *.xml, *.voxml or *.json")
        return EXIT_NOTHING
    _summary(changed, len(found.paths) - changed - broken, is_check or is_diff)
    return EXIT_FINDINGS if broken or (changed and (is_check or is_diff)) else EXIT_CLEAN


def _format_stdin(name: str | None, is_check: bool, is_diff: bool) -> int:
    from voxml.cli._streams import read_input, write_output

    data, _ = read_input("-")
    shown = name or "-"
    pretty = _pretty(data, shown)
    if pretty is None:
        return EXIT_FINDINGS
    is_same = pretty.encode() == data
    if is_diff:
        _show_diff(data, pretty, shown)
    elif not is_check:
        write_output(pretty, None)
    return EXIT_FINDINGS if (is_check or is_diff) and not is_same else EXIT_CLEAN


def _format_file(path: str, is_dry: bool, is_diff: bool) -> str:
    from voxml.errors import InputError
    from voxml.files import write_atomically
    from voxml.source import read_file

    try:
        data = read_file(path)
    except InputError as error:
        complain(str(error))
        return "failed"
    pretty = _pretty(data, path)
    if pretty is None:
        return "broken"
    if pretty.encode() == data:
        return "same"
    if is_diff:
        _show_diff(data, pretty, path)
    elif is_dry:
        click.echo(f"would format {path}", err=True)
    else:
        write_atomically(path, pretty.encode())
        click.echo(f"formatted {path}", err=True)
    return "changed"


def _pretty(data: bytes, name: str) -> str | None:
    """The canonical form; None, with the reason said, when the text can't be parsed."""
    from voxml.formatter import pretty_document
    from voxml.linter import form_by_name

    pretty, faults = pretty_document(data, name, form_by_name(name))
    for fault in faults:
        click.echo(str(fault), err=True)
    return pretty


def _show_diff(data: bytes, pretty: str, name: str) -> None:
    from difflib import unified_diff

    before = data.decode("utf-8", "replace").splitlines(keepends=True)
    lines = unified_diff(before, pretty.splitlines(keepends=True), name, f"{name} (canonical)")
    click.echo("".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines), nl=False)


def _summary(changed: int, same: int, is_dry: bool) -> None:
    verb = "would be formatted" if is_dry else "formatted"
    click.echo(f"{changed} {'file' if changed == 1 else 'files'} {verb}, {same} already canonical", err=True)

"""Everything that a command prints, and its exit codes: no other module of the package writes to a terminal.

What is printed for people is escaped here (`voxml.diagnostics`). A name that may hold a line end is escaped where it is
put into a sentence, by `printable`.
"""

from __future__ import annotations

import os
import select
import sys
from contextlib import suppress
from typing import TextIO

from voxml.cli._terminal import screen
from voxml.diagnostics import first_lines, printable_json, printable_lines
from voxml.reporters.terminal.wrapping import hang

EXIT_CLEAN, EXIT_FINDINGS, EXIT_FAILURE, EXIT_NOTHING = 0, 1, 2, 3


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text for people, to standard error with `err`, and flush."""
    write_text(sys.stderr if err else sys.stdout, printable_lines(str(text)) + ("\n" if nl else ""))


def echo_json(value: object, *, indent: int | None = 2) -> None:
    """Print a value as JSON."""
    write_text(sys.stdout, printable_json(value, indent=indent) + "\n")


def log_styled(line: str) -> None:
    """Print on standard error one line about what has happened, whose parts were escaped before they were coloured.

    A line that could not be written without waiting is dropped: a reader that does not read must not stop a server.
    """
    with suppress(OSError, ValueError):  # no file behind it, as in tests, or a system without select for files
        if not select.select([], [sys.stderr.fileno()], [], 0)[1]:
            return
    echo_styled(line, err=True)


def complain(message: str, *, is_error: bool = False) -> None:
    """Print on standard error what is wrong, in at most 40 lines; with `is_error`, that nothing came of the command."""
    paint = screen(sys.stderr).paint
    _lead(paint.severity("error", "voxml:") if is_error else paint.bold("voxml:"), "voxml: ", message)


def complain_of_usage(message: str) -> None:
    """Print on standard error what is wrong with the command line."""
    _lead(screen(sys.stderr).paint.severity("error", "Error:"), "Error: ", message)


def _lead(painted: str, lead: str, message: str) -> None:
    terminal = screen(sys.stderr)
    text = printable_lines(lead + message)
    if terminal.is_terminal:
        text = "\n".join(hang("", line, terminal.width, 2) if line[:1] != " " else line for line in text.split("\n"))
    lines = first_lines(text.split("\n"), 40)
    write_text(sys.stderr, painted + "\n".join(lines)[len(lead) - 1 :] + "\n")


def echo_styled(text: str, *, err: bool = False) -> None:
    """Print lines whose parts were escaped before they were coloured."""
    write_text(sys.stderr if err else sys.stdout, f"{text}\n")


def write_text(out: TextIO, text: str) -> None:
    """Write text that was escaped piece by piece, such as a report with colours."""
    out.write(text)
    out.flush()


def clear_screen() -> None:
    """Clear the terminal, where there is one."""
    if sys.stdout.isatty():
        write_text(sys.stdout, "\x1b[2J\x1b[H")


def write_report(text: str, path: str | None = None) -> None:
    """Write a text for people to a file as it is, or escaped to standard output when `path` is None or `-`."""
    if path is None or path == "-":
        echo(text, nl=False)
    else:
        write_output(text, path)


def write_output(data: str | bytes, path: str | None = None) -> None:
    """Write a document to a file, all or nothing, or as it is to standard output when `path` is None or `-`."""
    if isinstance(data, str):
        # The bytes of a document are UTF-8 whatever the terminal's locale is.
        data = data.encode()
    if path is not None and path != "-":
        from voxml.files import write_atomically

        write_atomically(path, data)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def open_streams() -> None:
    """Make standard output and error take any text.

    A caller may have closed them (`>&-`): what is printed then goes nowhere, and no file gets their number. What their
    encoding lacks is escaped.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        reconfigure = getattr(getattr(sys, name), "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")

"""`voxml convert`: a document in its other form."""

from __future__ import annotations

from typing import Literal

import click

from voxml.cli._help import Command
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, write_output


@click.command("convert", cls=Command, short_help="Turn a document into its other form.")
@click.argument("file", metavar="FILE|-")
@click.option(
    "--to",
    "form",
    type=click.Choice(["xml", "json"]),
    help="The form to write; by default the other one.",
)
@click.option("-o", "--output", metavar="F", help="Write to this file instead of standard output.")
@click.option("--compact", is_flag=True, help="On one line, as it goes over the wire.")
def command(file: str, form: Literal["xml", "json"] | None, output: str | None, compact: bool) -> int:
    """Write the document in FILE in its other form, in canonical spelling.

    An invalid document is not converted: its errors are listed, and nothing is written.
    """
    from voxml.cli._streams import read_input
    from voxml.errors import DocumentError
    from voxml.schema.check import form_by_name, form_of
    from voxml.schema.reading import read_response

    data, name = read_input(file)
    try:
        document = read_response(data, path=name)
    except DocumentError as error:
        for diagnostic in error.diagnostics:
            echo(str(diagnostic), err=True)
        return EXIT_FINDINGS
    form = form or ("json" if (form_by_name(name) or form_of(data)) == "xml" else "xml")
    indent = None if compact else 2
    text = document.to_xml(indent=indent) if form == "xml" else document.to_json(indent=indent)
    write_output(text if text.endswith("\n") else text + "\n", output)
    return EXIT_CLEAN

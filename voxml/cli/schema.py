"""`voxml schema`: the shipped schemas."""

from __future__ import annotations

from typing import Literal

import click

from voxml.cli._output import EXIT_CLEAN, write_output


@click.command("schema", short_help="Print the XSD or the JSON Schema.")
@click.argument("kind", type=click.Choice(["xsd", "json"]))
@click.option("-o", "--output", metavar="F", help="Write to this file instead of standard output.")
def command(kind: Literal["xsd", "json"], output: str | None) -> int:
    """Print the XSD of the authoring form, or the JSON Schema of the wire form.

    Save it beside your documents and point your editor to it: in XML with
    <?xml-model href="voxml-1.0.xsd"?>, in JSON by the editor's own settings.
    """
    from voxml.schema.load import schema_text

    write_output(schema_text(kind), output)
    return EXIT_CLEAN

"""`voxml schema`: the shipped schemas."""

from __future__ import annotations

from typing import Literal

import click

from voxml.cli._help import Command
from voxml.cli._output import EXIT_CLEAN, write_output


@click.command("schema", cls=Command, short_help="Print the XSD, the JSON Schema, or that of the settings.")
@click.argument("kind", type=click.Choice(["xsd", "json", "settings"]))
@click.option("-o", "--output", metavar="F", help="Write to this file instead of standard output.")
def command(kind: Literal["xsd", "json", "settings"], output: str | None) -> int:
    """Print the XSD of the authoring form, the JSON Schema of the wire form, or that of voxml.toml.

    Save it beside your documents and point your editor to it: in XML with
    <?xml-model href="voxml-1.0.xsd"?>, in JSON by the editor's own settings, in voxml.toml with the first line
    #:schema ./voxml-settings.schema.json
    """
    if kind == "settings":
        from voxml.config.settings_schema import settings_schema
        from voxml.diagnostics import printable_json

        write_output(printable_json(settings_schema(), indent=2) + "\n", output)
        return EXIT_CLEAN
    from voxml.schema.load import schema_text

    write_output(schema_text(kind), output)
    return EXIT_CLEAN

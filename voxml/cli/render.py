"""`voxml render`: a template becomes a document, or one document for every row of a data file."""

from __future__ import annotations

from typing import Any, Literal

import click

from voxml.cli import EXIT_CLEAN, EXIT_FINDINGS


@click.command("render")
@click.argument("template", metavar="NAME|FILE")
@click.option(
    "--set",
    "settings",
    metavar="K=V",
    multiple=True,
    help="The value of a parameter; may be given many times.",
)
@click.option(
    "--data", metavar="F", help="Values from a .json, .toml, .yaml, .csv or .jsonl file; - reads JSON."
)
@click.option("--to", "form", type=click.Choice(["json", "xml"]), default="json", help="The form to write.")
@click.option(
    "-o", "--output", metavar="OUT", help="Write to this file; with rows of data, into this folder."
)
@click.option(
    "--search-path",
    metavar="DIR",
    multiple=True,
    help="A folder of templates; searched before the shipped ones.",
)
@click.option("--trusted", is_flag=True, help="Without bounds on loops, output and time.")
def command(
    template: str,
    settings: tuple[str, ...],
    data: str | None,
    form: Literal["json", "xml"],
    output: str | None,
    search_path: tuple[str, ...],
    trusted: bool,
) -> int:
    """Render a template: a shipped one by its NAME (see `voxml templates list`), or a FILE of yours.

    Values come from --set and --data; both are checked against the template's parameters, and --set wins.
    """
    from voxml.cli._streams import write_output
    from voxml.errors import TemplateError
    from voxml.templating.templates import Templates

    try:
        found = Templates(search_path, trusted=trusted).get(template)
        document = found.render({**_from_data(data), **_from_settings(settings)})
    except TemplateError as error:
        for diagnostic in error.diagnostics:
            click.echo(str(diagnostic), err=True)
        return EXIT_FINDINGS
    text = document.to_xml() if form == "xml" else document.to_json()
    write_output(text if text.endswith("\n") else text + "\n", output)
    return EXIT_CLEAN


def _from_settings(settings: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise click.UsageError(f"--set: found {setting!r}; expected NAME=VALUE")
        if name in values:
            values[name] = [*(values[name] if isinstance(values[name], list) else [values[name]]), value]
        else:
            values[name] = value
    return values


def _from_data(data: str | None) -> dict[str, Any]:
    if data is None:
        return {}
    from itertools import islice

    from voxml.errors import InputError
    from voxml.templating.data import read_rows

    rows = list(islice(read_rows(data), 2))
    if len(rows) != 1:
        raise InputError(
            f"{data}: found {'many rows' if rows else 'no row'}; expected one, or a folder with -o DIR"
        )
    if rows[0].problem is not None:
        raise InputError(f"{data}:{rows[0].line}: {rows[0].problem}")
    return rows[0].values

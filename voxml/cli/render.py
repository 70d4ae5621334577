"""`voxml render`: a template becomes a document, or one document for every row of a data file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from voxml.cli import _completing
from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._options import as_options
from voxml.cli._output import EXIT_CLEAN, EXIT_FINDINGS, echo, write_output

if TYPE_CHECKING:
    from voxml.templating.rows import Rows
    from voxml.templating.template import Template

_FORMATS = ["json", "toml", "yaml", "csv", "jsonl"]


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderOptions:
    """One field for each option."""

    template: str
    settings: tuple[str, ...]
    data: str | None
    data_format: str | None
    form: Literal["json", "xml"]
    output: str | None
    pattern: str | None
    index: str | None
    fail_fast: bool
    ignore_extra: bool
    search_path: tuple[str, ...]
    trusted: bool
    jobs: int
    scheduler: str | None
    output_format: Literal["text", "json"]


@click.command("render", cls=Command, short_help="Render a template, once or for every row of data.")
@click.argument("template", metavar="NAME|FILE", shell_complete=_completing.templates)
@click.option("--set", "settings", metavar="K=V", multiple=True, help="The value of a parameter; wins over --data.")
@click.option("--data", metavar="F", help="Values: a .json, .toml, .yaml, .csv or .jsonl file; - is standard input.")
@click.option(
    "--data-format", type=click.Choice(_FORMATS), help="The format of --data, where its name has no known ending."
)
@click.option("--to", "form", type=click.Choice(["json", "xml"]), default="json", help="The form to write.")
@click.option("-o", "--output", metavar="OUT", help="Write to this file; or one document a row, into this folder.")
@click.option("--name", "pattern", metavar="PATTERN", help="Names of row documents, such as '{{ id }}'.")
@click.option("--index", metavar="FILE", help="Where the names of rows are kept; by default OUT.index.sqlite3.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first bad row.")
@click.option("--ignore-extra", is_flag=True, help="Ignore columns and members of --data that are no parameters.")
@click.option(
    "--search-path",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    multiple=True,
    help="A folder of templates, searched before ours.",
)
@click.option("--trusted", is_flag=True, help="Without bounds on loops, output and time.")
@click.option("--jobs", "-j", type=click.IntRange(min=0), default=0, metavar="N", help="Processes; 0: one a processor.")
@click.option("--scheduler", metavar="URL", help="Render rows on the Dask cluster of this scheduler, tcp://HOST:PORT.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="The summary of rows.")
@json_option
@as_options(RenderOptions)
def command(options: RenderOptions) -> int:
    """Render a template: a shipped one by its NAME (see `voxml templates list`), or a FILE of yours.

    Values come from --set and --data; both are checked against the template's parameters. With rows of data and
    `-o DIR`, each row becomes a document of its own, under a name that can't be guessed; run it again to go on after an
    interruption.
    """
    from voxml.errors import TemplateError
    from voxml.templating.loader import find_by_name_or_path
    from voxml.templating.templates import Templates

    values = _from_settings(options.settings)
    rows = None if options.data is None else _open_rows(options.data, options.data_format)
    try:
        path = find_by_name_or_path(options.template, tuple(map(Path, options.search_path)))
        found = Templates(options.search_path, trusted=options.trusted, base_url=_base_url(path)).get(path)
        if rows is not None and options.output is not None and _is_one_a_row(rows, options.output, options.pattern):
            from voxml.cli._rows import RowsJob

            return RowsJob(found, rows, options).run(values)
        if options.pattern is not None or options.index is not None or options.fail_fast or options.scheduler:
            raise click.UsageError("--name, --index, --fail-fast and --scheduler are for rows: --data FILE and -o DIR")
        if options.ignore_extra:
            found.check_some(values)  # what is set by name is meant for this template
        only = {} if rows is None else _only_row(rows, options.data or "")
        return _render_one(found, {**only, **values}, options)
    except TemplateError as error:
        for diagnostic in error.diagnostics:
            echo(str(diagnostic), err=True)
        return EXIT_FINDINGS


def _render_one(template: Template, values: dict[str, Any], options: RenderOptions) -> int:
    document = template.render(values, ignore_extra=options.ignore_extra)
    text = document.to_xml() if options.form == "xml" else document.to_json()
    write_output(text if text.endswith("\n") else text + "\n", options.output)
    return EXIT_CLEAN


def _base_url(template: Path) -> str:
    """Return where the settings beside a template say that its site is, for `url_for`."""
    from voxml import config
    from voxml.templating.site_url import EXAMPLE_SITE

    settings = config.find(str(template.parent))
    return (config.load(settings).site.base_url if settings else None) or EXAMPLE_SITE


def _open_rows(data: str, data_format: str | None) -> Rows:
    from voxml.scaling.remote import is_url, opened
    from voxml.templating.rows import read_rows

    return read_rows(data, data_format, opened if is_url(data) else None)


def _is_one_a_row(rows: Rows, output: str, pattern: str | None) -> bool:
    """Return whether each row becomes a document: rows do, and one object does where a folder is meant."""
    return rows.is_many or pattern is not None or output.endswith("/") or Path(output).is_dir()


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


def _only_row(rows: Rows, data: str) -> dict[str, Any]:
    from itertools import islice

    from voxml.errors import InputError

    first = list(islice(rows, 2))
    if len(first) != 1:
        raise InputError(f"{data}: found {'many rows' if first else 'no row'}; expected one, or a folder with -o DIR")
    if first[0].problem is not None:
        raise InputError(f"{data}:{first[0].line}: {first[0].problem}")
    return first[0].values

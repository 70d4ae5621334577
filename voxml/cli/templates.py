"""`voxml templates`: the shipped templates, and those of a search path."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voxml.cli import _completing
from voxml.cli._help import Group
from voxml.cli._json_option import json_option
from voxml.cli._output import EXIT_CLEAN, echo, echo_json, echo_styled
from voxml.cli._terminal import screen
from voxml.diagnostics import printable, printable_lines
from voxml.reporters.terminal.wrapping import hang

if TYPE_CHECKING:
    from voxml.language.response import Response
    from voxml.templating.parameters import Parameter
    from voxml.templating.template import Template

_search_path = click.option(
    "--search-path",
    type=click.Path(exists=True, file_okay=False),
    metavar="DIR",
    multiple=True,
    help="A folder of templates; searched before the shipped ones.",
)
_output_format = click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="For people, or JSON."
)


@click.group("templates", cls=Group, short_help="List, show and copy the shipped templates.")
def command() -> None:
    """List, show and copy the templates that can be rendered by name."""


@command.command("list")
@_search_path
@_output_format
@json_option
def list_templates(search_path: tuple[str, ...], output_format: str) -> int:
    """List the templates, one a line."""
    from voxml.templating.templates import Templates

    found = [_headline(path) for path in Templates(search_path).paths()]
    if output_format == "json":
        echo_json(found)
        return EXIT_CLEAN
    width = max((len(each["name"]) for each in found), default=0)
    terminal = screen(sys.stdout)
    for each in found:
        name, title = printable(each["name"]), printable(each["title"])
        lead = f"{terminal.paint.name(name)}{' ' * (width - len(each['name']))}  "
        text = hang(" " * (width + 2), title, terminal.width)[width + 2 :] if terminal.is_terminal else title
        echo_styled((lead + text).rstrip())
    return EXIT_CLEAN


@command.command("show")
@click.argument("template", metavar="NAME|FILE", shell_complete=_completing.templates)
@_search_path
@_output_format
@json_option
def show_template(template: str, search_path: tuple[str, ...], output_format: str) -> int:
    """Show what a template takes, a document that it gives, and what a person would hear."""
    from voxml.errors import ParameterError, TemplateError
    from voxml.templating.header import sample_values
    from voxml.templating.narration import narrate

    found = _template(template, search_path)
    try:
        document: Response | None = found.render(sample_values(found.parameters))
        fault = ""
    except (TemplateError, ParameterError) as error:
        # Without good examples a template can still say what it takes.
        document, fault = None, str(error)
    heard = [] if document is None else narrate(document)
    if output_format == "json":
        wire = None if document is None else json.loads(document.to_json())
        parameters = [_parameter(each) for each in found.parameters]
        about = {**_summary(found), "parameters": parameters, "document": wire, "says": heard}
        echo_json(about)
        return EXIT_CLEAN
    _print_template(found, document, fault, heard)
    return EXIT_CLEAN


def _print_template(found: Template, document: Response | None, fault: str, heard: list[str]) -> None:
    terminal = screen(sys.stdout)
    paint = terminal.paint

    def tell(lead: str, text: str, indent: int | None = None) -> None:
        text = printable_lines(text)
        echo_styled(hang(lead, text, terminal.width, indent) if terminal.is_terminal else lead + text)

    name, title = printable(found.name), printable(found.header.title)
    echo_styled(f"{paint.bold(f'{name}:')} {title}" if title else paint.bold(name))
    if found.header.description:
        echo()
        tell("", found.header.description)
    echo_styled(paint.bold("\nParameters:") if found.parameters else "\nIt takes no parameters.")
    for each in found.parameters:
        head, *more = _line(each).split("\n")
        name, _, facts = printable(head).strip().partition("  ")
        echo_styled(f"  {paint.name(name)}  {paint.dim(facts)}")
        for line in more:
            tell("      ", line.strip())
    if document is None:
        echo(f"\nIts examples give no document:\n{fault}")
        return
    echo_styled(paint.bold("\nAn example:\n"))
    echo(document.to_xml().rstrip())
    echo_styled(paint.bold("\nWhat it says:\n"))
    for line in heard:
        tell("  ", line)


@command.command("copy")
@click.argument("template", metavar="NAME", shell_complete=_completing.templates)
@click.argument("to", metavar="[FILE|DIR]", default=".")
@_search_path
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def copy_template(template: str, to: str, search_path: tuple[str, ...], force: bool) -> int:
    """Copy a template to change it; its parents and macros stay with voxml, and are found from the copy."""
    from voxml.errors import InputError
    from voxml.files import write_atomically
    from voxml.source import read_file

    found = _template(template, search_path)
    target = Path(to)
    if target.is_dir() or to.endswith(("/", "\\")):
        target = target / found.path.name
    if target.exists() and not force:
        raise InputError(f"{target}: is there already; --force replaces it")
    if not target.parent.is_dir():
        raise InputError(f"{target.parent}: no such directory")
    write_atomically(target, read_file(found.path))
    echo(f"wrote {printable(str(target))}", err=True)
    return EXIT_CLEAN


def _template(name: str, search_path: tuple[str, ...]) -> Template:
    from voxml.templating.loader import find_by_name_or_path
    from voxml.templating.site_url import EXAMPLE_SITE
    from voxml.templating.templates import Templates

    templates = Templates(search_path, base_url=EXAMPLE_SITE)
    return templates.get(find_by_name_or_path(name, templates.search_path))


def _headline(path: Path) -> dict[str, Any]:
    """Return what a template's own header says, without compiling it: one with errors is listed too."""
    from voxml.templating.header import Header, HeaderError, parse_header
    from voxml.templating.loader import UnreadableTemplate, read_template
    from voxml.templating.shipped import bare_name
    from voxml.templating.template import form_of_template

    text = ""
    try:
        text = read_template(str(path))
        header = parse_header(text)
    except (HeaderError, UnreadableTemplate) as error:
        header = Header(title=f"has an error: {error}")
    return {
        "name": bare_name(path.name) or path.name,
        "title": header.title,
        "description": header.description,
        "form": form_of_template(str(path), text),
        "path": str(path),
    }


def _summary(template: Template) -> dict[str, Any]:
    return {
        "name": template.name,
        "title": template.header.title,
        "description": template.header.description,
        "form": template.form,
        "path": str(template.path),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": parameter.name,
        "type": parameter.type,
        "required": parameter.required,
        "default": _plain(parameter.default),
        "description": parameter.description,
        "example": _plain(parameter.sample()),
    }
    if parameter.choices:
        about["choices"] = list(parameter.choices)
    for name, bound in (("min", parameter.min), ("max", parameter.max)):
        if bound is not None:
            about[name] = _plain(bound)
    if parameter.items is not None:
        about["items"] = _parameter(parameter.items)
    if parameter.fields:
        about["items"] = [_parameter(field) for field in parameter.fields]
    if parameter.unique:
        about["unique"] = parameter.unique
    return about


def _plain(value: Any) -> Any:
    """Return a value as JSON writes it, and as the parameter takes it back."""
    from voxml.templating.parameter_types import Money
    from voxml.templating.to_text import to_text

    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if value is None or (isinstance(value, (bool, int, str)) and not isinstance(value, Money)):
        return value
    return to_text(value)


def _line(parameter: Parameter) -> str:
    from voxml.templating.parameter_types import show

    kind = " | ".join(parameter.choices) if parameter.choices else parameter.type
    if parameter.required:
        need = "required"
    elif parameter.default is not None:
        need = f"default {show(parameter.default)}"
    else:
        need = "optional"
    lines = [f"  {parameter.name}  ({kind}; {need})"]
    if parameter.description:
        lines.append(f"      {parameter.description}")
    if parameter.example is not None:
        lines.append(f"      Example: {json.dumps(_plain(parameter.example), ensure_ascii=False)}")
    return "\n".join(lines)

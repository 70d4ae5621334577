"""The page of the commands, from click's own objects."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import click

from voxml.cli._commands import SECTIONS, voxml

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """# Commands

`voxml COMMAND --help` prints the same in a terminal. Exit codes: 0 clean, 1 problems, 2 usage, configuration or our own
failure, 3 nothing to check. Data goes to standard output, everything else to standard error.

"""


def page() -> str:
    """Return the page in Markdown."""
    context = click.Context(voxml, info_name="voxml")
    names = [name for section in SECTIONS.values() for name in section]
    rest = [name for name in voxml.list_commands(context) if name not in names]
    lines: list[str] = []
    for title, section in {**SECTIONS, "More": tuple(rest)}.items():
        if section:
            links = ", ".join(f"[`{name}`](#voxml-{name})" for name in section)
            lines += [f"- **{title}**: {links}"]
    lines += ["", *_options(voxml, context)]
    for name in (*names, *rest):
        command = voxml.get_command(context, name)
        if command is not None and not command.hidden:
            lines += _command(command, context, name, "##")
    return _HEAD + "\n".join(lines) + "\n"


def _command(command: click.Command, parent: click.Context, name: str, marks: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    path = context.command_path
    yield f"{marks} voxml {path.removeprefix('voxml ')} {{ #{path.replace(' ', '-')} }}\n"
    yield f"```text\n{path} {' '.join(command.collect_usage_pieces(context))}\n```\n"
    yield _prose(command.help or "") + "\n"
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None and not found.hidden:
                yield from _command(found, context, inner, marks + "#")


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    records = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        and "--help" not in parameter.opts
        and (record := parameter.get_help_record(context))
    ]
    if records:
        yield "| option | meaning |\n| --- | --- |"
        for names, meaning in records:
            yield f"| {_code(names)} | {_cell(meaning)} |"
        yield ""


def _prose(text: str) -> str:
    """Return click's help as Markdown: a paragraph that begins with \\b is shown as it stands."""
    parts = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\f", "")):
        if paragraph.lstrip().startswith("\b"):
            shown = paragraph.replace("\b", "").strip("\n")
            width = min((len(line) - len(line.lstrip()) for line in shown.splitlines() if line.strip()), default=0)
            parts.append("```text\n" + "\n".join(line[width:] for line in shown.splitlines()).strip("\n") + "\n```")
        else:
            parts.append(_plain(" ".join(paragraph.split())))
    return "\n\n".join(parts)


def _plain(text: str) -> str:
    return re.sub(r"([<>*_\[\]{}])", r"\\\1", text)


def _code(names: str) -> str:
    """Return the names of an option, none of them broken, and what it takes."""
    match = re.fullmatch(r"(-[\w-]+(?:(?:, | / )-[\w-]+)*)(?: (.*))?", names)
    spelled, value = match.groups() if match else (names, None)
    shown = re.sub(r"-[\w-]+", r'<code class="vx-option">\g<0></code>', spelled)
    return f"{shown} <code>{escape(value).replace('|', '&#124;')}</code>" if value else shown


def _cell(text: str) -> str:
    plain = _plain(" ".join(text.split())).replace("|", "\\|")
    return re.sub(r"(?<![\w-])--?[a-z][a-z-]*(?![\w])", r'<code class="vx-option">\g<0></code>', plain)

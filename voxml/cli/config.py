"""`voxml config`: which settings count here, and where each comes from."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from voxml.cli._help import Group
from voxml.cli._json_option import json_option
from voxml.cli._output import echo_json, echo_styled
from voxml.cli._terminal import screen
from voxml.diagnostics import printable, printable_json, printable_lines

#: What commands read from the environment; the value of a secret is never shown.
_ENVIRONMENT = {
    "TRYVOX_AUTH_ID": "the account that calls are placed from",
    "TRYVOX_API_KEY": "the key of that account",
    "TRYVOX_BASE_URL": "the API, where it is not TryVox's own",
    "TRYVOX_WEBHOOK_SECRET": "the secret by which webhooks are signed",
    "VOXML_CONFIG": "the settings file of every command, in place of the nearest",
}
_SHOWN = ("TRYVOX_BASE_URL", "VOXML_CONFIG")


@click.group(cls=Group, short_help="Show which settings count, and where each comes from.")
def command() -> None:
    """Show which settings count, and where each comes from."""


@command.command("show", short_help="List each setting, its value and where it comes from.")
@click.argument("path", default=".", type=click.Path())
@click.option("--config", "config_path", metavar="FILE", type=click.Path(), help="Settings to use.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@json_option
def show(path: str, config_path: str | None, output_format: str) -> None:
    """List each setting, its value, and where it comes from, for a file or folder; the current folder without one."""
    rows = _settings(path, config_path)
    if output_format == "json":
        echo_json([*rows, *_environment()])
        return
    width = max(len(row["name"]) for row in rows)
    paint = screen(sys.stdout).paint
    for row in rows:
        origin = row["origin"] if row["line"] is None else f"{row['origin']}:{row['line']}"
        name = paint.name(row["name"]) + " " * (width - len(row["name"]))
        source = (
            paint.dim(f"({printable(origin)})") if row["origin"] == "default" else paint.good(f"({printable(origin)})")
        )
        echo_styled(f"{name}  {printable_lines(_shown(row['value']))}  {source}")
    echo_styled(paint.bold("\nFrom the environment:"))
    for row in _environment():
        name = paint.name(row["name"]) + " " * (width - len(row["name"]))
        echo_styled(f"{name}  {printable_lines(_shown(row['value']))}")


def _settings(path: str, config_path: str | None) -> list[dict[str, Any]]:
    from voxml import config
    from voxml.config.known import KNOWN, plain

    folder = path if os.path.isdir(path) else os.path.dirname(path) or "."  # noqa: PTH112, PTH120
    found = config_path or config.find(folder)
    file = None if found is None else config.read(found)
    rows = []
    for setting in KNOWN:
        table, _, name = setting.name.rpartition(".")
        given = {} if file is None else file.values.get(table, {}) if table else file.values
        is_given = file is not None and plain(name) in given
        rows.append(
            {
                "name": setting.name,
                "value": given[plain(name)] if is_given else setting.default,
                "origin": file.path if is_given and file is not None else "default",
                "line": file.line_of(*filter(None, (table, name))) if is_given and file is not None else None,
                "description": setting.description,
            }
        )
    return rows


def _environment() -> list[dict[str, Any]]:
    rows = []
    for name, description in _ENVIRONMENT.items():
        value = os.environ.get(name)
        shown = value if name in _SHOWN or value is None else "set, not shown"
        rows.append({"name": name, "value": shown, "origin": "environment", "line": None, "description": description})
    return rows


def _shown(value: Any) -> str:
    return "not set" if value is None else printable_json(value)

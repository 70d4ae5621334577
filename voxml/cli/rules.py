"""`voxml rules`: lists the rules of the linter."""

from __future__ import annotations

from typing import Any

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import echo, echo_json


@click.command(cls=Command, short_help="List the rules of the linter.")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or programs.")
@json_option
def command(output_format: str) -> None:
    """List the rules: name, severity, the preset that has it, and what it finds."""
    from voxml.rules import RULES
    from voxml.rules.manual import describe

    rules = [describe(name) for name in RULES]
    if output_format == "json":
        for rule in rules:
            rule.pop("markdown", None)
        echo_json(rules)
    else:
        echo(_table(rules), nl=False)


def _table(rules: list[dict[str, Any]]) -> str:
    from voxml.rules.rule import CATEGORIES

    width = max(len(rule["name"]) for rule in rules)
    lines: list[str] = []
    for category, what in CATEGORIES.items():
        chosen = [rule for rule in rules if rule["category"] == category]
        if chosen:
            lines += ["", f"{category}: {what}"]
        for rule in chosen:
            fix = f" [{rule['fix']} fix]" if rule["fix"] else ""
            lines.append(
                f"  {rule['name']:<{width}}  {rule['severity']:<7}  {rule['preset']:<7}  {rule['summary']}{fix}"
            )
    lines += ["", "`voxml explain RULE` says more.", ""]
    return "\n".join(lines[1:])

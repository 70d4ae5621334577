"""`voxml rules`: lists the rules of the linter."""

from __future__ import annotations

import sys
from typing import Any

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import echo, echo_json, echo_styled
from voxml.cli._terminal import Screen, screen
from voxml.reporters.terminal.wrapping import hang
from voxml.version import rule_url


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
        terminal = screen(sys.stdout)
        echo_styled(_for_terminal(rules, terminal)) if terminal.is_terminal else echo(_table(rules), nl=False)


def _for_terminal(rules: list[dict[str, Any]], terminal: Screen) -> str:
    """Return the rules by category, each sentence wrapped beside its rule, or under it where it is narrow."""
    from voxml.rules.rule import CATEGORIES

    paint = terminal.paint
    width = max(len(rule["name"]) for rule in rules)
    lines: list[str] = []
    for category, what in CATEGORIES.items():
        chosen = [rule for rule in rules if rule["category"] == category]
        if chosen:
            lines += ["", f"{paint.bold(category)} {paint.dim(hang('', what, terminal.width - len(category) - 1, 2))}"]
        for rule in chosen:
            name, severity = rule["name"], rule["severity"]
            notes = ", ".join(
                [f"{rule['fix']} fix"] * bool(rule["fix"]) + [rule["preset"]] * (rule["preset"] != "default")
            )
            text = rule["summary"] + (f" ({notes})" if notes else "")
            head = f"  {paint.name(paint.link(rule_url(name), name))}{' ' * (width - len(name))}  "
            head += paint.severity(severity, severity)
            indent = width + 13
            if terminal.width - indent < 25:
                lines += [head, hang("    ", text, terminal.width)]
            else:
                lines.append(head + hang(" " * indent, text, terminal.width)[4 + width + len(severity) :])
    return "\n".join([*lines[1:], "", f"{paint.name('voxml explain RULE')} says more."])


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

"""`voxml explain`: the manual of a rule, a verb or a member."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import echo_json, echo_styled
from voxml.cli._terminal import Screen, screen
from voxml.reporters.terminal.wrapping import hang


def _complete(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from voxml.language.elements import elements
    from voxml.lsp.topics import XML_ELEMENTS
    from voxml.rules import RULES

    known = elements()
    fields = [f"{each.name}.{member.name}" for each in known.values() for member in each.members]
    names = [*known, *XML_ELEMENTS, *RULES, *(fields if "." in typed else [])]
    return [name for name in names if name.startswith(typed)]


@click.command(cls=Command, short_help="Explain a rule, a verb or one of its members.")
@click.argument("name", metavar="RULE|VERB|VERB.FIELD", shell_complete=_complete)
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@json_option
def command(name: str, output_format: str) -> None:
    """Explain a rule of the linter, a verb (Gather) or one of its members (Gather.timeout)."""
    from voxml.lsp.topics import topic

    found = topic(name)
    if output_format == "json":
        echo_json(found)
    else:
        echo_styled(_render(found, screen(sys.stdout)))


def _render(topic: dict[str, Any], terminal: Screen) -> str:
    from voxml.lsp.topics import member_lines

    paint, room = terminal.paint, min(terminal.width, 100) if terminal.is_terminal else 0
    page = paint.link(topic["page"], topic["page"]) if "page" in topic else ""
    if topic["kind"] == "rule":
        return _rule(topic, terminal)
    if topic["kind"] == "member":
        return "\n".join(
            [paint.bold(topic["name"]), "", *_member(member_lines(topic, (room or 90)), "", room), "", page]
        )
    lines = [paint.bold(topic["name"]), "", hang("", topic["summary"], room) if room else topic["summary"]]
    if topic["inside"]:
        lines.append(f"It may stand inside {', '.join(topic['inside'])}.")
    if topic["needs_one_of"]:
        lines.append(f"At least one of {', '.join(topic['needs_one_of'])} must have an entry.")
    for member in topic["members"]:
        lines += ["", f"  {paint.name(member['name'].partition('.')[2])}"]
        lines += _member(member_lines(member, (room or 94) - 4), "    ", room)
    return "\n".join([*lines, "", page])


def _member(lines: list[str], lead: str, room: int) -> list[str]:
    return [
        hang(lead, line, room, len(lead) + 2) if room and len(lead + line) > room else lead + line for line in lines
    ]


def _rule(topic: dict[str, Any], terminal: Screen) -> str:
    import textwrap

    paint, room = terminal.paint, min(terminal.width, 100)
    facts = [topic["severity"], f"category {topic['category']}", f"preset {topic['preset']}"]
    if topic["fix"]:
        facts.append(f"{topic['fix']} fix")
    head = f"{topic['name']} ({', '.join(facts)})"
    if paint.is_on:
        shown = ", ".join([paint.severity(topic["severity"], topic["severity"]), *facts[1:]])
        head = f"{paint.bold(topic['name'])} ({shown})"
    lines = [head, "", f"{topic['summary']}.", ""]
    lines += [topic["reason"], ""] if "\n" in topic["reason"] else [*textwrap.wrap(topic["reason"], room), ""]
    if topic.get("settings"):
        lines += [f"The samples are checked with {json.dumps(topic['settings'])}.", ""]
    last = ""
    for sample in topic["samples"]:
        if sample["kind"] != last:
            last = sample["kind"]
            title = f"{last.capitalize()}:"
            lines += [paint.good(title) if last == "good" else paint.bad(title), ""]
        lines += [textwrap.indent(sample["text"].rstrip(), "    "), ""]
    return "\n".join(lines).rstrip()

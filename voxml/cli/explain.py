"""`voxml explain`: the manual of a rule, a verb or a member."""

from __future__ import annotations

import json
from typing import Any

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import echo, echo_json


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
        echo(_render(found), nl=False)


def _render(topic: dict[str, Any]) -> str:
    from voxml.lsp.topics import member_lines

    if topic["kind"] == "rule":
        return _rule(topic)
    if topic["kind"] == "member":
        return "\n".join([topic["name"], "", *member_lines(topic), "", topic["page"], ""])
    lines = [topic["name"], "", topic["summary"]]
    if topic["inside"]:
        lines.append(f"It may stand inside {', '.join(topic['inside'])}.")
    if topic["needs_one_of"]:
        lines.append(f"At least one of {', '.join(topic['needs_one_of'])} must have an entry.")
    for member in topic["members"]:
        lines += ["", f"  {member['name'].partition('.')[2]}", *(f"    {line}" for line in member_lines(member))]
    return "\n".join([*lines, "", topic["page"], ""])


def _rule(topic: dict[str, Any]) -> str:
    import textwrap

    facts = [topic["severity"], f"category {topic['category']}", f"preset {topic['preset']}"]
    if topic["fix"]:
        facts.append(f"{topic['fix']} fix")
    lines = [f"{topic['name']} ({', '.join(facts)})", "", f"{topic['summary']}.", ""]
    lines += [topic["reason"], ""] if "\n" in topic["reason"] else [*textwrap.wrap(topic["reason"], 100), ""]
    if topic.get("settings"):
        lines += [f"The samples are checked with {json.dumps(topic['settings'])}.", ""]
    last = ""
    for sample in topic["samples"]:
        if sample["kind"] != last:
            last = sample["kind"]
            lines += [f"{last.capitalize()}:", ""]
        lines += [textwrap.indent(sample["text"].rstrip(), "    "), ""]
    return "\n".join(lines).rstrip() + "\n"

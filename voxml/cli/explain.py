"""`voxml explain`: the manual of a rule, a verb or a member."""

from __future__ import annotations

import json
from typing import Any

import click

from voxml.cli._help import Command
from voxml.cli._json_option import json_option
from voxml.cli._output import echo, echo_json
from voxml.errors import VoxmlValueError

_PAGE = "https://docs.tryvox.io/voxml"


def _plain(name: str, kind: str, is_required: bool, summary: str, expected: str, in_xml: str) -> dict[str, Any]:
    return {
        "kind": "member",
        "name": name,
        "type": kind,
        "required": is_required,
        "default": None,
        "summary": summary,
        "expected": expected,
        "source": None,
        "choices": [],
        "examples": [],
        "in_xml": in_xml,
        "page": f"{_PAGE}/stream" if name.startswith("Parameter") else _PAGE,
    }


#: Elements of the XML form that are no verb and no noun of the language: what JSON has in their place.
_XML_ELEMENTS: dict[str, dict[str, Any]] = {
    "Response": {
        "kind": "document",
        "name": "Response",
        "summary": "The document: the root element in XML, the outermost object in JSON.",
        "members": [
            _plain(
                "Response.voxml_version",
                "string",
                True,
                "The version of the language. XML may leave it out.",
                '"1.0"',
                '<Response version="1.0">',
            ),
            _plain(
                "Response.instructions",
                "array of verbs",
                True,
                "What happens on the call, in this order.",
                "any number of verbs",
                "<Response><Say>…</Say><Hangup/></Response>",
            ),
        ],
        "needs_one_of": [],
        "inside": [],
        "page": _PAGE,
    },
    "Parameter": {
        "kind": "noun",
        "name": "Parameter",
        "summary": "A name and a text that is sent to your socket at the start; in JSON a member of Stream.parameters.",
        "members": [
            _plain("Parameter.name", "string", True, "The name.", "any text", '<Parameter name="…" value="…"/>'),
            _plain("Parameter.value", "string", True, "The text.", "any text", '<Parameter name="…" value="…"/>'),
        ],
        "needs_one_of": [],
        "inside": ["Stream"],
        "page": f"{_PAGE}/stream",
    },
}


def _complete(_ctx: click.Context, _parameter: click.Parameter, typed: str) -> list[str]:
    from voxml.language.elements import elements
    from voxml.rules import RULES

    known = elements()
    fields = [f"{each.name}.{member.name}" for each in known.values() for member in each.members]
    names = [*known, *_XML_ELEMENTS, *RULES, *(fields if "." in typed else [])]
    return [name for name in names if name.startswith(typed)]


@click.command(cls=Command, short_help="Explain a rule, a verb or one of its members.")
@click.argument("name", metavar="RULE|VERB|VERB.FIELD", shell_complete=_complete)
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="For people or for programs."
)
@json_option
def command(name: str, output_format: str) -> None:
    """Explain a rule of the linter, a verb (Gather) or one of its members (Gather.timeout)."""
    topic = _find(name)
    if output_format == "json":
        echo_json(topic)
    else:
        echo(_render(topic), nl=False)


def _find(name: str) -> dict[str, Any]:
    from voxml.language.elements import elements
    from voxml.rules import RULES
    from voxml.rules.manual import describe

    known = elements()
    verb, _, field = name.partition(".")
    element = next((known[each] for each in known if each.lower() == verb.lower()), None)
    if element is not None:
        if not field:
            return _element(element)
        member = element.member(field)
        if member is not None:
            return _member(element, member)
        names = [f"{element.name}.{each.name}" for each in element.members]
    elif (topic := _xml_element(verb, field)) is not None:
        return topic
    else:
        if name in RULES:
            return {"kind": "rule", **describe(name)}
        names = [*RULES, *known, *_XML_ELEMENTS]
    from voxml.language.spelling import did_you_mean

    more = did_you_mean(name, names) or "; `voxml rules` lists the rules, and the verbs are " + ", ".join(known)
    raise VoxmlValueError(f'found no rule, verb or member called "{name}"{more}')


def _xml_element(name: str, field: str) -> dict[str, Any] | None:
    topic = next((each for key, each in _XML_ELEMENTS.items() if key.lower() == name.lower()), None)
    if topic is None or not field:
        return topic
    # Its name in XML.
    field = "voxml_version" if field == "version" else field
    return next((each for each in topic["members"] if each["name"] == f"{topic['name']}.{field}"), None)


def _element(element: Any) -> dict[str, Any]:
    from voxml.language.elements import elements

    return {
        "kind": "verb" if element.is_verb else "noun",
        "name": element.name,
        "summary": element.doc,
        "members": [_member(element, each) for each in element.members],
        "needs_one_of": list(element.needs_one_of),
        "inside": [
            other.name for other in elements().values() if any(each.element == element.name for each in other.members)
        ],
        "page": f"https://docs.tryvox.io/{element.page}",
    }


def _member(element: Any, member: Any) -> dict[str, Any]:
    from voxml.schema.emit.wording import source_of

    types = {
        "str": "string",
        "choice": "string",
        "int": "integer",
        "bool": "boolean",
        "map": "object of strings",
    }
    kind = types.get(member.base) or (f"array of {member.element}" if member.base == "list" else member.element)
    return {
        "kind": "member",
        "name": f"{element.name}.{member.name}",
        "type": kind,
        "required": member.is_required,
        "default": member.doc.default,
        "summary": member.doc.text,
        "expected": member.kind.expected if member.kind is not None else None,
        "source": source_of(member.kind) if member.kind is not None else None,
        "choices": list(member.choices),
        "examples": list(member.kind.examples) if member.kind is not None else [],
        "in_xml": _in_xml(element, member),
        "page": f"https://docs.tryvox.io/{member.doc.page or element.page}",
    }


def _in_xml(element: Any, member: Any) -> str:
    if member.is_content:
        return f"<{element.name}>…</{element.name}>"
    if member.base == "map":
        return f'<{element.name}><Parameter name="…" value="…"/></{element.name}>'
    if member.element is not None:
        return f"<{element.name}><{member.element}>…</{member.element}></{element.name}>"
    return f'<{element.name} {member.name}="…">'


def _render(topic: dict[str, Any]) -> str:
    if topic["kind"] == "rule":
        return _rule(topic)
    if topic["kind"] == "member":
        return "\n".join([topic["name"], "", *_lines(topic), "", topic["page"], ""])
    lines = [topic["name"], "", topic["summary"]]
    if topic["inside"]:
        lines.append(f"It may stand inside {', '.join(topic['inside'])}.")
    if topic["needs_one_of"]:
        lines.append(f"At least one of {', '.join(topic['needs_one_of'])} must have an entry.")
    for member in topic["members"]:
        lines += ["", f"  {member['name'].partition('.')[2]}", *(f"    {line}" for line in _lines(member))]
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


def _lines(member: dict[str, Any]) -> list[str]:
    import textwrap

    from voxml.language.types import OURS

    lines = textwrap.wrap(member["summary"], 90)
    what = f"{member['type']}, {'required' if member['required'] else 'optional'}"
    if member["default"] is not None:
        default = member["default"]
        what += f"; without it: {str(default).lower() if isinstance(default, bool) else default}"
    lines.append(what)
    if member["expected"] is not None:
        source = member["source"]
        lines.append(f"allowed: {member['expected']}" + (f" (a choice of {source})" if source == OURS else ""))
    lines.append(f"in XML: {member['in_xml']}")
    return lines

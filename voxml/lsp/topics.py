"""What there is to read about a rule, a verb or a member: for `voxml explain` as data, for editors as Markdown."""

from __future__ import annotations

import textwrap
from typing import Any

from voxml.errors import VoxmlValueError
from voxml.language.elements import elements
from voxml.language.spelling import did_you_mean
from voxml.language.types import OURS
from voxml.rules import RULES
from voxml.rules.manual import describe
from voxml.schema.emit.wording import source_of
from voxml.version import rule_url

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
XML_ELEMENTS: dict[str, dict[str, Any]] = {
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


def topic(name: str) -> dict[str, Any]:
    """Return what there is to read about a rule, a verb or a member of one, as plain data.

    Raises:
        VoxmlValueError: there is none of that name.
    """
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
    elif (found := _xml_element(verb, field)) is not None:
        return found
    else:
        if name in RULES:
            return {"kind": "rule", **describe(name)}
        names = [*RULES, *known, *XML_ELEMENTS]
    more = did_you_mean(name, names) or "; `voxml rules` lists the rules, and the verbs are " + ", ".join(known)
    raise VoxmlValueError(f'found no rule, verb or member called "{name}"{more}')


def _xml_element(name: str, field: str) -> dict[str, Any] | None:
    found = next((each for key, each in XML_ELEMENTS.items() if key.lower() == name.lower()), None)
    if found is None or not field:
        return found
    # Its name in XML.
    field = "voxml_version" if field == "version" else field
    return next((each for each in found["members"] if each["name"] == f"{found['name']}.{field}"), None)


def _element(element: Any) -> dict[str, Any]:
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


def member_lines(member: dict[str, Any], width: int = 90) -> list[str]:
    """Return what `voxml explain` says about a member, line by line, its summary in lines of so many characters."""
    lines = textwrap.wrap(member["summary"], width)
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


def topic_markdown(name: str) -> str | None:
    """Return the manual of a rule, a verb or a member as Markdown; None when there is none of that name."""
    try:
        found = topic(name)
    except VoxmlValueError:
        return None
    if found["kind"] == "rule":
        return f"[`{name}`]({rule_url(name)})\n\n{found['markdown']}"
    if found["kind"] == "member":
        return "\n\n".join([f"**{found['name']}**", *_member_markdown(found), f"[{found['page']}]({found['page']})"])
    lines = [f"**{found['name']}**: {found['summary']}"]
    if found["inside"]:
        lines.append(f"Inside {', '.join(found['inside'])}.")
    if found["needs_one_of"]:
        lines.append(f"At least one of {', '.join(found['needs_one_of'])} must have an entry.")
    members = [f"- `{each['name'].partition('.')[2]}`{_mark(each)}: {each['summary']}" for each in found["members"]]
    return "\n\n".join([*lines, "\n".join(members), f"[{found['page']}]({found['page']})"])


def rule_markdown(name: str) -> str:
    """Return what a rule is about, without its samples: what is shown beside a problem."""
    rule = describe(name)
    return f"[`{name}`]({rule_url(name)}) {rule['summary']}.\n\n{rule['reason']}"


def _mark(member: dict[str, Any]) -> str:
    return " (required)" if member["required"] else ""


def _member_markdown(member: dict[str, Any]) -> list[str]:
    summary, *facts = member_lines({**member, "summary": member["summary"].replace("\n", " ")})
    while facts and not facts[0].startswith(member["type"]):
        summary += f" {facts.pop(0)}"
    return [summary, "\n".join(f"- {_code(fact)}" for fact in facts)]


def _code(fact: str) -> str:
    """Return a fact with what is written in a document as code."""
    label, colon, rest = fact.partition("in XML: ")
    return f"{label}{colon}`{rest}`" if colon else fact

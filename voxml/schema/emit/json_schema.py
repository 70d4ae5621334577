"""Emit the JSON Schema of the wire form (draft 2020-12)."""

import json
from typing import Any

from voxml.language.elements import ElementModel, elements, kinds
from voxml.language.limits import MAX_INTEGER, VOXML_VERSION
from voxml.language.members import Member
from voxml.language.types import Kind
from voxml.schema.emit.wording import describe, source_of
from voxml.version import HOME

_ID = f"{HOME}/voxml-{VOXML_VERSION}.schema.json"
#: What XML can hold, and at least one character that is not white space.
_TEXT = "^[\\t\\n\\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*$"
_NOT_EMPTY = "[^ \\t\\n\\r]"


def json_schema() -> str:
    """Return the whole schema."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": _ID,
        "title": f"VoxML {VOXML_VERSION}",
        "description": "A document of the TryVox voice API in its wire form: instructions that run in order. "
        "Emitted from voxml/language/: do not edit.",
        "type": "object",
        "required": ["voxml_version", "instructions"],
        "additionalProperties": False,
        "properties": {
            "voxml_version": {"description": "The version of the language.", "const": VOXML_VERSION},
            "instructions": {
                "description": "The instructions, first to last.",
                "type": "array",
                "items": {"$ref": "#/$defs/Instruction"},
            },
        },
        "$defs": {
            "Instruction": _instruction(),
            **{e.name: _element(e, is_tagged=e.is_verb) for e in elements().values()},
            **{f"{name}Prompt": _prompt(elements()[name]) for name in _prompts()},
            **{name: _kind(kind, python, choices) for name, (kind, python, choices) in kinds().items()},
        },
    }
    return json.dumps(schema, indent=2, ensure_ascii=True) + "\n"


def _prompt(element: ElementModel) -> dict[str, Any]:
    # Without a description, which editors would show in place of the member's own.
    schema = _element(element, is_tagged=False)
    return {"$comment": schema.pop("description"), **schema}


def _prompts() -> list[str]:
    return [m.element for e in elements().values() for m in e.members if m.base == "element" and m.element]


def _instruction() -> dict[str, Any]:
    """Return one verb, chosen by its name, so that a validator reports errors of that verb alone."""
    verbs = [element for element in elements().values() if element.is_verb]
    return {
        "description": "One instruction: its verb, and that verb's members beside it.",
        "type": "object",
        "required": ["verb"],
        "properties": {"verb": {"description": "Which instruction it is.", "enum": [verb.name for verb in verbs]}},
        "allOf": [
            {
                "if": {"properties": {"verb": {"const": verb.name}}, "required": ["verb"]},
                "then": {"$ref": f"#/$defs/{verb.name}"},
            }
            for verb in verbs
        ],
    }


def _element(element: ElementModel, *, is_tagged: bool) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "description": f"{element.doc} https://docs.tryvox.io/{element.page}",
        "type": "object",
        "required": [*(["verb"] if is_tagged else []), *(m.name for m in element.members if m.is_required)],
        "additionalProperties": False,
        "properties": {
            **({"verb": {"description": element.doc, "const": element.name}} if is_tagged else {}),
            **{member.name: _member(member) for member in element.members},
        },
    }
    if element.needs_one_of:
        schema["anyOf"] = [
            {"required": [name], "properties": {name: {"type": "array", "minItems": 1}}}
            for name in element.needs_one_of
        ]
    return schema


def _member(member: Member) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": describe(member)}
    if member.doc.default is not None:
        schema["default"] = member.doc.default
    if member.base == "element":
        return {"$ref": f"#/$defs/{member.element}Prompt", **schema}
    if member.base == "list":
        return {**schema, "type": "array", "items": {"$ref": f"#/$defs/{member.element}"}}
    if member.base == "map":
        names = {"type": "string", "allOf": [{"pattern": _NOT_EMPTY}, {"pattern": _TEXT}]}
        return {
            **schema,
            "type": "object",
            "propertyNames": names,
            "additionalProperties": {"type": "string", "pattern": _TEXT},
        }
    assert member.kind is not None
    return {"$ref": f"#/$defs/{member.kind.name}", **schema}


def _kind(kind: Kind, python: type, choices: tuple[str, ...]) -> dict[str, Any]:
    # A comment, since editors would show a description in place of the member's own.
    schema: dict[str, Any] = {"$comment": f"{kind.doc} Source: {source_of(kind)}."}
    if choices:
        schema |= {"type": "string", "enum": list(choices)}
    elif python is int:
        schema |= {"type": "integer", "minimum": kind.minimum, "maximum": MAX_INTEGER}
    elif python is bool:
        schema["type"] = "boolean"
    elif kind.pattern is not None:
        # In some engines $ matches before a line end too; no pattern allows one.
        schema |= {"type": "string", "pattern": f"^({kind.pattern})$", "not": {"type": "string", "pattern": "\\n"}}
    else:
        schema |= {"type": "string", "allOf": [{"pattern": _NOT_EMPTY}, {"pattern": _TEXT}]}
    if kind.examples:
        schema["examples"] = list(kind.examples)
    return schema

"""Bring a document as it is written into canonical form, and keep what only people and editors read.

Comments, processing instructions and attributes that point to a schema stay; the order of attributes and members,
indentation and the quoting of characters become those that `to_xml()` and `to_json(indent=2)` write.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from voxml.formats.json import Doubled, JsonDocument, NotInteger
from voxml.formats.xml import XmlDocument
from voxml.formats.xml_formatter import format_xml
from voxml.schema import tables
from voxml.schema.check import check, form_of
from voxml.schema.checked import Form

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic


def format_document(data: bytes, path: str, form: Form | None = None) -> tuple[str | None, list[Diagnostic]]:
    """Return the canonical form of a document, or None and the errors that keep it from being parsed."""
    form = form or form_of(data)
    formatted: str | None = None
    if form == "xml":
        document = XmlDocument(data, path)
        if document.problem is None:
            formatted = format_xml(document.utf8)
    else:
        json_document = JsonDocument(data, path)
        if json_document.problem is None:
            formatted = _format_json(json_document)
    if formatted is not None:
        return formatted, []
    found = check(data, form=form, path=path).diagnostics
    return None, [each for each in found if each.rule == "duplicate-member"] or found


def _format_json(document: JsonDocument) -> str | None:
    """Return the canonical form of a JSON text, on lines of two spaces a level; None when a member is there twice."""
    try:
        ordered = _ordered(document.value, ("voxml_version", "instructions"))
    except _TwiceError:
        return None
    text = _dump(ordered, 0)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


class _TwiceError(Exception):
    pass


def _dump(value: Any, level: int) -> str:
    if isinstance(value, dict) and value:
        margin = "  " * (level + 1)
        rows = [f"{margin}{_dump(name, 0)}: {_dump(inner, level + 1)}" for name, inner in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + "  " * level + "}"
    if isinstance(value, list) and value:
        margin = "  " * (level + 1)
        return "[\n" + ",\n".join(margin + _dump(inner, level + 1) for inner in value) + "\n" + "  " * level + "]"
    if isinstance(value, NotInteger):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _ordered(value: Any, order: tuple[str, ...]) -> Any:
    if isinstance(value, Doubled):
        raise _TwiceError
    if isinstance(value, list):
        return [_ordered(item, _order_of(item)) for item in value]
    if not isinstance(value, dict):
        return value
    names = [name for name in order if name in value] + [name for name in value if name not in order]
    members = tables.MEMBERS.get(value.get("verb", ""), {}) if isinstance(value.get("verb"), str) else {}
    result: dict[str, Any] = {}
    for name in names:
        base, what = members.get(name, ("", ""))[:2]
        if base in ("list", "map") and value[name] in ([], {}):
            continue
        if base == "list" and isinstance(value[name], list):
            result[name] = [_ordered(item, tuple(tables.MEMBERS[what])) for item in value[name]]
        else:
            result[name] = _ordered(value[name], tuple(tables.MEMBERS[what]) if base == "element" else ())
    return result


def _order_of(item: Any) -> tuple[str, ...]:
    verb = item.get("verb") if isinstance(item, dict) else None
    return ("verb", *tables.MEMBERS[verb]) if isinstance(verb, str) and verb in tables.MEMBERS else ("verb",)

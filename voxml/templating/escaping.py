"""The environments of the two forms: what a value becomes in XML, and what in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from jinja2 import Undefined, nodes
from markupsafe import Markup, escape

from voxml.templating.environment import DocumentEnvironment
from voxml.templating.json_strings import mark_places
from voxml.templating.parameter_types import Money
from voxml.templating.to_text import OutputError, Spoken, to_text

_special = re.compile("[&<>\"']").search


class XmlEnvironment(DocumentEnvironment):
    """Templates that give XML: data is escaped."""

    form = "xml"
    is_escaped = True

    def own_filters(self) -> None:
        """Replace Jinja's filters by this form's."""
        # Jinja's own gives markup with bare quotes, which would end an attribute.
        self.filters["tojson"] = _json_text

    def to_output(self, value: Any) -> str:
        """Return `value`, escaped for element text and attributes alike; what the template captured, as it is."""
        if type(value) is Markup:
            return str.__str__(value)
        text = to_text(value)
        return text if _special(text) is None else escape(text)  # most values have none, and need no Markup

    to_string_part = to_output


class Json:
    """A piece of JSON that a template captured. It is no `str`, so that only `to_output` writes it."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)


class JsonEnvironment(DocumentEnvironment):
    """Templates that give JSON: data becomes JSON values, or the inside of strings."""

    form = "json"
    is_escaped = False

    def own_filters(self) -> None:
        """Replace Jinja's filters by this form's."""
        for name in ("e", "escape", "forceescape"):
            self.filters.pop(name)
        self.filters["tojson"] = lambda value: Json(to_json(value))

    def prepare(self, tree: nodes.Template, name: str | None, filename: str | None) -> None:
        """Find out which values stand inside a JSON string."""
        super().prepare(tree, name, filename)
        mark_places(tree, name, filename)

    def join_pieces(self, pieces: Iterable[Any]) -> Json:
        """Return all pieces; the result is JSON, not data."""
        return Json(super().join_pieces([piece if isinstance(piece, str) else str(piece) for piece in pieces]))

    def to_output(self, value: Any) -> str:
        """Return `value` as a JSON value."""
        if type(value) is Json:
            return value.text
        if isinstance(value, Undefined):
            return str(value)
        return encode_basestring(str(value)) if isinstance(value, Spoken) else to_json(value)

    def to_string_part(self, value: Any) -> str:
        """Return `value` as a part of a JSON string."""
        if type(value) is Json:
            raise OutputError(
                "found a captured part of the template inside a JSON string; expected a value: "
                "build the text with {% set text = … ~ … %} instead"
            )
        return encode_basestring(to_text(value))[1:-1]


def to_json(value: Any) -> str:
    """Return any plain value as JSON, lists and tables too."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, Decimal)):
        text = to_text(value)
        if text.lower().strip("+-") in ("nan", "inf", "infinity"):
            raise OutputError(f"found {text}; expected a number that JSON can hold")
        return text
    if isinstance(value, Json):
        return value.text
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{encode_basestring(to_text(key))}:{to_json(part)}" for key, part in value.items()) + "}"
    if isinstance(value, (list, tuple)) and not isinstance(value, Money):
        return "[" + ",".join(map(to_json, value)) + "]"
    return encode_basestring(to_text(value))


def _json_text(value: Any) -> str:
    return to_json(value)

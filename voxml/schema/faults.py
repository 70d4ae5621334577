"""Faults against the schema, and the names of their rules."""

from __future__ import annotations

from typing import Any, NamedTuple

#: Every rule that the schema itself has; all are errors.
SCHEMA_RULES: dict[str, str] = {
    "syntax": "The text is not XML or not JSON.",
    "encoding": "The bytes are not text in the encoding that the form allows.",
    "duplicate-member": "A member stands twice in one object.",
    "unknown-verb": "There is no verb or element of that name.",
    "unknown-member": "The verb or element has no member of that name.",
    "missing-member": "A member that must be there is not.",
    "wrong-type": "A value has another type than its member.",
    "invalid-value": "A value has the right type but is not allowed.",
    "wrong-place": "A known element, or text, stands where it may not.",
}


class Fault(NamedTuple):
    """One fault on its way to becoming a diagnostic; `where` is what the form's places understand."""

    rule: str
    message: str
    where: Any

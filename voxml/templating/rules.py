"""The rules that only templates have: what they find, and how bad it is."""

from __future__ import annotations

from voxml.diagnostics import Severity

TEMPLATE_RULES = {
    "template-syntax": "The template, or its header, can't be read or compiled.",
    "template-failure": "The template stops while it is rendered.",
    "template-data": "A data file beside the template holds what its parameters do not take.",
    "undeclared-parameter": "The template uses a name that its header does not declare and nothing sets.",
    "unused-parameter": "The header declares a parameter that the template never uses.",
    "unreached-branch": "None of the values that the template was tried with reaches this branch.",
    "untried-template": "The template has parameters, and neither examples nor data to try it with.",
}
#: Of those that are no errors.
MILDER: dict[str, Severity] = {
    "undeclared-parameter": "warning",
    "unused-parameter": "info",
    "unreached-branch": "info",
    "untried-template": "info",
}

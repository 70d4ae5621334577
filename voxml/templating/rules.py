"""The rules that only templates have: what they find, and their severity."""

from __future__ import annotations

from voxml.diagnostics import Severity
from voxml.rules import RULES

TEMPLATE_RULES = {name: f"{rule.summary}." for name, rule in RULES.items() if rule.scope == "template"}
#: Of those that are no errors.
MILDER: dict[str, Severity] = {name: RULES[name].severity for name in TEMPLATE_RULES if RULES[name].severity != "error"}

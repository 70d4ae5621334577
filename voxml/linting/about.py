"""What there is to say about a rule, wherever it lives."""

from __future__ import annotations

from typing import Any

from voxml.linting.index import RULES
from voxml.linting.manuals import MANUALS, MENDED
from voxml.linting.selection import SUPPRESSION_RULES, elsewhere, own_severities
from voxml.schema.faults import SCHEMA_RULES
from voxml.templating.rules import MILDER


def names() -> list[str]:
    """The names of all rules that judge a file: the schema's, ours, and those of templates."""
    return [*SCHEMA_RULES, *RULES, *SUPPRESSION_RULES, *(name for name in elsewhere() if name not in RULES)]


def about(name: str) -> dict[str, Any]:
    """A rule as plain data: `name, severity, category, preset, fix, summary, reason, samples, markdown`.

    Raises:
        KeyError: there is no such rule.
    """
    entry = RULES.get(name)
    found: dict[str, Any] = {
        "name": name,
        "severity": own_severities().get(name) or MILDER.get(name, "error"),
        "category": _category(name),
        "preset": entry.preset if entry is not None else "default",
        "fix": entry.fixes if entry is not None else "safe" if name in MENDED else None,
        "summary": _summary(name),
        "reason": "",
        "samples": [],
    }
    if entry is not None or name in MANUALS:
        from voxml.linting.manual import manual_of

        manual = manual_of(name)
        found["reason"] = manual.reason
        found["settings"] = {key: value for key, value in manual.sample._asdict().items() if value}
        for kind, samples in (("bad", manual.bad), ("good", manual.good)):
            found["samples"] += [{"kind": kind, "form": each.form, "text": each.text} for each in samples]
    found["markdown"] = markdown(found)
    return found


def _category(name: str) -> str:
    if name in SCHEMA_RULES:
        return "schema"
    if name in SUPPRESSION_RULES:
        return "suppression"
    entry = RULES.get(name)
    return entry.category if entry is not None else "templates"


def _summary(name: str) -> str:
    if name in SCHEMA_RULES:
        return SCHEMA_RULES[name].rstrip(".")
    if name in SUPPRESSION_RULES:
        return SUPPRESSION_RULES[name][1]
    return (RULES[name].summary if name in RULES else elsewhere()[name]).rstrip(".")


def markdown(rule: dict[str, Any]) -> str:
    """A rule's manual as Markdown."""
    lines = [f"**{rule['summary']}.** ({rule['severity']})", "", rule["reason"]]
    for sample in rule["samples"]:
        lines += ["", f"{sample['kind'].capitalize()}:", "", f"```{sample['form']}", sample["text"].rstrip(), "```"]
    return "\n".join(lines).rstrip() + "\n"

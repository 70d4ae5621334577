"""Writes what is derived from the rules: `python -m voxml.linting.emit [--check]`.

A test fails while what is committed differs from what this writes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from voxml.linting.manual import Manual, entry_of, manual_of, rule_names
from voxml.linting.selection import SUPPRESSION_RULES
from voxml.rules import CATEGORIES, Entry
from voxml.schema.faults import SCHEMA_RULES


def artifacts() -> dict[str, str]:
    """Every emitted file, by its path from the top of the checkout."""
    return {"voxml/linting/index.py": index(), "docs/rules.md": reference()}


def index() -> str:
    """The rules as plain data, so that a run imports only those that it needs."""
    lines = [
        '"""The rules as plain data.',
        "",
        "Emitted from voxml/rules/ by `python -m voxml.linting.emit`: do not edit.",
        '"""',
        "",
        "# ruff: noqa: E501",
        "# fmt: off",
        "from __future__ import annotations",
        "",
        "from voxml.rules import Entry",
        "",
        "RULES: dict[str, Entry] = {",
    ]
    for name in rule_names():
        entry = entry_of(name)
        lines.append(f"    {name!r}: Entry{tuple(entry)!r},")
    return "\n".join([*lines, "}", ""])


def reference() -> str:
    """docs/rules.md."""
    entries = [entry_of(name) for name in rule_names()]
    lines = [
        "# The rules",
        "",
        "Emitted from `voxml/rules/` by `python -m voxml.linting.emit`: edit the rules, not this page.",
        "",
        "`voxml explain RULE` prints one of these on the command line. How to choose rules and to silence findings",
        "stands in [linting.md](linting.md).",
        "",
        "| rule | severity | preset | fix | finds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, summary in SCHEMA_RULES.items():
        lines.append(f"| [`{name}`](#{name}) | error | always | {_FIXES.get(name, '')} | {summary.rstrip('.')} |")
    for name, (severity, summary) in SUPPRESSION_RULES.items():
        lines.append(f"| `{name}` | {severity} | default | safe | {summary} |")
    for entry in sorted(entries, key=_by_category):
        facts = (f"[`{entry.name}`](#{entry.name})", entry.severity, entry.preset, entry.fixes or "", entry.summary)
        lines.append(f"| {' | '.join(facts)} |")
    lines += ["", "## schema", "", CATEGORIES["schema"], ""]
    for name, summary in SCHEMA_RULES.items():
        lines += [f"### {name}", "", summary, ""]
    category = ""
    for entry in sorted(entries, key=_by_category):
        if entry.category != category:
            category = entry.category
            lines += [f"## {category}", "", CATEGORIES[category], ""]
        lines += _section(entry, manual_of(entry.name))
    return "\n".join(lines).rstrip() + "\n"


#: Which faults against the schema can be mended.
_FIXES = {
    "unknown-member": "safe",
    "unknown-verb": "safe",
    "missing-member": "safe",
    "wrong-type": "safe",
    "invalid-value": "safe",
}


def _by_category(entry: Entry) -> tuple[int, str]:
    return list(CATEGORIES).index(entry.category), entry.name


def _section(entry: Entry, manual: Manual) -> list[str]:
    facts = [f"{entry.severity}", f"preset `{entry.preset}`"]
    if entry.fixes:
        facts.append(f"{entry.fixes} fix")
    lines = [f"### {entry.name}", "", f"{manual.summary} ({', '.join(facts)})", "", manual.reason, ""]
    for title, samples in (("Bad", manual.bad), ("Good", manual.good)):
        lines += [f"{title}:", ""]
        for sample in samples:
            lines += [f"```{sample.form}", sample.text.rstrip(), "```", ""]
    return lines


def main(arguments: list[str]) -> int:
    """Write the artifacts, or with --check only say which are stale (exit 1)."""
    top = Path(__file__).parents[2]
    stale = [
        (top / name, text)
        for name, text in artifacts().items()
        if not (top / name).exists() or (top / name).read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(("stale: " if "--check" in arguments else "wrote ") + str(path.relative_to(top)))
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

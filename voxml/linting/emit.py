"""Writes what is derived from the rules: `python -m voxml.linting.emit [--check]`.

A test fails while what is committed differs from what this writes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from voxml.linting.about import about, names
from voxml.linting.index import RULES
from voxml.linting.manual import entry_of, rule_names
from voxml.rules import CATEGORIES


def artifacts() -> dict[str, str]:
    """Every emitted file, by its path from the top of the checkout."""
    # A rule that is new is described at once, though the index that was imported does not have it.
    RULES.clear()
    RULES.update((name, entry_of(name)) for name in rule_names())
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
    for name, entry in RULES.items():
        lines.append(f"    {name!r}: Entry{tuple(entry)!r},")
    return "\n".join([*lines, "}", ""])


def reference() -> str:
    """docs/rules.md."""
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
    rules = [about(name) for name in names()]
    for rule in sorted(rules, key=_by_category):
        facts = (f"[`{rule['name']}`](#{rule['name']})", rule["severity"], rule["preset"], rule["fix"] or "")
        lines.append(f"| {' | '.join(facts)} | {rule['summary']} |")
    category = ""
    for rule in sorted(rules, key=_by_category):
        if rule["category"] != category:
            category = rule["category"]
            lines += ["", f"## {category}", "", CATEGORIES[category]]
        lines += ["", *_section(rule)]
    return "\n".join(lines).rstrip() + "\n"


def _by_category(rule: dict[str, Any]) -> tuple[int, str]:
    return list(CATEGORIES).index(rule["category"]), "" if rule["category"] == "schema" else rule["name"]


def _section(rule: dict[str, Any]) -> list[str]:
    facts = [rule["severity"], f"preset `{rule['preset']}`"]
    if rule["fix"]:
        facts.append(f"{rule['fix']} fix")
    lines = [f"### {rule['name']}", "", f"{rule['summary']}. ({', '.join(facts)})", "", rule["reason"], ""]
    for kind in ("bad", "good"):
        samples = [sample for sample in rule["samples"] if sample["kind"] == kind]
        lines += [f"{kind.capitalize()}:", ""] if samples else []
        for sample in samples:
            lines += [f"```{sample['form']}", sample["text"].rstrip(), "```", ""]
    while not lines[-1]:
        lines.pop()
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

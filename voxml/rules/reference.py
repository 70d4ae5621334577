"""Write docs/rules.md from the rules: `python -m voxml.rules.reference [--check]`.

A test fails while what is committed differs from what this writes.
"""

import sys
import textwrap
from pathlib import Path
from typing import Any

from voxml.rules import RULES
from voxml.rules.manual import describe
from voxml.rules.rule import CATEGORIES

_WIDTH = 119
PAGE = Path(__file__).parents[2] / "docs" / "rules.md"


def reference() -> str:
    """Return the text of docs/rules.md."""
    lines = [
        "# The rules",
        "",
        "Written from `voxml/rules/` by `python -m voxml.rules.reference`: edit the rules, not this page.",
        "",
        "```console",
        "$ voxml explain long-pause                     # one of these, in the terminal",
        "$ voxml lint --select long-pause menu.xml      # run this rule only",
        "$ voxml lint --ignore long-pause menu.xml      # run all others of the preset",
        "```",
        "",
        "[linting.md](linting.md) says how to choose rules in the settings and how to suppress a diagnostic.",
        "",
        "| rule | severity | preset | fix | finds |",
        "| --- | --- | --- | --- | --- |",
    ]
    rules = sorted(map(describe, RULES), key=_by_category)
    for rule in rules:
        facts = (f"[`{rule['name']}`](#{rule['name']})", rule["severity"], rule["preset"], rule["fix"] or "")
        lines.append(f"| {' | '.join(facts)} | {rule['summary']} |")
    category = ""
    for rule in rules:
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
    summary = textwrap.fill(f"{rule['summary']}. ({', '.join(facts)})", _WIDTH, break_long_words=False)
    reason = "\n".join(textwrap.fill(line, _WIDTH, break_long_words=False) for line in rule["reason"].splitlines())
    lines = [f"### {rule['name']}", "", summary, "", reason, ""]
    for kind in ("bad", "good"):
        samples = [sample for sample in rule["samples"] if sample["kind"] == kind]
        lines += [f"{kind.capitalize()}:", ""] if samples else []
        for sample in samples:
            lines += [f"```{sample['form']}", sample["text"].rstrip(), "```", ""]
    while not lines[-1]:
        lines.pop()
    return lines


def main(arguments: list[str]) -> int:
    """Write the page, or with --check only tell whether it is stale (exit 1)."""
    is_stale = PAGE.read_text(encoding="utf-8") != reference()
    if is_stale and "--check" not in arguments:
        PAGE.write_text(reference(), encoding="utf-8")
    return 1 if is_stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

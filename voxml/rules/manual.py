"""What there is to read about a rule: its manual taken apart, as plain data, and as Markdown."""

from __future__ import annotations

import re
import textwrap
from typing import Any, NamedTuple

from voxml.rules import RULES
from voxml.rules.schema_manuals import MANUALS


class Sample(NamedTuple):
    """A document of the manual."""

    form: str
    #: As the manual shows it; `…3001…` stands for a text of that many characters.
    text: str

    @property
    def document(self) -> str:
        """The document itself, with what the manual leaves out."""
        return re.sub("…(\\d+)…", lambda found: ("la " * int(found[1]))[: int(found[1]) - 1] + ".", self.text)


class Manual(NamedTuple):
    """What a rule's docstring says after its first line."""

    reason: str
    bad: tuple[Sample, ...]
    good: tuple[Sample, ...]


def manual_of(name: str) -> Manual:
    """Return a rule's manual.

    Raises:
        KeyError: there is no such rule.
    """
    text = RULES[name].manual or MANUALS.get(name, "")
    reason, _, samples = text.partition("\nBad:\n")
    bad, _, good = samples.partition("\nGood:\n")
    return Manual(reason.strip(), _samples(bad), _samples(good))


def describe(name: str) -> dict[str, Any]:
    """Return a rule as plain data: `name, severity, category, preset, fix, summary, reason, samples, markdown`.

    Raises:
        KeyError: there is no such rule.
    """
    rule, manual = RULES[name], manual_of(name)
    samples = [
        {"kind": kind, "form": each.form, "text": each.text}
        for kind, several in (("bad", manual.bad), ("good", manual.good))
        for each in several
    ]
    found: dict[str, Any] = {
        "name": name,
        "severity": rule.severity,
        "category": rule.category,
        "preset": rule.preset,
        "fix": rule.fix,
        "summary": rule.summary,
        "reason": manual.reason,
        "samples": samples,
        "settings": {key: value for key, value in rule.sample_site._asdict().items() if value},
    }
    found["markdown"] = markdown(found)
    return found


def markdown(rule: dict[str, Any]) -> str:
    """Return a rule's manual as Markdown."""
    lines = [f"**{rule['summary']}.** ({rule['severity']})", "", rule["reason"]]
    for sample in rule["samples"]:
        lines += ["", f"{sample['kind'].capitalize()}:", "", f"```{sample['form']}", sample["text"].rstrip(), "```"]
    return "\n".join(lines).rstrip() + "\n"


def _samples(text: str) -> tuple[Sample, ...]:
    blocks: list[list[str]] = []
    for line in textwrap.dedent(text).strip("\n").splitlines():
        if line[:1] in ("<", "{", "[") and (not blocks or _is_whole(blocks[-1])):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    texts = ("\n".join(block).rstrip("\n") + "\n" for block in blocks)
    return tuple(Sample("xml" if text.startswith("<") else "json", text) for text in texts)


def _is_whole(block: list[str]) -> bool:
    return not block[-1].strip()

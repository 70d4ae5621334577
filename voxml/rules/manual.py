"""What there is to read about a rule: its manual taken apart, as plain data, and as Markdown."""

import json
import re
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

from voxml.formats.tree import Node
from voxml.rules import RULES
from voxml.schema.check import check
from voxml.schema.tables import MEMBERS

#: What the docstring of a module says after its first line, for rules that are no module: by name.
MANUALS: dict[str, str] = {
    name: manual
    for name, _, manual in (
        section.partition("\n")
        for section in Path(__file__).with_name("manuals.md").read_text(encoding="utf-8").split("\n## ")[1:]
    )
}
#: Columns of a line of JSON.
_WIDTH = 95


class Sample(NamedTuple):
    """A document of the manual."""

    form: str
    #: As the manual shows it; `…3001…` is a text of that many characters.
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
    # The samples of schema errors say each form for themselves: most are no documents of the other.
    has_twins = name not in MANUALS
    return Manual(reason.strip(), _samples(bad, has_twins), _samples(good, has_twins))


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


def _samples(text: str, has_twins: bool) -> tuple[Sample, ...]:
    """Return the samples of a section; with `has_twins`, and where it has XML only, the same documents in JSON too."""
    blocks: list[list[str]] = []
    for line in textwrap.dedent(text).strip("\n").splitlines():
        if line[:1] in ("<", "{", "[") and (not blocks or _is_whole(blocks[-1])):
            blocks.append([])
        if blocks:
            blocks[-1].append(line)
    texts = ("\n".join(block).rstrip("\n") + "\n" for block in blocks)
    samples = [Sample("xml" if text.startswith("<") else "json", text) for text in texts]
    if has_twins and all(sample.form == "xml" for sample in samples):
        samples += [Sample("json", as_json(sample.text)) for sample in samples]
    return tuple(samples)


def _is_whole(block: list[str]) -> bool:
    return not block[-1].strip()


def as_json(xml: str) -> str:
    """Return a document of the manual in JSON, one instruction a line."""
    root = check(xml.encode(), form="xml").root
    assert root is not None
    lines = [_instruction({"verb": each.name, **_plain(each)}) for each in root.instructions]
    inner = "".join(f"\n  {line}{',' if line is not lines[-1] else ''}" for line in lines)
    return f'{{"voxml_version": "1.0", "instructions": [{inner}{chr(10) if inner else ""}]}}\n'


def _instruction(plain: dict[str, Any]) -> str:
    """Return an instruction as JSON, on lines that fit a terminal."""
    lines = [""]
    members = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in plain.items()]
    for member in members:
        if lines[-1] and len(lines[-1]) + len(member) > _WIDTH:
            lines.append("")
        lines[-1] += (", " if lines[-1] else "") + member
    return "{" + ",\n   ".join(lines) + "}"


def _plain(node: Node) -> dict[str, Any]:
    """Return the members of a verb or noun as JSON has them."""
    plain: dict[str, Any] = {}
    for name in (each for each in MEMBERS[node.name] if each in node.members):
        value = node.members[name]
        if isinstance(value, Node):
            value = _plain(value)
        elif isinstance(value, list):
            value = [_plain(each) for each in value]
        plain[name] = value
    return plain

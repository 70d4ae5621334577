"""Write docs/import/NAME.md from the tables: `python -m voxml.importers.reference [--check]`.

A test fails while what is committed differs from what this writes.
"""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from voxml.importers.importing import DIALECTS, import_document
from voxml.importers.model import Options
from voxml.importers.samples import SAMPLES
from voxml.importers.tables import Attribute, Built, Dialect, Element, Field, Lost, Missing
from voxml.language.other_languages import NO_COUNTERPART

FOLDER = Path(__file__).parents[2] / "docs" / "import"


def pages() -> dict[Path, str]:
    """Return the text of each page."""
    return {FOLDER / f"{name}.md": page(dialect) for name, dialect in DIALECTS.items()}


def page(dialect: Dialect) -> str:
    """Return the page about a dialect."""
    form = "xml" if SAMPLES[dialect.name].lstrip().startswith("<") else "json"
    sample = SAMPLES[dialect.name].strip("\n")
    result = import_document(
        sample.encode(),
        "menu",
        dialect=dialect.name,
        name="menu.xml",
        options=Options("https://voice.example.com/", "US"),
    )
    assert result.response is not None
    lines = [
        f"# {dialect.title} to VoxML",
        "",
        f"Written from `voxml/importers/{dialect.name}.py` by `python -m voxml.importers.reference`: edit the table, not",
        "this page. [import.md](../import.md) says how to import. The vendor's reference:",
        f"<{dialect.reference}>.",
        "",
        "```console",
        f"$ voxml import menu.{form} --from {dialect.name} --base-url https://voice.example.com --country US",
        "```",
        "",
        "Before:",
        "",
        f"```{form}",
        sample,
        "```",
        "",
        "After:",
        "",
        "```xml",
        result.response.to_xml().rstrip(),
        "```",
        "",
        *_losses([f"- line {each.line}, {each.severity}: {each.message}" for each in result.diagnostics]),
        "## What becomes of each element",
        "",
    ]
    for name, entry in dialect.elements.items():
        if isinstance(entry, Element):
            lines += _element(name, entry)
    lines += ["## What has no counterpart", "", "| element | what to do |", "| --- | --- |"]
    for name, entry in dialect.elements.items():
        if isinstance(entry, Missing):
            advice = entry.advice or NO_COUNTERPART[name].advice
            lines.append(f"| `{name}` | {advice}{'' if entry.severity == 'error' else f' ({entry.severity})'} |")
    return "\n".join(lines) + "\n"


def _losses(lines: list[str]) -> list[str]:
    return ["What is reported:", "", *lines, ""] if lines else ["Nothing of it is lost.", ""]


def _element(name: str, entry: Element) -> list[str]:
    lines = [f"### {name}: {entry.verb or 'nothing'}", ""]
    if entry.note:
        lines += [_wrapped(entry.note), ""]
    if entry.defaults:
        written = ", ".join(f"`{member}` {_written(value)}" for member, value in entry.defaults.items())
        lines += [_wrapped(f"Written out where it is not set, as the default differs: {written}."), ""]
    if entry.attributes or entry.content is not None:
        lines += ["| attribute | in VoxML |", "| --- | --- |"]
        if entry.content is not None:
            lines.append(f"| its text | `{entry.content.name}` |")
        lines += [f"| `{attribute}` | {_meaning(meaning)} |" for attribute, meaning in entry.attributes.items()]
        lines.append("")
    return lines


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 119, break_long_words=False)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "empty" if value == "" else str(value)


def _meaning(meaning: Attribute) -> str:
    if isinstance(meaning, Built):
        return meaning.meaning
    if isinstance(meaning, Lost):
        harmless = f", unless it is {' or '.join(sorted(meaning.harmless))}" if any(meaning.harmless) else ""
        return f"{meaning.severity}{harmless}: {meaning.advice}"
    assert isinstance(meaning, Field)
    hidden = {"\0times": "the same Gather that many times", "\0after": "a Redirect after it", "\0to": "`number`"}
    return "POST only" if meaning.name == "\0method" else hidden.get(meaning.name, f"`{meaning.name}`")


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only compare; return the exit code."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.name} is stale: run python -m voxml.importers.reference\n")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

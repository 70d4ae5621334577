"""Reads a rule's manual and constants out of its module."""

from __future__ import annotations

import os
import re
import textwrap
from importlib import import_module
from typing import Any, NamedTuple

from voxml.linting.manuals import MANUALS
from voxml.linting.selection import SUPPRESSION_RULES
from voxml.rules import Circumstances, Entry
from voxml.schema.faults import SCHEMA_RULES


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
    """What a rule's docstring says."""

    summary: str
    reason: str
    bad: tuple[Sample, ...]
    good: tuple[Sample, ...]
    #: What the samples need to be known of their document.
    sample: Circumstances


def rule_names() -> list[str]:
    """The names of all rules that have a file in voxml/rules."""
    import voxml.rules

    folder = os.path.dirname(voxml.rules.__file__)  # noqa: PTH120 - pathlib costs start-up time
    files = (name for name in os.listdir(folder) if name.endswith(".py") and not name.startswith("_"))  # noqa: PTH208
    return sorted(name[:-3].replace("_", "-") for name in files)


def module_of(name: str) -> Any:
    """The module of a rule."""
    return import_module(f"voxml.rules.{name.replace('-', '_')}")


def entry_of(name: str) -> Entry:
    """A rule's constants."""
    module = module_of(name)
    return Entry(
        name,
        module.SEVERITY,
        module.CATEGORY,
        module.PRESET,
        tuple(module.WATCHES),
        getattr(module, "FIXES", None),
        (module.__doc__ or "").partition("\n")[0].rstrip("."),
    )


def manual_of(name: str) -> Manual:
    """A rule's manual, taken apart.

    Raises:
        KeyError: there is no such rule, or it has none: those of templates.
    """
    if name in MANUALS:
        summary = SCHEMA_RULES[name] if name in SCHEMA_RULES else f"{SUPPRESSION_RULES[name][1]}."
        return _parse(summary, MANUALS[name], Circumstances())
    try:
        module = module_of(name)
    except ModuleNotFoundError:
        raise KeyError(name) from None
    summary, _, rest = (module.__doc__ or "").partition("\n")
    return _parse(summary, rest, getattr(module, "SAMPLE", Circumstances()))


def _parse(summary: str, rest: str, sample: Circumstances) -> Manual:
    reason, _, samples = rest.partition("\nBad:\n")
    bad, _, good = samples.partition("\nGood:\n")
    return Manual(summary, reason.strip(), _samples(bad), _samples(good), sample)


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

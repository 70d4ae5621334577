"""What there is to know of a rule without running it."""

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Literal, NamedTuple

from voxml.diagnostics import Severity
from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, SiteContext

Check = Callable[[Node, Context], Iterator[Problem]]
Preset = Literal["default", "static", "strict"]
#: Who runs a rule: the linter on a document, the build on a whole site, both, the linter on a template, or the importer.
Scope = Literal["document", "site", "both", "template", "import"]

#: From the fewest rules to all.
PRESETS: tuple[Preset, ...] = ("default", "static", "strict")

CATEGORIES: dict[str, str] = {
    "schema": "What the language itself forbids.",
    "flow": "The order in which instructions run.",
    "input": "Keys and speech from the caller.",
    "speech": "What is spoken, and by which voice.",
    "media": "Audio and pauses.",
    "numbers": "Whom a call rings.",
    "recording": "Recordings and transcripts.",
    "hosting": "Documents served as files.",
    "privacy": "What the public must not read.",
    "migration": "Documents of other languages.",
    "suppression": "Comments that suppress diagnostics.",
    "templates": "Templates, tried with their examples and their data.",
    "site": "Whole sites (`voxml build`).",
}


class Rule(NamedTuple):
    """One rule; the registry has its name."""

    severity: Severity
    category: str
    #: What it finds, as a sentence without its dot.
    summary: str
    preset: Preset = "default"
    scope: Scope = "document"
    #: Whether its problems come with a fix: `safe` or `unsafe`.
    fix: Literal["safe", "unsafe"] | None = None
    #: The names of the nodes that `check` is run on: verbs, nouns, or `Response` for the document.
    nodes: tuple[str, ...] = ()
    #: The fields that a node must have for that, with valid values.
    fields: frozenset[str] = frozenset()
    check: Check | None = None
    #: The manual after the summary: the reason, then samples after `Bad:` and `Good:`.
    manual: str = ""
    #: What the samples need to be known of their site.
    sample_site: SiteContext = SiteContext()


def rule_of(module: ModuleType) -> Rule:
    """Return the rule that a module has."""
    summary, _, manual = (module.__doc__ or "").partition("\n")
    return Rule(
        module.SEVERITY,
        module.CATEGORY,
        summary.rstrip("."),
        getattr(module, "PRESET", "default"),
        getattr(module, "SCOPE", "document"),
        getattr(module, "FIX", None),
        module.NODES,
        frozenset(getattr(module, "FIELDS", ())),
        module.check,
        manual,
        getattr(module, "SAMPLE_SITE", SiteContext()),
    )

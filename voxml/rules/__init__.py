"""What a rule is, and what it is given. Every other file here is one rule, and its name is the rule's.

A rule file has a docstring (its manual, with samples that the tests run), these constants, and `check`:

    SEVERITY = "warning"            error, warning or info
    CATEGORY = "input"              one of CATEGORIES
    PRESET = "default"              the mildest preset that has it: default, static or strict
    WATCHES = ("Gather",)           verbs and nouns, or members: "Gather.timeout", or types of members: "HttpUrl"
    FIXES = "safe"                  or "unsafe"; left out when it never offers a fix
    SAMPLE = Circumstances(…)       what the samples of the manual need, if anything

    def check(file: File, node: Node) -> None: …                                  for verbs and nouns
    def check(file: File, node: Node, member: str, value: Any) -> None: …         for members and types

`python -m voxml.linting.emit` writes `voxml/linting/index.py` from them, so that a run imports only the rules that
it needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

from voxml.diagnostics import SEVERITIES, Fix, Severity

if TYPE_CHECKING:
    from voxml.formats.edits import Edits
    from voxml.formats.tree import Node
    from voxml.schema.checked import Checked

Preset = Literal["default", "static", "strict"]

#: From the mildest to the one that has every rule.
PRESETS: tuple[Preset, ...] = ("default", "static", "strict")

CATEGORIES: dict[str, str] = {
    "schema": "What the language itself forbids.",
    "flow": "The order in which instructions run.",
    "input": "Keys and speech from the caller.",
    "speech": "What is spoken, and by which voice.",
    "media": "Audio and silence.",
    "numbers": "Whom a call rings.",
    "recording": "Recordings and transcripts.",
    "hosting": "Documents served as files.",
    "privacy": "What the public must not read.",
    "migration": "Documents of other languages.",
    "suppression": "Comments that silence findings.",
    "templates": "Templates, tried with their examples and their data.",
}


class Circumstances(NamedTuple):
    """What is known of a document besides its text."""

    #: The address of our own site, without a slash at its end.
    base_url: str | None = None
    #: More hosts that serve files only.
    static_hosts: tuple[str, ...] = ()
    #: Whether calls to this document are ours or the caller's; None when it may be either.
    direction: Literal["outbound", "inbound"] | None = None
    #: The address at which this document is published.
    own_url: str | None = None


class Entry(NamedTuple):
    """A rule as the index has it."""

    name: str
    severity: Severity
    category: str
    preset: Preset
    watches: tuple[str, ...]
    fixes: str | None
    summary: str


class Note(NamedTuple):
    """A finding before its place has been looked up."""

    rule: str
    severity: Severity
    message: str
    node: Node
    member: str | None
    fragment: str | None
    mend: Callable[[], Fix | None] | None


class File:
    """One document under judgement: what rules read, and where they report."""

    __slots__ = ("about", "checked", "is_foreign", "notes", "rule", "severity")

    def __init__(self, checked: Checked, about: Circumstances) -> None:
        self.checked = checked
        self.about = about
        self.notes: list[Note] = []
        #: Whether the document is surely of another language, so that its faults say nothing more.
        self.is_foreign = False
        #: The rule that is being run, and how bad its findings are.
        self.rule = ""
        self.severity: Severity = "warning"

    @property
    def is_json(self) -> bool:
        """Whether members stand in the text as JSON has them."""
        return self.checked.form == "json"

    def report(
        self,
        node: Node,
        message: str,
        *,
        member: str | None = None,
        fragment: str | None = None,
        severity: Severity | None = None,
        mend: Callable[[], Fix | None] | None = None,
    ) -> None:
        """Report a finding about a node, or about one member of it.

        `fragment` is the part of the member that is meant: what is underlined ends with it. `severity` may make a
        finding milder than its rule. `mend` is called for the fix when the finding is made.
        """
        level = self.severity
        if severity is not None and SEVERITIES.index(severity) > SEVERITIES.index(level):
            level = severity
        self.notes.append(Note(self.rule, level, message, node, member, fragment, mend))

    @property
    def edits(self) -> Edits:
        """What makes the edits of fixes, in the form of this document."""
        from voxml.formats.edits import edits_of

        return edits_of(self.checked)

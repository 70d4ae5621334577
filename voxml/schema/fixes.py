"""Fixes of schema errors: what was meant by a name or a value that the language does not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from voxml.diagnostics import Fix
from voxml.net.phone_numbers import PhoneNumberError, parse_phone_number
from voxml.schema import tables
from voxml.schema.grammar import element_rule, near_name

if TYPE_CHECKING:
    from voxml.formats.edits import JsonEdits, XmlEdits
    from voxml.formats.json import Path
    from voxml.formats.xml import XmlElement
    from voxml.schema.checked import MakeFix
    from voxml.schema.grammar import MemberRule


class Renames:
    """What the unknown names of one element or object mean; found once, for there may be thousands of them."""

    def __init__(self, unknown: Iterable[str], free: Iterable[str]) -> None:
        #: The members that may be meant: those that are not written already.
        free = tuple(free)
        self._meant = {name: near_name(name, free) for name in unknown}
        self._counts = Counter(self._meant.values())

    def of(self, name: str) -> str | None:
        """Return the new name; None when nothing is near, or when two names mean the same."""
        meant = self._meant.get(name)
        return meant if meant is not None and self._counts[meant] == 1 else None


def is_safe_rename(name: str, new: str) -> bool:
    """Return whether two names differ only in case and separators."""
    return _fold(name) == _fold(new)


def _fold(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def better_text(rule: MemberRule, text: str) -> str | None:
    """Return a text that means the same and that the member takes."""
    bare = text.strip()
    tries = [bare]
    tries += [word for word in rule.choices if word.lower() == bare.lower()]
    words = sorted(re.split(r"[\s,;|+/]+", bare.lower()))
    tries += [word for word in rule.choices if " " in word and sorted(word.split()) == words]
    if rule.what == "Language":
        tries.append(bare.replace("_", "-"))
    elif rule.what == "CountryCode":
        tries.append(bare.upper())
    elif rule.what == "E164" and (number := _as_e164(bare)) is not None:
        tries.append(number)
    elif rule.base == "bool":
        return bare.lower() if bare.lower() in ("true", "false") and bare.lower() != text else None
    if rule.base not in ("str", "choice"):
        return None
    return next((each for each in tries if each != text and rule.check_text(each) is None), None)


def _as_e164(text: str) -> str | None:
    try:
        return parse_phone_number(text)
    except PhoneNumberError:
        return None


def better_value(rule: MemberRule, value: Any) -> str | int | bool | None:
    """Return a JSON value that means the same and that the member takes."""
    better: str | int | bool | None = None
    if isinstance(value, str):
        bare = value.strip()
        if rule.base == "int" and bare.isascii() and bare.isdigit() and len(bare) < 10:
            better = int(bare)
        elif rule.base == "bool" and bare.lower() in ("true", "false"):
            better = bare.lower() == "true"
        elif rule.base in ("str", "choice"):
            better = better_text(rule, value)
    elif isinstance(value, int) and not isinstance(value, bool) and rule.base in ("str", "choice"):
        better = str(value)
    return better if better is not None and rule.check(better) is None else None


# --- XML --------------------------------------------------------------------------------------------------------------


def rename_attribute(element: XmlElement, name: str, new: str | None, rule: MemberRule | None) -> MakeFix | None:
    """Return the fix that renames an unknown attribute, where its value suits the member."""
    if new is None or rule is None or " " in name or not rule.takes(element.attributes[name]):
        return None
    return lambda edits: Fix(
        f'rename it to "{new}"', edits.rename_attribute(element, name, new), is_safe_rename(name, new)
    )


def rename_element(element: XmlElement) -> MakeFix | None:
    """Return the fix that renames an unknown element."""
    parent = element.parent.name if element.parent is not None else ""
    known = list(tables.VERBS) if parent == "Response" else []
    if parent in tables.MEMBERS:
        known = list(element_rule(parent).children)
    new = near_name(element.name, known)
    if new is None:
        return None

    def make(edits: XmlEdits) -> Fix | None:
        made = edits.rename_element(element, new)
        return Fix(f"rename it to <{new}>", made, is_safe_rename(element.name, new)) if made else None

    return make


def write_attribute(element: XmlElement, rule: MemberRule) -> MakeFix | None:
    """Return the fix that writes a better value of an attribute."""
    better = better_text(rule, element.attributes[rule.name])
    if better is None:
        return None
    return lambda edits: Fix(f'write "{better}"', edits.set_attribute(element, rule.name, better))


def write_content(element: XmlElement, rule: MemberRule) -> MakeFix | None:
    """Return the fix that writes a better text, where the text is one piece and written as it is read."""
    better = better_text(rule, element.text) if rule.has_pattern and not element.children else None
    if better is None:
        return None

    def make(edits: XmlEdits) -> Fix | None:
        if not edits.is_plain(element):
            return None
        return Fix(f"write {better}", edits.set_content(element, better))

    return make


# --- JSON -------------------------------------------------------------------------------------------------------------


def rename_member(path: Path, new: str | None) -> MakeFix | None:
    """Return the fix that renames an unknown member."""
    if new is None:
        return None
    return lambda edits: Fix(f'rename it to "{new}"', edits.rename(path, new), is_safe_rename(str(path[-1]), new))


def write_value(path: Path, value: str | int | bool | None, *, is_safe: bool = True) -> MakeFix | None:
    """Return the fix that writes another value of a member."""
    if value is None:
        return None

    def make(edits: JsonEdits) -> Fix:
        made = edits.set_value(path, value)
        return Fix(f"write {made[0].text}", made, is_safe)

    return make


def write_verb(path: Path, verb: str) -> MakeFix | None:
    """Return the fix that writes the verb that an unknown one was meant to be."""
    new = near_name(verb, tables.VERBS)
    return write_value(path, new, is_safe=new is not None and is_safe_rename(verb, new))


def add_version(edits: JsonEdits) -> Fix:
    """Add the version to the envelope."""
    return Fix('add "voxml_version": "1.0"', (edits.insert((), "voxml_version", '"1.0"'),))

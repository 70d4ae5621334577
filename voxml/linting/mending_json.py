"""Fixes for faults of JSON documents against the schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from voxml.diagnostics import Diagnostic, Edit, Fix
from voxml.linting.meaning import Meanings, better_text, meant_name
from voxml.schema import tables
from voxml.schema.vocabulary import VERBS, ElementRule, MemberRule, element_rule

if TYPE_CHECKING:
    from voxml.formats.json import Path
    from voxml.formats.json_places import JsonPlaces
    from voxml.schema.checked import Checked

_HOMES = {"say": "Say", "play": "Play", "numbers": "Number", "sip": "Sip", "client": "Client"}


class JsonMender:
    """Finds the fix of a finding."""

    def __init__(self, checked: Checked) -> None:
        self._text = checked.source.text
        self._places = cast("JsonPlaces", checked.places)
        from voxml.formats.json import plain_value

        self._value = plain_value(self._text)
        self._meanings: dict[Path, Meanings] = {}

    def fix(self, each: Diagnostic) -> Fix | None:
        """The fix of one finding."""
        path = self._path(each.pointer)
        if path is None:
            return None
        if each.rule == "missing-member":
            return self._add_version(path)
        if not path or not isinstance(path[-1], str):
            return None
        owner = self._at(path[:-1])
        if not isinstance(owner, dict) or path[-1] not in owner:
            return None
        value = owner[path[-1]]
        if each.rule == "unknown-verb":
            return self._verb(path, value)
        rule = self._rule(path[:-1])
        if each.rule == "unknown-member":
            return self._rename(path, owner, rule)
        if path == ("voxml_version",):
            return self._write(path, "1.0") if value in (1, "1") and not isinstance(value, bool) else None
        member = rule.members.get(path[-1]) if rule is not None else None
        better = _better_value(member, value) if member is not None else None
        return self._write(path, better) if better is not None else None

    def value(self, each: Diagnostic) -> tuple[MemberRule, str] | None:
        """The member that a finding is about, and what is written there."""
        path = self._path(each.pointer)
        rule = self._rule(path[:-1]) if path else None
        if path is None or rule is None or not isinstance(path[-1], str):
            return None
        member, value = rule.members.get(path[-1]), self._at(path)
        return (member, value) if member is not None and isinstance(value, str) else None

    def _path(self, pointer: str) -> Path | None:
        steps: list[str | int] = []
        at = self._value
        for part in pointer.split("/")[1:]:
            step = part.replace("~1", "/").replace("~0", "~")
            if isinstance(at, list) and step.isdigit() and int(step) < len(at):
                steps.append(int(step))
                at = at[int(step)]
            elif isinstance(at, dict) and step in at:
                steps.append(step)
                at = at[step]
            else:
                return None
        return tuple(steps)

    def _at(self, path: Path) -> Any:
        at = self._value
        for step in path:
            at = at[step]
        return at

    def _rule(self, path: Path) -> ElementRule | None:
        """The rules of the object at `path`; None for the envelope and for what has none."""
        if len(path) == 2 and path[0] == "instructions":
            verb = self._at(path).get("verb")
            return element_rule(verb) if isinstance(verb, str) and verb in VERBS else None
        name = next((step for step in reversed(path) if isinstance(step, str)), "")
        return element_rule(_HOMES[name]) if len(path) > 2 and name in _HOMES else None

    def _rename(self, path: Path, owner: dict[str, Any], rule: ElementRule | None) -> Fix | None:
        name = str(path[-1])
        if rule is None:
            known = ["voxml_version", "instructions"] if len(path) == 1 else ["verb"]
        else:
            known = list(rule.members)
        meanings = self._meanings.get(path[:-1])
        if meanings is None:
            meanings = self._meanings[path[:-1]] = Meanings(owner, known, rule)
        meant = meant_name(name, meanings.free)
        if meant is None:
            return None
        member = rule.members[meant[0]] if rule is not None else None
        if member is not None and (member.holds_elements or member.judge(owner[name]) is not None):
            return None
        if meanings.is_contested(name, meant[0]):
            return None
        span = self._places.name(path)
        return Fix(f'rename it to "{meant[0]}"', (Edit(span.start, span.end, json.dumps(meant[0])),), meant[1])

    def _verb(self, path: Path, value: Any) -> Fix | None:
        meant = meant_name(value, list(tables.VERBS)) if isinstance(value, str) else None
        if meant is None:
            return None
        return self._write(path, meant[0], is_safe=meant[1])

    def _add_version(self, path: Path) -> Fix | None:
        if (
            path
            or not isinstance(self._value, dict)
            or "voxml_version" in self._value
            or "instructions" not in self._value
        ):
            return None
        from voxml.formats.edits import JsonEdits

        edit = JsonEdits(self._text, self._places).insert((), "voxml_version", '"1.0"')
        return Fix('add "voxml_version": "1.0"', (edit,))

    def _write(self, path: Path, value: str | int | bool, *, is_safe: bool = True) -> Fix:
        span = self._places.path(path, value=True)
        is_quoted = self._text[span.start - 1] == '"'
        written = json.dumps(value, ensure_ascii=False)
        return Fix(f"write {written}", (Edit(span.start - is_quoted, span.end + is_quoted, written),), is_safe)


def _better_value(rule: MemberRule, value: Any) -> str | int | bool | None:
    """A value that means the same and that the member takes."""
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
    return better if better is not None and rule.judge(better) is None else None

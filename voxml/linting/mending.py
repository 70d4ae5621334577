"""Fixes for faults against the schema: the name in the right case, the value in the right type."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, cast

from voxml.diagnostics import Diagnostic, Edit, Fix
from voxml.language.spelling import suggest
from voxml.schema import tables
from voxml.schema.vocabulary import VERBS, ElementRule, MemberRule, element_rule

if TYPE_CHECKING:
    from voxml.formats.json import JsonPlaces, Path
    from voxml.formats.xml import XmlPlaces
    from voxml.formats.xml_tree import XmlElement
    from voxml.schema.validate import Checked

_MENDED = frozenset(["unknown-member", "unknown-verb", "missing-member", "wrong-type", "invalid-value"])
_SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2014\u00a0]+")


def with_fixes(checked: Checked, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """The findings of the schema, with a fix where one is sure to be right."""
    if checked.root is None or not any(each.rule in _MENDED for each in diagnostics):
        return diagnostics
    mender = _JsonMender(checked) if checked.form == "json" else _XmlMender(checked)
    return [
        each._replace(fix=mender.fix(each)) if each.rule in _MENDED and each.fix is None else each
        for each in diagnostics
    ]


def _fold(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def _meant(name: str, known: list[str]) -> tuple[str, bool] | None:
    """The name that was meant, and whether only its case and separators differ."""
    same = [each for each in known if _fold(each) == _fold(name)]
    if len(same) == 1:
        return same[0], True
    near = suggest(name, known)
    return (near, False) if near is not None else None


def _is_meant_twice(meant: str, free: list[str], others: list[str], rule: ElementRule | None) -> bool:
    """Whether another name of the same object means the same member: then nobody knows which value is right."""
    unknown = [name for name in others if rule is None or name not in rule.members]
    return any((near := _meant(other, free)) is not None and near[0] == meant for other in unknown)


def _better_text(rule: MemberRule, text: str) -> str | None:
    """A text that means the same and that the member takes."""
    bare = text.strip()
    tries = [bare]
    tries += [word for word in rule.choices if word.lower() == bare.lower()]
    if rule.what == "Language":
        tries.append(bare.replace("_", "-"))
    elif rule.what == "CountryCode":
        tries.append(bare.upper())
    elif rule.what == "E164" and bare.startswith("+"):
        tries.append(_SEPARATORS.sub("", bare))
    elif rule.base == "bool":
        return bare.lower() if bare.lower() in ("true", "false") and bare.lower() != text else None
    if rule.base not in ("str", "choice"):
        return None
    return next((each for each in tries if each != text and rule.judge_text(each) is None), None)


# --- XML --------------------------------------------------------------------------------------------------------------


class _XmlMender:
    def __init__(self, checked: Checked) -> None:
        assert checked.root is not None
        self._text = checked.source.text
        self._places = cast("XmlPlaces", checked.places)
        self._root: XmlElement = checked.root.origin

    def _find(self, pointer: str) -> XmlElement | None:
        """The element at an XPath such as `/Response/Gather[1]`."""
        at = self._root
        for step in pointer.split("/")[2:]:
            name, _, number = step.rstrip("]").partition("[")
            same = [child for child in at.children or () if child.name.rpartition(" ")[2] == name]
            if not number.isdigit() or int(number) > len(same):
                return None
            at = same[int(number) - 1]
        return at

    def fix(self, each: Diagnostic) -> Fix | None:
        """The fix of one finding."""
        pointer, is_attribute, name = each.pointer.partition("/@")
        element = self._find(pointer)
        if element is None or " " in element.name:
            return None
        if each.rule == "unknown-verb":
            return self._rename_element(element)
        if element.name not in tables.MEMBERS:
            return None
        rule = element_rule(element.name)
        if not is_attribute:
            return self._content(element, rule) if each.rule == "invalid-value" else None
        if name not in element.attributes:
            return None
        if each.rule == "unknown-member":
            return self._rename_attribute(element, rule, name)
        if each.rule in ("wrong-type", "invalid-value") and name in rule.attributes:
            better = _better_text(rule.attributes[name], element.attributes[name])
            if better is not None:
                span = self._places.attribute(element, name, value=True)
                return Fix(f'write "{better}"', (Edit(span.start, span.end, better),))
        return None

    def _rename_attribute(self, element: XmlElement, rule: ElementRule, name: str) -> Fix | None:
        free = [key for key in rule.attributes if key not in element.attributes]
        meant = _meant(name, free)
        if meant is None or rule.attributes[meant[0]].read_xml(element.attributes[name])[1] is not None:
            return None
        if _is_meant_twice(meant[0], free, [key for key in element.attributes if key != name], rule):
            return None  # two names that mean one member
        span = self._places.attribute(element, name)
        return Fix(f'rename it to "{meant[0]}"', (Edit(span.start, span.start + len(name), meant[0]),), meant[1])

    def _rename_element(self, element: XmlElement) -> Fix | None:
        parent = element.parent
        if parent is None or " " in element.name:
            return None
        known = list(tables.VERBS) if parent.name == "Response" else []
        if parent.name in tables.MEMBERS:
            known = list(element_rule(parent.name).children)
        meant = _meant(element.name, known)
        if meant is None:
            return None
        from voxml.formats.comments import Layout

        start = self._places.element(element).start
        extent = Layout(self._text).extents.get(start)
        if extent is None:
            return None
        size = len(element.name)
        edits = [Edit(start + 1, start + 1 + size, meant[0])]
        close = self._text.rfind("</", start, extent.end)
        if (
            close > start
            and self._text.startswith(element.name, close + 2)
            and not self._text.endswith("/>", 0, extent.end)
        ):
            edits.append(Edit(close + 2, close + 2 + size, meant[0]))
        return Fix(f"rename it to <{meant[0]}>", tuple(edits), meant[1])

    def _content(self, element: XmlElement, rule: ElementRule) -> Fix | None:
        if rule.content is None or rule.content.pattern is None or element.children:
            return None
        better = _better_text(rule.content, element.text)
        span = self._places.content(element)
        if better is None or self._text[span.start : span.end] != element.text.strip():
            return None
        return Fix(f"write {better}", (Edit(span.start, span.end, better),))


# --- JSON -------------------------------------------------------------------------------------------------------------

_HOMES = {"say": "Say", "play": "Play", "numbers": "Number", "sip": "Sip", "client": "Client"}


class _JsonMender:
    def __init__(self, checked: Checked) -> None:
        self._text = checked.source.text
        self._places = cast("JsonPlaces", checked.places)
        from voxml.formats.json import plain_value

        self._value = plain_value(self._text)

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
        free = [key for key in known if key not in owner]
        meant = _meant(name, free)
        if meant is None:
            return None
        member = rule.members[meant[0]] if rule is not None else None
        if member is not None and (member.holds_elements or member.judge(owner[name]) is not None):
            return None
        if _is_meant_twice(meant[0], free, [key for key in owner if key != name], rule):
            return None
        span = self._places.name(path)
        return Fix(f'rename it to "{meant[0]}"', (Edit(span.start, span.end, json.dumps(meant[0])),), meant[1])

    def _verb(self, path: Path, value: Any) -> Fix | None:
        meant = _meant(value, list(tables.VERBS)) if isinstance(value, str) else None
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
            better = _better_text(rule, value)
    elif isinstance(value, int) and not isinstance(value, bool) and rule.base in ("str", "choice"):
        better = str(value)
    return better if better is not None and rule.judge(better) is None else None

"""Judges a JSON document: every fault at its own place, and the tree of what is right."""

from __future__ import annotations

from typing import Any, NamedTuple

from voxml.formats.json import Doubled, Path
from voxml.formats.tree import Node
from voxml.language.spelling import did_you_mean
from voxml.language.texts import XML_SPACE, illegal_character, quote
from voxml.schema import tables
from voxml.schema.faults import Fault
from voxml.schema.vocabulary import VERBS, ElementRule, MemberRule, describe, element_rule, meant_name

_ENVELOPE = ("voxml_version", "instructions")


class At(NamedTuple):
    """Where a fault is: the path of a member, an item or an object, and which of several of the same name."""

    path: Path
    occurrence: int = 0


class JsonChecker:
    """One pass over one document."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def check(self, value: Any) -> Node:
        """Judge a document from its value; the faults are in `faults` afterwards."""
        node = Node("Response", (), None)
        instructions: list[Node] = []
        if not isinstance(value, dict):
            self._add(
                "wrong-type",
                f"found {describe(value)}; expected an object with {' and '.join(_ENVELOPE)}",
                (),
            )
            return node
        self._doubled(value, ())
        meant = self._unknown(value, _ENVELOPE, (), "the document", lambda _name: None)
        node.wrong = frozenset(meant)
        if value and not meant and value.keys().isdisjoint(_ENVELOPE):
            # Each member would be reported as unknown: no document was meant.
            self.faults = [each for each in self.faults if each.rule == "duplicate-member"]
            what = "one instruction" if "verb" in value else "an object"
            message = f"found {what} without voxml_version and instructions; expected a VoxML document"
            self._add("missing-member", message, ())
            return node
        for name in _ENVELOPE:
            if name not in value and name not in meant:
                what = '"1.0"' if name == "voxml_version" else "an array of instructions"
                self._add("missing-member", f"the document has no {name}; expected {what}", ())
        if "voxml_version" in value:
            self._version(value["voxml_version"])
        items = value.get("instructions", [])
        if not isinstance(items, list):
            self._add("wrong-type", f"instructions: found {describe(items)}; expected an array", ("instructions",))
            return node
        if "instructions" in value:
            node.members["instructions"] = instructions
        for place, item in enumerate(items):
            inner = self._instruction(item, ("instructions", place), node)
            if inner is not None:
                instructions.append(inner)
            elif place == len(items) - 1:
                node.wrong |= {"instructions"}
        return node

    def _add(self, rule: str, message: str, path: Path, occurrence: int = 0) -> None:
        self.faults.append(Fault(rule, message, At(path, occurrence)))

    def _version(self, version: Any) -> None:
        if type(version) is not str:
            self._add(
                "wrong-type",
                f'voxml_version: found {describe(version)}; expected the string "1.0"',
                ("voxml_version",),
            )
        elif version != "1.0":
            self._add("invalid-value", f'voxml_version: found {quote(version)}; expected "1.0"', ("voxml_version",))

    # --- verbs and nouns

    def _instruction(self, item: Any, path: Path, parent: Node) -> Node | None:
        if not isinstance(item, dict):
            self._add("wrong-type", f"found {describe(item)}; expected an object with a verb", path)
            return None
        verb = item.get("verb")
        if type(verb) is str and verb in VERBS:
            return self._element(item, element_rule(verb), path, parent, "verb")
        self._doubled(item, path)
        if "verb" not in item:
            near = next((name for name in item if name.lower() == "verb"), None)
            if near is not None:
                self._add("unknown-member", f'unknown member {quote(near)}; did you mean "verb"?', (*path, near))
            else:
                self._add("missing-member", 'found an object without a verb; expected "verb"', path)
        elif type(verb) is not str:
            self._add("wrong-type", f"verb: found {describe(verb)}; expected the name of a verb", (*path, "verb"))
        elif verb in tables.NOUNS:
            self._add("wrong-place", f"found {verb} as an instruction; it stands inside a Dial", (*path, "verb"))
        else:
            more = did_you_mean(verb, tables.VERBS)
            self._add("unknown-verb", f"unknown verb {quote(verb)}{more}", (*path, "verb"))
        return None

    def _element(self, item: dict[str, Any], rule: ElementRule, path: Path, parent: Node, tag: str | None) -> Node:
        node = Node(rule.name, path, parent)
        self._doubled(item, path)
        absent = [name for name in rule.required if name not in item]
        meant: set[str] = set()
        if not (item.keys() <= rule.names and (tag is not None or "verb" not in item)):
            meant = self._unknown_members(item, rule, path, tag, absent)
            node.wrong = frozenset(meant)
        for name, value in item.items():
            member = rule.members.get(name)
            if member is not None:
                self._member(member, value, (*path, name), node)
        for name in absent:
            if name not in meant:
                self._add(
                    "missing-member",
                    f"{rule.name} has no {name}; expected {rule.members[name].expected}",
                    path,
                )
        # A list of targets that is no list, or has another name, is a fault already; an empty one is nobody.
        if rule.needs_one_of and not any(item.get(name) or name in node.wrong for name in rule.needs_one_of):
            names = ", ".join(rule.needs_one_of)
            self._add(
                "missing-member",
                f"{rule.name} has nobody to ring; expected an entry in at least one of {names}",
                path,
            )
        return node

    def _unknown_members(
        self, item: dict[str, Any], rule: ElementRule, path: Path, tag: str | None, absent: list[str]
    ) -> set[str]:
        known = (*rule.members, tag) if tag else tuple(rule.members)

        def judge(name: str) -> Any:
            member = rule.members.get(name)
            return None if member is None else lambda value: self._is_plainly_right(member, value)

        return self._unknown(item, known, path, rule.name, judge, absent)

    @staticmethod
    def _is_plainly_right(member: MemberRule, value: Any) -> bool:
        return not member.holds_elements and member.judge(value) is None

    def _member(self, member: MemberRule, value: Any, path: Path, node: Node) -> None:
        if member.base == "element":
            if isinstance(value, dict):
                node.members[member.name] = self._element(value, element_rule(member.what), path, node, None)
                return
        elif member.base == "list":
            if isinstance(value, list):
                self._list(member, value, path, node)
                return
        elif member.base == "map":
            if isinstance(value, dict):
                self._map(value, path, node)
                return
        else:
            wrong = member.judge(value)
            if wrong is None:
                node.members[member.name] = value
            else:
                node.wrong |= {member.name}
                self._add(wrong[0], f"{member.name}: {wrong[1]}", path)
            return
        node.wrong |= {member.name}
        self._add("wrong-type", f"{member.name}: found {describe(value)}; expected {member.expected}", path)

    def _list(self, member: MemberRule, items: list[Any], path: Path, node: Node) -> None:
        found: list[Node] = []
        for place, item in enumerate(items):
            if isinstance(item, dict):
                found.append(self._element(item, element_rule(member.what), (*path, place), node, None))
            else:
                message = f"found {describe(item)}; expected an object with the members of {member.what}"
                self._add("wrong-type", message, (*path, place))
        if found:
            node.members[member.name] = found

    def _map(self, value: dict[str, Any], path: Path, node: Node) -> None:
        self._doubled(value, path)
        texts: dict[str, str] = {}
        for name, text in value.items():
            if not name.strip(XML_SPACE):
                self._add(
                    "invalid-value",
                    f"found the name {quote(name)}; expected text that is not empty",
                    (*path, name),
                )
            elif type(text) is not str:
                self._add("wrong-type", f"{name}: found {describe(text)}; expected a string", (*path, name))
            elif illegal_character(name) or illegal_character(text):
                found = quote(illegal_character(name) or illegal_character(text) or "")
                message = f"found {found}, a character that XML can't hold; expected plain text"
                self._add("invalid-value", message, (*path, name))
            else:
                texts[name] = text
        if texts:
            node.members["parameters"] = texts

    # --- names

    def _doubled(self, item: dict[str, Any], path: Path) -> None:
        if not isinstance(item, Doubled):
            return
        seen: dict[str, int] = {}
        for name in item.again:
            seen[name] = seen.get(name, 0) + 1
            message = f"found {quote(name)} a second time; expected each member once"
            self._add("duplicate-member", message, (*path, name), seen[name])

    def _unknown(
        self,
        item: dict[str, Any],
        known: tuple[str, ...],
        path: Path,
        owner: str,
        judge: Any,
        absent: list[str] | None = None,
    ) -> set[str]:
        """Report the names that `known` lacks; the answer is what they were probably meant to be."""
        meant_members: set[str] = set()
        missing = [name for name in known if name not in item] if absent is None else absent
        for name, value in item.items():
            if name in known:
                continue
            meant = None
            if name != "verb":
                meant = meant_name(
                    name, {key: key for key in known if key not in item}, missing, _refuser(judge, value)
                )
                meant = meant or meant_name(name, {key: key for key in known}, [], None)
            if meant:
                meant_members.add(meant)
                ending = f'did you mean "{meant}"?'
            elif name == "verb":
                ending = "a prompt or a target has none"
            else:
                ending = f"expected one of {', '.join(known)}"
            self._add("unknown-member", f"unknown member {quote(name)} in {owner}; {ending}", (*path, name))
        return meant_members


def _refuser(judge: Any, value: Any) -> Any:
    """For `meant_name`: None when the member of that name would take `value`."""

    def wrong(name: str) -> object:
        is_right = judge(name)
        return None if is_right is not None and is_right(value) else "wrong"

    return wrong

"""Check a JSON document: every error at its own position, and the tree of what is valid."""

from typing import Any, NamedTuple

from voxml.formats.json import Doubled, Path
from voxml.formats.tree import Node
from voxml.language.other_languages import without_counterpart
from voxml.language.texts import XML_SPACE, illegal_character, quote
from voxml.schema import fixes, tables
from voxml.schema.checked import MakeFix, SchemaError
from voxml.schema.grammar import VERBS, ElementRule, MemberRule, describe, element_rule, hint, meant_name

_ENVELOPE = ("voxml_version", "instructions")


class At(NamedTuple):
    """Where an error is: the path of a member, an item or an object, and which of several of the same name."""

    path: Path
    occurrence: int = 0


class JsonChecker:
    """One pass over one document."""

    def __init__(self) -> None:
        self.errors: list[SchemaError] = []

    def check(self, value: Any) -> Node:
        """Check a document from its value; the errors are in `errors` afterwards."""
        node = Node("Response", (), None)
        instructions: list[Node] = []
        if not isinstance(value, dict):
            message = f"found {describe(value)}; expected an object with {' and '.join(_ENVELOPE)}"
            self._add("wrong-type", message, ())
            return node
        self._doubled(value, ())
        meant = self._unknown(value, _ENVELOPE, (), None)
        node.invalid = frozenset(meant)
        if value and not meant and value.keys().isdisjoint(_ENVELOPE):
            # Each member would be reported as unknown: no document was meant.
            self.errors = [each for each in self.errors if each.rule == "duplicate-member"]
            what = "one instruction" if "verb" in value else "an object"
            message = f"found {what} without voxml_version and instructions; expected a VoxML document"
            self._add("missing-member", message, ())
            return node
        self._version(value, meant)
        items = value.get("instructions", [])
        if not isinstance(items, list):
            self._add("wrong-type", f"instructions: found {describe(items)}; expected an array", ("instructions",))
            return node
        if "instructions" in value:
            node.members["instructions"] = instructions
        elif "instructions" not in meant:
            self._add("missing-member", "the document has no instructions; expected an array of instructions", ())
        for index, item in enumerate(items):
            inner = self._instruction(item, ("instructions", index), node)
            if inner is not None:
                instructions.append(inner)
            elif index == len(items) - 1:
                node.invalid |= {"instructions"}
        return node

    def _add(self, rule: str, message: str, path: Path, fix: MakeFix | None = None) -> None:
        self.errors.append(SchemaError(rule, message, At(path), fix))

    def _version(self, value: dict[str, Any], meant: set[str]) -> None:
        path = ("voxml_version",)
        if "voxml_version" not in value:
            if "voxml_version" not in meant:
                add_version: MakeFix | None = fixes.add_version if "instructions" in value else None
                self._add("missing-member", 'the document has no voxml_version; expected "1.0"', (), add_version)
            return
        version = value["voxml_version"]
        is_one = version in (1, "1") and version is not True
        fix = fixes.write_value(path, "1.0") if is_one else None
        if type(version) is not str:
            message = f'voxml_version: found {describe(version)}; expected the string "1.0"'
            self._add("wrong-type", message, path, fix)
        elif version != "1.0":
            self._add("invalid-value", f'voxml_version: found {quote(version)}; expected "1.0"', path, fix)

    # --- verbs and nouns

    def _instruction(self, item: Any, path: Path, parent: Node) -> Node | None:
        if not isinstance(item, dict):
            self._add("wrong-type", f"found {describe(item)}; expected an object with a verb", path)
            return None
        verb = item.get("verb")
        if type(verb) is str and verb in VERBS:
            return self._element(item, element_rule(verb), path, parent, "verb")
        self._doubled(item, path)
        at = (*path, "verb")
        if "verb" not in item:
            near = next((name for name in item if name.lower() == "verb"), None)
            if near is not None:
                new = fixes.Renames(item, ["verb"]).of(near)
                fix = fixes.rename_member((*path, near), new)
                self._add("unknown-member", f'unknown member {quote(near)}; did you mean "verb"?', (*path, near), fix)
            else:
                self._add("missing-member", 'found an object without a verb; expected "verb"', path)
        elif type(verb) is not str:
            self._add("wrong-type", f"verb: found {describe(verb)}; expected the name of a verb", at)
        elif verb in tables.NOUNS:
            self._add("wrong-place", f"found {verb} as an instruction; it belongs inside a Dial", at)
        else:
            message = f"unknown verb {quote(verb)}{hint(verb, tables.VERBS)}"
            self._add("unknown-verb", message, at, fixes.write_verb(at, verb))
        return None

    def _element(self, item: dict[str, Any], rule: ElementRule, path: Path, parent: Node, tag: str | None) -> Node:
        node = Node(rule.name, path, parent)
        self._doubled(item, path)
        meant: set[str] = set()
        if not (item.keys() <= rule.names and (tag is not None or "verb" not in item)):
            known = (*rule.members, tag) if tag else tuple(rule.members)
            meant = self._unknown(item, known, path, rule)
            node.invalid = frozenset(meant)
        for name, value in item.items():
            member = rule.members.get(name)
            if member is not None:
                self._member(member, value, (*path, name), node)
        for name in rule.required:
            if name not in item and name not in meant:
                message = f"{rule.name} has no {name}; expected {rule.members[name].expected}"
                self._add("missing-member", message, path)
        # A list of targets that is no list, or has another name, is an error already; an empty one has no target.
        if rule.needs_one_of and not any(item.get(name) or name in node.invalid for name in rule.needs_one_of):
            names = ", ".join(rule.needs_one_of)
            message = f"{rule.name} has no target; expected an entry in at least one of {names}"
            self._add("missing-member", message, path)
        return node

    def _member(self, member: MemberRule, value: Any, path: Path, node: Node) -> None:
        if member.base == "element" and isinstance(value, dict):
            node.members[member.name] = self._element(value, element_rule(member.what), path, node, None)
        elif member.base == "list" and isinstance(value, list):
            self._list(member, value, path, node)
        elif member.base == "map" and isinstance(value, dict):
            self._map(value, path, node)
        elif member.holds_elements:
            node.invalid |= {member.name}
            self._add("wrong-type", f"{member.name}: found {describe(value)}; expected {member.expected}", path)
        else:
            problem = member.check(value)
            if problem is None:
                node.members[member.name] = value
                return
            node.invalid |= {member.name}
            fix = fixes.write_value(path, fixes.better_value(member, value))
            text = value if isinstance(value, str) else None
            message = f"{member.name}: {problem[1]}"
            self.errors.append(SchemaError(problem[0], message, At(path), fix, member, text))

    def _list(self, member: MemberRule, items: list[Any], path: Path, node: Node) -> None:
        found: list[Node] = []
        for index, item in enumerate(items):
            if isinstance(item, dict):
                found.append(self._element(item, element_rule(member.what), (*path, index), node, None))
            else:
                message = f"found {describe(item)}; expected an object with the members of {member.what}"
                self._add("wrong-type", message, (*path, index))
        if found:
            node.members[member.name] = found

    def _map(self, value: dict[str, Any], path: Path, node: Node) -> None:
        self._doubled(value, path)
        texts: dict[str, str] = {}
        for name, text in value.items():
            at = (*path, name)
            if not name.strip(XML_SPACE):
                self._add("invalid-value", f"found the name {quote(name)}; expected text that is not empty", at)
            elif type(text) is not str:
                self._add(
                    "wrong-type",
                    f"{name}: found {describe(text)}; expected a string: TryVox's page shows strings only",
                    at,
                )
            elif illegal := illegal_character(name) or illegal_character(text):
                message = f"found {quote(illegal)}, a character that XML can't hold; expected plain text"
                self._add("invalid-value", message, at)
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
            self.errors.append(SchemaError("duplicate-member", message, At((*path, name), seen[name])))

    def _unknown(self, item: dict[str, Any], known: tuple[str, ...], path: Path, rule: ElementRule | None) -> set[str]:
        """Report the names that `known` lacks; return the members that they were probably meant to be."""
        meant_members: set[str] = set()
        free = tuple(name for name in known if name not in item)
        required = free if rule is None else [name for name in rule.required if name not in item]
        unknown = [name for name in item if name not in known]
        renames = fixes.Renames(unknown, (name for name in free if name != "verb"))
        owner = rule.name if rule is not None else "the document"
        for name in unknown:
            value = item[name]
            meant = None
            if name != "verb":
                meant = meant_name(name, free, list(required), lambda key: _takes(rule, key, value))  # noqa: B023
                meant = meant or meant_name(name, known, [], lambda _key: False)
            if meant:
                meant_members.add(meant)
                ending = f'did you mean "{meant}"?'
            elif name == "verb":
                ending = "a prompt or a target has none"
            else:
                ending = without_counterpart(name) or f"expected one of {', '.join(known)}"
            new = renames.of(name)
            suits = new is not None and (rule is None or _takes(rule, new, value))
            fix = fixes.rename_member((*path, name), new) if suits else None
            self._add("unknown-member", f"unknown member {quote(name)} in {owner}; {ending}", (*path, name), fix)
        return meant_members


def _takes(rule: ElementRule | None, name: str, value: Any) -> bool:
    """Return whether a member takes a plain value."""
    member = rule.members.get(name) if rule is not None else None
    return member is not None and not member.holds_elements and member.check(value) is None

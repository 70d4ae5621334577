"""Read a dialect's table: turn source nodes into verbs, and note everything that can't be carried over."""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Severity
from voxml.errors import VoxmlValueError
from voxml.importers.hiding import is_secret
from voxml.importers.links import own_link
from voxml.importers.model import Loss, Made, Options, SourceNode
from voxml.importers.tables import Built, CannotConvert, Dialect, Element, Field, Lost, Missing
from voxml.language import verbs
from voxml.language.element import Element as VoxmlElement
from voxml.language.other_languages import NO_COUNTERPART
from voxml.language.texts import quote

_NO_ADDRESS = "found no address to send it to, which means the document itself; expected --base-url and a file's name"


_PLACEHOLDER = "found a placeholder, {{…}}; TryVox fills nothing in: write the value, or make a template of it"
_NOUNS = frozenset(noun.__name__ for noun in verbs.NOUNS)


class Conversion:
    """One document on its way to VoxML."""

    def __init__(self, dialect: Dialect, options: Options, name: str | None) -> None:
        self.dialect = dialect
        self.options = options
        #: The document's name relative to its folder, which its links start from.
        self.name = name
        self.losses: list[Loss] = []
        self._here: tuple[SourceNode, str | None] | None = None
        #: The nodes that have an error: what is missing in their verbs for it is no error of its own.
        self._failed: set[int] = set()

    # --- losses ---

    def lose(
        self, node: SourceNode, severity: Severity, message: str, attribute: str | None = None, *, is_verb: bool = False
    ) -> None:
        """Note something that is not carried over, at a node or one of its attributes."""
        if severity == "error":
            self._failed.add(id(node))
        name = node.name if attribute is None else f"{node.name}.{attribute}"
        self.losses.append(Loss(severity, message, node.span(attribute), name, is_verb))

    def lose_verb(self, node: SourceNode, advice: str | None = None, severity: Severity = "error") -> None:
        """Note a verb without a counterpart."""
        if advice is None:
            known = NO_COUNTERPART.get(node.name)
            advice = known.advice if known is not None else f"it is no element of {self.dialect.title} that is known"
        message = f"found {self.shown(node)}, which has no counterpart in VoxML; {advice}"
        self.lose(node, severity, message, is_verb=severity == "error")

    def note(self, severity: Severity, message: str) -> None:
        """Note a loss at the attribute that is being read."""
        assert self._here is not None
        self.lose(self._here[0], severity, message, self._here[1])

    def shown(self, node: SourceNode) -> str:
        """Return a node's name as its language writes it."""
        return f"<{node.name}>" if self.is_xml else f'"{node.name}"'

    @property
    def is_xml(self) -> bool:
        """Whether the dialect is written in XML."""
        return self.dialect.name in ("twilio", "plivo", "bandwidth")

    # --- reading ---

    def convert(self, nodes: list[SourceNode]) -> list[Made]:
        """Return the verbs of a list of nodes."""
        made: list[Made] = []
        for node in nodes:
            made += self.verbs_of(node)
        return made

    def verbs_of(self, node: SourceNode) -> list[Made]:
        """Return the verbs that one node becomes: none, one, or several."""
        entry = self.dialect.elements.get(node.name)
        if entry is None or isinstance(entry, Missing):
            if entry is None:
                self.lose_verb(node)
            else:
                self.lose_verb(node, entry.advice or None, entry.severity)
            return []
        known = len(self.losses)
        fields = self.fields_of(node, entry)
        made = entry.build(self, node, fields) if entry.build is not None else [Made(entry.verb, fields, node)]
        if not made and entry.verb and len(self.losses) == known:
            self.lose(node, "error", f"found {self.shown(node)} without what a {entry.verb} needs; it is left out")
        return made

    def fields_of(self, node: SourceNode, entry: Element) -> dict[str, Any]:
        """Read the attributes and the text of a node by its entry."""
        fields: dict[str, Any] = {}
        if "{{" in node.text:
            self.lose(node, "error", _PLACEHOLDER)
        for name, value in node.attributes.items():
            if isinstance(value, str) and "{{" in value:
                self.lose(node, "error", _PLACEHOLDER, name)
            self._attribute(node, entry, name, value, fields)
        for child in node.children:
            if child.name not in entry.children:
                self._unexpected(child, node)
        if entry.content is not None:
            if node.text:
                self._set(node, None, entry.content, node.text, fields)
        elif node.text and entry.build is None:
            self.lose(node, "info", f"found text in {self.shown(node)}, which is never spoken; it is left out")
        for name, value in entry.defaults.items():
            fields.setdefault(name, value)
        if entry.own_address and entry.own_address not in fields:
            self._set_own_address(node, entry.own_address, fields)
        if fields.pop("\0is_ours", False):
            fields["method"] = "GET"  # a document that is imported too is a file: hosts of files refuse POST
        return {name: value for name, value in fields.items() if value is not None}

    def _attribute(self, node: SourceNode, entry: Element, name: str, value: Any, fields: dict[str, Any]) -> None:
        meaning = entry.attributes.get(name)
        if isinstance(meaning, Built):
            return
        if isinstance(meaning, Field):
            self._set(node, name, meaning, value, fields)
        elif isinstance(meaning, Lost):
            written = str(value).lower() if isinstance(value, bool) else str(value)
            if written.strip() not in meaning.harmless:
                shown = "…" if is_secret(name) else _short(value)
                message = f"found {name}={shown}, which VoxML's {entry.verb} does not have; {meaning.advice}"
                self.lose(node, meaning.severity, message, name)
        elif not name.startswith(("xmlns", "xsi:")):
            message = f"found {name}, which voxml does not know in {self.dialect.title}; it is left out"
            self.lose(node, "warning", message, name)

    def _unexpected(self, child: SourceNode, parent: SourceNode) -> None:
        entry = self.dialect.elements.get(child.name)
        if isinstance(entry, Element):
            self.lose(child, "error", f"found {self.shown(child)} in {self.shown(parent)}, where nothing is made of it")
        else:
            advice = entry.advice or None if isinstance(entry, Missing) else None
            self.lose_verb(child, advice, entry.severity if isinstance(entry, Missing) else "error")

    def _set(self, node: SourceNode, name: str | None, field: Field, value: Any, fields: dict[str, Any]) -> None:
        self._here = (node, name)
        try:
            result = field.convert(value, self)
        except CannotConvert as reason:
            self.lose(node, reason.severity, reason.message, name)
            result = reason.value
        if isinstance(result, dict):
            fields.update(result)  # a converter that sets several members
        else:
            fields[field.name] = result

    def value(self, node: SourceNode, attribute: str | None, field: Field, value: Any) -> Any:
        """Convert one value that a builder has read."""
        fields: dict[str, Any] = {}
        self._set(node, attribute, field, value, fields)
        return fields.get(field.name)

    def _set_own_address(self, node: SourceNode, name: str, fields: dict[str, Any]) -> None:
        own = own_link(self.options, self.name)
        if own is None:
            self.lose(node, "error", _NO_ADDRESS)
            return
        fields[name] = own.url
        if name in ("action_url", "url") and "method" not in fields and _has_method(self, node):
            fields["method"] = "GET"  # the document is a file

    # --- the end ---

    def finish(self, made: list[Made]) -> list[Any]:
        """Return verbs as the language has them; one that it refuses is a loss at its node."""
        done: list[Any] = []
        for verb, fields, node in made:
            if verb in _NOUNS:
                self.lose(node, "error", f"found {self.shown(node)} by itself; expected it inside of what dials it")
                continue
            try:
                done.append(element_of(verb, fields))
            except VoxmlValueError as error:
                if id(node) in self._failed:
                    continue
                self.lose(node, "error", f"{self.shown(node)} can't be written as {verb}: {error}")
        return done


def element_of(verb: str, fields: dict[str, Any]) -> VoxmlElement:
    """Return a verb or noun with these members; those that are elements are given as `(name, members)`."""
    return getattr(verbs, verb)(**{name: _element_value(value) for name, value in fields.items()})  # type: ignore[no-any-return]


def _element_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return element_of(*value)
    return [_element_value(item) for item in value] if isinstance(value, list) else value


def _has_method(conversion: Conversion, node: SourceNode) -> bool:
    entry = conversion.dialect.elements.get(node.name)
    return isinstance(entry, Element) and entry.verb in ("Gather", "Redirect")


def _short(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return quote(text if len(text) <= 40 else text[:39] + "…")

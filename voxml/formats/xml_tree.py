"""The tree of an XML text, as it is written: what both ways of reading make."""

from __future__ import annotations

from typing import Any


class StartTag:
    """What stands between the angle brackets of a start tag; elements that are written alike share one."""

    __slots__ = ("attributes", "is_empty", "judged", "name", "seen")

    def __init__(self, name: str, attributes: dict[str, str], is_empty: bool) -> None:
        self.name = name
        self.attributes = attributes
        self.is_empty = is_empty
        #: What its attributes stand for, once they have been judged and nothing was wrong with them.
        self.judged: dict[str, Any] | None = None
        #: What those who look further at the attributes need not look at again.
        self.seen: Any = None


class XmlElement:
    """An element as it is written; names are `uri local` when they have a namespace."""

    #: Its 1-based place among its siblings of the same name; there once they have been numbered.
    index: int
    __slots__ = ("attributes", "children", "index", "name", "offset", "parent", "tag", "text")

    def __init__(
        self,
        name: str,
        attributes: dict[str, str],
        parent: XmlElement | None,
        offset: int,
        tag: StartTag | None = None,
    ) -> None:
        self.name = name
        #: Shared by elements that are written alike: nobody may change it.
        self.attributes = attributes
        self.parent = parent
        #: Of the `<`, as its reader counts: `XmlText.start` gives it in characters.
        self.offset = offset
        #: Its start tag, when it was read as plain XML.
        self.tag = tag
        self.children: list[XmlElement] | None = None
        #: All character data directly inside it, as written.
        self.text = ""


def number_siblings(children: list[XmlElement]) -> None:
    """Give each child its place among those of its name."""
    counts: dict[str, int] = {}
    for child in children:
        counts[child.name] = child.index = counts.get(child.name, 0) + 1

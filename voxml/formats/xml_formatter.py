"""Write XML as it is in canonical form, and keep what only people and editors read."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from voxml.formats.xml import collapse
from voxml.language.texts import XML_SPACE
from voxml.language.xml_text import escape_attribute, escape_text, needs_preserve
from voxml.schema import tables

_IGNORE = re.compile(r"<!--\s*+voxml:\s*+ignore\s*+\[")
#: Elements that hold no element and no text.
_EMPTY = frozenset(
    name
    for name, members in tables.MEMBERS.items()
    if name not in tables.CONTENT and not any(row[0] in ("element", "list", "map") for row in members.values())
) | {"Parameter"}
_SPACES = {ord(char): " " for char in "\t\r\n"}


class _Element:
    __slots__ = ("attributes", "is_on_one_line", "items", "line", "name")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name = name
        #: Of the source, 1-based.
        self.line = line
        self.is_on_one_line = True
        self.attributes = attributes
        #: What is inside, in order: elements, text, and comments or instructions as ready markup.
        self.items: list[_Item] = []


class _Markup(str):
    """A comment or a processing instruction, as it is written."""

    __slots__ = ()


class _Trailing(_Markup):
    """A comment after the document, on its last line."""

    __slots__ = ()


_Item = _Element | str | _Markup


class _Text(NamedTuple):
    """The markup between the tags of an element that holds text, and whether its white space has to be kept."""

    markup: str
    keeps_space: bool = False


def format_xml(utf8: bytes) -> str:
    """Return the canonical form of a well-formed document."""
    top = _read(utf8)
    lines: list[str] = []
    for item in top.items:
        if isinstance(item, _Trailing):
            lines[-1] += f" {item}"
        elif isinstance(item, _Markup):
            lines.append(item)
        elif isinstance(item, _Element):
            _write(item, lines, 0, preserve=False)
    return "\n".join(lines) + "\n"


def _read(utf8: bytes) -> _Element:
    top = _Element("", {}, 1)
    stack = [top]
    # Where the root ends, 1-based.
    last_line = [0]
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        element = _Element(name, attributes, parser.CurrentLineNumber)
        stack[-1].items.append(element)
        stack.append(element)

    def end(_name: str) -> None:
        element = stack.pop()
        element.is_on_one_line = element.line == parser.CurrentLineNumber
        if len(stack) == 1:
            last_line[0] = parser.CurrentLineNumber

    def text(data: str) -> None:
        items = stack[-1].items
        if items and not isinstance(items[-1], (_Element, _Markup)):
            items[-1] += data
        else:
            items.append(data)

    def comment(data: str) -> None:
        items = stack[-1].items
        markup = f"<!--{data}-->"
        if len(stack) > 1 or parser.CurrentLineNumber != last_line[0]:
            items.append(_Markup(markup))
            return
        root = next(item for item in items if isinstance(item, _Element))
        if root.is_on_one_line and _IGNORE.match(markup):
            # It suppresses what the whole document has, and that will be on several lines.
            items.insert(items.index(root), _Markup(markup))
        else:
            items.append(_Trailing(markup))

    def instruction(target: str, data: str) -> None:
        stack[-1].items.append(_Markup(f"<?{target} {data}?>" if data else f"<?{target}?>"))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.CommentHandler, parser.ProcessingInstructionHandler = comment, instruction
    parser.Parse(utf8, True)
    return top


def _write(element: _Element, lines: list[str], level: int, *, preserve: bool) -> None:
    margin = "  " * level
    space = element.attributes.get("xml:space")
    preserve = space == "preserve" if space in ("preserve", "default") else preserve
    text = None
    if element.name in tables.CONTENT:
        text = _inner_text(element, preserve and not _collapses(element.name))
    elif element.name in _EMPTY:
        # Not even white space may be in these beside a comment.
        text = _inner_text(element, preserve=False)
    head = f"{margin}<{element.name}{_attributes(element, text)}"
    if text is not None and text.markup:
        lines.append(f"{head}>{text.markup}</{element.name}>")
        return
    inner = _inside(element, f"{head}>", level + 1, preserve=preserve)
    lines.extend((*inner, f"{margin}</{element.name}>") if len(inner) > 1 or inner[0] != f"{head}>" else (f"{head}/>",))


def _inside(element: _Element, head: str, level: int, *, preserve: bool) -> list[str]:
    """Return the lines of an element from its start tag on, but for its end tag."""
    margin = "  " * level
    lines = [head]
    # Where the lines begin that are made of the current line of the source, and how many elements those have.
    begin = count = 0
    for item, is_first, is_last in _by_line(_in_order(element)):
        if is_first:
            begin, count = len(lines), 0
        if isinstance(item, _Element):
            count += 1
            _write(item, lines, level, preserve=preserve)
            if not item.is_on_one_line:
                begin, count = len(lines), 0
        elif not isinstance(item, _Markup):
            lines.append(margin + escape_text(collapse(item)))
        elif is_first or not is_last:
            lines.append(margin + item)
        elif len(lines) - begin < 2 or not _IGNORE.match(item):
            lines[-1] += f" {item}"
        else:
            # It suppresses what the whole line has, and that is now on several lines.
            outer = margin if begin else "  " * (level - 1)
            lines.insert(begin, outer + (_IGNORE.sub("<!-- voxml: disable[", item, count=1) if count > 1 else item))
            if count > 1:
                lines.append(margin + _IGNORE.sub("<!-- voxml: enable[", item, count=1).partition("]")[0] + "] -->")
    return lines


def _by_line(items: list[_Item]) -> Iterator[tuple[_Item, bool, bool]]:
    """Yield each item, whether it is the first on its line of the source, and whether only comments follow it there."""
    kept: list[tuple[_Item, bool]] = []
    is_first = False
    for item in items:
        if isinstance(item, (_Element, _Markup)):
            kept.append((item, is_first))
            is_first = False
        elif bare := item.strip(XML_SPACE):
            before, _, after = item.partition(bare)
            kept.append((item, is_first or "\n" in before))
            is_first = "\n" in after
        else:
            is_first = is_first or "\n" in item
    ends_line = is_first
    last: list[bool] = []
    for index in range(len(kept) - 1, -1, -1):
        item, is_first = kept[index]
        closes = index == len(kept) - 1 and isinstance(item, _Markup) and _IGNORE.match(item) is not None
        last.append(ends_line or closes)
        ends_line = is_first or (last[-1] and isinstance(item, _Markup))
    for (item, is_first), is_last in zip(kept, reversed(last), strict=True):
        yield item, is_first, is_last


def _in_order(element: _Element) -> list[_Item]:
    """Return what is inside a Gather with its Say before its Play, each with the comments that precede it."""
    names = [item.name for item in element.items if isinstance(item, _Element)]
    if element.name != "Gather" or names != ["Play", "Say"]:
        return element.items
    ends = [_end_of_line(element.items, at + 1) for at, item in enumerate(element.items) if isinstance(item, _Element)]
    start = _end_of_line(element.items, 0)
    play, say = element.items[start : ends[0]], element.items[ends[0] : ends[1]]
    return [*element.items[:start], *say, *play, *element.items[ends[1] :]]


def _end_of_line(items: list[_Item], index: int) -> int:
    """Return the index behind the comments that end the line of the element before `index`, else `index`."""
    at = index
    while at < len(items) and not isinstance(items[at], _Element):
        item = items[at]
        if isinstance(item, str) and not isinstance(item, _Markup) and "\n" in item:
            return at
        at += 1
    return index


def _collapses(name: str) -> bool:
    """Return whether the text of the element is a URL, a number or an address, whose white space never counts."""
    kind = tables.MEMBERS[name][tables.CONTENT[name]][1]
    return tables.TYPES[kind][1] is not None


def _inner_text(element: _Element, preserve: bool) -> _Text | None:
    """Return the text between the tags of an element; None when there are elements inside."""
    items = [item for item in element.items if isinstance(item, str)]
    if len(items) < len(element.items):
        return None
    plain = "".join(item for item in items if not isinstance(item, _Markup))
    if preserve and needs_preserve(plain):
        return _Text("".join(item if isinstance(item, _Markup) else escape_text(item) for item in items), True)
    pieces: list[str] = []
    at_start, owes_space = True, False
    for item in items:
        if isinstance(item, _Markup):
            pieces.append((" " if owes_space and not at_start else "") + item)
            owes_space = False
            continue
        words = item.translate(_SPACES).split(" ")
        for index, word in enumerate(words):
            owes_space = owes_space or index > 0
            if word:
                pieces.append((" " if owes_space and not at_start else "") + escape_text(word))
                at_start, owes_space = False, False
    return _Text("".join(pieces))


def _attributes(element: _Element, text: _Text | None) -> str:
    order = ["version"] if element.name == "Response" else list(tables.MEMBERS.get(element.name, ("name", "value")))
    attributes = {name: value for name, value in element.attributes.items() if name != "xml:space"}
    if element.name == "Response":
        attributes.setdefault("version", "1.0")
    names = [name for name in order if name in attributes]
    names += [name for name in attributes if name not in order]
    written = "".join(f' {name}="{escape_attribute(_plain(element.name, name, attributes[name]))}"' for name in names)
    return written + (' xml:space="preserve"' if text is not None and text.keeps_space else "")


def _plain(element: str, name: str, value: str) -> str:
    """Return an integer or a flag as it is written canonically: `+07` is 7."""
    row = tables.MEMBERS.get(element, {}).get(name)
    if row is not None and row[0] in ("int", "bool"):
        bare = value.strip(XML_SPACE)
        if row[0] == "bool" or not bare.lstrip("+-").isascii() or not bare.lstrip("+-").isdecimal() or len(bare) > 30:
            return bare
        return str(int(bare))
    return value

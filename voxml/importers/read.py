"""Read XML, JSON and YAML into source nodes and values with positions; hostile input is refused as everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voxml.errors import MissingExtraError
from voxml.files.yaml import parse_yaml
from voxml.formats.json import Doubled, JsonDocument, Path
from voxml.formats.locate import JsonLocator, XmlLocator, pointer_of
from voxml.formats.tree import Span, SyntaxProblem
from voxml.formats.xml import XmlDocument, XmlElement
from voxml.importers.model import SourceNode
from voxml.source import Source


class Values:
    """The plain value of a JSON or YAML text, and where its parts are."""

    def __init__(self, value: Any, locator: JsonLocator | YamlLocator) -> None:
        self.value = value
        self._locator = locator

    def doubled(self) -> Iterator[tuple[str, Span]]:
        """Yield each member that is written more than once, of which the first is read, with its position."""
        waiting: list[tuple[Path, Any]] = [((), self.value)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, Doubled):
                yield from ((name, self._locator.path((*path, name))) for name in value.again)
            if isinstance(value, dict):
                waiting += [((*path, name), each) for name, each in value.items()]
            elif isinstance(value, list):
                waiting += [((*path, index), each) for index, each in enumerate(value)]

    def node(self, name: str, value: dict[str, Any], path: Path) -> SourceNode:
        """Return the node of an object at a path."""

        def locate(more: Path) -> Span:
            return self._locator.path((*path, *more), value=not more and (not path or isinstance(path[-1], int)))

        return SourceNode(name, {str(key): each for key, each in value.items()}, locate)


class Read:
    """A text that was read: XML with a root, or values; or its problem."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problem: SyntaxProblem | None = None
        self.root: SourceNode | None = None
        #: The root as the linter knows it, to recognise its dialect.
        self.element: XmlElement | None = None
        self.values: Values | None = None


def read(data: bytes, path: str) -> Read:
    """Read a document; its first character and the ending of its name tell the format."""
    head = data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1]
    is_yaml = path.lower().endswith((".yaml", ".yml"))
    if head == b"<" or (not is_yaml and head not in (b"{", b"[") and not _looks_like_yaml(data)):
        return _read_xml(data, path)
    return _read_yaml(data, path) if is_yaml or head not in (b"{", b"[") else _read_json(data, path)


def _looks_like_yaml(data: bytes) -> bool:
    return b"sections:" in data and b"<" not in data[:1]


# --- XML ---


def _read_xml(data: bytes, path: str) -> Read:
    document = XmlDocument(data, path)
    result = Read(document.source)
    result.problem = document.problem
    if document.root is not None:
        result.element = document.root
        result.root = _node(document.root, XmlLocator(document))
    return result


def _node(element: XmlElement, locator: XmlLocator) -> SourceNode:
    def locate(path: Path) -> Span:
        return locator.attribute(element, str(path[0])) if path else locator.element(element)

    tails = "".join(child.tail for child in element.children)
    pieces: list[str | SourceNode] = [element.text.removesuffix(tails)]
    for child in element.children:
        pieces += [_node(child, locator), child.tail]
    attributes: dict[str, Any] = {_local(name): value for name, value in element.attributes.items() if " " not in name}
    return SourceNode(_local(element.name), attributes, locate, [piece for piece in pieces if piece != ""])


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


# --- JSON and YAML ---


def _read_json(data: bytes, path: str) -> Read:
    document = JsonDocument(data.removeprefix(b"\xef\xbb\xbf"), path)
    result = Read(document.source)
    result.problem = document.problem
    if document.problem is None:
        result.values = Values(document.value, JsonLocator(document))
    return result


def _read_yaml(data: bytes, path: str) -> Read:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        result = Read(Source(data[: error.start].decode("utf-8-sig"), path))
        result.problem = SyntaxProblem("encoding", "found a byte that is not UTF-8", len(result.source.text))
        return result
    result = Read(Source(text, path))
    try:
        value = parse_yaml(text)
    except MissingExtraError:
        raise
    except ValueError as error:
        result.problem = SyntaxProblem("syntax", str(error), 0)
        return result
    result.values = Values(value, YamlLocator(text))
    return result


class YamlLocator:
    """Finds the parts of a YAML text by the marks of PyYAML, when one is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans: dict[Path, tuple[int, int]] | None = None

    def path(self, path: Path, *, value: bool = False) -> Span:
        """Return the span of a value, or of the name of a member."""
        if self._spans is None:
            import yaml

            self._spans = {}
            # The text was read before, within bounds: its aliases are few.
            root = yaml.compose(self._text, Loader=yaml.SafeLoader)
            if root is not None:
                self._note(root, (), (root.start_mark.index, root.start_mark.index + 1))
        start, end = self._spans.get(path, (0, 1))
        return Span(start, end, pointer_of(path))

    def _note(self, node: Any, path: Path, span: tuple[int, int]) -> None:
        assert self._spans is not None
        self._spans[path] = span
        if isinstance(node.value, str):
            return
        for index, child in enumerate(node.value):
            key, inner = child if isinstance(child, tuple) else (child, child)
            step: str | int = str(key.value) if isinstance(child, tuple) else index
            self._note(inner, (*path, step), (key.start_mark.index, _end(key)))


def _end(node: Any) -> int:
    return int(node.end_mark.index) if isinstance(node.value, str) else int(node.start_mark.index) + 1

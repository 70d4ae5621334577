"""Read YAML within bounds: plain values, exact numbers, no name twice, and no aliases that grow without end."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from voxml.errors import MissingExtraError

if TYPE_CHECKING:
    import yaml

#: The longest YAML text, in characters; PyYAML takes some five seconds for it. Longer data is CSV or JSON lines.
MAX_LENGTH = 256 * 1024
#: The most values of a text; those behind an alias count wherever it is used.
MAX_VALUES = 200_000


def parse_yaml(text: str) -> Any:
    """Return the value of a YAML text.

    Raises:
        ValueError: it is not YAML, holds a name twice, is too long, nested too deep, or has aliases that make too much
            of it.
        MissingExtraError: PyYAML is not installed.
    """
    try:
        import yaml
    except ImportError:
        raise MissingExtraError("reading YAML", "yaml") from None
    if len(text) > MAX_LENGTH:
        raise ValueError(f"found {len(text):,} characters; expected at most {MAX_LENGTH:,}, or CSV or JSON lines")
    loader = _loader(yaml)(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _size(node, {})
        return loader.construct_document(node)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None
    finally:
        loader.dispose()


def _size(node: yaml.Node, known: dict[int, int | None]) -> int:
    """Count the values of a node, with what its aliases stand for."""
    if isinstance(node.value, str):
        return 1
    if id(node) in known:
        size = known[id(node)]
        if size is None:
            raise ValueError(f"found an alias inside its own anchor, line {node.start_mark.line + 1}")
        return size
    known[id(node)] = None
    total = 1
    for child in node.value:
        for each in child if isinstance(child, tuple) else (child,):
            total += _size(each, known)
        if total > MAX_VALUES:
            raise ValueError(f"found more than {MAX_VALUES:,} values, line {node.start_mark.line + 1}")
    known[id(node)] = total
    return total


def _loader(yaml: Any) -> Any:
    class Loader(yaml.SafeLoader):  # type: ignore[misc]
        """PyYAML's safe loader with the numbers of YAML 1.2: exact, and `14:30` is a text."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen: set[Any] = set()
            for key, _ in node.value:
                name = self.construct_object(key, deep=True)
                if not isinstance(key, yaml.ScalarNode):
                    raise ValueError(f"found a list or mapping as a name, line {key.start_mark.line + 1}")
                if name in seen:
                    raise ValueError(f'found "{name}" twice in one mapping, line {key.start_mark.line + 1}')
                seen.add(name)
            return dict(super().construct_mapping(node, deep=deep))

        def integer(self, node: Any) -> Any:
            text = str(self.construct_scalar(node))
            return text if ":" in text else self.construct_yaml_int(node)

        def decimal(self, node: Any) -> Any:
            text = str(self.construct_scalar(node))
            if ":" in text:
                return text
            try:
                return Decimal(text.replace("_", ""))
            except ArithmeticError:
                return float(self.construct_yaml_float(node))

    Loader.add_constructor("tag:yaml.org,2002:int", Loader.integer)
    Loader.add_constructor("tag:yaml.org,2002:float", Loader.decimal)
    return Loader

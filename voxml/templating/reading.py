"""Reads JSON, TOML and YAML as data: numbers stay exact, and no name stands twice."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from typing import Any

from voxml.errors import InputError, MissingExtraError
from voxml.source import read_bounded, read_file


def read_value(path: str, kind: str) -> Any:
    """What a JSON, TOML or YAML file holds."""
    data = read_bounded(sys.stdin.buffer, "standard input") if path == "-" else read_file(path)
    try:
        text = data.decode("utf-8-sig")
        if kind == "toml":
            import tomllib

            return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
        return _yaml(text) if kind == "yaml" else parse_json(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: found bytes that are not UTF-8; save it as UTF-8") from None
    except RecursionError:
        raise InputError(f"{path}: nested too deep to be read") from None
    except ValueError as error:
        raise InputError(f"{path}: not {kind.upper()}: {error}") from None


def parse_json(text: str) -> Any:
    """A JSON value whose numbers are exact; a name twice in one object is refused, as is NaN."""
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_unique)


def _no_constant(word: str) -> Any:
    raise ValueError(f"found {word}, which is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f'found "{twice}" twice in one object')
    return found


def _yaml(text: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise MissingExtraError("reading YAML", "yaml") from None

    class Loader(yaml.SafeLoader):
        """PyYAML's safe loader, which refuses a name twice, and makes no number inexact."""

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            names = [self.construct_object(key, deep=True) for key, _ in node.value]
            for name in names:
                if names.count(name) > 1:
                    raise ValueError(f'found "{name}" twice in one mapping, line {node.start_mark.line + 1}')
            return dict(super().construct_mapping(node, deep=deep))

    Loader.add_constructor("tag:yaml.org,2002:float", _exact_float)
    try:
        return yaml.load(text, Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None


def _exact_float(loader: Any, node: Any) -> Any:
    text = str(loader.construct_scalar(node)).replace("_", "")
    try:
        return Decimal(text)
    except ArithmeticError:
        return float(loader.construct_yaml_float(node))


def type_in_words(value: object) -> str:
    """What a message calls the type of a JSON value."""
    names = {dict: "an object", list: "an array", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number" if isinstance(value, (int, float, Decimal)) else type(value).__name__)

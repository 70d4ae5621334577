"""Read JSON, TOML and YAML files as data for templates: numbers stay exact, and no name is used twice."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from decimal import Decimal
from typing import IO, Any

from voxml.errors import InputError
from voxml.files.toml import parse_toml
from voxml.files.yaml import parse_yaml
from voxml.source import explain, read_bounded

FORMATS = ("json", "toml", "yaml", "csv", "jsonl")
_SUFFIXES = {".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".tsv": "csv",
             ".jsonl": "jsonl", ".ndjson": "jsonl"}  # fmt: skip

#: Opens a path, as a context manager that gives a binary file.
Opener = Callable[[str], AbstractContextManager[IO[bytes]]]


def data_format(path: str, given: str | None = None) -> str:
    """Return the format of a data file: the `given` one, else that of its name; JSON for standard input.

    Raises:
        InputError: its name has no known ending.
    """
    found = given or _SUFFIXES.get(os.path.splitext(path)[1].lower())  # noqa: PTH122 - a str is at hand
    if found is None and path == "-":
        return "json"
    if found is None:
        raise InputError(f"{path}: found no known ending; expected a name in one of {', '.join(_SUFFIXES)}")
    return found


@contextmanager
def open_data(path: str) -> Iterator[IO[bytes]]:
    """Open a file, a pipe or, for `-`, standard input.

    Raises:
        InputError: it can't be opened or read, or is a device.
    """
    if path == "-":
        yield sys.stdin.buffer
        return
    try:
        file = open(path, "rb")  # noqa: PTH123, SIM115 - closed below
    except OSError as error:
        raise InputError(f"{path}: {explain(error)}") from error
    except ValueError as error:
        raise InputError(f"{path!r} is not a file name: {error}") from error
    with file:
        mode = os.fstat(file.fileno()).st_mode
        if stat.S_ISBLK(mode) or (stat.S_ISCHR(mode) and not file.isatty()):
            raise InputError(f"{path}: is a device, not a file")
        try:
            yield file
        except OSError as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{path}: {explain(error)}") from error


def read_value(path: str, kind: str, opener: Opener | None = None) -> Any:
    """Return what a JSON, TOML or YAML file holds.

    Raises:
        InputError: it can't be read, or is not of that kind.
        MissingExtraError: YAML is not installed.
    """
    with (opener or open_data)(path) as file:
        data = read_bounded(file, "standard input" if path == "-" else path)
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
        if kind == "toml":
            return parse_toml(text, parse_float=Decimal)
        return parse_yaml(text) if kind == "yaml" else parse_json(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: found bytes that are not UTF-8; save it as UTF-8") from None
    except RecursionError:
        raise InputError(f"{path}: nested too deep to be read") from None
    except ValueError as error:
        raise InputError(f"{path}: not {kind.upper()}: {error}") from None


def parse_json(text: str) -> Any:
    """Return a JSON value whose numbers are exact.

    Raises:
        ValueError: it is not JSON, holds a name twice in one object, or NaN.
        RecursionError: it is nested too deep.
    """
    return json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_unique)


def _no_constant(word: str) -> Any:
    raise ValueError(f"found {word}, which is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise ValueError(f'found "{name}" twice in one object')
            seen.add(name)
    return found


def type_in_words(value: object) -> str:
    """Return what a message calls the type of a JSON value."""
    names = {dict: "an object", list: "an array", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number" if isinstance(value, (int, float, Decimal)) else type(value).__name__)

"""Data for templates: one object from JSON, TOML or YAML, or a stream of rows from CSV, JSON lines or a JSON array.

Rows are read one by one, so that a file of any length takes the same memory. A row that can't be read is handed on with
what is wrong with it, and the next one follows.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, NamedTuple

from voxml.errors import InputError
from voxml.source import explain
from voxml.templating.reading import parse_json, read_value, type_in_words

FORMATS = ("json", "toml", "yaml", "csv", "jsonl")
_SUFFIXES = {".json": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml", ".csv": "csv", ".tsv": "csv",
             ".jsonl": "jsonl", ".ndjson": "jsonl"}  # fmt: skip
#: The longest row, in characters.
MAX_ROW = 1024 * 1024


#: Opens a path, as a context manager that gives a binary file.
Opener = Callable[[str], AbstractContextManager[IO[bytes]]]


class Row(NamedTuple):
    """One row of data: its number (from 1), the line of the file where it begins, and what it holds.

    `problem` says why it could not be read; `values` is then empty. `columns` are those of a CSV file, whose rows have
    them all; an empty cell is a value that is not given.
    """

    number: int
    line: int
    values: dict[str, Any]
    problem: str | None = None
    columns: tuple[str, ...] = ()


def data_format(path: str, asked: str | None = None) -> str:
    """Which format a data file has, by its name.

    Raises:
        InputError: its name does not tell.
    """
    found = asked or _SUFFIXES.get(os.path.splitext(path)[1].lower())  # noqa: PTH122 - a str is at hand
    if found is None and path == "-":
        return "json"
    if found is None:
        raise InputError(f"{path}: found no known ending; expected a name in one of {', '.join(_SUFFIXES)}")
    return found


def read_rows(path: str, asked: str | None = None, opened: Opener | None = None) -> Iterator[Row]:
    """The rows of a data file; a file that holds one object gives one row. `-` is standard input.

    `opened` opens what is no file of this machine, such as a URL; it is asked for CSV and JSON lines.

    Raises:
        InputError: it can't be read, or is not in its format at all.
        MissingExtraError: YAML is not installed.
    """
    kind = data_format(path, asked)
    if kind in ("csv", "jsonl"):
        with (opened or _opened)(path) as file:
            yield from _csv(file, path) if kind == "csv" else _json_lines(file, path)
        return
    value = read_value(path, kind)
    values = value if isinstance(value, list) else [value]
    for number, each in enumerate(values, 1):
        if isinstance(each, dict):
            yield Row(number, 0, each)
        elif isinstance(value, list):
            yield Row(number, 0, {}, f"found {type_in_words(each)}; expected an object of names and values")
        else:
            raise InputError(f"{path}: found {type_in_words(each)}; expected an object of names and values")


def is_many(path: str, asked: str | None = None) -> bool:
    """Whether a data file is a stream of rows by its format."""
    return data_format(path, asked) in ("csv", "jsonl")


@contextmanager
def _opened(path: str) -> Iterator[IO[bytes]]:
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
        try:
            yield file
        except OSError as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{path}: {explain(error)}") from error


def _lines(file: IO[bytes], path: str) -> Iterator[tuple[int, str, str | None]]:
    """Each line by its number, decoded; or what is wrong with it. Never more than `MAX_ROW` of one in memory."""
    number = 0
    while raw := file.readline(4 * MAX_ROW):
        number += 1
        if len(raw) >= 4 * MAX_ROW and not raw.endswith(b"\n"):
            raise InputError(f"{path}:{number}: found a line of more than {4 * MAX_ROW // 1024 // 1024} MB; "
                             "expected rows, one a line")  # fmt: skip
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        try:
            yield number, raw.decode(), None
        except UnicodeDecodeError:
            yield number, raw.decode("utf-8", "replace"), "found bytes that are not UTF-8; save it as UTF-8"


def _json_lines(file: IO[bytes], path: str) -> Iterator[Row]:
    number = 0
    for line, text, problem in _lines(file, path):
        if problem is None and not text.strip():
            continue
        number += 1
        yield Row(number, line, {}, problem) if problem else _json_row(number, line, text)


def _json_row(number: int, line: int, text: str) -> Row:
    try:
        values = parse_json(text)
    except RecursionError:
        return Row(number, line, {}, "nested too deep to be read")
    except ValueError as error:
        return Row(number, line, {}, f"not JSON: {error}")
    if not isinstance(values, dict):
        return Row(number, line, {}, f"found {type_in_words(values)}; expected an object of names and values")
    return Row(number, line, values)


class _Feed:
    """Lines for the csv module, which remembers what was wrong with those of the row at hand."""

    def __init__(self, file: IO[bytes], path: str) -> None:
        self.lines = _lines(file, path)
        self.line = 0
        self.problem: str | None = None

    def __iter__(self) -> Iterator[str]:
        for number, text, problem in self.lines:
            self.line = number
            self.problem = self.problem or problem
            yield text


def _csv(file: IO[bytes], path: str) -> Iterator[Row]:
    feed = _Feed(file, path)
    lines = iter(feed)
    first = next(lines, "")
    if feed.problem is not None:
        raise InputError(f"{path}:1: {feed.problem}")
    delimiter = _delimiter(first)
    header = _header(first, delimiter, path)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    number = 0
    while True:
        start, feed.problem = feed.line + 1, None
        problem: str | None = None
        cells: list[str] = []
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problem = f"not CSV: {error}"
        if not cells and problem is None:
            continue
        number += 1
        problem = feed.problem or problem
        if problem is None and len(cells) != len(header):
            problem = f"found {len(cells)} cells; expected {len(header)}, as in the first line"
        # An empty cell is a value that is not given.
        values = {} if problem else {name: cell for name, cell in zip(header, cells, strict=True) if cell != ""}
        yield Row(number, start, values, problem, header)


def _delimiter(first: str) -> str:
    counts = {mark: first.count(mark) for mark in (",", ";", "\t")}
    return max(counts, key=lambda mark: counts[mark]) if any(counts.values()) else ","


def _header(first: str, delimiter: str, path: str) -> tuple[str, ...]:
    try:
        cells = next(csv.reader([first], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise InputError(f"{path}:1: not CSV: {error}") from None
    names = [cell.strip() for cell in cells]
    if not names or not all(names):
        raise InputError(
            f"{path}:1: found {'an empty name' if names else 'nothing'}; expected the names of the columns"
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f'{path}:1: found the column "{twice}" twice')
    return tuple(names)

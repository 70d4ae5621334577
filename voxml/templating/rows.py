"""Read rows of data, the same for `voxml render`, `voxml build`, `voxml lint` and `voxml batch`.

Rows come from CSV, JSON lines, or an array in JSON or YAML; a file that holds one object gives one row. CSV and JSON
lines are read row by row, so that a file of any length takes the same memory. A row that can't be read is handed on
with its problem, and the next one follows.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from itertools import chain
from typing import IO, Any, NamedTuple

from voxml.errors import InputError
from voxml.templating.data_files import Opener, data_format, open_data, parse_json, read_value, type_in_words

#: The longest row, in characters.
MAX_ROW = 1024 * 1024
_MAX_LINE = 4 * MAX_ROW
_SEPARATORS = (",", ";", "\t")


class Row(NamedTuple):
    """One row of data: its number (from 1), the line of the file where it begins (0 if unknown), and its values.

    `problem` says why it could not be read; `values` is then empty. `columns` are those of a CSV file, which all its
    rows share; a blank cell is a value that is not given.
    """

    number: int
    line: int
    values: dict[str, Any]
    problem: str | None = None
    columns: tuple[str, ...] = ()


class Rows:
    """The rows of one file, in order; they can be read once.

    `is_many` says that the file holds rows by its form (CSV, JSON lines, an array), even if there is only one.
    """

    def __init__(self, rows: Iterator[Row], *, is_many: bool) -> None:
        self._rows = rows
        self.is_many = is_many

    def __iter__(self) -> Iterator[Row]:
        return self._rows


def read_rows(path: str, given_format: str | None = None, opener: Opener | None = None) -> Rows:
    """Return the rows of a data file; `-` is standard input.

    `opener` opens what is no file of this machine, such as a URL. A CSV file or JSON lines are opened when the first
    row is asked for.

    Raises:
        InputError: it can't be read, or is not in its format at all; of CSV and JSON lines while they are read.
        MissingExtraError: YAML is not installed.
    """
    kind = data_format(path, given_format)
    if kind in ("csv", "jsonl"):
        return Rows(_streamed(path, kind, opener or open_data), is_many=True)
    value = read_value(path, kind, opener)
    if not isinstance(value, (list, dict)):
        raise InputError(f"{path}: found {type_in_words(value)}; expected an object of names and values, or an array")
    return Rows(_entries(value), is_many=isinstance(value, list))


def csv_rows(file: IO[bytes], path: str) -> Iterator[Row]:
    """Yield the rows of a CSV file in UTF-8 or UTF-16, whose first line names the columns.

    Cells are separated by commas, semicolons or tabs: as a line `sep=;` before the names says, else by the most
    frequent in them. Rows without a value are left out, and so are columns without a name and values.

    Raises:
        InputError: it can't be read, has no names, or one twice.
    """
    feed = _Feed(file, path)
    lines = iter(feed)
    heading, delimiter = _heading(feed, lines, path)
    columns = tuple(name for name in heading if name)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    csv.field_size_limit(MAX_ROW)
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
        problem = feed.problem or problem
        if problem is None and not any(cell.strip() for cell in cells):
            continue
        number += 1
        problem = problem or _problem_of_cells(cells, heading)
        values = {} if problem else {name: cell for name, cell in zip(heading, cells, strict=False) if cell.strip()}
        yield Row(number, start, values, problem, columns)


def _streamed(path: str, kind: str, opener: Opener) -> Iterator[Row]:
    with opener(path) as file:
        yield from csv_rows(file, path) if kind == "csv" else _json_lines(file, path)


def _entries(value: list[Any] | dict[str, Any]) -> Iterator[Row]:
    for number, each in enumerate(value if isinstance(value, list) else [value], 1):
        if isinstance(each, dict):
            yield Row(number, 0, each)
        else:
            yield Row(number, 0, {}, f"found {type_in_words(each)}; expected an object of names and values")


# --- lines ----------------------------------------------------------------------------------------------------------


def _lines(file: IO[bytes], path: str) -> Iterator[tuple[int, str, str | None]]:
    """Yield each line's number, text and problem. Never more than `_MAX_LINE` of one is in memory."""
    first = file.readline(_MAX_LINE)
    utf_16 = first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    lines = _utf_16_lines(first, file) if utf_16 else chain((first,), iter(lambda: file.readline(_MAX_LINE), b""))
    for number, line in enumerate(lines, 1):
        raw = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if len(raw) >= _MAX_LINE and not raw.endswith(b"\n"):
            raise InputError(f"{path}:{number}: found a line of more than {_MAX_LINE // 1024 // 1024} MB; "
                             "expected rows, one a line")  # fmt: skip
        try:
            text, problem = raw.decode(), None
        except UnicodeDecodeError:
            text, problem = raw.decode("utf-8", "replace"), "found bytes that are not UTF-8; save it as UTF-8"
        if "\0" in text:
            text, problem = text.replace("\0", ""), "found a NUL character; save it as UTF-8"
        if text:
            yield number, text, problem


def _utf_16_lines(start: bytes, file: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a UTF-16 file, in UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    text = decoder.decode(start)
    while True:
        *whole, text = text.split("\n")
        for line in whole:
            yield f"{line}\n".encode()
        piece = b"" if len(text) > _MAX_LINE else file.read(1 << 16)
        if not piece:
            yield text.encode()
            return
        text += decoder.decode(piece)


# --- JSON lines -----------------------------------------------------------------------------------------------------


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


# --- CSV ------------------------------------------------------------------------------------------------------------


class _Feed:
    """Lines for the csv module; remembers the problem of the row at hand."""

    def __init__(self, file: IO[bytes], path: str) -> None:
        self.lines = _lines(file, path)
        self.line = 0
        self.problem: str | None = None

    def __iter__(self) -> Iterator[str]:
        for number, text, problem in self.lines:
            self.line = number
            self.problem = self.problem or problem
            yield text


def _heading(feed: _Feed, lines: Iterator[str], path: str) -> tuple[list[str], str]:
    """Return the name of each column, empty for one without, and what separates cells."""
    text, given = "", None
    for line in lines:
        named = line.strip("\r\n\"' ").lower()
        if given is None and named.startswith("sep=") and len(named) == 5:
            given = named[4]
        elif line.strip('\r\n\t,;" '):
            text = line
            break
    if feed.problem is not None:
        raise InputError(f"{path}:{feed.line}: {feed.problem}")
    delimiter = given or max(_SEPARATORS, key=text.count)
    try:
        names = [name.strip() for name in next(csv.reader([text], delimiter=delimiter, strict=True), [])]
    except csv.Error as error:
        raise InputError(f"{path}:{feed.line}: not CSV: {error}") from None
    if not any(names):
        raise InputError(f"{path}:1: found nothing; expected the names of the columns")
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise InputError(f'{path}:{feed.line}: found the column "{name}" twice')
        if name:
            seen.add(name)
    return names, delimiter


def _problem_of_cells(cells: list[str], heading: list[str]) -> str | None:
    """Return what is wrong with the cells of a row; blank ones past the last column are no problem."""
    while heading and not heading[-1] and len(cells) < len(heading):
        heading = heading[:-1]
    if len(cells) < len(heading) or any(cell.strip() for cell in cells[len(heading) :]):
        return f"found {len(cells)} cells; expected {len(heading)}, as in the first line"
    for number, (cell, name) in enumerate(zip(cells, heading, strict=False), 1):
        if cell.strip() and not name:
            return f"found a value in column {number}, which has no name"
    return None

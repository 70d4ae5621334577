"""Reads the rows of a batch and finds every problem in them before anything is dialled."""

from __future__ import annotations

import hashlib
import hmac
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from voxml.calls.errors import Detail
from voxml.calls.parameter_check import check_all, from_texts
from voxml.calls.parameters import CREATE
from voxml.errors import InputError, VoxmlError
from voxml.language.spelling import suggest
from voxml.templating.rows import csv_rows

_PARAMETERS = tuple(parameter.name for parameter in CREATE)
#: A secret does not belong into a file of numbers; it comes from the environment.
_COLUMNS = tuple(parameter.name for parameter in CREATE if not parameter.is_secret)
#: Names the published document of a row, for those who keep a manifest.
DOCUMENT = "document"
#: The time zone of the callee; it wins over that of the number.
TIME_ZONE = "time_zone"


class BatchError(VoxmlError, ValueError):
    """A batch that can't be run; `problems` names every problem with its line."""

    def __init__(self, path: str, problems: Sequence[str]) -> None:
        self.path = path
        self.problems = tuple(problems)
        shown = list(self.problems[:50])
        if len(self.problems) > len(shown):
            shown.append(f"… and {len(self.problems) - len(shown)} more")
        super().__init__("\n".join([f"{path}: nothing was dialled", *shown]))


class Row(NamedTuple):
    """One call of a batch."""

    #: Counted from 1, without the heading.
    number: int
    #: The line of the file where it begins, counted from 1.
    line: int
    #: The parameters of the call by their names on the wire.
    members: dict[str, Any]
    #: What the file says besides: parameters of a template.
    more: dict[str, str]
    #: How often the same number came before in this file.
    repeat: int = 0

    @property
    def to(self) -> str:
        """The number that is called."""
        return str(self.members["to"])

    def key(self, salt: bytes) -> str:
        """Return what the journal calls this row: a keyed hash of the number it dials."""
        return hmac.new(salt, f"{self.to}#{self.repeat}".encode(), hashlib.sha256).hexdigest()[:32]


class Table(NamedTuple):
    """A batch as its file has it: lines, and the columns by name."""

    path: str
    columns: tuple[str, ...]
    lines: list[tuple[int, dict[str, str]]]


def read_table(path: str, data: bytes) -> Table:
    """Read the cells of a CSV file, by the reader that `voxml render --data` has.

    Raises:
        BatchError: it is not such a file, or a row is not like the heading.
    """
    problems: list[str] = []
    lines: list[tuple[int, dict[str, str]]] = []
    columns: tuple[str, ...] = ()
    try:
        for row in csv_rows(io.BytesIO(data), path):
            columns = tuple(_column(name) for name in row.columns)
            if row.problem is not None:
                problems.append(f"{path}:{row.line}: {row.problem}")
            lines.append((row.line, {_column(name): cell.strip() for name, cell in row.values.items()}))
    except InputError as error:
        problems.append(str(error))
    problems += _heading_problems(path, columns)
    if problems:
        raise BatchError(path, problems)
    return Table(path, columns, lines)


def unused_columns(table: Table, *, is_template: bool) -> list[str]:
    """Return the columns that nothing reads, for a note; with a template all are its parameters."""
    known = {*_COLUMNS, DOCUMENT, TIME_ZONE}
    return [] if is_template else [name for name in table.columns if name and name not in known]


def check_rows(table: Table, common: Mapping[str, object], *, is_template: bool, allow_repeats: bool) -> list[Row]:
    """Return the calls of a batch, each with the parameters that are common to all unless its row says otherwise.

    With a template `answer_url` is not asked for: it is known once the documents are published.

    Raises:
        BatchError: naming every problem of every row.
    """
    if not table.lines:
        raise BatchError(table.path, ["no rows: expected a heading with the column `to`, and a row for each call"])
    known = CREATE
    if is_template or DOCUMENT in table.columns:
        known = tuple(each._replace(is_required=False) if each.name == "answer_url" else each for each in CREATE)
    problems: list[str] = []
    rows: list[Row] = []
    seen: dict[str, tuple[int, int]] = {}
    for number, (line, cells) in enumerate(table.lines, 1):
        own = {name: cell for name, cell in cells.items() if name in _COLUMNS}
        details, members = check_all(known, {**common, **from_texts(CREATE, own)})
        if DOCUMENT in cells and "answer_url" in own:
            details.append(Detail(DOCUMENT, "found beside answer_url; expected one of the two"))
        elif DOCUMENT in table.columns and not is_template and not {DOCUMENT, "answer_url"} & {*cells, *members}:
            details.append(Detail(DOCUMENT, "missing; expected the name of a published document"))
        first, repeat = seen.get(str(members.get("to")), (number, -1))
        if repeat >= 0 and not allow_repeats:
            details.append(Detail("to", f"is already in row {first}; a batch dials a number once"))
        problems += [f"{table.path}:{line}: row {number}: {_hint(detail, own)}" for detail in details]
        if "to" in members:
            seen[members["to"]] = (first, repeat + 1)
        if not details:
            more = {name: cell for name, cell in cells.items() if name not in _COLUMNS}
            rows.append(Row(number, line, members, more, repeat + 1))
    if problems:
        raise BatchError(table.path, problems)
    return rows


def _hint(detail: Detail, cells: Mapping[str, str]) -> str:
    """Return a problem of a number with what a spreadsheet has probably done to it."""
    cell = cells.get(detail.field, "")
    if detail.field in ("to", "from") and re.fullmatch(r"[1-9][0-9]{7,14}", cell):
        return f"{detail}; a spreadsheet may have dropped the plus sign"
    if detail.field in ("to", "from") and re.fullmatch(r"[0-9][.,][0-9]+E\+[0-9]+", cell, re.IGNORECASE):
        return f"{detail}; a spreadsheet has rounded it: format the column as text"
    return str(detail)


def _column(name: str) -> str:
    return "from" if name == "from_" else name


def _heading_problems(path: str, columns: Sequence[str]) -> Iterable[str]:
    if columns and "to" not in columns:
        yield f"{path}:1: no column `to` among {', '.join(columns)[:200]}"
    for name in sorted({name for name in columns if name and columns.count(name) > 1}):
        yield f"{path}:1: more than one column {name}"
    if "webhook_secret" in columns:
        yield f"{path}:1: column webhook_secret: a secret is not kept in a file; set TRYVOX_WEBHOOK_SECRET"
    for name in columns:
        meant = None if name in (*_PARAMETERS, DOCUMENT, TIME_ZONE) else suggest(name, _COLUMNS)
        if meant is not None and meant not in columns and _is_near(name, meant):
            yield f'{path}:1: unknown column "{name}"; did you mean "{meant}"?'


def _is_near(name: str, meant: str) -> bool:
    """Return whether a column is probably a misspelt parameter, and not something of the user's own."""
    return SequenceMatcher(None, name.lower(), meant).ratio() >= 0.8

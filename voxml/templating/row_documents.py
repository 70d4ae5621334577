"""One document for every row of data: streamed, in constant memory, resumable, and going on after bad rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

from voxml.errors import DocumentError, InputError, ParameterError
from voxml.language.spelling import did_you_mean
from voxml.templating.name_patterns import NamePattern
from voxml.templating.row_index import Index
from voxml.templating.rows import Row
from voxml.templating.stores import Folder, Store
from voxml.templating.template import Template
from voxml.templating.to_text import Spoken
from voxml.version import __version__

Status = Literal["written", "kept", "failed"]


class Done(NamedTuple):
    """The result of a row: the file of its document, or what was wrong with it."""

    row: Row
    status: Status
    file: str | None = None
    problems: tuple[str, ...] = ()


class Plan(NamedTuple):
    """A row whose document is to be rendered: what from, and where to."""

    row: Row
    #: What the template is given.
    values: dict[str, Any]
    file: str
    #: How the index calls the row, and what it will remember of it.
    key: str
    fingerprint: bytes


class RowRenderer:
    """A renderer of rows into documents in a folder. The same rows again give the same names; nothing is done twice.

    Args:
        template: what each row is rendered with.
        folder: where the documents go, a folder or a store; it is made when it is not there.
        form: the form in which they are written.
        settings: values that are the same for all rows, and win over theirs.
        pattern: makes a document's name from its row; without one, names are random.
        is_extra_ignored: columns that are no parameter are ignored.

    Raises:
        InputError: the folder can't be made.
    """

    def __init__(
        self,
        template: Template,
        folder: Path | Store,
        index: Index,
        *,
        form: Literal["json", "xml"] = "json",
        settings: Mapping[str, Any] | None = None,
        pattern: NamePattern | None = None,
        is_extra_ignored: bool = False,
    ) -> None:
        self.template = template
        self.store: Store = Folder(folder) if isinstance(folder, Path) else folder
        self.index = index
        self.form: Literal["json", "xml"] = form
        self.settings = dict(settings or {})
        self.pattern = pattern
        self.is_extra_ignored = is_extra_ignored
        self._known = {parameter.name for parameter in template.parameters}
        self._about = _fingerprint(template, form, self.settings)
        self.store.make()

    def run(self, rows: Iterable[Row], *, is_fail_fast: bool = False) -> Iterator[Done]:
        """Render row by row, and yield the result of each.

        Raises:
            InputError: a document or the index can't be written, such as on a full disk; or the data has columns that
            are no parameters.
        """
        for row in rows:
            done = self.one(row)
            yield done
            if is_fail_fast and done.status == "failed":
                return

    def _check_columns(self, columns: tuple[str, ...]) -> None:
        """Refuse unknown columns, which are the same for all rows."""
        if self.is_extra_ignored:
            return
        named = frozenset[str]() if self.pattern is None else self.pattern.columns
        unknown = [name for name in columns if name not in self._known and name not in named]
        if unknown:
            shown = ", ".join(f'"{name}"{did_you_mean(name, self._known)}' for name in unknown)
            raise InputError(
                f"{self.template.name} has no parameter for the column {shown}; expected columns of "
                f"{', '.join(sorted(self._known)) or 'none'}, or --ignore-extra"
            )

    def one(self, row: Row) -> Done:
        """Render one row."""
        plan = self.plan(row)
        if isinstance(plan, Done):
            return plan
        try:
            data = self.render(plan.values)
        except (ParameterError, DocumentError) as error:
            return Done(row, "failed", None, problems_of(error))
        self.store.write({plan.file: data})
        self.index.written(plan.key, plan.fingerprint, len(data))
        return Done(row, "written", plan.file)

    def plan(self, row: Row) -> Plan | Done:
        """Return what is to be done about a row; rows are planned in their order, and by one process.

        Raises:
            InputError: the data has columns that are no parameters.
        """
        if row.number == 1 and row.columns:
            self._check_columns(row.columns)
        if row.problem is not None:
            return Done(row, "failed", None, (row.problem,))
        try:
            key, name = self._identity(row)
        except ValueError as error:
            return Done(row, "failed", None, (str(error),))
        fingerprint = hashlib.sha256(self._about + _canonical(row.values)).digest()
        entry = self.index.entry(key, name)
        file = f"{entry.name}.{self.form}"
        if entry.fingerprint == fingerprint and self.store.size(file) == entry.size:
            return Done(row, "kept", file)
        return Plan(row, self._values(row), file, key, fingerprint)

    def render(self, values: Mapping[str, Any]) -> bytes:
        """Return the bytes of the document for the values of a plan.

        Raises:
            ParameterError: the values are wrong.
            TemplateError: the template fails, or the document that it gives has errors.
        """
        return render_bytes(self.template, self.form, values, ignore_extra=self.is_extra_ignored)

    def _values(self, row: Row) -> dict[str, Any]:
        values = {**row.values, **self.settings}
        return values if self.pattern is None else self.pattern.parameters(values, self._known)

    def _identity(self, row: Row) -> tuple[str, str | None]:
        """Return what the index calls the row, and the name that the pattern makes."""
        if self.pattern is None:
            key = hashlib.sha256(_canonical(row.values)).hexdigest()[:32]
            # Rows that are equal in everything are distinguished by their order.
            return f"{key}#{self.index.count(key)}", None
        name = self.pattern.name({**row.values, **self.settings})
        key = f"name:{name.casefold()}"
        if self.index.count(key) > 1:
            raise ValueError(f'found the name "{name}", which an earlier row has, too (in capitals or not)')
        return key, name


def render_bytes(
    template: Template, form: Literal["json", "xml"], values: Mapping[str, Any], *, ignore_extra: bool
) -> bytes:
    """Return one document as it is written; see `RowRenderer.render`."""
    if form == "json":
        return template.wire(values, ignore_extra=ignore_extra)
    return template.render(values, ignore_extra=ignore_extra).to_xml().encode()


def problems_of(error: ParameterError | DocumentError) -> tuple[str, ...]:
    """Return the problems of a row, a line each."""
    if isinstance(error, ParameterError):
        return tuple(f"{place}: {problem}" for place, problem in error.problems)
    return tuple(str(each) for each in error.diagnostics)


def _fingerprint(template: Template, form: str, settings: Mapping[str, Any]) -> bytes:
    """Return a digest of all that a document depends on besides its row."""
    digest = hashlib.sha256(f"{__version__}\0{form}\0".encode())
    digest.update(_canonical({**settings, "url_for": template.templates.base_url}))
    for path in template.dependencies:
        digest.update(f"\0{path.name}\0".encode())
        digest.update(path.read_bytes())
    return digest.digest()


def _canonical(values: Mapping[str, Any]) -> bytes:
    """Return the same bytes for the same values, whatever their order."""
    return json.dumps(values, sort_keys=True, default=_plain, ensure_ascii=True).encode()


def _plain(value: Any) -> str:
    return f"{type(value).__name__}:{value}" if not isinstance(value, Spoken) else str(value)

"""Pages from a template: one document, or one for each row of the data beside it.

The documents of rows stand at a public host, so that their names are drawn at random, 128 bits each: who knows the
name of one can't find another. They are drawn once, and kept in the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.errors import DocumentError, InputError, VoxmlError
from voxml.site.links import Link
from voxml.site.pages import Context, Outcome, Placed, examine, has_errors, make_page, page_of
from voxml.site.sources import Source
from voxml.site.urls import Urls

# More faulty rows than this are counted and no longer told one by one.
_MOST_FAULTS = 50


def template_pages(source: Source, context: Context) -> Outcome:
    """Render a template with the data beside it, one document or one a row, and check what comes out."""
    return _Rendering(source, context).run()


class _Job(NamedTuple):
    """One document to render: its name, its parameters, and where these are written."""

    name: str
    params: Mapping[str, Any]
    path: str
    line: int
    row: str | None


class _Rendering:
    def __init__(self, source: Source, context: Context) -> None:
        from voxml.templating import Templates

        self._source = source
        self._context = context
        self._path = f"{context.shown}/{source.path}"
        self._urls = Urls(context.base_url)
        folders = [(context.folder / source.path).parent, context.folder]
        self._templates = Templates(folders, trusted=True, globals={"url_for": self._urls.url_for})
        self._text = (context.folder / source.path).read_text(encoding="utf-8", errors="replace")
        self.outcome = Outcome(has_comments="voxml:" in self._text)
        self._faults = 0

    def run(self) -> Outcome:
        try:
            template = self._templates.get(self._context.folder / self._source.path)
        except VoxmlError as error:
            self._fail(error, self._path, 1)
            return self.outcome
        try:
            for job in self._jobs():
                self._render(template, job)
        except InputError as error:
            data = f"{self._context.shown}/{self._source.data}"
            self.outcome.lacks_pages = True
            self.outcome.diagnostics.append(_finding("bad-data", str(error), data, 1))
        if self._faults > _MOST_FAULTS:
            message = f"{self._faults - _MOST_FAULTS} more rows have faults"
            self.outcome.diagnostics.append(_finding("bad-data", message, self._path, 1))
        files = [str(path) for path in template.dependencies]
        self.outcome.dependencies += sorted(_relative(file, self._context.folder) for file in files)
        self.outcome.absent = sorted(_relative(str(path), self._context.folder) for path in template.absent)
        self.outcome.wanted = sorted(set(self._urls.wanted))
        return self.outcome

    def _jobs(self) -> Any:
        """What to render, row by row."""
        source, context = self._source, self._context
        if source.data is None:
            yield _Job(source.name, {}, self._path, 1, None)
            return
        from voxml.templating.data_files import read_value
        from voxml.templating.rows import read_rows

        path = f"{context.shown}/{source.data}"
        file = str(context.folder / source.data)
        if source.data.endswith(".json"):
            value = read_value(file, "json")
            if isinstance(value, dict):
                yield _Job(source.name, value, path, 1, None)
                return
        names = dict(context.rows.get(source.path, {}))
        seen: dict[str, int] = {}
        for row in read_rows(file):
            line = row.line or row.number
            if row.problem is not None:
                self._count(_finding("bad-data", f"row {row.number}: {row.problem}", path, row.line or 1))
                continue
            key, is_own = _key_of(row.values, context.row_key)
            seen[key] = count = seen.get(key, 0) + 1
            if count > 1 and is_own:
                message = f'row {row.number}: {context.row_key} "{key}" stands in two rows'
                self._count(_finding("bad-data", message, path, row.line or 1))
                continue
            # Equal rows without a key are told apart by their order.
            key = key if count == 1 else f"{key}#{count}"
            name = names.get(key) or f"{source.name}/{secrets.token_hex(16)}"
            yield _Job(name, row.values, path, line, key)

    def _render(self, template: Any, job: _Job) -> None:
        try:
            values = template.check(job.params, ignore_extra=job.row is not None)
            text = template.text(values)
        except VoxmlError as error:
            self._fail(error, job.path, job.line)
            return
        checked, is_sound = examine(text, self._path, self._context, job.name)
        is_bad = has_errors(checked.diagnostics)
        if checked.diagnostics and (is_bad or job.row is None or not self.outcome.pages):
            # A warning about one row is a warning about the template: once is enough.
            from voxml.templating.explaining import explain

            found = explain(template, values, checked.diagnostics)
            self._add([each._replace(path=self._shown(each.path)) for each in found])
        if not is_sound:
            self.outcome.lacks_pages = True
            return
        page = page_of(checked, job.name, self._source.path, job.row)
        links = tuple(self._placed(placed.link) for placed in page.links)
        self.outcome.pages.append(make_page(page.name, page.source, page.wire, links, page.row))

    def _placed(self, link: Link) -> Placed:
        line, column = self._place(link.url)
        return Placed(link, self._path, line, column, line, column, link.pointer)

    def _place(self, url: str) -> tuple[int, int]:
        """Where an address comes from in the template: its url_for, or the address itself."""
        name = url.partition("?")[0].removeprefix(f"{self._context.base_url}/").removesuffix(".json")
        found = re.search(rf"url_for\(\s*[\"']{re.escape(name)}(\.json)?[\"'?]", self._text)
        at = found.start() if found else self._text.find(url)
        if at < 0:
            return 1, 1
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)

    def _fail(self, error: VoxmlError, path: str, line: int) -> None:
        self.outcome.lacks_pages = True
        found = list(error.diagnostics) if isinstance(error, DocumentError) else []
        found = found or list(getattr(error, "diagnostics", ()))
        if found:
            self._add([each._replace(path=self._shown(each.path)) for each in found])
        else:
            self._count(_finding("bad-data", str(error), path, line))

    def _shown(self, path: str) -> str:
        """The path of a template as the user named its folder."""
        full, folder = os.path.abspath(path), os.path.abspath(self._context.folder)  # noqa: PTH100
        inside = os.path.relpath(full, folder)
        return path if inside.startswith("..") else f"{self._context.shown}/{Path(inside).as_posix()}"

    def _count(self, finding: Diagnostic) -> None:
        self._faults += 1
        if self._faults <= _MOST_FAULTS:
            self.outcome.diagnostics.append(finding)

    def _add(self, found: list[Diagnostic]) -> None:
        known = {(each.rule, each.path, each.line, each.column, each.message) for each in self.outcome.diagnostics}
        for each in found:
            if (each.rule, each.path, each.line, each.column, each.message) not in known:
                self._count(each)


def _key_of(values: Mapping[str, Any], column: str) -> tuple[str, bool]:
    """What tells a row from the others: its key column, or else everything in it; and whether it is the column."""
    own = values.get(column)
    if own not in (None, ""):
        return str(own), True
    whole = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32], False


def _relative(file: str, folder: Path) -> str:
    inside = os.path.relpath(file, os.path.abspath(folder))  # noqa: PTH100 - a symlink is not followed
    return Path(file).as_posix() if inside.startswith("..") else Path(inside).as_posix()


def _finding(rule: str, message: str, path: str, line: int) -> Diagnostic:
    return Diagnostic(rule, "error", message, path, line, 1, line, 1, "")

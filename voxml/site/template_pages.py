"""Render a template: one document, or one for each row of the data beside it.

The documents of rows are on a public host, so that their names are drawn at random, 128 bits each: who knows the name
of one can't find another. They are drawn once, and kept in the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.errors import DocumentError, InputError, VoxmlError
from voxml.files import read_regular_file
from voxml.schema.checked import CheckedDocument
from voxml.site.links import Link
from voxml.site.model import PlacedLink, SourceResult
from voxml.site.pages import RenderContext, error_at, page_of
from voxml.site.sources import Source
from voxml.site.urls import Urls
from voxml.templating import Templates
from voxml.templating.rows import Row, read_rows
from voxml.templating.template import Template

# More problems than this are counted and not listed.
_MAX_PROBLEMS = 50


def template_pages(source: Source, context: RenderContext) -> SourceResult:
    """Render a template with the data beside it, one document or one a row, and check what comes out."""
    return TemplatePages(source, context).run()


class _Job(NamedTuple):
    """One document to render: its name, its parameters, and where these are written."""

    name: str
    params: Mapping[str, Any]
    path: str
    line: int
    row: str | None


class RenderedRow(NamedTuple):
    """One rendered document, and the values that it was rendered with."""

    values: dict[str, Any]
    checked: CheckedDocument


class TemplatePages:
    """The documents of one template of a site."""

    def __init__(self, source: Source, context: RenderContext) -> None:
        self._source = source
        self._context = context
        self._folder = context.site.folder
        self._file = self._folder / source.path
        self._path = context.shown(source.path)
        self._urls = Urls(context.site.base_url)
        self._templates = Templates(
            [self._file.parent, self._folder], trusted=True, globals={"url_for": self._urls.url_for}
        )
        self._text = read_regular_file(self._file).decode("utf-8", "replace")
        self._result = SourceResult(has_comments="voxml:" in self._text)
        self._problems = 0

    def template(self) -> Template:
        """Return the template.

        Raises:
            VoxmlError: it can't be read.
        """
        return self._templates.get(self._file)

    def render_row(self, row: str | None) -> RenderedRow | None:
        """Return the document of a row by its key, None for the only document; None when there is no such row.

        Raises:
            VoxmlError: the template or its data has errors.
        """
        for job in self._jobs():
            if job.row == row:
                values = self.template().check(job.params, ignore_extra=job.row is not None)
                checked, _ = self._context.check(self.template().text(values), self._path, job.name)
                return RenderedRow(values, checked)
        return None

    def run(self) -> SourceResult:
        """Render all documents and check them."""
        result = self._result
        try:
            template = self.template()
        except VoxmlError as error:
            self._fail(error, self._path, 1)
            return result
        try:
            for job in self._jobs():
                self._render(template, job)
        except InputError as error:
            result.lacks_pages = True
            result.diagnostics.append(
                error_at("bad-data", str(error), self._context.shown(self._source.data or self._source.path), 1)
            )
        if self._problems > _MAX_PROBLEMS:
            message = f"{self._problems - _MAX_PROBLEMS} more problems in rows"
            result.diagnostics.append(error_at("bad-data", message, self._path, 1))
        result.dependencies += sorted(_relative(path, self._folder) for path in template.dependencies)
        result.absent = sorted(_relative(path, self._folder) for path in template.absent)
        result.wanted = sorted(set(self._urls.wanted))
        return result

    def _jobs(self) -> Iterator[_Job]:
        """Yield what to render, row by row."""
        source = self._source
        if source.data is None:
            yield _Job(source.name, {}, self._path, 1, None)
            return
        path = self._context.shown(source.data)
        rows = read_rows(str(self._folder / source.data))
        if not rows.is_many:
            for row in rows:
                yield _Job(source.name, row.values, path, 1, None)
            return
        names = dict(self._context.rows.get(source.path, {}))
        keys: Counter[str] = Counter()
        for row in rows:
            key = self._key_of(row, path, keys)
            if key is not None:
                name = names.get(key) or f"{source.name}/{secrets.token_hex(16)}"
                yield _Job(name, row.values, path, row.line or row.number, key)

    def _key_of(self, row: Row, path: str, keys: Counter[str]) -> str | None:
        """Return the key of a row; None for one that can't be used, whose problem is kept."""
        line = row.line or 1
        if row.problem is not None:
            self._add_problem(error_at("bad-data", f"row {row.number}: {row.problem}", path, line))
            return None
        column = self._context.site.settings.row_key
        key, is_own = _key_of(row.values, column)
        keys[key] += 1
        if keys[key] == 1:
            return key
        if is_own:
            message = f'row {row.number}: found {column} "{key}" in an earlier row too; expected it once'
            self._add_problem(error_at("bad-data", message, path, line))
            return None
        # Equal rows without a key are distinguished by their order.
        return f"{key}#{keys[key]}"

    def _render(self, template: Template, job: _Job) -> None:
        result = self._result
        try:
            values = template.check(job.params, ignore_extra=job.row is not None)
            text = template.text(values)
        except VoxmlError as error:
            self._fail(error, job.path, job.line)
            return
        checked, is_valid = self._context.check(text, self._path, job.name)
        has_errors = any(each.severity == "error" for each in checked.diagnostics)
        if checked.diagnostics and (has_errors or job.row is None or not result.pages):
            # A warning about one row is a warning about the template: once is enough.
            self._add(template.explain(values, checked.diagnostics))
        if not is_valid:
            result.lacks_pages = True
            return
        page = page_of(checked, job.name, self._source.path, job.row)
        links = tuple(self._locate(each.link) for each in page.links)
        result.pages.append(msgspec.structs.replace(page, links=links))

    def _locate(self, link: Link) -> PlacedLink:
        """Return a link at the position where its address comes from: its url_for, or the address itself."""
        name = link.url.partition("?")[0].removeprefix(f"{self._context.site.base_url}/").removesuffix(".json")
        found = re.search(rf"url_for\(\s*[\"']{re.escape(name)}(\.json)?[\"'?]", self._text)
        at = found.start() if found else self._text.find(link.url)
        line = self._text.count("\n", 0, at) + 1 if at >= 0 else 1
        column = at - self._text.rfind("\n", 0, at) if at >= 0 else 1
        return PlacedLink(link, self._path, line, column, line, column, link.pointer)

    def _fail(self, error: VoxmlError, path: str, line: int) -> None:
        self._result.lacks_pages = True
        found = list(error.diagnostics) if isinstance(error, DocumentError) else []
        if found:
            self._add(found)
        else:
            self._add_problem(error_at("bad-data", str(error), path, line))

    def _add(self, diagnostics: list[Diagnostic]) -> None:
        known = {each[:6] for each in self._result.diagnostics}
        for each in diagnostics:
            shown = each._replace(path=self.shown(each.path))
            if shown[:6] not in known:
                self._add_problem(shown)

    def _add_problem(self, diagnostic: Diagnostic) -> None:
        self._problems += 1
        if self._problems <= _MAX_PROBLEMS:
            self._result.diagnostics.append(diagnostic)

    def shown(self, path: str) -> str:
        """Return the path of a template as the user named its folder."""
        inside = os.path.relpath(os.path.abspath(path), os.path.abspath(self._folder))  # noqa: PTH100
        return path if inside.startswith("..") else self._context.shown(Path(inside).as_posix())


def _key_of(values: Mapping[str, Any], column: str) -> tuple[str, bool]:
    """Return what identifies a row: its key column, or else all of it; and whether it is the column."""
    own = values.get(column)
    if own not in (None, ""):
        return str(own), True
    whole = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:32], False


def _relative(file: Path, folder: Path) -> str:
    inside = os.path.relpath(file, os.path.abspath(folder))  # noqa: PTH100 - a symlink is not followed
    return file.as_posix() if inside.startswith("..") else Path(inside).as_posix()

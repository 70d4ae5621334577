"""`Templates` finds templates, and keeps what was compiled."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from voxml.language.response import Response
from voxml.templating.environment import DocumentEnvironment
from voxml.templating.escaping import JsonEnvironment, XmlEnvironment
from voxml.templating.filters import FILTERS
from voxml.templating.loader import FolderLoader, find_by_name, find_by_name_or_path
from voxml.templating.sandbox import Limits
from voxml.templating.shipped import shipped_folder, templates_in
from voxml.templating.site_url import url_for_at
from voxml.templating.template import Form, Template

_ENVIRONMENTS: dict[Form, type[DocumentEnvironment]] = {"xml": XmlEnvironment, "json": JsonEnvironment}


class Templates:
    """The templates of a search path, compiled once; for many renders and many threads.

    Args:
        search_path: folders that are searched by name, before the shipped templates.
        trusted: False (the default) bounds the loops, the output and the time of every render, so that a template from
            anybody can be rendered; True leaves the bounds out. The sandbox and the escaping are always on.
        base_url: where the site is, so that templates know `url_for`, as in `{{ url_for("menu") }}`.
        globals: names that every template knows besides its parameters.
        filters: more filters, by name.
        limits: other bounds than the usual ones.
    """

    def __init__(
        self,
        search_path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
        *,
        trusted: bool = False,
        base_url: str | None = None,
        globals: Mapping[str, Any] | None = None,
        filters: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
    ) -> None:
        folders = [search_path] if isinstance(search_path, (str, os.PathLike)) else list(search_path)
        self.search_path: tuple[Path, ...] = tuple(Path(folder).absolute() for folder in folders)
        self.trusted = trusted
        self.limits = None if trusted else limits or Limits()
        self.base_url = base_url
        self.globals: dict[str, Any] = dict(globals or {})
        self.filters: dict[str, Any] = dict(filters or {})
        self._lock = threading.RLock()
        self._environments: dict[tuple[Form, bool], DocumentEnvironment] = {}
        self._compiled: dict[Path, Template] = {}

    def get(self, name_or_path: str | os.PathLike[str]) -> Template:
        """Return a template, compiled once and again when one of its files has changed.

        A `str` is the name of a template in the search path or among the shipped ones; without a search path it may
        also be the path of a file. A `pathlib.Path` is always the path of a file.

        Raises:
            InputError: there is no such template.
            TemplateError: it can't be compiled; the diagnostics point into it.
        """
        if isinstance(name_or_path, str):
            find = find_by_name if self.search_path else find_by_name_or_path
            path = find(name_or_path, self.search_path)
        else:
            path = Path(os.path.abspath(name_or_path))  # noqa: PTH100 - resolves no symbolic link
        with self._lock:
            known = self._compiled.get(path)
            if known is not None:
                if known.is_current():
                    return known
                self.clear()
            template = Template(self, path)
            self._compiled[path] = template
            return template

    def paths(self) -> list[Path]:
        """Return the files of all templates that have a name, in alphabetical order of their names."""
        found = {
            name: path
            for folder in reversed((*self.search_path, shipped_folder()))
            for name, path in templates_in(folder).items()
        }
        return [path for _, path in sorted(found.items())]

    def render(self, name_or_path: str | os.PathLike[str], /, **params: Any) -> Response:
        """Return the document that a template gives for these parameters; see `voxml.render`."""
        return self.get(name_or_path).render(params)

    def clear(self) -> None:
        """Forget everything that was compiled."""
        with self._lock:
            self._environments.clear()
            self._compiled.clear()

    def environment(self, form: Form, *, is_bounded: bool = True) -> DocumentEnvironment:
        """Return the Jinja environment of a form."""
        key = (form, is_bounded and self.limits is not None)
        with self._lock:
            if key not in self._environments:
                self._environments[key] = self.new_environment(_ENVIRONMENTS[form], is_bounded=is_bounded)
            return self._environments[key]

    def new_environment(self, cls: type[DocumentEnvironment], *, is_bounded: bool = True) -> DocumentEnvironment:
        """Return an environment of the class `cls`, with these templates' loader, filters and globals."""
        filters = {**FILTERS, **self.filters}
        limits = self.limits if is_bounded else None
        urls = {} if self.base_url is None else {"url_for": url_for_at(self.base_url)}
        loader = FolderLoader(self.search_path, limits.source if limits else None)
        return cls(loader, filters, {**urls, **self.globals}, limits)


@cache
def default_templates() -> Templates:
    """Return what `voxml.render` uses: no search path but the shipped templates, and files by their path."""
    return Templates()


def render(name_or_path: str | os.PathLike[str], /, **params: Any) -> Response:
    """Return the document that a template gives for these parameters.

    `name_or_path` is the name of a shipped template (`voxml templates list`), or the path of a template file.

    Raises:
        InputError: there is no such template.
        ParameterError: a parameter is missing, unknown, of the wrong type or out of range; it names all of them.
        TemplateError: the template fails, or the document that it gives has errors; the diagnostics point into the
            template.
    """
    return default_templates().render(name_or_path, **params)

"""A `Template` renders documents from checked parameters."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from jinja2 import TemplateError as JinjaError

from voxml.diagnostics import Diagnostic
from voxml.errors import DocumentError, ParameterError, TemplateError
from voxml.language.response import Response
from voxml.schema.reading import loads
from voxml.templating.header import Header
from voxml.templating.loader import UnreadableTemplate, loaded, read_template
from voxml.templating.parameters import Parameter, check
from voxml.templating.references import FreeName, References
from voxml.templating.sandbox import TooMuch
from voxml.templating.shipped import shipped_folder
from voxml.templating.source_map import SourceMap
from voxml.templating.template_errors import compile_error, refused_parameter, render_error
from voxml.templating.tracer import Tracer

if TYPE_CHECKING:
    from voxml.templating.templates import Templates

Form = Literal["xml", "json"]
_SKIPPED = re.compile(r"(?:\{#.*?#\}|\{%[-+]?\s*+(?!extends).*?%\}|\s++)*+", re.DOTALL)
# The last four are Python's answers to templates that are nested too deep, or hold a number that is too long.
_COMPILE_FAULTS = (JinjaError, UnreadableTemplate, RecursionError, MemoryError, SyntaxError, ValueError)


class Template:
    """One template, compiled. Get it from `Templates.get`; it may be used by many threads at once."""

    def __init__(self, templates: Templates, path: Path) -> None:
        self.templates = templates
        self.path = path
        self.name = path.name.removesuffix(".j2").removesuffix(".xml").removesuffix(".json")
        where = str(path)
        self._stamps: dict[str, tuple[int, int] | None] = {}
        try:
            self.source = read_template(where)
            self.form: Form = form_of_template(where, self.source)
            environment = templates.environment(self.form)
            environment.admit(where, self.source)
            self._references = References(environment, where)
            # Ours come to an end whatever the data is, as long as nothing of the user's is in them.
            is_ours = self._references.is_below(shipped_folder())
            self.environment = templates.environment(self.form, is_bounded=not is_ours)
            self._jinja = self.environment.load(where, self.source)
            self.header: Header = self._references.header()
        except _COMPILE_FAULTS as error:
            raise compile_error(error, where) from error
        self._stamps = {file: _stamp(file) for file in self._references.files | self._references.absent}
        self._seen: set[str] = set()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that the template takes, its parents' parameters first."""
        return self.header.parameters

    @property
    def dependencies(self) -> tuple[Path, ...]:
        """Every file that the template is made of: itself, parents, includes, imports; in alphabetical order.

        A file whose name comes from data is among them once a render has used it.
        """
        return tuple(Path(file) for file in sorted(self._references.files | self._seen))

    @property
    def absent(self) -> tuple[Path, ...]:
        """Files that would be used in place of one of the dependencies if they were made."""
        return tuple(Path(file) for file in sorted(self._references.absent))

    @property
    def is_open(self) -> bool:
        """Whether it includes files that only data names."""
        return self._references.is_open

    def free_names(self) -> list[FreeName]:
        """Return every name that the template, or a file of it, takes from outside, with its first position."""
        return self._references.free_names

    def is_current(self) -> bool:
        """Return whether all its files are as they were when it was compiled."""
        return all(_stamp(file) == stamp for file, stamp in self._stamps.items())

    def check(self, params: Mapping[str, Any], *, ignore_extra: bool = False) -> dict[str, Any]:
        """Return the values that the template is rendered with.

        Raises:
            ParameterError: something is missing, unknown, of the wrong type or out of range; it names all of them.
        """
        return check(self.name, self.parameters, params, is_extra_refused=not ignore_extra and self.is_closed)

    def check_some(self, params: Mapping[str, Any]) -> None:
        """Check values that are given by themselves, whatever the others will be: as `check`, but none is missing.

        Raises:
            ParameterError: one is unknown, of the wrong type or out of range; it names all of them.
        """
        try:
            self.check(params)
        except ParameterError as error:
            missing = {parameter.name for parameter in self.parameters} - params.keys()
            problems = [problem for problem in error.problems if problem[0] not in missing]
            if problems:
                raise ParameterError(self.name, problems) from None

    @property
    def is_closed(self) -> bool:
        """Whether its parameters are all that it takes; without a header, a file named by data may use more."""
        return self.header.is_declared or not self.is_open

    def render(
        self, params: Mapping[str, Any] | None = None, /, *, ignore_extra: bool = False, **more: Any
    ) -> Response:
        """Return the document for these parameters, checked.

        Raises:
            ParameterError: the parameters are wrong.
            TemplateError: the template fails, or the document that it gives has errors; the diagnostics point into the
                template.
        """
        values = self.check({**params, **more} if params else more, ignore_extra=ignore_extra)
        return self._document(self.text(values), values)

    def _document(self, text: str, values: Mapping[str, Any]) -> Response:
        try:
            return loads(text, form=self.form)
        except DocumentError as error:
            raise TemplateError(self.explain(values, error.diagnostics)) from None

    def wire(self, params: Mapping[str, Any], *, ignore_extra: bool = False) -> bytes:
        """Return the JSON of the document for these parameters in bytes, as it is served.

        Raises:
            ParameterError: the parameters are wrong.
            TemplateError: the template fails, or the document that it gives has errors.
        """
        return self.render(params, ignore_extra=ignore_extra).to_json().encode()

    def text(self, values: Mapping[str, Any]) -> str:
        """Return the rendered text, as it is, for values that `check` gave.

        Raises:
            ParameterError: a filter of the template can't say a parameter's value.
            TemplateError: the template fails.
        """
        try:
            # What the header's comment leaves in front may not come before an XML declaration.
            return str(self.run(self._jinja, values)).lstrip()
        except Exception as error:
            refused = refused_parameter(error, self.name, str(self.path), values)
            if refused is not None:
                raise refused from error
            found = render_error(error, str(self.path), [*values, *self.environment.globals])
            raise self._with_column(values, error, found) from error

    def _with_column(self, values: Mapping[str, Any], error: Exception, found: TemplateError) -> TemplateError:
        """Return the same error with its column, which only a traced render knows."""
        if isinstance(error, (TooMuch, RecursionError)):
            return found  # too costly to do again
        try:
            Tracer(self).render(values)
        except TemplateError as better:
            return better
        return found

    def run(self, jinja: Any, values: Mapping[str, Any]) -> Any:
        """Render a compiled form of this template; errors go out as they are."""
        values = {**values, "__language__": self.header.language} if self.header.language else values
        jinja.environment.begin()
        pieces = jinja.root_render_func(jinja.new_context(values))
        join = jinja.environment.join_pieces
        if not self.is_open:
            return join(pieces)
        seen: set[str] = set()
        token = loaded.set(seen)
        try:
            return join(pieces)
        finally:
            loaded.reset(token)
            for file in seen - self._stamps.keys():
                self._stamps[file] = _stamp(file)
            self._seen |= seen

    def explain(self, values: Mapping[str, Any], diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Return diagnostics about the document of checked values, moved to their positions in the template."""
        tracer = Tracer(self)
        return SourceMap(tracer).move_all(tracer.render(values), diagnostics)


def form_of_template(path: str, text: str) -> Form:
    """Return the form of document that a template gives: by its file's name, else by its first character."""
    bare = path.removesuffix(".j2")
    if bare.endswith(".json"):
        return "json"
    if bare.endswith(".xml"):
        return "xml"
    skipped = _SKIPPED.match(text)
    rest = text[skipped.end() if skipped else 0 :]
    parent = re.match(r"""\{%[-+]?\s*extends\s+["'][^"']*?\.json(\.j2)?["']""", rest)
    return "json" if parent or rest.startswith("[") or re.match(r"\{(?![%{#])", rest) else "xml"


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        status = os.stat(path)  # noqa: PTH116 - runs for every file of every template that is asked for
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size

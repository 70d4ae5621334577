"""`Templates` finds and compiles templates; a `Template` renders documents from checked parameters."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from jinja2 import TemplateError as JinjaError
from jinja2 import Undefined, meta, nodes

from voxml.errors import DocumentError, TemplateError
from voxml.templating.environment import DocumentEnvironment, JsonEnvironment, XmlEnvironment
from voxml.templating.faults import SYNTAX, compile_fault, place, render_fault
from voxml.templating.header import Header, HeaderFault, parse_header
from voxml.templating.library import shipped_folder, templates_in
from voxml.templating.limits import Limits
from voxml.templating.loading import FolderLoader, UnreadableTemplate, find_template, loaded, read_template
from voxml.templating.parameters import Parameter, check
from voxml.templating.positions import normalised, offset_of

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.response import Response

Form = Literal["xml", "json"]
_ENVIRONMENTS: dict[Form, type[DocumentEnvironment]] = {"xml": XmlEnvironment, "json": JsonEnvironment}
_SKIPPED = re.compile(r"\s*(\{#.*?#\}|\{%-?\s*(?!extends).*?%\}|\s+)*", re.DOTALL)
# The last four are Python's answers to templates that are nested too deep, or hold a number that is too long.
_COMPILE_FAULTS = (JinjaError, UnreadableTemplate, RecursionError, MemoryError, SyntaxError, ValueError)


class Templates:
    """Where templates come from, and those that were compiled; one for many renders, and for many threads.

    Args:
        search_path: folders that are searched by name, before the shipped templates.
        trusted: False (the default) bounds the loops, the output and the time of every render, so that a template from
            anybody can be rendered; True leaves the bounds out. The sandbox and the escaping are always on.
        globals: names that every template knows besides its parameters, such as `url_for`.
        filters: more filters, by name.
        limits: other bounds than the usual ones.
    """

    def __init__(
        self,
        search_path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
        *,
        trusted: bool = False,
        globals: Mapping[str, Any] | None = None,  # noqa: A002 - Jinja's word for it
        filters: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
    ) -> None:
        folders = [search_path] if isinstance(search_path, (str, os.PathLike)) else list(search_path)
        self.search_path: tuple[Path, ...] = tuple(Path(folder).absolute() for folder in folders)
        self.trusted = trusted
        self.limits = None if trusted else limits or Limits()
        self.globals: dict[str, Any] = dict(globals or {})
        self.filters: dict[str, Any] = dict(filters or {})
        self._lock = threading.RLock()
        self._environments: dict[Form, DocumentEnvironment] = {}
        self._compiled: dict[Path, Template] = {}

    def get(self, name_or_path: str | os.PathLike[str]) -> Template:
        """The template of that name or path, compiled once and again when one of its files has changed.

        Raises:
            InputError: there is no such template.
            TemplateError: it can't be compiled; the diagnostics point into it.
        """
        if isinstance(name_or_path, str):
            path = find_template(name_or_path, self.search_path)
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
        """The files of all templates that have a name, in alphabetical order of their names."""
        found = {
            name: path
            for folder in reversed((*self.search_path, shipped_folder()))
            for name, path in templates_in(folder).items()
        }
        return [path for _, path in sorted(found.items())]

    def render(self, name_or_path: str | os.PathLike[str], /, **params: Any) -> Response:
        """The document that a template gives for these parameters; see `voxml.render`."""
        return self.get(name_or_path).render(params)

    def clear(self) -> None:
        """Forget everything that was compiled."""
        with self._lock:
            self._environments.clear()
            self._compiled.clear()

    def environment(self, form: Form) -> DocumentEnvironment:
        """The Jinja environment of a form."""
        with self._lock:
            if form not in self._environments:
                self._environments[form] = self.new_environment(form, _ENVIRONMENTS[form])
            return self._environments[form]

    def new_environment(self, form: Form, cls: type[DocumentEnvironment]) -> DocumentEnvironment:
        """An environment of the class `cls`, with these templates' loader, filters and globals."""
        from voxml.templating.speaking import speaking_filters

        filters = {**speaking_filters(), **self.filters}
        return cls(FolderLoader(self.search_path), filters, self.globals, self.limits)


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
            limits = templates.limits
            if limits is not None and len(self.source) > limits.source:
                raise ValueError(f"found a template of more than {limits.source:,} characters")
            self.form: Form = form_of_template(where, self.source)
            self.environment = templates.environment(self.form)
            self._jinja = self.environment.load(where)
            self._references = _References(self.environment, where)
            self.header: Header = self._references.header()
        except _COMPILE_FAULTS as error:
            raise compile_fault(error, where) from error
        self._stamps = {file: _stamp(file) for file in self._references.files | self._references.absent}
        self._seen: set[str] = set()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What the template takes, its parents' parameters first."""
        return self.header.parameters

    @property
    def dependencies(self) -> tuple[Path, ...]:
        """Every file that the template is made of: itself, parents, includes, imports; in alphabetical order.

        A file whose name comes from data is among them once a render has used it.
        """
        return tuple(Path(file) for file in sorted(self._references.files | self._seen))

    @property
    def absent(self) -> tuple[Path, ...]:
        """Files that do not exist, and that would be used instead of one of the dependencies if they came to be."""
        return tuple(Path(file) for file in sorted(self._references.absent))

    @property
    def is_open(self) -> bool:
        """Whether it includes files whose names only data can tell."""
        return self._references.is_open

    def free_names(self) -> list[FreeName]:
        """Every name that the template, or a file it is made of, takes from outside; with its first place."""
        return self._references.free_names

    def is_current(self) -> bool:
        """Whether all its files are as they were when it was compiled."""
        return all(_stamp(file) == stamp for file, stamp in self._stamps.items())

    def check(self, params: Mapping[str, Any], *, ignore_extra: bool = False) -> dict[str, Any]:
        """The values that the template is rendered with.

        Raises:
            ParameterError: something is missing, unknown, of the wrong type or out of range; it names all of them.
        """
        return check(
            self.name, self.parameters, params, is_extra_refused=not ignore_extra and self._is_closed
        )

    @cached_property
    def _is_closed(self) -> bool:
        # Without a header the names are those that the template uses; a file named by data may use more.
        return self.header.is_declared or not self.is_open

    def render(
        self, params: Mapping[str, Any] | None = None, /, *, ignore_extra: bool = False, **more: Any
    ) -> Response:
        """The document for these parameters, checked.

        Raises:
            ParameterError: the parameters are wrong.
            TemplateError: the template fails, or the document that it gives has faults; the diagnostics point into the
                template.
        """
        values = self.check({**params, **more} if params else more, ignore_extra=ignore_extra)
        return self._document(self.text(values), values)

    def _document(self, text: str, values: Mapping[str, Any]) -> Response:
        from voxml.response import loads

        try:
            return loads(text, form=self.form)
        except DocumentError as error:
            raise TemplateError(self.explain(values, error.diagnostics)) from None

    def wire(self, params: Mapping[str, Any], *, ignore_extra: bool = False) -> bytes:
        """The same as `render(params).to_json()` in bytes, and quicker: what rows are rendered with.

        Raises:
            ParameterError: the parameters are wrong.
            TemplateError: the template fails, or the document that it gives has faults.
        """
        values = self.check(params, ignore_extra=ignore_extra)
        text = self.text(values)
        if self.form == "xml":
            from voxml.templating.quick import wire_form

            quick = wire_form(text)
            if quick is not None:
                return quick
        return self._document(text, values).to_json().encode()

    def text(self, values: Mapping[str, Any]) -> str:
        """The rendered text, as it is, for values that `check` gave.

        Raises:
            TemplateError: the template fails.
        """
        try:
            # What the header's comment leaves in front may not stand before an XML declaration.
            return self.run(self._jinja, values).lstrip()
        except Exception as error:
            fault = render_fault(error, str(self.path), [*values, *self.environment.globals])
            raise self._placed_better(values, error, fault) from error

    def _placed_better(self, values: Mapping[str, Any], error: Exception, fault: TemplateError) -> TemplateError:
        """The same fault with its column, which only a traced render knows."""
        from voxml.templating.limits import TooMuch
        from voxml.templating.tracing import Tracer

        if isinstance(error, (TooMuch, RecursionError)):
            return fault  # too costly to do again
        try:
            Tracer(self).render(values)
        except TemplateError as better:
            return better
        return fault

    def run(self, jinja: Any, values: Mapping[str, Any]) -> str:
        """Render a compiled form of this template; errors go out as they are."""
        values = {**values, "__language__": self.header.language} if self.header.language else values
        jinja.environment.begin()
        context = jinja.new_context(values)
        if not self.is_open:
            return str(jinja.environment.concat(jinja.root_render_func(context)))
        seen: set[str] = set()
        token = loaded.set(seen)
        try:
            return str(jinja.environment.concat(jinja.root_render_func(context)))
        finally:
            loaded.reset(token)
            for file in seen - self._stamps.keys():
                self._stamps[file] = _stamp(file)
            self._seen |= seen

    def explain(self, values: Mapping[str, Any], findings: Sequence[Diagnostic]) -> list[Diagnostic]:
        """Findings about what the template gives for checked values, moved to their places in its files."""
        from voxml.templating.explaining import explain

        return explain(self, values, findings)


class FreeName(NamedTuple):
    """A name that a file of a template takes from outside, where it first stands, and whether it may be undefined."""

    path: str
    name: str
    offset: int
    is_guarded: bool


def _free_names(tree: nodes.Template, path: str) -> list[FreeName]:
    free = meta.find_undeclared_variables(tree)
    guarded = {
        test.node.name
        for test in tree.find_all(nodes.Test)
        if test.name in ("defined", "undefined") and isinstance(test.node, nodes.Name)
    } | {
        each.node.name
        for each in tree.find_all(nodes.Filter)
        if each.name in ("default", "d") and isinstance(each.node, nodes.Name)
    }
    first: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.name in free and node.ctx == "load":
            offset = offset_of(node) or 0
            first[node.name] = min(offset, first.get(node.name, offset))
    return [FreeName(path, name, at, name in guarded) for name, at in sorted(first.items())]


class _References:
    """All files that a template names, directly or through others, and what its parents declare."""

    def __init__(self, environment: DocumentEnvironment, path: str) -> None:
        self.environment = environment
        self.files: set[str] = set()
        self.absent: set[str] = set()
        self.is_open = False
        self._chain: list[str] = []
        self.free_names: list[FreeName] = []
        self._visit(path, is_ancestor=True)

    def _visit(self, path: str, *, is_ancestor: bool) -> None:
        if path in self.files:
            return
        self.files.add(path)
        if is_ancestor:
            self._chain.append(path)
        tree = self.environment.parse(read_template(path), path, path)
        self.free_names += _free_names(tree, path)
        for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
            for name in _named(node.template):  # type: ignore[attr-defined]
                if name is None:
                    self.is_open = True
                else:
                    self._follow(name, path, is_ancestor=is_ancestor and isinstance(node, nodes.Extends))

    def _follow(self, name: str, parent: str, *, is_ancestor: bool) -> None:
        loader = self.environment.loader
        assert isinstance(loader, FolderLoader)
        found = loader.find(name, parent)
        for candidate in loader.candidates(name, parent):
            if str(candidate) == found:
                self._visit(found, is_ancestor=is_ancestor)
                return
            self.absent.add(str(candidate))

    def header(self) -> Header:
        """The header of the template: its own, on top of its parents'."""
        merged = Header()
        for path in reversed(self._chain):
            text = normalised(read_template(path))
            try:
                own = parse_header(text)
            except HeaderFault as fault:
                raise TemplateError([place(path, SYNTAX, str(fault), fault.offset, text=text)]) from None
            if own.is_declared:
                merged = _merge(merged, own)
        return merged if merged.is_declared else Header(parameters=self._inferred())

    def _inferred(self) -> tuple[Parameter, ...]:
        known = {*self.environment.globals, "__language__"}
        names = {free.name for free in self.free_names}
        return tuple(Parameter(name, "any") for name in sorted(names - known))


def _merge(parent: Header, own: Header) -> Header:
    parameters = {parameter.name: parameter for parameter in (*parent.parameters, *own.parameters)}
    return Header(
        own.title or parent.title,
        own.description or parent.description,
        own.language or parent.language,
        tuple(parameters.values()),
        {**parent.samples, **own.samples},
        True,
    )


def _named(node: nodes.Expr) -> list[str | None]:
    """The names that an include or extends may mean; None for one that only data can tell."""
    if isinstance(node, nodes.Const):
        value = node.value
        return (
            [value] if isinstance(value, str) else [each if isinstance(each, str) else None for each in value]
        )
    if isinstance(node, (nodes.Tuple, nodes.List)):
        return [name for item in node.items for name in _named(item)]
    return [None]


def form_of_template(path: str, text: str) -> Form:
    """The form of document that a template gives: by its file's name, else by its first character."""
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


@cache
def default_templates() -> Templates:
    """What `voxml.render` uses: no search path but the shipped templates, and files by their path."""
    return Templates()


def render(name_or_path: str | os.PathLike[str], /, **params: Any) -> Response:
    """The document that a template gives for these parameters.

    `name_or_path` is the name of a shipped template (`voxml templates list`), or the path of a template file.

    Raises:
        InputError: there is no such template.
        ParameterError: a parameter is missing, unknown, of the wrong type or out of range; it names all of them.
        TemplateError: the template fails, or the document that it gives has faults; the diagnostics point into the
            template.
    """
    return default_templates().render(name_or_path, **params)


__all__ = ["Template", "Templates", "Undefined", "render"]

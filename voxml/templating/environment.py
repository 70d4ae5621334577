"""The Jinja environments that templates run in: sandboxed, strict, and closed to injection.

In an XML template every `{{ … }}` is escaped, whatever the file is called; in a JSON template every one becomes a JSON
value, or the inside of a JSON string where it is in one. Neither can be switched off: there is no `safe` here, and
no `autoescape`. What a template captures itself (a macro, a block, `{% set %}…{% endset %}`) is its own text and goes
out as it is; everything else is data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, ClassVar

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from voxml.templating.bounded_filters import bounded_filters
from voxml.templating.codegen import Generator
from voxml.templating.lexer import PositionLexer
from voxml.templating.loader import FolderLoader, loaded
from voxml.templating.sandbox import (
    OPERATORS,
    Limits,
    Meter,
    TooMuch,
    check_operator,
    is_harmless_method,
    refuse_format,
)

#: Filters of Jinja's that are not offered: they make markup out of data, give another result each time, or (wordwrap)
#: take the square of a long word's time.
_UNSAFE_FILTERS = ("safe", "urlize", "xmlattr", "striptags", "random", "pprint", "filesizeformat", "wordwrap")
#: The same for globals.
_UNSAFE_GLOBALS = ("lipsum",)
_DICT_NAMES = frozenset(dir(dict))
_TABLE_METHODS = frozenset({"get", "items", "keys", "values"})
_LOOP_NAMES = frozenset({"first", "last", "index", "index0", "revindex", "revindex0", "length"})
#: The largest output of a template, in characters.
MAX_OUTPUT = 64 * 1024 * 1024


class DocumentEnvironment(ImmutableSandboxedEnvironment):
    """The environment that both forms share."""

    code_generator_class = Generator
    form: ClassVar[str]
    is_escaped: ClassVar[bool]

    def __init__(
        self,
        loader: BaseLoader | None,
        filters: Mapping[str, Any],
        globals: Mapping[str, Any],
        limits: Limits | None = None,
    ) -> None:
        super().__init__(
            loader=loader,
            autoescape=self.is_escaped,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
            optimized=limits is None,
        )
        for name in _UNSAFE_FILTERS:
            self.filters.pop(name, None)
        for name in _UNSAFE_GLOBALS:
            self.globals.pop(name, None)
        self.own_filters()
        self.filters.update(filters)
        self.globals.update(globals)
        self.concat = self.join_pieces  # type: ignore[method-assign]
        self._lexer = PositionLexer(self)
        self._joined: dict[tuple[str, str], str] = {}
        self.limits = limits
        self.meter = None if limits is None else Meter(limits)
        if self.meter is not None:
            self.measure, self.spend = self.meter.measure, self.meter.spend_piece  # type: ignore[method-assign]
            self.intercepted_binops = OPERATORS
            self.globals.update(range=self.meter.range, **globals)
            self.filters = bounded_filters(self.meter, self.filters)

    def own_filters(self) -> None:
        """Replace Jinja's filters by the form's."""

    # --- bounds, where the template is not trusted ------------------------------------------------------------------

    def begin(self) -> None:
        """Start a render, with all its steps and its time before it."""
        if self.meter is not None:
            self.meter.begin()

    @property
    def step(self) -> None:
        """Take a step when it is read: the cheapest that a compiled template can do for it."""
        if self.meter is not None:
            self.meter.step()

    def measure(self, value: Any) -> Any:
        """Return a value that the template made; where it is bounded, that is `Meter.measure`."""
        return value

    def spend(self, piece: Any) -> Any:
        """Return a piece of output; where templates are bounded, that is `Meter.spend_piece`."""
        return piece

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if self.meter is None:
            if type(obj) is Macro:
                # Safe by construction, and without a use for a context; a fifth of a row with macros (bench/rows.py).
                kwargs.pop("_loop_vars", None)
                kwargs.pop("_block_vars", None)
                return obj(*args, **kwargs)
            return super().call(context, obj, *args, **kwargs)
        self.meter.step()
        return self.meter.measure(super().call(context, obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Apply an operator that could make much of little."""
        if self.meter is None:
            return super().call_binop(context, operator, left, right)
        self.meter.step()
        check_operator(self.meter, operator, left, right)
        return self.meter.measure(super().call_binop(context, operator, left, right))

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether a template may have `obj.attr`."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return self.meter is None or is_harmless_method(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Any:
        """Return what `"…".format` is."""
        wrapped = super().wrap_str_format(value)
        return wrapped if wrapped is None or self.meter is None else refuse_format

    # --- loading and compiling --------------------------------------------------------------------------------------

    @property
    def lexer(self) -> PositionLexer:
        """Return the lexer whose lines know their columns."""
        return self._lexer

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        self.prepare(source, name, filename)
        if self.meter is not None:
            self._count_passes(source)
        return super()._generate(source, name, filename, defer_init)

    def _count_passes(self, tree: nodes.Template) -> None:
        """Make every pass of a loop and every call of a macro take a step."""
        for node in tree.find_all((nodes.For, nodes.Macro, nodes.CallBlock)):
            step = nodes.EnvironmentAttribute("step").set_environment(self)
            node.body.insert(0, nodes.ExprStmt(step).set_lineno(node.lineno, override=True))  # type: ignore[attr-defined]
            if isinstance(node, nodes.For) and node.test is not None:
                node.test = nodes.Or(nodes.EnvironmentAttribute("step"), node.test).set_environment(self)
                node.test.set_lineno(node.lineno)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj.attribute`; an entry of a table and what a loop knows are found first (a tenth of a row)."""
        kind = type(obj)
        if kind is dict:
            if attribute in _TABLE_METHODS:
                return getattr(obj, attribute)
            if attribute in obj and attribute not in _DICT_NAMES:
                return obj[attribute]
        elif kind is LoopContext and attribute in _LOOP_NAMES:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def admit(self, path: str, text: str) -> None:
        """Let the template file at `path`, which holds `text`, be loaded."""
        if isinstance(self.loader, FolderLoader):
            self.loader.admit(path, text)

    def load(self, path: str, text: str) -> Template:
        """Return the compiled form of the template file at `path`, which holds `text`."""
        self.admit(path, text)
        return self.get_template(path)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template: one table, since each render copies it (a tenth of a row as a chain)."""
        return {**self.globals, **(d or {})}

    def join_path(self, template: str, parent: str) -> str:
        """Return the file that `template` means when the file `parent` names it."""
        known = self._joined.get((template, parent))
        if known is None and isinstance(self.loader, FolderLoader):
            known = self.loader.find(template, parent)
            if known is not None:
                self._joined[template, parent] = known
        return known or template

    def _load_template(self, name: str, globals: MutableMapping[str, Any] | None) -> Template:
        template = super()._load_template(name, globals)
        seen = loaded.get()
        if seen is not None:
            seen.add(name)
        return template

    def prepare(self, tree: nodes.Template, name: str | None, filename: str | None) -> None:
        """Refuse what a template may not say, before it is compiled."""
        for node in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
            raise TemplateSyntaxError(
                "found autoescape, which can't be switched here: data is always escaped",
                node.lineno,
                name,
                filename,
            )

    def join_pieces(self, pieces: Iterable[str]) -> Any:
        """Return all pieces of an output or of a captured part as one, when they are not too much together."""
        every = list(pieces)
        most = MAX_OUTPUT if self.limits is None else self.limits.output
        if sum(map(len, every)) > most:
            raise TooMuch(f"found an output of more than {most:,} characters")
        return "".join(every)

    def to_output(self, value: Any) -> Any:
        """Return what is written for a value."""
        raise NotImplementedError

    to_string_part = to_output

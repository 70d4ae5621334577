"""The Jinja environments that templates run in: sandboxed, strict, and closed to injection.

In an XML template every `{{ … }}` is escaped, whatever the file is called; in a JSON template every one becomes a JSON
value, or the inside of a JSON string where it stands in one. Neither can be switched off: `safe` and `autoescape` do not
exist here. What a template captures itself (a macro, a block, `{% set %}…{% endset %}`) is its own text and goes out as
it is; everything else is data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, ClassVar

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from voxml.templating.json_places import mark_places
from voxml.templating.kinds import Money
from voxml.templating.limits import (
    OPERATORS,
    Limits,
    Meter,
    TooMuch,
    bounded_range,
    guard_operator,
    guarded_filters,
    is_harmless_method,
    measured,
    refuse_format,
)
from voxml.templating.loading import FolderLoader, loaded
from voxml.templating.positions import PositionLexer
from voxml.templating.spelled import OutputError, Spoken, spell

#: Filters of Jinja's that are not offered: they make markup out of data, or give another result each time.
_UNSAFE_FILTERS = ("safe", "urlize", "xmlattr", "striptags", "random", "pprint", "filesizeformat")
#: The same for globals.
_UNSAFE_GLOBALS = ("lipsum",)
_DICT_NAMES = frozenset(dir(dict))
#: The largest output of a template, in characters.
MAX_OUTPUT = 64 * 1024 * 1024


class Generator(CodeGenerator):
    """Writes the code of a template such that each value goes through the environment's own way out."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        if isinstance(node, nodes.TemplateData):
            return node.data
        raise nodes.Impossible  # a constant is rare, and takes the same way out as data

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(f"environment.{'to_text' if getattr(node, 'is_in_string', False) else 'to_output'}(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")

    # Jinja writes what these two give as it is, although a filter or a called value may have given data.

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:  # noqa: N802
        call_frame, macro_ref = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(macro_ref, call_frame)
        self.start_write(frame, node)
        self._output_child_pre(node.call, frame, None)
        self.visit_Call(node.call, frame, forward_caller=True)
        self._output_child_post(node.call, frame, None)
        self.end_write(frame)

    # What makes a value out of others goes through the measure, so that small templates can't make large values.

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_Concat, node, frame)

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_List, node, frame)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_Dict, node, frame)

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        if node.ctx == "load":
            self._measured(super().visit_Tuple, node, frame)
        else:
            super().visit_Tuple(node, frame)

    def _measured(self, visit: Any, node: nodes.Node, frame: Frame) -> None:
        if self.environment.limits is None:  # type: ignore[attr-defined]
            visit(node, frame)
            return
        self.write("environment.measure(")
        visit(node, frame)
        self.write(")")

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:  # noqa: N802
        filter_frame = frame.inner()
        filter_frame.symbols.analyze_node(node)
        self.enter_frame(filter_frame)
        self.buffer(filter_frame)
        self.blockvisit(node.body, filter_frame)
        self.start_write(frame, node)
        self._output_child_pre(node.filter, frame, None)
        self.visit_Filter(node.filter, filter_frame)
        self._output_child_post(node.filter, frame, None)
        self.end_write(frame)
        self.leave_frame(filter_frame)


class DocumentEnvironment(ImmutableSandboxedEnvironment):
    """What both forms share."""

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
        )
        for name in _UNSAFE_FILTERS:
            self.filters.pop(name, None)
        for name in _UNSAFE_GLOBALS:
            self.globals.pop(name, None)
        self.filters.update(filters)
        self.globals.update(globals)
        self.concat = self.join_pieces  # type: ignore[assignment,method-assign]
        self._lexer = PositionLexer(self)
        self._joined: dict[tuple[str, str], str] = {}
        self.limits = limits
        self._meter = Meter()
        if limits is not None:
            self.intercepted_binops = OPERATORS
            self.globals.update(range=bounded_range(limits), **globals)
            self.filters = guarded_filters(self.filters, lambda: self._meter.step(limits), limits)

    # --- bounds, where the template is not trusted ------------------------------------------------------------------

    def begin(self) -> None:
        """A render begins, with all its steps and its time before it."""
        if self.limits is not None:
            self._meter.begin(self.limits)

    @property
    def step(self) -> None:
        """Counts a step when it is looked at: the cheapest that a compiled template can do for it."""
        if self.limits is not None:
            self._meter.step(self.limits)

    def measure(self, value: Any) -> Any:
        """`value`, when it is not too large."""
        return value if self.limits is None else measured(value, self.limits)

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call what a template calls."""
        if self.limits is None:
            return super().call(context, obj, *args, **kwargs)
        self._meter.step(self.limits)
        return measured(super().call(context, obj, *args, **kwargs), self.limits)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Apply an operator that could make much of little."""
        if self.limits is None:
            return super().call_binop(context, operator, left, right)
        self._meter.step(self.limits)
        guard_operator(operator, left, right, self.limits)
        return measured(super().call_binop(context, operator, left, right), self.limits)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have `obj.attr`."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        return self.limits is None or is_harmless_method(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Any:
        """What `"…".format` is."""
        wrapped = super().wrap_str_format(value)
        return wrapped if wrapped is None or self.limits is None else refuse_format

    # --- loading and compiling --------------------------------------------------------------------------------------

    @property
    def lexer(self) -> PositionLexer:
        """The lexer whose lines know their columns."""
        return self._lexer

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        self.prepare(source, name, filename)
        return super()._generate(source, name, filename, defer_init)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`; quick for the tables of data, where it is an entry."""
        if type(obj) is dict and attribute in obj and attribute not in _DICT_NAMES:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def load(self, path: str) -> Template:
        """The compiled form of the template file at `path`."""
        return self.get_template(self.loader.admit(path) if isinstance(self.loader, FolderLoader) else path)

    def join_path(self, template: str, parent: str) -> str:
        """The file that `template` means when the file `parent` names it."""
        known = self._joined.get((template, parent))
        if known is None and isinstance(self.loader, FolderLoader):
            known = self.loader.find(template, parent)
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
        """All pieces of an output or of a captured part, as one."""
        every = list(pieces)
        most = MAX_OUTPUT if self.limits is None else self.limits.output
        if sum(map(len, every)) > most:
            raise TooMuch(f"found an output of more than {most:,} characters")
        return "".join(every)

    def to_output(self, value: Any) -> Any:
        """What stands in the output for a value."""
        raise NotImplementedError

    to_text = to_output


class XmlEnvironment(DocumentEnvironment):
    """Templates that give XML: data is escaped."""

    form = "xml"
    is_escaped = True

    def __init__(
        self,
        loader: BaseLoader | None,
        filters: Mapping[str, Any],
        globals: Mapping[str, Any],
        limits: Limits | None = None,
    ) -> None:
        super().__init__(loader, filters, globals, limits)
        # Jinja's own gives markup with bare quotes, which would end an attribute.
        self.filters["tojson"] = _json_text

    def to_output(self, value: Any) -> str:
        """`value`, escaped for element text and attributes alike; what the template captured, as it is."""
        kind = type(value)
        if kind is str:
            return escape(value)
        if kind is Markup:
            return value  # type: ignore[no-any-return]
        return escape(spell(value))

    to_text = to_output


class Json:
    """A piece of JSON that a template captured. It is no `str`, so that nothing but the way out takes it for one."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)


class JsonEnvironment(DocumentEnvironment):
    """Templates that give JSON: data becomes JSON values, or the inside of strings."""

    form = "json"
    is_escaped = False

    def __init__(
        self,
        loader: BaseLoader | None,
        filters: Mapping[str, Any],
        globals: Mapping[str, Any],
        limits: Limits | None = None,
    ) -> None:
        super().__init__(loader, filters, globals, limits)
        for name in ("e", "escape", "forceescape"):
            self.filters.pop(name)
        self.filters["tojson"] = lambda value: Json(to_json(value))

    def prepare(self, tree: nodes.Template, name: str | None, filename: str | None) -> None:
        """Find out which values stand inside a JSON string."""
        super().prepare(tree, name, filename)
        mark_places(tree, name, filename)

    def join_pieces(self, pieces: Iterable[Any]) -> Json:
        """All pieces; the result is JSON, not data."""
        return Json(
            super().join_pieces([piece if isinstance(piece, str) else str(piece) for piece in pieces])
        )

    def to_output(self, value: Any) -> str:
        """`value` as a JSON value."""
        if type(value) is Json:
            return value.text
        if isinstance(value, Undefined):
            return str(value)
        return encode_basestring(str(value)) if isinstance(value, Spoken) else to_json(value)

    def to_text(self, value: Any) -> str:
        """`value` as a part of a JSON string."""
        if type(value) is Json:
            raise OutputError(
                "found a captured part of the template inside a JSON string; expected a value: "
                "build the text with {% set text = … ~ … %} instead"
            )
        return encode_basestring(spell(value))[1:-1]


def to_json(value: Any) -> str:
    """Any plain value as JSON, lists and tables too."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, (float, Decimal)):
        text = spell(value)
        if text.lower().strip("+-") in ("nan", "inf", "infinity"):
            raise OutputError(f"found {text}; expected a number that JSON can hold")
        return text
    if isinstance(value, Json):
        return value.text
    if isinstance(value, Mapping):
        return (
            "{"
            + ",".join(f"{encode_basestring(spell(key))}:{to_json(part)}" for key, part in value.items())
            + "}"
        )
    if isinstance(value, (list, tuple)) and not isinstance(value, Money):
        return "[" + ",".join(map(to_json, value)) + "]"
    return encode_basestring(spell(value))


def _json_text(value: Any) -> str:
    return to_json(value)

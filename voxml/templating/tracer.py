"""Render a template with a memory: each piece of output knows where in which template it came from.

A tracing environment compiles the same templates to code that hands over each piece with its origin. It is made only to
explain an error, or to lint; rows are rendered by the plain one. Both give the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import nodes
from jinja2.compiler import Frame
from markupsafe import Markup

from voxml.templating.codegen import Generator
from voxml.templating.environment import DocumentEnvironment
from voxml.templating.escaping import Json, JsonEnvironment, XmlEnvironment
from voxml.templating.lexer import Position, Tag, Tags, offset_of
from voxml.templating.source_map import Origin, Segment, Trace
from voxml.templating.template_errors import Running, refused_parameter, render_error, text_of

if TYPE_CHECKING:
    from voxml.templating.template import Template


class Branch(NamedTuple):
    """A part of a template that only some data reaches, at the tag that opens it."""

    path: str
    tag: Tag


class Piece(str):
    """A piece of output that knows where it came from."""

    __slots__ = ("segments",)
    segments: Sequence[Segment]


class _TracingGenerator(Generator):
    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        raise nodes.Impossible

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        origin = f"{self.filename!r}, {offset_of(node) or 0}"
        if isinstance(node, nodes.TemplateData):
            self.write(f"environment.literal({origin}, ")
        else:
            is_in_string = bool(getattr(node, "is_in_string", False))
            self.write(f"environment.emit(environment.enter({origin}), {is_in_string}, ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        self.write(")")


class Tracing(DocumentEnvironment):
    """An environment whose output knows its origin."""

    code_generator_class = _TracingGenerator

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        #: The tag that is being worked out.
        self.current: Origin | None = None
        #: The segments of what was joined last: after a render, of its whole output.
        self.segments: Sequence[Segment] = ()
        self.branches: list[Branch] = []
        self.reached: set[int] = set()
        self._captured: dict[str, Sequence[Segment]] = {}
        self._tags: dict[str, Tags] = {}

    # --- called by the compiled templates ---------------------------------------------------------------------------

    def enter(self, path: str, offset: int) -> Origin:
        """Note that a tag begins to be worked out."""
        self.current = Origin(path, offset)
        return self.current

    def literal(self, path: str, offset: int, text: str) -> Piece:
        """Return the template's own text."""
        self.spend(text)
        return _piece(text, [Segment(0, Origin(path, offset), True)])

    def emit(self, origin: Origin, is_in_string: bool, value: Any) -> Piece:
        """Return what a tag gave."""
        text = self.spend(str(self.to_string_part(value) if is_in_string else self.to_output(value)))
        captured = self._captured.get(text) if isinstance(value, (Markup, Json)) else None
        if captured is None:
            return _piece(text, [Segment(0, origin, False)])
        return _piece(text, [segment._replace(via=(*segment.via, origin)) for segment in captured])

    def join_pieces(self, pieces: Iterable[Any]) -> Any:
        """Return all pieces as one, and their segments as one list, which is kept for when the text is written."""
        every = list(pieces)
        segments: list[Segment] = []
        at = 0
        for piece in every:
            known = piece.segments if isinstance(piece, Piece) else self._captured.get(str(piece), ())
            segments += [segment._replace(start=segment.start + at) for segment in known]
            at += len(piece)
        joined = super().join_pieces(every)
        self.segments = segments
        if at:
            self._captured[str(joined)] = segments
        return joined

    def reach(self, branch: int) -> None:
        """Note that a branch is taken."""
        self.reached.add(branch)

    # --- compiling --------------------------------------------------------------------------------------------------

    def prepare(self, tree: nodes.Template, name: str | None, filename: str | None) -> None:
        """Make every branch note that it was reached."""
        super().prepare(tree, name, filename)
        if filename is None:
            return
        for node in tree.find_all((nodes.If, nodes.For)):
            assert isinstance(node, (nodes.If, nodes.For))
            opening = self.tags(filename).around(_offset(node))
            self._watch(node.body, filename, opening)
            if node.else_:
                first = next((at for each in node.else_ if (at := offset_of(each)) is not None), None)
                words = ("else",)
                tag = None if first is None else self.tags(filename).last_before(first, words)
                self._watch(node.else_, filename, tag)

    def tags(self, path: str) -> Tags:
        """Return the tags of a template."""
        if path not in self._tags:
            self._tags[path] = Tags(self, text_of(path))
        return self._tags[path]

    def _watch(self, body: list[nodes.Node], path: str, tag: Tag | None) -> None:
        if tag is None:
            return
        mark = nodes.Const(len(self.branches))
        call = nodes.Call(nodes.EnvironmentAttribute("reach"), [mark], [], None, None)
        body.insert(0, nodes.ExprStmt(call).set_lineno(Position(1), override=True).set_environment(self))
        self.branches.append(Branch(path, tag))

    def forget(self) -> None:
        """Begin a new render; what was reached is kept."""
        self._captured.clear()
        self.segments = ()
        self.current = None


class TracedXml(Tracing, XmlEnvironment):
    """The traced environment of XML templates."""


class TracedJson(Tracing, JsonEnvironment):
    """The traced environment of JSON templates."""


class Tracer:
    """Renders of one template whose output knows its origin."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.environment: Tracing = template.templates.new_environment(  # type: ignore[assignment]
            TracedXml if template.form == "xml" else TracedJson,
            is_bounded=template.environment.limits is not None,
        )
        self._jinja = self.environment.load(str(template.path), template.source)

    def render(self, values: Mapping[str, Any]) -> Trace:
        """Return the output for checked values, with the origin of its characters.

        Raises:
            ParameterError: a filter of the template can't say a parameter's value.
            TemplateError: the template fails.
        """
        environment = self.environment
        environment.forget()
        try:
            whole = str(self.template.run(self._jinja, values))
        except Exception as error:
            refused = refused_parameter(error, self.template.name, str(self.template.path), values)
            if refused is not None:
                raise refused from error
            names = [*values, *environment.globals]
            raise render_error(error, str(self.template.path), names, self._running()) from error
        text = whole.lstrip()
        cut = len(whole) - len(text)
        segments = [segment._replace(start=segment.start - cut) for segment in self.environment.segments]
        return Trace(text, segments)

    def _running(self) -> Running | None:
        current = self.environment.current
        if current is None:
            return None
        tag = self.environment.tags(current.path).around(current.offset)
        return None if tag is None else Running(current.path, tag.start, tag.end)


def _piece(text: str, segments: list[Segment]) -> Piece:
    piece = Piece(text)
    piece.segments = segments
    return piece


def _offset(node: nodes.Node) -> int:
    line = node.lineno
    return line.offset if isinstance(line, Position) else 0

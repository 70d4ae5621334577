"""A checked document: its errors, the tree of what is valid in it, and where its parts are."""

from collections.abc import Callable, Iterable
from typing import Any, Literal, NamedTuple

from voxml.diagnostics import Diagnostic, Fix, Severity
from voxml.formats.edits import Edits, edits_with
from voxml.formats.locate import JsonLocator, XmlLocator
from voxml.formats.tree import Node, Span
from voxml.schema.grammar import MemberRule
from voxml.source import Source

Form = Literal["xml", "json"]

MakeFix = Callable[[Any], Fix | None]


class SchemaError(NamedTuple):
    """One error on its way to becoming a diagnostic."""

    rule: str
    message: str
    #: What the form's locator finds: an element or a path, and more.
    at: Any
    #: Makes the fix from the form's edits, when one is surely right.
    fix: MakeFix | None = None
    #: The member and the text that is invalid for it.
    member: MemberRule | None = None
    text: str | None = None


class CheckedDocument:
    """A checked document."""

    def __init__(
        self,
        form: Form,
        source: Source,
        root: Node | None = None,
        locator: XmlLocator | JsonLocator | None = None,
        errors: Iterable[tuple[SchemaError, Span]] = (),
    ) -> None:
        self.form: Form = form
        self.source = source
        #: The envelope; None when the text could not be parsed.
        self.root = root
        self._locator = locator
        located = [(self._of_error(error, span), error) for error, span in errors]
        located.sort(key=lambda each: (each[0].line, each[0].column))
        self.diagnostics: list[Diagnostic] = [diagnostic for diagnostic, _ in located]
        #: What each diagnostic was made of, in the same order.
        self.errors: list[SchemaError] = [error for _, error in located]

    @property
    def is_valid(self) -> bool:
        """Whether the schema finds no error, so that verbs can be made of the tree."""
        return self.root is not None and not self.errors

    @property
    def edits(self) -> Edits:
        """What makes edits of the text."""
        assert self._locator is not None
        return edits_with(self._locator)

    def locate(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Return the span of a node or of one of its members; with `value` of the member's value, within its quotes."""
        assert self._locator is not None
        return self._locator.locate(node, member, value=value)

    def locate_parameter(self, node: Node, name: str) -> Span:
        """Return the span of one parameter of a Stream."""
        assert self._locator is not None
        return self._locator.parameter(node, name)

    def diagnostic(
        self, span: Span, rule: str, message: str, severity: Severity = "error", fix: Fix | None = None
    ) -> Diagnostic:
        """Return a diagnostic about the characters of `span`."""
        line, column = self.source.place(span.start)
        end_line, end_column = self.source.place(max(span.end, span.start))
        return Diagnostic(
            rule, severity, message, self.source.path, line, column, end_line, end_column, span.pointer, fix
        )

    def _of_error(self, error: SchemaError, span: Span) -> Diagnostic:
        fix = error.fix(edits_with(self._locator) if self._locator is not None else None) if error.fix else None
        return self.diagnostic(span, error.rule, error.message, fix=fix)

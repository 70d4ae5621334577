"""A document that has been judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from voxml.diagnostics import Diagnostic

if TYPE_CHECKING:
    from voxml.formats.tree import Node, Places, Span
    from voxml.source import Source

Form = Literal["xml", "json"]


class Checked:
    """A document that has been judged: its faults, and the tree of what is right in it."""

    def __init__(
        self,
        form: Form,
        source: Source,
        diagnostics: list[Diagnostic],
        root: Node | None,
        places: Places | None,
    ) -> None:
        self.form: Form = form
        self.source = source
        self.diagnostics = diagnostics
        #: The envelope; None when the text could not be parsed.
        self.root = root
        self.places = places

    @property
    def is_sound(self) -> bool:
        """Whether the schema finds no fault, so that verbs can be made of the tree; ask before rules add findings."""
        return self.root is not None and not self.diagnostics

    def diagnostic(self, span: Span, rule: str, message: str, severity: Any = "error", fix: Any = None) -> Diagnostic:
        """A finding about the characters of `span`."""
        line, column = self.source.place(span.start)
        end_line, end_column = self.source.place(max(span.end, span.start))
        return Diagnostic(
            rule, severity, message, self.source.path, line, column, end_line, end_column, span.pointer, fix
        )

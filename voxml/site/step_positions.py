"""Find where each instruction of a document is written: in XML, in JSON, or in the template that made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.formats.tree import Node
from voxml.schema.checked import CheckedDocument
from voxml.site.template_pages import TemplatePages
from voxml.templating.template import Template


class StepPosition(NamedTuple):
    """Where an instruction, or a prompt inside a Gather, begins; 1-based."""

    path: str
    line: int
    column: int
    pointer: str
    #: 0-based index of the instruction.
    step: int
    #: "" for the instruction itself, `say` or `play` for the prompt inside a Gather.
    prompt: str = ""


def positions_in(checked: CheckedDocument) -> list[StepPosition]:
    """Return the positions in the text of a document itself."""
    return [
        StepPosition(each.path, each.line, each.column, each.pointer, step, prompt)
        for step, prompt, each in _marks(checked)
    ]


def positions_in_template(
    template: Template, values: dict[str, object], checked: CheckedDocument
) -> list[StepPosition]:
    """Return the positions in the template that made a document from values."""
    marks = list(_marks(checked))
    moved: Sequence[Diagnostic] = template.explain(values, [each for _, _, each in marks])
    return [
        StepPosition(each.path, each.line, each.column, each.pointer, step, prompt)
        for (step, prompt, _), each in zip(marks, moved, strict=True)
    ]


def positions_in_row(pages: TemplatePages, row: str | None) -> list[StepPosition]:
    """Return the positions in a template of a site, for the document of one row, or for its only document.

    Raises:
        VoxmlError: the template fails, or its data can't be read.
    """
    rendered = pages.render_row(row)
    if rendered is None:
        return []
    found = positions_in_template(pages.template(), rendered.values, rendered.checked)
    return [each._replace(path=pages.shown(each.path)) for each in found]


def _marks(checked: CheckedDocument) -> Iterator[tuple[int, str, Diagnostic]]:
    """Yield a mark at each instruction and at each prompt inside one."""
    if checked.root is None:
        return
    for step, node in enumerate(checked.root.instructions):
        yield step, "", _mark(checked, node)
        for prompt in ("say", "play"):
            inner = node.get(prompt)
            if isinstance(inner, Node):
                yield step, prompt, _mark(checked, inner)


def _mark(checked: CheckedDocument, node: Node) -> Diagnostic:
    span = checked.locate(node)
    line, column = checked.source.place(span.start)
    return Diagnostic("step", "info", "", checked.source.path, line, column, line, column, span.pointer)

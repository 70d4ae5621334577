"""Write the page that `voxml serve` shows at /: every document with its problems and texts, and the whole flow."""

from __future__ import annotations

from html import escape

from voxml.diagnostics import Diagnostic
from voxml.site.diagram import svg
from voxml.site.diagram.broken import add_broken
from voxml.site.diagram.html import draw_page
from voxml.site.diagram.labels import NodeLabel, StepLabel, label_nodes
from voxml.site.diagram.marks import marks_of
from voxml.site.diagram.node import Mark
from voxml.site.flow import Flow

_OPEN = (
    "document.querySelectorAll('aside details').forEach(d=>d.addEventListener('toggle',()=>{"
    "if(d.open)flow.zoomTo(d.dataset.name)}));"
)
# More than this, and the list shows one document of each template, as the diagram does.
_MOST_LISTED = 2000


def draw_index(title: str, flow: Flow, diagnostics: list[Diagnostic], *, folder: str = "", note: str = "") -> str:
    """Return the page; `folder` holds the sources, `note` is one line about how the site is served."""
    flow = add_broken(flow, diagnostics, folder)
    labels = label_nodes(flow)
    marks = marks_of(flow, diagnostics)
    drawn = svg.draw_labels(labels, svg.Diagram("", marks), flow.entries) if labels else _empty()
    entries = [name for name in flow.entries if name in labels]
    order = [*entries, *sorted(name for name in labels if name not in set(entries))][:_MOST_LISTED]
    titles = {name: label.title for name, label in labels.items()}
    items = "".join(_item(labels[name], marks.get(name, ()), titles) for name in order)
    beside = f"<aside>{f'<p><code>{escape(note)}</code></p>' if note else ''}{items}</aside>"
    return draw_page(title, drawn, labels, diagnostics, beside=beside, script=_OPEN)


def _item(label: NodeLabel, marks: tuple[Mark, ...], titles: dict[str, str]) -> str:
    count = len(marks)
    worst = next((word for word in ("error", "warning", "info") if any(m.severity == word for m in marks)), "")
    badge = f'<span class="n {worst}">{count}</span>' if count else ""
    said = "".join(
        f'<p class="{"said" if step.icon in ("say", "gather") else ""}">{escape(_step_text(step, titles))}</p>'
        for step in label.steps
        if step.is_reached
    )
    problems = "".join(f"<p><strong>{mark.severity}</strong> {escape(mark.message)}</p>" for mark in marks)
    address = f"/{label.name}.json"
    link = f'<a href="{escape(address, quote=True)}">{escape(address)}</a>'
    if label.name.endswith("/*"):
        link = f"{label.copies:,} documents, one a row; this is the first"
    return (
        f'<details data-name="{escape(label.name, quote=True)}"><summary>{escape(label.title)}{badge}</summary>'
        f"<p>{link}</p>{said}{problems}</details>"
    )


def _step_text(step: StepLabel, titles: dict[str, str]) -> str:
    """Return a step with its targets: `Goes on with Menu`."""
    targets = [
        f"{edge.on}: {titles.get(edge.to, edge.to)}" if edge.on else titles.get(edge.to, edge.to) for edge in step.edges
    ]
    return " ".join([step.text, ", ".join(targets)]).strip()


def _empty() -> str:
    words = '<g><text x="20" y="40">No documents</text></g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 80">{words}</svg>'

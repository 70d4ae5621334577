"""The page that `voxml serve` shows at /: every document, what is wrong with it, what it says, and the whole flow."""

from __future__ import annotations

from html import escape

from voxml.diagnostics import Diagnostic
from voxml.site.graph import Flow
from voxml.site.picture import svg
from voxml.site.picture.card import Mark
from voxml.site.picture.page import draw_page
from voxml.site.picture.words import Story, tell

_RELOAD = (
    "const live=new EventSource('/_voxml/events');live.onmessage=()=>location.reload();"
    "document.querySelectorAll('aside details').forEach(d=>d.addEventListener('toggle',()=>{"
    "if(d.open)go('d-'+d.dataset.name)}));"
)
# More than this, and the list shows one document of each template, as the picture does.
_MOST_LISTED = 2000


def draw_index(title: str, flow: Flow, diagnostics: list[Diagnostic], *, note: str = "") -> str:
    """The page; `note` is one line about how the site is served."""
    stories = tell(flow)
    marks = svg.marks_of(flow, diagnostics)
    drawn = svg.draw_stories(stories, svg.Picture("", marks), flow.entries) if stories else _empty()
    entries = [name for name in flow.entries if name in stories]
    order = [*entries, *sorted(name for name in stories if name not in set(entries))][:_MOST_LISTED]
    items = "".join(_item(stories[name], marks.get(name, ())) for name in order)
    beside = f"<aside>{f'<p><code>{escape(note)}</code></p>' if note else ''}{items}</aside>"
    return draw_page(title, drawn, stories, diagnostics, beside=beside, script=_RELOAD)


def _item(story: Story, marks: tuple[Mark, ...]) -> str:
    count = len(marks)
    worst = next((word for word in ("error", "warning", "info") if any(m.severity == word for m in marks)), "")
    badge = f'<span class="n {worst}">{count}</span>' if count else ""
    said = "".join(
        f'<p class="{"said" if step.icon in ("say", "gather") else ""}">{escape(step.text)}</p>'
        for step in story.steps
        if step.is_reached
    )
    told = "".join(f"<p><strong>{mark.severity}</strong> {escape(mark.message)}</p>" for mark in marks)
    address = f"/{story.name}.json"
    link = f'<a href="{escape(address, quote=True)}">{escape(address)}</a>'
    if story.name.endswith("/*"):
        link = f"{story.copies:,} documents, one a row; this is the first"
    return (
        f'<details data-name="{escape(story.name, quote=True)}"><summary>{escape(story.title)}{badge}</summary>'
        f"<p>{link}</p>{said}{told}</details>"
    )


def _empty() -> str:
    words = '<g><text x="20" y="40">No documents</text></g>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 80">{words}</svg>'

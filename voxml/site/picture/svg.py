"""The flow of a site as an SVG picture that stands alone: no script, no font, no network; light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.site.graph import Flow
from voxml.site.picture.card import Aims, Card, Change, Mark, draw_card
from voxml.site.picture.layout import CARD_WIDTH, PANEL_PADDING, PANEL_TITLE, Layout, Panel, lay_out
from voxml.site.picture.words import INSIDE, Story, shown_ways, story_name, tell

_STYLE = """
svg{--bg:#f6f7f9;--card:#fff;--edge:#d3d8e0;--head:#eef1f6;--text:#1b2430;--soft:#66717f;--line:#8693a5;--say:#2f6fb3;
--ask:#7a3fb8;--dial:#0b7a5e;--end:#b3372d;--key:#1b2430;--keytext:#fff;--panel:#eceff4;--on:#e6eaf1;--good:#1a7f37;
--warn:#9a6700;--bad:#cf222e;--start:#1a7f37}
@media(prefers-color-scheme:dark){svg{--bg:#0e1319;--card:#18202a;--edge:#303c4b;--head:#202a36;--text:#e4eaf1;
--soft:#93a1b1;--line:#5f6e80;--say:#79b4f2;--ask:#c79bf5;--dial:#4fd0a9;--end:#f1857c;--key:#dfe6ee;--keytext:#12181f;
--panel:#131a22;--on:#2a3644;--good:#3fb950;--warn:#d29922;--bad:#f85149;--start:#3fb950}}
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:var(--text)}
.bg{fill:var(--bg)}.card{fill:var(--card);stroke:var(--edge);stroke-width:1}.pile{fill:var(--card);stroke:var(--edge)}
.head{fill:var(--head)}.card.entry{stroke:var(--start);stroke-width:1.5}.start{color:var(--start)}
.card.added{stroke:var(--good);stroke-width:2.5}.card.changed{stroke:var(--warn);stroke-width:2.5}
.card.removed{stroke:var(--bad);stroke-width:2.5;stroke-dasharray:6 4}.ghost{opacity:.65}
.title{font-size:13.5px;font-weight:600}.path,.detail{font-size:10px;fill:var(--soft)}.detail{font-size:10.5px}
.line{font-size:12px}.line.hangup,.line.end{fill:var(--end)}.line.end{fill:var(--soft);font-style:italic}
.when{font-size:10px;fill:var(--soft);font-style:italic}.to{font-size:12px}.inside .to{fill:var(--text);font-weight:500}
.outside .to,.aside .to{fill:var(--soft)}.missing .to,.missing .arrow{fill:var(--bad);font-weight:600}
.arrow{font-size:12px;fill:var(--soft)}a:hover .to{text-decoration:underline}.port{fill:var(--line)}
rect.key{fill:var(--key)}text.key{fill:var(--keytext);font-size:11.5px;font-weight:700;text-anchor:middle}
rect.on{fill:var(--on)}text.on{font-size:10px;fill:var(--soft);text-anchor:middle}
.icon{color:var(--soft)}.icon.say,.icon.play{color:var(--say)}.icon.gather,.icon.record{color:var(--ask)}
.icon.dial,.icon.conference,.icon.stream{color:var(--dial)}.icon.hangup{color:var(--end)}
.flow{fill:none;stroke:var(--line);stroke-width:1.6}.tip{fill:var(--line)}.never{opacity:.4}
.panel{fill:var(--panel);stroke:var(--edge);stroke-dasharray:1 0}.paneltitle{font-size:21px;font-weight:650}
.panelnote{font-size:11px;fill:var(--soft)}.bar{fill:var(--warn)}.bar.added{fill:var(--good)}
.bar.removed,.bar.error{fill:var(--bad)}.bar.info{fill:var(--say)}.badge circle{fill:var(--warn)}
.badge.error circle{fill:var(--bad)}.badge text{fill:#fff;font-size:12px;font-weight:700;text-anchor:middle}
.heading{font-size:17px;font-weight:650}.legend{font-size:11px;fill:var(--soft)}
""".replace("\n", "")

_STROKE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
_ICONS = {
    "say": '<path d="M2 3.5h12v7H7l-3 3v-3H2z"/>',
    "play": '<path d="M6 12V3.5l7-1.5v8.5"/><circle cx="4.3" cy="12" r="1.8"/><circle cx="11.3" cy="10.5" r="1.8"/>',
    "gather": "".join(
        f'<circle cx="{x}" cy="{y}" r=".9" fill="currentColor"/>' for y in (3, 8, 13) for x in (3, 8, 13)
    ),
    "dial": '<path d="M3 2.5h3l1 3-1.7 1.4a8 8 0 0 0 3.8 3.8L10.5 9l3 1v3c-5.5 1.5-12-5-10.5-10.500z"/>',
    "record": '<circle cx="8" cy="8" r="5.5"/><circle cx="8" cy="8" r="2.3" fill="currentColor"/>',
    "stream": '<path d="M2 8h1.500M5 5v6M8 2.500v11M11 5v6M14 8h-.5"/>',
    "conference": '<circle cx="5.5" cy="5.5" r="2.3"/><circle cx="11.5" cy="6" r="1.8"/>'
    '<path d="M1.5 13c0-5 8-5 8 0M10.5 9.600c2 0 4 .9 4 3.4"/>',
    "redirect": '<path d="M2 8h11M9 4l4 4-4 4"/>',
    "pause": '<circle cx="8" cy="8" r="6"/><path d="M8 4.500V8l2.5 1.5"/>',
    "hangup": '<path d="M2 9.500c0-4 12-4 12 0v1.500l-3.3-.6V8.600a9 9 0 0 0-5.4 0v1.800L2 11z" fill="currentColor"/>',
    "end": '<path d="M3 8h10"/>',
    "start": '<circle cx="8" cy="8" r="6.5"/><path d="M6.5 5l4 3-4 3z" fill="currentColor"/>',
}
_HEADING = 58.0


class Picture(NamedTuple):
    """What may be drawn besides the flow itself."""

    heading: str = ""
    #: Findings by document.
    marks: Mapping[str, tuple[Mark, ...]] = {}
    #: How documents differ from another site, and their instructions by place.
    changes: Mapping[str, Change] = {}
    step_changes: Mapping[str, Mapping[int, Change]] = {}


def draw(flow: Flow, picture: Picture | None = None) -> str:
    """The picture of a site."""
    return draw_stories(tell(flow), picture or Picture(), flow.entries)


def draw_stories(stories: Mapping[str, Story], picture: Picture, entries: tuple[str, ...]) -> str:
    """The picture of documents that were put into words."""
    ways = {
        name: [way.to for way in shown_ways(story.steps) if way.kind == INSIDE and way.to in stories]
        for name, story in stories.items()
    }
    titles = _titles(stories)
    heights = {name: _card(story, Aims(titles), picture).height for name, story in stories.items()}
    layout = lay_out(heights, ways, entries)
    aims: dict[str, set[str]] = {}
    for name, kid in layout.lines:
        aims.setdefault(name, set()).add(kid)
    roots = frozenset(panel.root for panel in layout.panels if len(panel.places) > 1) - set(entries)
    cards = {
        name: _card(story, Aims(titles, frozenset(aims.get(name, ())), roots, name), picture)
        for name, story in stories.items()
    }
    return _assemble(cards, layout, picture, titles)


def _card(story: Story, aims: Aims, picture: Picture) -> Card:
    return draw_card(
        story,
        aims,
        picture.marks.get(story.name, ()),
        picture.changes.get(story.name, "same"),
        picture.step_changes.get(story.name),
    )


def _titles(stories: Mapping[str, Story]) -> dict[str, str]:
    """What cards call each other: the title, or the whole name where two have the same title."""
    counts: dict[str, int] = {}
    for story in stories.values():
        counts[story.title] = counts.get(story.title, 0) + 1
    return {name: story.title if counts[story.title] == 1 else name for name, story in stories.items()}


def _assemble(cards: Mapping[str, Card], layout: Layout, picture: Picture, titles: Mapping[str, str]) -> str:
    top = _HEADING if picture.heading else 0.0
    width, height = max(layout.width, 460.0), layout.height + top
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img"><title>{escape(picture.heading or "Call flow")}</title>',
        f"<style>{_STYLE}</style>",
        "<defs>",
        *(
            f'<symbol id="i-{name}" viewBox="0 0 16 16"><g {_STROKE}>{shape}</g></symbol>'
            for name, shape in _ICONS.items()
        ),
        "</defs>",
        f'<rect class="bg" width="{width:.0f}" height="{height:.0f}"/>',
    ]
    if picture.heading:
        parts.append(
            f'<text class="heading" x="30" y="34">{escape(picture.heading)}</text>'
            f'<text class="legend" x="30" y="52">{_legend(picture)}</text>'
        )
    parts.append(f'<g transform="translate(0 {top:g})">')
    if layout.has_panels:
        parts += [_draw_panel(panel, cards, titles) for panel in layout.panels]
    parts += [_draw_line(name, kid, cards, layout) for name, kid in sorted(layout.lines)]
    for name, card in cards.items():
        place = layout.places[name]
        ghost = ' class="ghost"' if picture.changes.get(name) == "removed" else ""
        parts.append(
            f'<g id="d-{escape(name, quote=True)}" transform="translate({place.x:.1f} {place.y:.1f})"{ghost}>'
            f"{card.svg}</g>"
        )
    return "\n".join([*parts, "</g></svg>", ""])


def _legend(picture: Picture) -> str:
    if picture.changes:
        return "green: new · amber: changed · red: gone"
    return "▶ calls begin here · each card is one document · → another panel · ↩ a card drawn elsewhere"


def _draw_panel(panel: Panel, cards: Mapping[str, Card], titles: Mapping[str, str]) -> str:
    x, y = panel.x - PANEL_PADDING, panel.y - PANEL_PADDING - PANEL_TITLE
    count = len(panel.places)
    is_mixed = not any(way.to in panel.places for way in shown_ways(cards[panel.root].story.steps))
    title = "Others" if is_mixed and count > 1 else titles[panel.root]
    note = f"{count} document{'s' * (count != 1)}{'' if is_mixed else _from(panel, cards, titles)}"
    return (
        f'<rect class="panel" x="{x:.1f}" y="{y:.1f}" width="{panel.width + 2 * PANEL_PADDING:.1f}" '
        f'height="{panel.height + 2 * PANEL_PADDING + PANEL_TITLE:.1f}" rx="16"/>'
        f'<text class="paneltitle" x="{panel.x:.1f}" y="{y + 34:.1f}">{escape(title)} '
        f'<tspan class="panelnote" dx="6">{escape(note)}</tspan></text>'
    )


def _from(panel: Panel, cards: Mapping[str, Card], titles: Mapping[str, str]) -> str:
    """How a call comes to a panel from outside it."""
    if cards[panel.root].story.is_entry:
        return ""
    for name, card in cards.items():
        for way in shown_ways(card.story.steps):
            if way.to == panel.root and name not in panel.places:
                return f" · from {titles[name]}{f' by {way.on}' if way.on else ''}"
    return ""


def _draw_line(name: str, kid: str, cards: Mapping[str, Card], layout: Layout) -> str:
    start, end = layout.places[name], layout.places[kid]
    x1, x2, y2 = start.x + CARD_WIDTH + 3, end.x - 7, end.y + 20
    bend = (x2 - x1) * 0.55
    lines = []
    for port in cards[name].ports.get(kid, [20.0]):
        y1 = start.y + port
        curve = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        lines.append(f'<path class="flow" d="{curve}"/>')
    return "".join(lines) + f'<path class="tip" d="M{x2 + 6:.1f} {y2:.1f}l-8 -4.5v9z"/>'


def marks_of(flow: Flow, diagnostics: list[Diagnostic]) -> dict[str, tuple[Mark, ...]]:
    """Findings by the document that they are about, as far as that can be told."""
    by_source: dict[str, list[str]] = {}
    for stop in flow.stops.values():
        names = by_source.setdefault(stop.source, [])
        if story_name(stop) not in names:
            names.append(story_name(stop))
    marks: dict[str, list[Mark]] = {}
    for each in diagnostics:
        source = next((path for path in by_source if each.path == path or each.path.endswith("/" + path)), None)
        if source is None:
            continue
        names = by_source[source]
        if len(names) > 1:
            names = [name for name in names if repr(name.rpartition("/")[2]) in each.pointer] or names[:1]
        for name in names:
            marks.setdefault(name, []).append(Mark(each.severity, each.message, _place_of(each, flow, name)))
    return {name: tuple(found) for name, found in marks.items()}


def _place_of(diagnostic: Diagnostic, flow: Flow, name: str) -> int | None:
    """The instruction that a pointer is about, in either notation."""
    import re

    pointer = diagnostic.pointer
    found = re.search(r"/instructions/(\d+)", pointer)
    if found:
        return int(found[1])
    found = re.match(r"/Response/(\w+)(?:\[(\d+)\])?", pointer)
    if found is None or name not in flow.stops:
        return None
    same = [place for place, verb in enumerate(flow.stops[name].instructions) if verb["verb"] == found[1]]
    number = int(found[2] or 1) - 1
    return same[number] if number < len(same) else None

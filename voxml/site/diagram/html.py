"""Write the flow as one HTML file: the diagram with search, zoom and the diagnostics; no network, no other file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from html import escape
from importlib.resources import files

from voxml.diagnostics import Diagnostic
from voxml.site.diagram.labels import NodeLabel
from voxml.site.diagram.node import SIGNS, Change
from voxml.site.diagram.palette import FONT, css

_STYLE = """
:root{color-scheme:light dark}
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;background:var(--vx-bg);color:var(--vx-text);font:14px/1.45 FONT}
header{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;padding:12px 16px;background:var(--vx-surface);
border-bottom:1px solid var(--vx-border)}
h1{flex:1;min-width:10em;margin:0;font-size:16px;font-weight:650}
h1 small{margin-left:8px;font-size:13px;font-weight:400;color:var(--vx-muted)}
input[type=search]{width:18em;max-width:100%;height:32px;padding:0 10px;font:inherit;color:inherit;
background:var(--vx-bg);border:1px solid var(--vx-border);border-radius:8px}
input:focus-visible,summary:focus-visible,button:focus-visible{outline:2px solid var(--vx-accent);outline-offset:1px}
label{display:flex;gap:6px;align-items:center}
#count{min-width:5em;color:var(--vx-muted);font-variant-numeric:tabular-nums}
#body{flex:1;display:flex;min-height:0}
main{flex:1;min-width:0;position:relative;overflow:auto}
aside{width:330px;overflow:auto;background:var(--vx-surface);border-right:1px solid var(--vx-border);padding:6px 0}
aside details{padding:3px 14px}
aside summary{font-weight:600;overflow-wrap:anywhere}
aside p{margin:3px 0 3px 16px}
a{color:var(--vx-accent)}
.n{float:right;border-radius:9px;padding:0 7px;background:var(--vx-muted);color:var(--vx-on-state);font-size:11px;
line-height:18px;font-weight:700}
.n.error{background:var(--vx-bad)}
.n.warning{background:var(--vx-warn)}
.said{font-style:italic}
summary{cursor:pointer}
.list{max-height:26vh;overflow:auto;background:var(--vx-surface);border-top:1px solid var(--vx-border);
padding:10px 16px}
.list ul{margin:8px 0 0;padding:0;list-style:none}
.list button{display:flex;gap:10px;width:100%;padding:4px 6px;font:inherit;text-align:left;color:inherit;
background:none;border:0;border-radius:6px;cursor:pointer}
.list button:hover{background:var(--vx-raised)}
.list strong{flex:none;min-width:6em;font-weight:600}
.list .error strong{color:var(--vx-bad)}
.list .warning strong{color:var(--vx-warn)}
.list .info strong{color:var(--vx-say)}
.list .added strong{color:var(--vx-good)}
.list .changed strong{color:var(--vx-warn)}
.list .removed strong{color:var(--vx-bad)}
.list code{margin-left:auto;font-size:12px;color:var(--vx-muted);overflow-wrap:anywhere}
@media(max-width:760px){aside{display:none}.list button{flex-wrap:wrap;gap:0 10px}.list code{margin:0}}
"""
_SCRIPT = """
const view = document.getElementById('view');
const find = document.getElementById('find');
const text = (node) => new XMLSerializer().serializeToString(node);
const whole = text(view.querySelector('svg'));
view.replaceChildren();
const flow = mountFlow(view, whole);
Object.assign(globalThis, { flow, flowText: whole });
const count = () => {
  const { names, count, total } = flow.search(find.value);
  document.getElementById('count').textContent = find.value.trim() ? `${count} of ${total}` : '';
  return names;
};
find.addEventListener('input', count);
find.addEventListener('keydown', (event) => { if (event.key === 'Enter') flow.zoomTo(count()[0]); });
const changes = document.getElementById('changes');
document.getElementById('only')?.addEventListener('change', (event) => {
  flow.replace(event.target.checked ? text(changes.content.querySelector('svg')) : whole);
  flow.fit();
});
for (const button of document.querySelectorAll('.list button')) {
  button.addEventListener('click', () => {
    flow.select(button.dataset.document, button.dataset.pointer || null);
    flow.zoomTo(button.dataset.document);
  });
}
const wanted = decodeURIComponent(location.hash.replace(/^#d-/, ''));
if (wanted) { flow.select(wanted); flow.zoomTo(wanted); }
"""


def draw_page(
    title: str,
    svg: str,
    labels: Mapping[str, NodeLabel],
    diagnostics: list[Diagnostic],
    *,
    changes: Mapping[str, Change] | None = None,
    changes_only: str = "",
    beside: str = "",
    script: str = "",
) -> str:
    """Return the page: `svg` is the diagram without a heading, `changes_only` the same of what changed alone."""
    count = sum(label.copies for label in labels.values())
    toggle = '<label><input type="checkbox" id="only"> Changes only</label>' if changes_only else ""
    other = f'<template id="changes">{changes_only}</template>' if changes_only else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{css()}{_STYLE.replace('FONT', FONT)}</style></head><body>"
        f"<header><h1>{escape(title)}<small>{count:,} document{'s' * (count != 1)}</small></h1>{toggle}"
        '<span id="count" role="status"></span>'
        '<input id="find" type="search" placeholder="Find in what is said" aria-label="Find in what is said"></header>'
        f'<div id="body">{beside}<main id="view">{svg}</main></div>'
        f"{_changes(labels, changes or {})}{_problems(labels, diagnostics)}"
        f"{other}"
        f'<script type="module">{flow_script()}{_SCRIPT}{script}</script></body></html>\n'
    )


def flow_script() -> str:
    """Return the text of flow.js, the module that makes the diagram pan, zoom and light up."""
    return (files("voxml.site.diagram") / "flow.js").read_text(encoding="utf-8")


def _problems(labels: Mapping[str, NodeLabel], diagnostics: list[Diagnostic]) -> str:
    """Return the list of problems; each leads to its document."""
    if not diagnostics:
        return ""
    names = {label.source: name for name, label in labels.items()}
    counts = Counter(each.severity for each in diagnostics)
    summary = ", ".join(f"{count} {severity}{'s' * (count != 1)}" for severity, count in counts.items())
    items = [
        _item(
            each.severity, each.severity, _name_of(each.path, names), each.pointer, each.message,
            f"{each.path}:{each.line} {each.rule}",
        )
        for each in diagnostics
    ]  # fmt: skip
    return _list(summary, items, is_open=bool(counts["error"]))


def _changes(labels: Mapping[str, NodeLabel], changes: Mapping[str, Change]) -> str:
    """Return the list of documents that changed; each leads to its document."""
    changed: dict[str, Change] = {name: change for name, change in changes.items() if change != "same"}
    if not changed:
        return ""
    counts = Counter(changed.values())
    kinds: tuple[Change, ...] = ("added", "changed", "removed")
    summary = ", ".join(f"{counts[each]} {each}" for each in kinds if counts[each])
    items = [
        _item(change, f"{SIGNS[change]} {change}", name, "", labels[name].title, labels[name].source)
        for name, change in changed.items()
    ]
    return _list(summary, items, is_open=True)


def _list(summary: str, items: list[str], *, is_open: bool) -> str:
    return f'<details class="list"{" open" * is_open}><summary>{summary}</summary><ul>{"".join(items)}</ul></details>'


def _item(look: str, word: str, name: str, pointer: str, text: str, position: str) -> str:
    return (
        f'<li class="{look}"><button type="button" data-document="{escape(name)}" data-pointer="{escape(pointer)}">'
        f"<strong>{word}</strong><span>{escape(text)}</span><code>{escape(position)}</code></button></li>"
    )


def _name_of(path: str, names: Mapping[str, str]) -> str:
    while path not in names and "/" in path:
        path = path.partition("/")[2]
    return names.get(path, "")

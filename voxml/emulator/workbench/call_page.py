"""The page with a recorded call in it, as one file that asks for nothing."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from voxml.emulator.call import Call
from voxml.emulator.workbench.entry_rows import EntryRows, summary
from voxml.emulator.workbench.page_data import flow_svg, page_data, read_source
from voxml.emulator.workbench.page_files import MODULES, STYLES, static_file
from voxml.emulator.workbench.project import DocumentSource, Loaded, Place, Project
from voxml.emulator.workbench.recorded_project import HeardProject
from voxml.errors import VoxmlError

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"
)


def call_page(project: Project, call: Call, faults: Sequence[str] = ()) -> str:
    """Return the page of a call and the documents of its project; `faults` are what a check of the call found."""
    recorded = json.dumps(recorded_data(project, call, faults), ensure_ascii=False)
    styles = "\n".join(static_file(name) for name in STYLES)
    page = static_file("workbench.html")
    for name in STYLES:
        page = page.replace(f'<link rel="stylesheet" href="/_voxml/{name}">\n', "")
    head = f'<meta http-equiv="content-security-policy" content="{_POLICY}">\n<style>\n{styles}</style>\n</head>'
    scripts = (
        f'<script type="application/json" id="recorded">{_in_script(recorded)}</script>\n'
        f'<script type="importmap">{_in_script(json.dumps({"imports": _imports()}))}</script>\n'
        '<script type="module">import "voxml/workbench.js";</script>'
    )
    before, tag, after = page.partition('<script type="module" src="/_voxml/workbench.js"></script>')
    assert tag
    return before.replace("</head>", head) + scripts + after


def recorded_data(project: Project, call: Call, faults: Sequence[str] = ()) -> dict[str, Any]:
    """Return what the page needs in the place of a server."""
    loaded = project.load()
    sources = {name: _source_of(project, loaded, name) for name in loaded.flow.stops}
    names = {loaded.library.path_of(name): name for name in loaded.library.files}

    def locate(path: str, step: int, prompt: str) -> Place | None:
        name = names.get(path)
        return None if name is None or name not in sources else sources[name].place(name, step, prompt)

    paths = project.paths if isinstance(project, HeardProject) else {}
    order = call.facts.order
    start = names.get(next((each.path or "" for each in call.transcript.entries if each.path), ""), loaded.start)
    begun = {"call_uuid": call.facts.call_uuid, "from": order.from_, "to": order.to, "start": start, "step": 0}
    events = [
        {"type": "call", **begun},
        {"type": "entries", "entries": EntryRows(call, locate, paths).rows(), "replay": True, "elapsed": None},
        {"type": "over", **summary(call), "faults": list(faults)},
    ]
    site = {**page_data(project, loaded), "version": 0, "boot": "", "note": "", "can_speak": False}
    places = {
        name: {"path": each.path, "note": each.note, "positions": [found._asdict() for found in each.positions]}
        for name, each in sources.items()
    }
    return {"site": site, "flow": flow_svg(loaded), "places": places, "texts": _texts(site, sources), "events": events}


def _source_of(project: Project, loaded: Loaded, name: str) -> DocumentSource:
    try:
        return project.source_of(loaded, name)
    except (VoxmlError, OSError) as error:
        return DocumentSource(name, [], str(error))


def _texts(site: dict[str, Any], sources: dict[str, DocumentSource]) -> dict[str, str]:
    """Return the texts of the documents, of what made them, and of files with problems, by path."""
    texts = {each.path: each.text for each in sources.values() if each.text}
    paths = {found.path for each in sources.values() for found in each.positions}
    paths |= {each.path for each in sources.values()} | {each["path"] for each in site["problems"]}
    for path in paths - texts.keys():
        source = read_source(path) if Path(path).suffix else None
        if source is not None:
            texts[path] = source.text
    return texts


def _imports() -> dict[str, str]:
    """Return the modules as data URLs, which import each other by names of the map."""
    found = {}
    for name in MODULES:
        text = re.sub(r'from "\./([\w.]+)"', r'from "voxml/\1"', static_file(name))
        found[f"voxml/{name}"] = f"data:text/javascript;base64,{base64.b64encode(text.encode()).decode()}"
    return found


def _in_script(text: str) -> str:
    """Return JSON that ends no script element and begins no comment."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

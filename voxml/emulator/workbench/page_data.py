"""The project as plain data for the page: documents with steps and where they lead, problems with their code frames."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voxml.diagnostics import Diagnostic
from voxml.emulator.workbench.project import Loaded, Project
from voxml.errors import InputError
from voxml.reporters import Style
from voxml.reporters.full import Report
from voxml.site.diagram.labels import NodeLabel, label_nodes, node_name
from voxml.site.diagram.marks import marks_of
from voxml.site.diagram.svg import Diagram, draw_labels
from voxml.source import Source, read_file

#: More problems than this are counted and not listed.
MAX_PROBLEMS = 500
#: The width of a code frame, in characters.
_FRAME_WIDTH = 96


def page_data(project: Project, loaded: Loaded) -> dict[str, Any]:
    """Return what the page shows of a project."""
    labels = label_nodes(loaded.flow)
    problems = _problems(loaded)
    counts: dict[str, Counter[str]] = {}
    for each in problems:
        counts.setdefault(each["document"], Counter())[each["severity"]] += 1
    sources = {node_name(stop): stop for stop in reversed(list(loaded.flow.stops.values()))}
    documents = [
        _document(label, sources[name].name, project.path_of(sources[name].source), counts.get(name, {}))
        for name, label in labels.items()
    ]
    return {
        "title": project.title,
        "folder": project.shown,
        "start": loaded.start,
        "entries": list(loaded.flow.entries),
        "error": loaded.error,
        "documents": documents,
        "cards": {stop.name: node_name(stop) for stop in loaded.flow.stops.values() if stop.row is not None},
        "problems": problems,
        "counts": dict(Counter(each.severity for each in loaded.diagnostics)),
    }


def flow_svg(loaded: Loaded) -> str:
    """Return the diagram of a project; "" when it has no documents."""
    labels = label_nodes(loaded.flow)
    if not labels:
        return ""
    return draw_labels(labels, Diagram("", marks_of(loaded.flow, loaded.diagnostics)), loaded.flow.entries)


def _document(label: NodeLabel, name: str, path: str, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "name": label.name,
        # A document that can be called: of a template with rows, the first.
        "first": name,
        "title": label.title,
        "path": path,
        "copies": label.copies,
        "is_entry": label.is_entry,
        "is_broken": any(step.icon == "broken" for step in label.steps),
        "counts": dict(counts),
        "steps": [
            {
                "step": step.place,
                "kind": step.icon,
                "text": step.text,
                "detail": step.detail,
                "is_reached": step.is_reached,
                "edges": [
                    {"on": edge.on, "kind": edge.kind, "to": edge.to, "is_key": edge.is_key} for edge in step.edges
                ],
            }
            for step in label.steps
        ],
    }


def _problems(loaded: Loaded) -> list[dict[str, Any]]:
    """Return the problems as data, each with its document and step where they are known."""
    frames = CodeFrames()
    found = []
    for each, name, step in _placed(loaded):
        found.append(
            {
                "document": name,
                "step": step,
                "severity": each.severity,
                "rule": each.rule,
                "message": each.message,
                "path": each.path,
                "line": each.line,
                "column": each.column,
                "end_line": each.end_line,
                "end_column": each.end_column,
                "pointer": each.pointer,
                "fix": None if each.fix is None else each.fix.message,
                "frame": frames.frame(each),
            }
        )
    return found


def _placed(loaded: Loaded) -> Iterator[tuple[Diagnostic, str | None, int | None]]:
    """Yield the worst problems first, each with its card and step where they are known."""
    listed = sorted(loaded.diagnostics, key=_rank)[:MAX_PROBLEMS]
    by_path: dict[str, list[Diagnostic]] = {}
    for each in listed:
        by_path.setdefault(each.path, []).append(each)
    places: dict[int, tuple[str, int | None]] = {}
    for some in by_path.values():
        marks = marks_of(loaded.flow, some)
        # A module has many documents: its problems are asked for one by one.
        groups = [some] if sum(map(len, marks.values())) == len(some) and len(marks) == 1 else [[each] for each in some]
        for group in groups:
            for stop, found in marks_of(loaded.flow, group).items() if len(groups) > 1 else marks.items():
                places |= {id(each): (stop, mark.place) for each, mark in zip(group, found, strict=True)}
    for each in listed:
        name, place = places.get(id(each), (None, None))
        yield each, name, place


def _rank(each: Diagnostic) -> tuple[int, str, int, int]:
    return ("error", "warning", "info").index(each.severity), each.path, each.line, each.column


class CodeFrames:
    """Blocks with the lines of a problem, as `voxml lint` prints them."""

    def __init__(self) -> None:
        self._report = Report(Style(width=_FRAME_WIDTH))
        self._sources: dict[str, Source | None] = {}

    def frame(self, diagnostic: Diagnostic) -> str:
        """Return the block of one problem."""
        if diagnostic.path not in self._sources:
            self._sources[diagnostic.path] = read_source(diagnostic.path)
        return self._report.file(diagnostic.path, [diagnostic], self._sources[diagnostic.path]).rstrip("\n")


def read_source(path: str) -> Source | None:
    """Return the text of a file; None where it can't be read."""
    try:
        data = read_file(path) if Path(path).is_file() else None
    except InputError:
        return None
    return None if data is None else Source(data.decode("utf-8", "replace"), path)


def paths_of(project: Project, loaded: Loaded) -> set[str]:
    """Return the files that the page may show: those of the documents and those with problems."""
    sources = {project.path_of(stop.source) for stop in loaded.flow.stops.values()}
    return sources | {each.path for each in loaded.diagnostics}

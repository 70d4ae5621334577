"""Compare two sites, as a diagram of the new one with what the old one had besides."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from voxml.site.diagram.labels import INSIDE, NodeLabel, StepLabel, label_nodes, node_name, reached_edges
from voxml.site.diagram.node import Change
from voxml.site.diagram.trees import spanning_trees
from voxml.site.flow import Flow

#: Texts that have at least this share in common are one text that was changed (0 to 1).
_SIMILAR = 0.5


class Difference(NamedTuple):
    """How two sites differ."""

    labels: dict[str, NodeLabel]
    changes: dict[str, Change]
    #: By document: the changed instructions of the merged label, by index.
    step_changes: dict[str, dict[int, Change]]

    def summary(self) -> str:
        """Return one line: what was added, changed and removed."""
        parts = []
        for change in ("added", "changed", "removed"):
            names = sorted(name for name, each in self.changes.items() if each == change)
            if names:
                shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
                parts.append(f"{len(names)} {change} ({shown})")
        return "; ".join(parts) or "nothing changed"


def changes_only(difference: Difference, entries: Iterable[str]) -> tuple[Difference, frozenset[str]]:
    """Return what changed with how a call comes there and what follows, and which documents these neighbours are."""
    labels = difference.labels
    targets = {
        name: [edge.to for edge in reached_edges(label.steps) if edge.kind == INSIDE and edge.to in labels]
        for name, label in labels.items()
    }
    before = {kid: name for name, kids in spanning_trees(labels, targets, entries).items() for kid in kids}
    changed = {name for name, change in difference.changes.items() if change != "same"}
    above: set[str] = set()
    for name in changed:
        at = before.get(name)
        while at is not None and at not in above:
            above.add(at)
            at = before.get(at)
    kept = changed | above | {target for name in changed for target in targets[name]}
    near = {name: label for name, label in labels.items() if name in kept}
    return difference._replace(labels=near), frozenset(kept - changed)


def compare(old: Flow, new: Flow) -> Difference:
    """Return the documents and steps that were added, changed or removed."""
    before, after = label_nodes(old), label_nodes(new)
    labels = dict(after)
    changes: dict[str, Change] = {}
    steps: dict[str, dict[int, Change]] = {}
    for name, label in before.items():
        if name not in after:
            labels[name] = label
            changes[name] = "removed"
    for name, label in after.items():
        if name not in before:
            changes[name] = "added"
        elif _differs(old, new, name, before[name], label):
            changes[name] = "changed"
            labels[name], steps[name] = _merged(before[name], label)
        else:
            changes[name] = "same"
    return Difference(labels, changes, steps)


def _differs(old: Flow, new: Flow, name: str, before: NodeLabel, after: NodeLabel) -> bool:
    if [_key(step) for step in before.steps] != [_key(step) for step in after.steps]:
        return True
    # The same words with, say, another voice.
    return bool(_without_urls(_instructions(old, name)) != _without_urls(_instructions(new, name)))


def _instructions(flow: Flow, name: str) -> list[dict[str, Any]]:
    stop = flow.stops.get(name) or next(each for each in flow.stops.values() if node_name(each) == name)
    return stop.instructions


def _without_urls(value: Any) -> Any:
    """Return instructions without their addresses: targets are compared by document, wherever the site is hosted."""
    if isinstance(value, dict):
        return {name: _without_urls(each) for name, each in value.items() if not name.endswith("url")}
    return [_without_urls(each) for each in value] if isinstance(value, list) else value


def _key(step: StepLabel) -> tuple[Any, ...]:
    return step.icon, step.text, step.detail, tuple((edge.on, edge.kind, edge.to) for edge in step.edges)


def _merged(before: NodeLabel, after: NodeLabel) -> tuple[NodeLabel, dict[int, Change]]:
    """Return the new steps with the removed ones where they were, and how each differs.

    A new step keeps its own index, by which its diagnostics know it; removed steps get indices above all others.
    """
    merged: list[StepLabel] = []
    changes: dict[int, Change] = {}
    free = len(after.steps) + len(before.steps)
    matcher = SequenceMatcher(None, [_key(step) for step in before.steps], [_key(step) for step in after.steps], False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        new_steps = after.steps[new_from:new_to]
        if kind == "equal":
            merged += new_steps
            continue
        old_steps = list(before.steps[old_from:old_to])
        for step in new_steps:
            same = next((number for number, old in enumerate(old_steps) if _is_changed_from(old, step)), None)
            for old in old_steps[:same] if same is not None else ():
                changes[free] = "removed"
                merged.append(old._replace(place=free))
                free += 1
            replaced = old_steps[same] if same is not None else None
            if same is not None:
                del old_steps[: same + 1]
            changes[step.place] = "added" if same is None else "changed"
            merged.append(step if replaced is None else _with_old_edges(replaced, step))
        for old in old_steps:
            changes[free] = "removed"
            merged.append(old._replace(place=free))
            free += 1
    return after._replace(steps=tuple(merged)), changes


def _with_old_edges(old: StepLabel, new: StepLabel) -> StepLabel:
    """Return the new step with the edges that it had before, each edge that is in one of them alone marked so."""
    before = {(edge.on, edge.kind, edge.to) for edge in old.edges}
    after = {(edge.on, edge.kind, edge.to) for edge in new.edges}
    edges = [edge if (edge.on, edge.kind, edge.to) in before else edge._replace(change="added") for edge in new.edges]
    gone = [edge._replace(change="removed") for edge in old.edges if (edge.on, edge.kind, edge.to) not in after]
    return new._replace(edges=(*edges, *gone))


def _is_changed_from(old: StepLabel, new: StepLabel) -> bool:
    """Return whether two steps are one instruction before and after a change of its words, times or targets."""
    if old.icon != new.icon:
        return False
    return old.text == new.text or SequenceMatcher(None, old.text, new.text, False).ratio() >= _SIMILAR

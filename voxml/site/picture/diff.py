"""What changed between two sites, as a picture of the new one with the old one's rest in it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any, NamedTuple

from voxml.site.graph import Flow
from voxml.site.picture.card import Change
from voxml.site.picture.words import Step, Story, story_name, tell


class Difference(NamedTuple):
    """Two sites held against each other."""

    stories: dict[str, Story]
    changes: dict[str, Change]
    #: By document: instructions of the merged story, by place.
    step_changes: dict[str, dict[int, Change]]

    def summary(self) -> str:
        """One line: what is new, changed and gone."""
        parts = []
        for word, change in (("new", "added"), ("changed", "changed"), ("gone", "removed")):
            names = sorted(name for name, each in self.changes.items() if each == change)
            if names:
                shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
                parts.append(f"{len(names)} {word} ({shown})")
        return "; ".join(parts) or "nothing changed"


def compare(old: Flow, new: Flow) -> Difference:
    """Documents and steps that are new, changed or gone."""
    before, after = tell(old), tell(new)
    stories = dict(after)
    changes: dict[str, Change] = {}
    steps: dict[str, dict[int, Change]] = {}
    for name, story in before.items():
        if name not in after:
            stories[name] = story
            changes[name] = "removed"
    for name, story in after.items():
        if name not in before:
            changes[name] = "added"
        elif _is_other(old, new, name, before[name], story):
            changes[name] = "changed"
            stories[name], steps[name] = _merged(before[name], story)
        else:
            changes[name] = "same"
    return Difference(stories, changes, steps)


def _is_other(old: Flow, new: Flow, name: str, before: Story, after: Story) -> bool:
    if [_key(step) for step in before.steps] != [_key(step) for step in after.steps]:
        return True
    # The same words, but another voice, say.
    return bool(_without_urls(_instructions(old, name)) != _without_urls(_instructions(new, name)))


def _instructions(flow: Flow, name: str) -> list[dict[str, Any]]:
    stop = flow.stops.get(name) or next(each for each in flow.stops.values() if story_name(each) == name)
    return stop.instructions


def _without_urls(value: Any) -> Any:
    """Instructions without their addresses: where a way leads is compared by document, wherever the site stands."""
    if isinstance(value, dict):
        return {name: _without_urls(each) for name, each in value.items() if not name.endswith("url")}
    return [_without_urls(each) for each in value] if isinstance(value, list) else value


def _key(step: Step) -> tuple[Any, ...]:
    return step.icon, step.text, step.detail, tuple((way.on, way.kind, way.to) for way in step.ways)


def _merged(before: Story, after: Story) -> tuple[Story, dict[int, Change]]:
    """The new steps with those that are gone put where they were."""
    merged: list[Step] = []
    changes: dict[int, Change] = {}
    matcher = SequenceMatcher(None, [_key(step) for step in before.steps], [_key(step) for step in after.steps], False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            merged += [step._replace(place=len(merged) + n) for n, step in enumerate(after.steps[new_from:new_to])]
            continue
        for step in before.steps[old_from:old_to]:
            changes[len(merged)] = "removed"
            merged.append(step._replace(place=len(merged)))
        for step in after.steps[new_from:new_to]:
            changes[len(merged)] = "added"
            merged.append(step._replace(place=len(merged)))
    return after._replace(steps=tuple(merged)), changes

"""Reports an exploration: the paths, what is never reached, where callers get stuck, and the coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from voxml.emulator.call_checks import CallProblem
from voxml.emulator.effects import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voxml.emulator.exploration_model import Exploration, Path, Place


class Instruction(msgspec.Struct, frozen=True, kw_only=True):
    """An instruction of a known document, and whether any path came to it."""

    document: str
    place: int
    verb: str
    is_reached: bool
    path: str | None = None
    line: int | None = None

    @property
    def where(self) -> str:
        """File and line, or document and place."""
        return f"{self.path}:{self.line}" if self.line is not None else f"{self.document}[{self.place}]"


class ExplorationReport(msgspec.Struct, frozen=True, kw_only=True):
    """An exploration in words and numbers."""

    paths: list[Path]
    instructions: list[Instruction]
    faults: list[CallProblem]
    #: Where a callee who does nothing goes round until the call's time limit.
    rounds: list[str]
    is_whole: bool

    @property
    def reached(self) -> int:
        """How many instructions some path came to."""
        return sum(each.is_reached for each in self.instructions)


def report_on(exploration: Exploration, pages: Mapping[str, Reply]) -> ExplorationReport:
    """Set an exploration against all documents that are known, by URL."""
    instructions = []
    for url, reply in pages.items():
        if reply.document is None:
            continue
        for place, verb in enumerate(reply.document.instructions):
            line = reply.lines[place] if place < len(reply.lines) else None
            is_reached = (url, place) in exploration.visited
            instructions.append(
                Instruction(
                    document=url,
                    place=place,
                    verb=type(verb).__name__,
                    is_reached=is_reached,
                    path=reply.path,
                    line=line,
                )
            )
    where = {(each.document, each.place): each for each in instructions}
    rounds = [where[place].where for place in exploration.rounds() if place in where]
    faults = _faults(exploration, where)
    return ExplorationReport(
        paths=exploration.paths, instructions=instructions, faults=faults, rounds=rounds, is_whole=exploration.is_whole
    )


def _faults(exploration: Exploration, where: Mapping[Place, Instruction]) -> list[CallProblem]:
    found: dict[tuple[str, str, str | None, int | None], CallProblem] = {}
    for path in exploration.paths:
        for fault in path.faults:
            found.setdefault((fault.kind, fault.message.partition(":")[0], fault.path, fault.line), fault)
    for place in exploration.stuck():
        at = where.get(place)
        fault = CallProblem(
            kind="dead-end",
            message="whatever the caller does here, no way leads to an end other than hanging up",
            path=None if at is None else at.path,
            line=None if at is None else at.line,
        )
        found[fault.kind, fault.message, fault.path, fault.line] = fault
    return list(found.values())


def as_text(report: ExplorationReport, *, limit: int = 60) -> str:
    """The report for people."""
    paths = [f"{', '.join(steps)} → {end}" for steps, end in ways(report.paths)]
    count = len(report.paths)
    lines = [f"{count} path{'s' * (count != 1)}{'' if report.is_whole else ' (there are more)'}", ""]
    lines.extend(f"  {path}" for path in paths[:limit])
    if len(paths) > limit:
        lines.append(f"  … {len(paths) - limit} more lines; --output-format json has them all")
    missed = [each for each in report.instructions if not each.is_reached]
    total = len(report.instructions)
    share = 100 * report.reached // total if total else 100
    lines += ["", f"{report.reached} of {total} instructions reached ({share} %)"]
    lines.extend(f"  never reached: {each.verb} at {each.where}" for each in missed[:limit])
    if len(missed) > limit:
        lines.append(f"  … {len(missed) - limit} more")
    if report.rounds:
        lines += [
            "",
            "a caller who does nothing goes round until the time limit at: " + ", ".join(report.rounds),
        ]
    if report.faults:
        lines += ["", *map(str, report.faults)]
    return "\n".join(lines) + "\n"


def ways(paths: list[Path]) -> list[tuple[list[str], str]]:
    """Return what is chosen on each way, and how it ends; ways that differ only in the last key share one."""
    groups: dict[tuple[Any, ...], list[Path]] = {}
    for path in paths:
        *before, last = [choice.what for choice in path.choices] or ["(no choice)"]
        kind = last.partition(" ")[0] if last.startswith("press ") else last
        end = (path.end, None if path.joins is not None else path.seconds, path.joins)
        groups.setdefault((*before, kind, *end), []).append(path)
    return [_way(group) for group in groups.values()]


def _way(group: list[Path]) -> tuple[list[str], str]:
    path = group[0]
    steps = [choice.what for choice in path.choices] or ["(no choice)"]
    if len(group) > 1:
        keys = [each.choices[-1].what.removeprefix("press ") for each in group]
        steps[-1] = "press " + " ".join(keys)
    if path.joins is not None:
        return steps, f"as from {_short(path.joins)}"
    return steps, f"{path.end} after {path.seconds:g} s"


def _short(place: Place) -> str:
    url, number = place
    return f"{url.rpartition('/')[2] or url}[{number}]"


def as_data(report: ExplorationReport) -> dict[str, Any]:
    """The report for programs."""
    return {
        "is_whole": report.is_whole,
        "paths": msgspec.to_builtins(report.paths),
        "instructions": msgspec.to_builtins(report.instructions),
        "reached": report.reached,
        "total": len(report.instructions),
        "faults": msgspec.to_builtins(report.faults),
        "rounds": report.rounds,
    }

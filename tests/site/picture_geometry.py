"""Measure a drawn flow: which lines cross each other or run over documents, and where documents lie on each other."""

from __future__ import annotations

import itertools
import re
from typing import Any, NamedTuple

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_NEAR = 0.05


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


class Segment(NamedTuple):
    """A straight part of a line: `a` is the smaller end."""

    line: int
    is_across: bool
    #: The coordinate that it keeps, and those between which it runs.
    at: float
    a: float
    b: float


class Picture(NamedTuple):
    boxes: list[Box]
    #: The ends of each line, as data-from and data-to.
    links: list[tuple[str, str]]
    segments: list[Segment]


def scenes(drawn: str) -> dict[str, Picture]:
    """The two scenes of an SVG."""
    root = etree.fromstring(drawn.encode())
    far = root.find(f"{_SVG}svg[@class='far scene']")
    (near,) = root.findall(f"{_SVG}g[@class='near']/{_SVG}g[@class='scene']")
    return {"near": picture(near, "card"), "far": picture(far, "tile")}


def picture(scene: Any, look: str) -> Picture:
    boxes = []
    for group in scene.findall(f"{_SVG}g"):
        if look in group.get("class").split():
            x, y = map(float, re.findall(r"[-\d.]+", group.get("transform")))
            frame = next(each for each in group.iter(f"{_SVG}rect") if each.get("class") == "frame")
            boxes.append(Box(x, y, x + float(frame.get("width")), y + float(frame.get("height"))))
    lines = [group for group in scene.findall(f"{_SVG}g") if "line" in group.get("class").split()]
    segments = [
        each for number, group in enumerate(lines) for each in segments_of(number, group.find(f"{_SVG}path").get("d"))
    ]
    return Picture(boxes, [(group.get("data-from"), group.get("data-to")) for group in lines], segments)


def segments_of(line: int, path: str) -> list[Segment]:
    """The straight parts of a path of M, H, V and of round corners (Q), which count as sharp ones."""
    points: list[tuple[float, float]] = []
    for command, numbers in re.findall(r"([MHVQ])([^MHVQ]*)", path):
        values = [float(each) for each in numbers.split()]
        x, y = points[-1] if points else (0.0, 0.0)
        points.append({"H": (values[0], y), "V": (x, values[0])}.get(command) or (values[0], values[1]))
        if command == "Q":
            points.append((values[2], values[3]))
    found = []
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        if abs(y2 - y1) < _NEAR:
            found.append(Segment(line, True, y1, min(x1, x2), max(x1, x2)))
        else:
            found.append(Segment(line, False, x1, min(y1, y2), max(y1, y2)))
    return found


def crossings(scene: Picture) -> int:
    """How often two lines cross, or run on top of each other without a common end."""
    across = [each for each in scene.segments if each.is_across]
    down = [each for each in scene.segments if not each.is_across]
    count = sum(_inside(h.at, v.a, v.b) and _inside(v.at, h.a, h.b) for h in across for v in down if h.line != v.line)
    for same in (across, down):
        ordered = sorted(same, key=lambda each: (round(each.at, 1), each.a))
        for one, other in itertools.pairwise(ordered):
            is_on_top = abs(one.at - other.at) < _NEAR and other.a < one.b - _NEAR
            count += is_on_top and not set(scene.links[one.line]) & set(scene.links[other.line])
    return count


def lines_over_documents(scene: Picture) -> int:
    """How often a line runs over a document."""
    return sum(
        (_inside(each.at, box.top, box.bottom) and each.a < box.right - _NEAR and each.b > box.left + _NEAR)
        if each.is_across
        else (_inside(each.at, box.left, box.right) and each.a < box.bottom - _NEAR and each.b > box.top + _NEAR)
        for each in scene.segments
        for box in scene.boxes
    )


def overlaps(scene: Picture) -> int:
    """How many pairs of documents lie on each other."""
    return sum(
        one.left < other.right - _NEAR
        and other.left < one.right - _NEAR
        and one.top < other.bottom - _NEAR
        and other.top < one.bottom - _NEAR
        for number, one in enumerate(scene.boxes)
        for other in scene.boxes[:number]
    )


def _inside(value: float, low: float, high: float) -> bool:
    return low + _NEAR < value < high - _NEAR

"""Draw the flow as a PNG, for pull requests and chats, which show no SVG."""

from __future__ import annotations

import re

from voxml.errors import InputError
from voxml.site.diagram.palette import FONT, with_light_colours

#: Pixels for each unit of the SVG: as many as there are on fine screens, fewer where the picture would be too large.
_SCALE = 2.0
_MOST_PIXELS = 60_000_000
_VIEW = re.compile(r'viewBox="0 0 (\d+) (\d+)"')


def draw_png(svg: str) -> bytes:
    """Return the diagram as a PNG in its light colours, two pixels for each unit of the SVG unless that is too large.

    Raises:
        InputError: resvg-py is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise InputError(
            "a PNG needs resvg-py; run: pip install 'voxml[graph]', or write an SVG (-o FLOW.svg)"
        ) from None
    width, height = (int(each) for each in _VIEW.search(svg).groups())  # type: ignore[union-attr]
    zoom = min(_SCALE, (_MOST_PIXELS / (width * height)) ** 0.5)
    return bytes(resvg_py.svg_to_bytes(svg_string=_with_plain_colours(svg), zoom=zoom))


def _with_plain_colours(svg: str) -> str:
    """Return the SVG in its light colours and as seen near: the renderer knows neither variables nor media."""
    svg = _without(svg, '<svg class="far', "</svg>")
    while "@media" in svg:
        svg = _without(svg, "@media", "}}")
    return with_light_colours(svg).replace(FONT, "DejaVu Sans,Arial")


def _without(text: str, start: str, end: str) -> str:
    """Return a text without what begins with `start` and ends with `end`."""
    before, _, rest = text.partition(start)
    return before + rest.partition(end)[2]

"""Draw the flow as a PNG, for pull requests and chats, which show no SVG."""

from __future__ import annotations

import re

from voxml.errors import InputError
from voxml.site.diagram.palette import FONT, with_light_colours

#: Pixels for each unit of the SVG.
_SCALE = 2
_MEDIA = re.compile(r"@media\([^)]*\)\{(?:[^{}]*\{[^{}]*\})*\}")
_FAR = re.compile(r'<svg class="far.*?</svg>', re.DOTALL)


def draw_png(svg: str) -> bytes:
    """Return the diagram as a PNG in its light colours, two pixels for each unit of the SVG.

    Raises:
        InputError: resvg-py is not installed.
    """
    try:
        import resvg_py
    except ImportError:
        raise InputError(
            "a PNG needs resvg-py; run: pip install 'voxml[graph]', or write an SVG (-o FLOW.svg)"
        ) from None
    return bytes(resvg_py.svg_to_bytes(svg_string=_with_plain_colours(svg), zoom=_SCALE))


def _with_plain_colours(svg: str) -> str:
    """Return the SVG in its light colours and as seen near: the renderer knows neither variables nor media."""
    svg = _MEDIA.sub("", svg)
    svg = _FAR.sub("", svg)
    return with_light_colours(svg).replace(FONT, "DejaVu Sans,Arial")

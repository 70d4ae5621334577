"""Draw the flow as a PNG, for pull requests and chats, which show no SVG."""

from __future__ import annotations

import re

from voxml.errors import InputError

#: Pixels for each unit of the SVG.
_SCALE = 2


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
    """Return the SVG with its variables replaced: the renderer knows neither variables nor colour schemes."""
    variables = svg.partition("<style>svg{")[2].partition("}")[0]
    colours = dict(each.split(":", 1) for each in variables.split(";") if each)
    before, dark, after = svg.partition("@media(prefers-color-scheme:dark)")
    svg = before + after.partition("}}")[2] if dark else svg
    svg = re.sub(r"var\((--\w+)\)", lambda found: colours[found[1]], svg)
    return svg.replace(
        'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif', "DejaVu Sans,Arial"
    )

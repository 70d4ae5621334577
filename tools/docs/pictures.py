"""Pictures for the light and for the dark page, whose switch is not that of the system."""

from __future__ import annotations

import re
from pathlib import Path

_PICTURE = re.compile(
    r'<picture>\s*<source media="\(prefers-color-scheme: dark\)" srcset="(?P<dark>[^"]+)">\s*'
    r'<img alt="(?P<alt>[^"]*)"\s+src="(?P<light>[^"]+)">\s*</picture>'
)
_DRAWING = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>pictures/(?P<name>[\w-]+)\.svg)\)")
_DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{((?:[^{}]*\{[^{}]*\})*)\s*\}")


def in_both_schemes(drawn: str) -> dict[str, str]:
    """Return a drawing that follows the system as one for the light and one for the dark page."""
    return {"light": _DARK.sub("", drawn), "dark": _DARK.sub(r"\1", drawn)}


def with_schemes(text: str, folder: Path) -> tuple[str, dict[str, str]]:
    """Return a page's text with both pictures in place of each, and the drawings that were made for it."""
    made: dict[str, str] = {}

    def both(match: re.Match[str]) -> str:
        return _both(match["alt"], match["light"], match["dark"])

    def drawing(match: re.Match[str]) -> str:
        drawn = (folder / match["path"]).read_text("utf-8")
        if not _DARK.search(drawn):
            return match[0]
        for scheme, each in in_both_schemes(drawn).items():
            made[f"{match['name']}-{scheme}.svg"] = each
        # The names in assets/flows are hashes: none is like a picture's.
        return _both(match["alt"], *(f"assets/flows/{match['name']}-{scheme}.svg" for scheme in ("light", "dark")))

    return _DRAWING.sub(drawing, _PICTURE.sub(both, text)), made


def _both(alt: str, light: str, dark: str) -> str:
    # The theme hides one of them, from screen readers too.
    return (
        f'<p class="vx-picture"><img alt="{alt}" src="{light}#only-light"><img alt="{alt}" src="{dark}#only-dark"></p>'
    )

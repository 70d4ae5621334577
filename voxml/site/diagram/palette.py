"""The colours of the diagram and of every page around it, light and dark, as CSS variables.

One word is one role: `good`, `warn` and `bad` are signs of state, `say`, `ask` and `dial` are kinds of instruction.
Text colours keep a contrast of 4.5 to 1 on `bg`, `surface` and `raised`.
"""

from __future__ import annotations

import re

LIGHT = {
    "bg": "#f6f7f9",
    "surface": "#ffffff",
    "raised": "#eef1f6",
    "panel": "#eceff4",
    "border": "#d3d8e0",
    "text": "#1b2430",
    "muted": "#5a6573",
    "line": "#8693a5",
    "accent": "#1f6feb",
    "good": "#1a7f37",
    "warn": "#8a5d00",
    "bad": "#cf222e",
    "say": "#2463a6",
    "ask": "#7a3fb8",
    "dial": "#0b6e54",
    "end": "#b3372d",
    "key": "#1b2430",
    "key-text": "#ffffff",
    "pill": "#e6eaf1",
    "on-state": "#ffffff",
}
DARK = {
    "bg": "#0e1319",
    "surface": "#18202a",
    "raised": "#202a36",
    "panel": "#131a22",
    "border": "#303c4b",
    "text": "#e4eaf1",
    "muted": "#9aa8b8",
    "line": "#64748a",
    "accent": "#58a6ff",
    "good": "#3fb950",
    "warn": "#d29922",
    "bad": "#ff7b72",
    "say": "#79b4f2",
    "ask": "#c79bf5",
    "dial": "#4fd0a9",
    "end": "#f1857c",
    "key": "#dfe6ee",
    "key-text": "#12181f",
    "pill": "#2a3644",
    "on-state": "#0e1319",
}
FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
_VARIABLE = re.compile(r"var\(--vx-([a-z-]+)\)")


def css(selector: str = ":root") -> str:
    """Return the rules that set the variables, `--vx-bg` and so on, as the reader's system asks for light or dark."""
    dark = f"@media(prefers-color-scheme:dark){{{selector}{{{_declarations(DARK)}}}}}"
    return f"{selector}{{{_declarations(LIGHT)}}}{dark}"


def with_light_colours(text: str) -> str:
    """Return text with each variable replaced by its light colour, for programs that know no variables."""
    return _VARIABLE.sub(lambda found: LIGHT[found[1]], text)


def _declarations(colours: dict[str, str]) -> str:
    return ";".join(f"--vx-{name}:{colour}" for name, colour in colours.items())

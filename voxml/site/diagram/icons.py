"""The icons of instructions, 16 by 16, drawn in the current colour."""

from __future__ import annotations

_STROKE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
_ICONS = {
    "say": '<path d="M2 3.5h12v7H7l-3 3v-3H2z"/>',
    "play": '<path d="M6 12V3.5l7-1.5v8.5"/><circle cx="4.3" cy="12" r="1.8"/><circle cx="11.3" cy="10.5" r="1.8"/>',
    "gather": "".join(
        f'<circle cx="{x}" cy="{y}" r=".9" fill="currentColor"/>' for y in (3, 8, 13) for x in (3, 8, 13)
    ),
    "dial": '<path d="M3 2.5h3l1 3-1.7 1.4a8 8 0 0 0 3.8 3.8L10.5 9l3 1v3c-5.5 1.5-12-5-10.5-10.500z"/>',
    "record": '<circle cx="8" cy="8" r="5.5"/><circle cx="8" cy="8" r="2.3" fill="currentColor"/>',
    "stream": '<path d="M2 8h1.500M5 5v6M8 2.500v11M11 5v6M14 8h-.5"/>',
    "conference": '<circle cx="5.5" cy="5.5" r="2.3"/><circle cx="11.5" cy="6" r="1.8"/>'
    '<path d="M1.5 13c0-5 8-5 8 0M10.5 9.600c2 0 4 .9 4 3.4"/>',
    "redirect": '<path d="M2 8h11M9 4l4 4-4 4"/>',
    "pause": '<circle cx="8" cy="8" r="6"/><path d="M8 4.500V8l2.5 1.5"/>',
    "hangup": '<path d="M2 9.500c0-4 12-4 12 0v1.500l-3.3-.6V8.600a9 9 0 0 0-5.4 0v1.800L2 11z" fill="currentColor"/>',
    "verb": '<circle cx="8" cy="8" r="3"/>',
    "end": '<path d="M3 8h10"/>',
    "broken": '<path d="M8 2l6.500 11.500h-13zM8 6.500v3.500M8 11.800v.2"/>',
    "start": '<circle cx="8" cy="8" r="6.5"/><path d="M6.5 5l4 3-4 3z" fill="currentColor"/>',
}


def symbols() -> str:
    """Return the definitions that `<use href="#i-NAME">` refers to."""
    return "".join(
        f'<symbol id="i-{name}" viewBox="0 0 16 16"><g {_STROKE}>{shape}</g></symbol>' for name, shape in _ICONS.items()
    )

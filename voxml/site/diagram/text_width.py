"""How wide text is, and how it is broken into lines, without a font at hand."""

from __future__ import annotations

# Widths in thousandths of the font size, near those of Helvetica and Arial, which every sans-serif font is close to.
# How much wider the widest usual font (DejaVu Sans and Verdana) is than these: text never runs out of its card.
_WIDEST = 1.15
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222),
    **dict.fromkeys(" ,.:;ftI!/\\[]()", 278),
    **dict.fromkeys('r-“”"*', 345),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("abdeghnopqu0123456789_?$#L", 556),
    **dict.fromkeys("FTZ+=<>~", 600),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM%", 850),
    **dict.fromkeys("W@…", 980),
}


def width(text: str, size: float) -> float:
    """About how wide a text is, in the unit of the font size; a little more rather than less."""
    total = 0
    for char in text:
        known = _WIDTHS.get(char)
        if known is None:
            known = 560 if char < "\u0300" else 0 if char < "\u0370" else 650 if char < "\u1100" else 1000
        total += known
    return total * size / 1000 * _WIDEST


def fit(text: str, size: float, room: float) -> str:
    """The text, shortened with an ellipsis to the room there is."""
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """The text on as many lines as allowed, the last one shortened when there is more."""
    done: list[str] = []
    line = ""
    words = text.split(" ")
    for index, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if width(longer, size) <= room or not line:
            line = longer
            continue
        if len(done) == lines - 1:
            return [*done, fit(" ".join([line, *words[index:]]), size, room)]
        done.append(line)
        line = word
    return [*done, fit(line, size, room)]

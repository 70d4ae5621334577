"""How telephone numbers are grouped when they are said: by the habit of their country."""

from __future__ import annotations

import re

from voxml.language.texts import quote

#: Country codes of one and two digits (ITU-T E.164 list of assigned codes); all others have three.
_ONE_DIGIT = frozenset("17")
_TWO_DIGITS = frozenset(
    [
        "20",
        "27",
        "30",
        "31",
        "32",
        "33",
        "34",
        "36",
        "39",
        "40",
        "41",
        "43",
        "44",
        "45",
        "46",
        "47",
        "48",
        "49",
        "51",
        "52",
        "53",
        "54",
        "55",
        "56",
        "57",
        "58",
        "60",
        "61",
        "62",
        "63",
        "64",
        "65",
        "66",
        "81",
        "82",
        "84",
        "86",
        "90",
        "91",
        "92",
        "93",
        "94",
        "95",
        "98",
    ]
)
#: How the digits after the country code are grouped where that is the same for (nearly) all numbers.
_GROUPS = {
    ("1", 10): (3, 3, 4),
    ("91", 10): (5, 5),
    ("33", 9): (1, 2, 2, 2, 2),
    ("34", 9): (3, 3, 3),
    ("44", 10): (4, 3, 3),
}
#: British areas and services whose numbers are said otherwise: London's is 20, then four and four.
_BRITISH = (
    (re.compile("2"), (2, 4, 4)),
    (re.compile("1(1|.1)|[389]"), (3, 3, 4)),
)


def phone_groups(number: str) -> tuple[str, list[str]]:
    """The country code and the groups of an E.164 number: `("1", ["415", "555", "0100"])`."""
    digits = number.removeprefix("+")
    if not digits.isascii() or not digits.isdigit() or digits == number or not 2 <= len(digits) <= 15:
        raise ValueError(f'found {quote(number)}; expected a telephone number such as "+14155550100"')
    length = 1 if digits[0] in _ONE_DIGIT else 2 if digits[:2] in _TWO_DIGITS else 3
    code, rest = digits[:length], digits[length:]
    sizes = _GROUPS.get((code, len(rest)))
    if code == "44" and len(rest) == 10:
        sizes = next((found for start, found in _BRITISH if start.match(rest)), sizes)
    if sizes is None:
        # Threes, and a last group of two to four: short enough to keep in mind.
        count = max(1, -(-(len(rest) - 1) // 3))
        sizes = tuple([3] * (count - 1) + [len(rest) - 3 * (count - 1)])
    groups: list[str] = []
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    return code, [group for group in groups if group]

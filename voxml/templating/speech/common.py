"""What the languages have in common: the frame of each phrase, filled in by the words of a language."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import ClassVar, NamedTuple

from voxml.language.texts import quote
from voxml.net.phone_numbers import spoken_groups

_ZERO_WIDTH_JOINER = "\u200d"
#: The canonical combining class of viramas, which join a consonant to the next one.
_VIRAMA = 9


class Unit(NamedTuple):
    """A unit's names: of one, and of other numbers."""

    one: str
    other: str


class Currency(NamedTuple):
    """A currency's names, and those of its hundredths; no `minor` when it is not divided in daily life."""

    major: Unit
    minor: Unit | None = None


def names(words: str) -> tuple[str, ...]:
    """Return the words of a text."""
    return tuple(words.split())


def is_whole_millions(number: int | Decimal) -> bool:
    """Return whether a number is some millions and nothing else, which some languages follow with their "of"."""
    return number != 0 and number % 1_000_000 == 0


def indian_groups(digits: str) -> list[str]:
    """Return the digits of a large number as India groups them: `12,34,567`."""
    start, last = digits[:-3], digits[-3:]
    first = len(start) % 2
    return [start[:first]] * bool(first) + [start[at : at + 2] for at in range(first, len(start), 2)] + [last]


def clusters(text: str) -> list[str]:
    """Return the characters of a text as people count them: a letter with its marks, a conjunct of consonants.

    These are the extended grapheme clusters of Unicode (UAX 29) for what can be spelled.
    """
    found: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        before = found[-1].rstrip(_ZERO_WIDTH_JOINER) if found else ""
        is_mark = unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf")
        is_joined = char.isalpha() and before != "" and unicodedata.combining(before[-1]) == _VIRAMA
        if found and (is_mark or is_joined):
            found[-1] += char
        else:
            found.append(char)
    return found


class Speech:
    """One language; its subclasses hold the words. Methods raise ValueError, in words, for what they can't say."""

    tag: ClassVar[str]
    months: ClassVar[tuple[str, ...]]
    #: Monday first.
    weekdays: ClassVar[tuple[str, ...]]
    conjunctions: ClassVar[Mapping[str, str]]
    units: ClassVar[Mapping[str, Unit]]
    currencies: ClassVar[Mapping[str, Currency]]
    #: Between the large and the small unit of an amount.
    money_joint: ClassVar[str]
    minus: ClassVar[str]
    plus: ClassVar[str]
    decimal_mark: ClassVar[str] = "."
    #: Between the groups of a large number; without it, voices take seven digits for a code.
    group_mark: ClassVar[str] = ","
    #: Names of the characters that are spelled out, such as "@".
    symbols: ClassVar[Mapping[str, str]]

    # --- numbers ----------------------------------------------------------------------------------------------------

    def is_one(self, number: int | Decimal) -> bool:
        """Return whether the singular goes with this number (the CLDR plural category `one`)."""
        return number == 1

    def number(self, number: int | Decimal) -> str:
        """Return a number in digits, as this language's voices read them; from a million on with its groups marked."""
        whole, _, part = (f"{abs(number):f}" if isinstance(number, Decimal) else str(abs(number))).partition(".")
        part = part.rstrip("0")
        if len(whole) > 6:
            whole = self.group_mark.join(self.digit_groups(whole))
        text = f"{whole}{self.decimal_mark}{part}" if part else whole
        return f"{self.minus} {text}" if number < 0 else text

    def digit_groups(self, digits: str) -> list[str]:
        """Return the digits of a large number in threes, from its end."""
        first = len(digits) % 3
        return [digits[:first]] * bool(first) + [digits[at : at + 3] for at in range(first, len(digits), 3)]

    def joint(self, number: int | Decimal, name: str) -> str:
        """Return what is between a number and the name of what is counted."""
        return " "

    def ordinal(self, number: int) -> str:
        """Return the ordinal of a number from 1 on, in its basic (masculine) form."""
        raise NotImplementedError

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """Return a number and its unit: `3 minutes`."""
        size: int | Decimal = -number if number < 0 else number
        name = unit.one if self.is_one(size) else unit.other
        return f"{self.number(number)}{self.joint(number, name)}{name}"

    def plural(self, number: int | Decimal, one: str, other: str, *, with_number: bool) -> str:
        """Return a number with a noun in the form that goes with it; `{}` in a form is where the number goes."""
        size: int | Decimal = -number if number < 0 else number
        form = one if self.is_one(size) else other
        if "{}" in one or "{}" in other:
            return form.replace("{}", self.number(number))
        return f"{self.number(number)}{self.joint(number, form)}{form}" if with_number else form

    # --- characters -------------------------------------------------------------------------------------------------

    def digits(self, text: str, group: int) -> str:
        """Return digits one by one, with a pause after each `group` of them (0 for none)."""
        found: list[str] = []
        for char in text:
            value = unicodedata.digit(char, None)
            if value is not None:
                found.append(str(value))
            elif char.isalpha():
                raise ValueError(
                    f"found the letter {quote(char)} in {quote(text)}; expected digits (spell says letters)"
                )
        if not found:
            raise ValueError(f"found {quote(text)}; expected digits")
        size = group or len(found)
        return ", ".join(" ".join(found[at : at + size]) for at in range(0, len(found), size))

    def spell(self, text: str) -> str:
        """Return every character by its name, with a pause for a space."""
        words = [" ".join(self._name(cluster, text) for cluster in clusters(part)) for part in text.split()]
        if not words:
            raise ValueError(f"found {quote(text)}; expected something to spell")
        return ", ".join(words)

    def _name(self, cluster: str, text: str) -> str:
        char = cluster[0]
        if char.isalpha():
            return cluster.upper() if len(cluster.upper()) == len(cluster) else cluster
        value = unicodedata.digit(char, None)
        name = str(value) if value is not None else self.symbols.get(char)
        if name is None and unicodedata.category(char) in ("Mn", "Mc", "Cf"):
            return cluster
        if name is None:
            raise ValueError(f"found {quote(char)} in {quote(text)}, which has no name in {self.tag}")
        return name

    def phone(self, number: str) -> str:
        """Return a number in E.164, country code first, in the groups in which its country says it."""
        code, groups = spoken_groups(number)
        return ", ".join([f"{self.plus} {' '.join(code)}", *(" ".join(group) for group in groups)])

    # --- amounts ----------------------------------------------------------------------------------------------------

    def money(self, amount: Decimal, code: str) -> str:
        """Return an amount in its currency: `49 dollars and 90 cents`."""
        currency = self.currencies.get(code)
        if currency is None:
            known = ", ".join(sorted(self.currencies))
            raise ValueError(f'found the currency "{code}", which has no name in {self.tag}; expected one of {known}')
        places = 2 if currency.minor is not None else 0
        scaled = abs(amount).scaleb(places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"found {amount:f} {code}; expected at most {places} decimals")
        whole, part = divmod(int(scaled), 10**places)
        parts = [self.counted(whole, currency.major)] if whole or not part else []
        if part and currency.minor is not None:
            parts.append(self.counted(part, currency.minor))
        phrase = self.money_joint.join(parts)
        return f"{self.minus} {phrase}" if amount < 0 else phrase

    def duration(self, seconds: int) -> str:
        """Return a length of time in days, hours, minutes and seconds, those that are not zero."""
        parts: list[str] = []
        left = abs(seconds)
        for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
            count, left = divmod(left, size)
            if count or (size == 1 and not parts):
                parts.append(self.counted(count, self.units[name]))
        phrase = self.enumeration(parts, "and")
        return f"{self.minus} {phrase}" if seconds < 0 else phrase

    # --- times ------------------------------------------------------------------------------------------------------

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return a day of the calendar."""
        raise NotImplementedError

    def time(self, value: time) -> str:
        """Return a time of day, to the minute."""
        raise NotImplementedError

    # --- lists ------------------------------------------------------------------------------------------------------

    def enumeration(self, entries: Sequence[str], conjunction: str) -> str:
        """Return `a, b and c`."""
        word = self.conjunctions.get(conjunction)
        if word is None:
            raise ValueError(f'found "{conjunction}"; expected one of {", ".join(self.conjunctions)}')
        if not entries:
            raise ValueError("found an empty list; expected an entry: ask {% if … %} before a list is said")
        if len(entries) == 1:
            return entries[0]
        return f"{', '.join(entries[:-1])} {word} {entries[-1]}"


def check_ordinal(number: int) -> None:
    """Refuse a number that has no ordinal.

    Raises:
        ValueError: it is below 1.
    """
    if number < 1:
        raise ValueError(f"found {number}; expected a number from 1 on")

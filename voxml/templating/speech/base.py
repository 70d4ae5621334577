"""What the languages have in common: the frame of each filter, filled in by the words of a language."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import ClassVar, NamedTuple

from voxml.language.texts import quote
from voxml.templating.speech.phones import phone_groups


class Unit(NamedTuple):
    """A unit's names: of one, and of other numbers."""

    one: str
    other: str


class Currency(NamedTuple):
    """A currency's names, and those of its hundredths; no `minor` when it is not divided in daily life."""

    major: Unit
    minor: Unit | None = None


def is_whole_millions(number: int | Decimal) -> bool:
    """Whether a number is said as so many millions and nothing else, which some languages follow with their "of"."""
    return number != 0 and number % 1_000_000 == 0


def indian_groups(digits: str) -> list[str]:
    """The digits of a large number as India groups them: `12,34,567`."""
    start, last = digits[:-3], digits[-3:]
    first = len(start) % 2
    return [start[:first]] * bool(first) + [start[at : at + 2] for at in range(first, len(start), 2)] + [last]


class Speech:
    """One language; its subclasses hold the words. Methods raise ValueError, in words, for what they can't say."""

    tag: ClassVar[str]
    months: ClassVar[tuple[str, ...]]
    #: Monday first.
    weekdays: ClassVar[tuple[str, ...]]
    conjunctions: ClassVar[Mapping[str, str]]
    units: ClassVar[Mapping[str, Unit]]
    currencies: ClassVar[Mapping[str, Currency]]
    #: Stands between the large and the small unit of an amount.
    money_joint: ClassVar[str]
    minus: ClassVar[str]
    plus: ClassVar[str]
    #: Names of the characters that are spelled out, such as "@".
    symbols: ClassVar[Mapping[str, str]]

    # --- numbers ----------------------------------------------------------------------------------------------------

    def is_one(self, number: int | Decimal) -> bool:
        """Whether the singular goes with this number (the CLDR plural category `one`)."""
        return number == 1

    def number(self, number: int | Decimal) -> str:
        """A number in digits, as this language's voices read them; from a million on with its groups marked."""
        whole, _, part = (f"{abs(number):f}" if isinstance(number, Decimal) else str(abs(number))).partition(".")
        part = part.rstrip("0")
        if len(whole) > 6:
            whole = self.group_mark.join(self.digit_groups(whole))
        text = f"{whole}{self.decimal_mark}{part}" if part else whole
        return f"{self.minus} {text}" if number < 0 else text

    decimal_mark: ClassVar[str] = "."
    #: Stands between the groups of a large number; without it, voices take seven digits for a code.
    group_mark: ClassVar[str] = ","

    def digit_groups(self, digits: str) -> list[str]:
        """The digits of a large number in threes, from its end."""
        first = len(digits) % 3
        return [digits[:first]] * bool(first) + [digits[at : at + 3] for at in range(first, len(digits), 3)]

    def joint(self, number: int | Decimal, name: str) -> str:
        """What stands between a number and what is counted."""
        return " "

    def ordinal(self, number: int) -> str:
        """The ordinal of a number from 1 on, in its basic (masculine) form."""
        raise NotImplementedError

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """A number and its unit: `3 minutes`."""
        size: int | Decimal = -number if number < 0 else number
        name = unit.one if self.is_one(size) else unit.other
        return f"{self.number(number)}{self.joint(number, name)}{name}"

    # --- characters -------------------------------------------------------------------------------------------------

    def digits(self, text: str, group: int) -> str:
        """Digits one by one, with a pause after each `group` of them (0 for none)."""
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
        """Every character by its name, with a pause for a space."""
        words: list[str] = []
        for part in text.split():
            names = [self._name(char, text) for char in unicodedata.normalize("NFC", part)]
            words.append(" ".join(names))
        if not words:
            raise ValueError(f"found {quote(text)}; expected something to spell")
        return ", ".join(words)

    def _name(self, char: str, text: str) -> str:
        if char.isalpha():
            return char.upper() if len(char.upper()) == 1 else char
        value = unicodedata.digit(char, None)
        name = str(value) if value is not None else self.symbols.get(char)
        if name is None and unicodedata.category(char) in ("Mn", "Mc", "Cf"):
            return char
        if name is None:
            raise ValueError(f"found {quote(char)} in {quote(text)}, which has no name in {self.tag}")
        return name

    def phone(self, number: str) -> str:
        """A number in E.164 form, country code first, in the groups in which its country says it."""
        code, groups = phone_groups(number)
        return ", ".join([f"{self.plus} {' '.join(code)}", *(" ".join(group) for group in groups)])

    # --- amounts ----------------------------------------------------------------------------------------------------

    def money(self, amount: Decimal, code: str) -> str:
        """An amount in its currency: `49 dollars and 90 cents`."""
        currency = self.currencies.get(code)
        if currency is None:
            names = ", ".join(sorted(self.currencies))
            raise ValueError(f'found the currency "{code}", which has no name in {self.tag}; expected one of {names}')
        places = 2 if currency.minor is not None else 0
        scaled = abs(amount).scaleb(places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"found {amount:f} {code}; expected at most {places} decimals")
        whole, part = divmod(int(scaled), 10**places)
        parts = [self.counted(whole, currency.major)] if whole or not part else []
        if part and currency.minor is not None:
            parts.append(self.counted(part, currency.minor))
        said = self.money_joint.join(parts)
        return f"{self.minus} {said}" if amount < 0 else said

    def duration(self, seconds: int) -> str:
        """A length of time in days, hours, minutes and seconds, those that are not zero."""
        parts: list[str] = []
        left = abs(seconds)
        for name, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
            count, left = divmod(left, size)
            if count or (size == 1 and not parts):
                parts.append(self.counted(count, self.units[name]))
        said = self.enumeration(parts, "and")
        return f"{self.minus} {said}" if seconds < 0 else said

    # --- times ------------------------------------------------------------------------------------------------------

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """A day of the calendar."""
        raise NotImplementedError

    def time(self, value: time) -> str:
        """A time of day, to the minute."""
        raise NotImplementedError

    # --- lists ------------------------------------------------------------------------------------------------------

    def enumeration(self, entries: Sequence[str], conjunction: str) -> str:
        """`a, b and c`."""
        word = self.conjunctions.get(conjunction)
        if word is None:
            raise ValueError(f'found "{conjunction}"; expected one of {", ".join(self.conjunctions)}')
        if len(entries) < 2:
            return "".join(entries)
        return f"{', '.join(entries[:-1])} {word} {entries[-1]}"

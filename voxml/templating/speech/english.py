"""English, as it is said in the United States, in Britain and in India."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import ClassVar

from voxml.templating.speech.common import Currency, Speech, Unit, check_ordinal, indian_groups, names

_CENTS = Unit("cent", "cents")


class English(Speech):
    """What all of English has in common."""

    months = names("January February March April May June July August September October November December")
    weekdays = names("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
    conjunctions: ClassVar[Mapping[str, str]] = {"and": "and", "or": "or"}
    units: ClassVar[Mapping[str, Unit]] = {
        "day": Unit("day", "days"),
        "hour": Unit("hour", "hours"),
        "minute": Unit("minute", "minutes"),
        "second": Unit("second", "seconds"),
    }
    currencies: ClassVar[Mapping[str, Currency]] = {
        "AED": Currency(Unit("dirham", "dirhams"), Unit("fils", "fils")),
        "AUD": Currency(Unit("Australian dollar", "Australian dollars"), _CENTS),
        "BRL": Currency(Unit("real", "reais"), Unit("centavo", "centavos")),
        "CAD": Currency(Unit("Canadian dollar", "Canadian dollars"), _CENTS),
        "CHF": Currency(Unit("Swiss franc", "Swiss francs"), Unit("centime", "centimes")),
        "CNY": Currency(Unit("yuan", "yuan"), Unit("fen", "fen")),
        "EUR": Currency(Unit("euro", "euros"), _CENTS),
        "GBP": Currency(Unit("pound", "pounds"), Unit("penny", "pence")),
        "HKD": Currency(Unit("Hong Kong dollar", "Hong Kong dollars"), _CENTS),
        "INR": Currency(Unit("rupee", "rupees"), Unit("paisa", "paise")),
        "JPY": Currency(Unit("yen", "yen")),
        "MXN": Currency(Unit("Mexican peso", "Mexican pesos"), Unit("centavo", "centavos")),
        "NZD": Currency(Unit("New Zealand dollar", "New Zealand dollars"), _CENTS),
        "SGD": Currency(Unit("Singapore dollar", "Singapore dollars"), _CENTS),
        "USD": Currency(Unit("dollar", "dollars"), _CENTS),
        "ZAR": Currency(Unit("rand", "rand"), _CENTS),
    }
    money_joint = " and "
    minus = "minus"
    plus = "plus"
    symbols: ClassVar[Mapping[str, str]] = {
        "@": "at", ".": "dot", "-": "dash", "_": "underscore", "/": "slash", "+": "plus", "#": "pound", "*": "star",
        "&": "and", ":": "colon", ",": "comma", "'": "apostrophe", "!": "exclamation mark", "?": "question mark",
        "=": "equals", "%": "percent", "$": "dollar sign", "(": "open parenthesis", ")": "close parenthesis",
    }  # fmt: skip

    def ordinal(self, number: int) -> str:
        """Return `3rd`, which voices say in words."""
        check_ordinal(number)
        ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        return f"{number}{ending}"

    def time(self, value: time) -> str:
        """Return `2:30 PM`, `9 AM`, `noon`; Babel's "12:00 PM" is not said."""
        if value.minute == 0 and value.hour in (0, 12):
            return "midnight" if value.hour == 0 else "noon"
        hour = value.hour % 12 or 12
        minutes = f":{value.minute:02}" if value.minute else ""
        return f"{hour}{minutes} {'AM' if value.hour < 12 else 'PM'}"


class AmericanEnglish(English):
    """Month first: Tuesday, November 24th, 2026."""

    tag = "en-US"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return the day with its ordinal; Babel's "November 24" is read as "November twenty-four"."""
        day = f"{self.months[value.month - 1]} {self.ordinal(value.day)}"
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{day}{f', {value.year}' if year else ''}"


class BritishEnglish(English):
    """Day first: Tuesday the 24th of November 2026."""

    tag = "en-GB"
    symbols: ClassVar[Mapping[str, str]] = {
        **English.symbols, "#": "hash", "(": "open bracket", ")": "close bracket",
    }  # fmt: skip

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return the day with its article; Babel's "Tuesday, 24 November" is read as "twenty-four November"."""
        day = f"the {self.ordinal(value.day)} of {self.months[value.month - 1]}"
        start = f"{self.weekdays[value.weekday()]} " if weekday else ""
        return f"{start}{day}{f' {value.year}' if year else ''}"


class IndianEnglish(English):
    """Day first, without article: Tuesday, 24th November 2026. Dollars are named by their country."""

    tag = "en-IN"
    symbols: ClassVar[Mapping[str, str]] = {**English.symbols, "#": "hash"}
    currencies: ClassVar[Mapping[str, Currency]] = {
        **English.currencies,
        "USD": Currency(Unit("US dollar", "US dollars"), _CENTS),
    }

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return the day with its ordinal; Babel's "24 November" is read as "twenty-four November"."""
        day = f"{self.ordinal(value.day)} {self.months[value.month - 1]}"
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{day}{f' {value.year}' if year else ''}"

    def digit_groups(self, digits: str) -> list[str]:
        """Return the digits in lakhs and crores."""
        return indian_groups(digits)

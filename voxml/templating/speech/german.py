"""German, as it is said in Germany."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.templating.speech.base import Currency, Speech, Unit

_CENT = Unit("Cent", "Cent")
#: The units that take `eine`.
_FEMININE = frozenset({"Stunde", "Minute", "Sekunde", "Rupie"})
_ORDINALS = [
    "erste",
    "zweite",
    "dritte",
    "vierte",
    "fünfte",
    "sechste",
    "siebte",
    "achte",
    "neunte",
    "zehnte",
    "elfte",
    "zwölfte",
    "dreizehnte",
    "vierzehnte",
    "fünfzehnte",
    "sechzehnte",
    "siebzehnte",
    "achtzehnte",
    "neunzehnte",
    "zwanzigste",
]


class German(Speech):
    """Dienstag, 24. November 2026, 14 Uhr 30."""

    tag = "de-DE"
    months = (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    )
    weekdays = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
    conjunctions: ClassVar[Mapping[str, str]] = {"and": "und", "or": "oder"}
    units: ClassVar[Mapping[str, Unit]] = {
        "day": Unit("Tag", "Tage"),
        "hour": Unit("Stunde", "Stunden"),
        "minute": Unit("Minute", "Minuten"),
        "second": Unit("Sekunde", "Sekunden"),
    }
    currencies: ClassVar[Mapping[str, Currency]] = {
        "AUD": Currency(Unit("australischer Dollar", "australische Dollar"), _CENT),
        "CAD": Currency(Unit("kanadischer Dollar", "kanadische Dollar"), _CENT),
        "CHF": Currency(Unit("Schweizer Franken", "Schweizer Franken"), Unit("Rappen", "Rappen")),
        "EUR": Currency(Unit("Euro", "Euro"), _CENT),
        "GBP": Currency(Unit("Pfund", "Pfund"), Unit("Penny", "Pence")),
        "INR": Currency(Unit("Rupie", "Rupien"), Unit("Paisa", "Paise")),
        "JPY": Currency(Unit("Yen", "Yen")),
        "USD": Currency(Unit("US-Dollar", "US-Dollar"), _CENT),
    }
    money_joint = " und "
    minus = "minus"
    plus = "plus"
    decimal_mark = ","
    group_mark = "."
    symbols: ClassVar[Mapping[str, str]] = {
        "@": "at",
        ".": "Punkt",
        "-": "Minus",
        "_": "Unterstrich",
        "/": "Schrägstrich",
        "+": "Plus",
        "#": "Raute",
        "*": "Stern",
        "&": "Und",
        ":": "Doppelpunkt",
        ",": "Komma",
        "'": "Apostroph",
        "!": "Ausrufezeichen",
        "?": "Fragezeichen",
        "=": "Gleich",
        "%": "Prozent",
        "(": "Klammer auf",
        ")": "Klammer zu",
    }

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """`ein Euro`, `eine Minute`, `3 Minuten`: voices read a bare 1 as `eins`."""
        if number == 1:
            return f"{'eine' if unit.one in _FEMININE else 'ein'} {unit.one}"
        return super().counted(number, unit)

    def ordinal(self, number: int) -> str:
        """`dritte`; from 21 on in digits, `21.`, which voices read as an ordinal."""
        if number < 1:
            raise ValueError(f"found {number}; expected a number from 1 on")
        return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}."

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """A day of the calendar, as the class shows it."""
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{value.day}. {self.months[value.month - 1]}{f' {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """A time of day, as the class shows it."""
        return f"{value.hour} Uhr{f' {value.minute}' if value.minute else ''}"

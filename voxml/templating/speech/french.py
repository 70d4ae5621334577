"""French, as it is said in France."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.templating.speech.base import Currency, Speech, Unit, is_whole_millions

_CENTIME = Unit("centime", "centimes")
_CENT = Unit("cent", "cents")
_ORDINALS = [
    "premier",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "onzième",
    "douzième",
]


class French(Speech):
    """mardi 24 novembre 2026, 14 heures 30."""

    tag = "fr-FR"
    months = (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    )
    weekdays = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
    conjunctions: ClassVar[Mapping[str, str]] = {"and": "et", "or": "ou"}
    units: ClassVar[Mapping[str, Unit]] = {
        "day": Unit("jour", "jours"),
        "hour": Unit("heure", "heures"),
        "minute": Unit("minute", "minutes"),
        "second": Unit("seconde", "secondes"),
    }
    currencies: ClassVar[Mapping[str, Currency]] = {
        "AUD": Currency(Unit("dollar australien", "dollars australiens"), _CENT),
        "CAD": Currency(Unit("dollar canadien", "dollars canadiens"), _CENT),
        "CHF": Currency(Unit("franc suisse", "francs suisses"), _CENTIME),
        "EUR": Currency(Unit("euro", "euros"), _CENTIME),
        "GBP": Currency(Unit("livre", "livres"), Unit("penny", "pence")),
        "INR": Currency(Unit("roupie", "roupies"), Unit("paisa", "paise")),
        "JPY": Currency(Unit("yen", "yens")),
        "USD": Currency(Unit("dollar", "dollars"), _CENT),
    }
    money_joint = " et "
    minus = "moins"
    plus = "plus"
    decimal_mark = ","
    #: A space at which no line ends.
    group_mark = "\u00a0"
    symbols: ClassVar[Mapping[str, str]] = {
        "@": "arobase",
        ".": "point",
        "-": "tiret",
        "_": "tiret bas",
        "/": "barre oblique",
        "+": "plus",
        "#": "dièse",
        "*": "étoile",
        "&": "et",
        ":": "deux-points",
        ",": "virgule",
        "'": "apostrophe",
        "!": "point d'exclamation",
        "?": "point d'interrogation",
        "=": "égal",
        "%": "pour cent",
        "(": "parenthèse ouvrante",
        ")": "parenthèse fermante",
    }
    #: Units of which one is `une`.
    _feminine = frozenset({"heure", "minute", "seconde", "livre", "roupie"})

    def is_one(self, number: int | Decimal) -> bool:
        """Nought and one, and what lies between, are singular."""
        return number < 2

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """`un euro`, `une heure`: the 1 agrees with what is counted."""
        if number == 1:
            return f"{'une' if unit.one in self._feminine else 'un'} {unit.one}"
        return super().counted(number, unit)

    def joint(self, number: int | Decimal, name: str) -> str:
        """`un million d'euros`, `un million de dollars`."""
        if not is_whole_millions(number):
            return " "
        return " d'" if name[0] in "aeiouhé" else " de "

    def ordinal(self, number: int) -> str:
        """`troisième`; from 13 on in digits, `13e`."""
        if number < 1:
            raise ValueError(f"found {number}; expected a number from 1 on")
        return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}e"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """A day of the calendar, as the class shows it."""
        start = f"{self.weekdays[value.weekday()]} " if weekday else ""
        day = "1er" if value.day == 1 else str(value.day)
        return f"{start}{day} {self.months[value.month - 1]}{f' {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """A time of day, as the class shows it."""
        if value.minute == 0 and value.hour in (0, 12):
            return "minuit" if value.hour == 0 else "midi"
        hours = self.counted(value.hour, self.units["hour"])
        return f"{hours}{f' {value.minute}' if value.minute else ''}"

"""French, as it is said in France."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.templating.speech.common import Currency, Speech, Unit, check_ordinal, is_whole_millions, names

_CENTIME = Unit("centime", "centimes")
_CENT = Unit("cent", "cents")
_ORDINALS = names(
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième"
)
#: The minutes that are feminine; in digits, with no noun behind them, voices read them as masculine.
_MINUTES = {1: "une", 21: "vingt-et-une", 31: "trente-et-une", 41: "quarante-et-une", 51: "cinquante-et-une"}


class French(Speech):
    """mardi 24 novembre 2026, 14 heures 30."""

    tag = "fr-FR"
    months = names("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
    weekdays = names("lundi mardi mercredi jeudi vendredi samedi dimanche")
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
        "@": "arobase", ".": "point", "-": "tiret", "_": "tiret bas", "/": "barre oblique", "+": "plus", "#": "dièse",
        "*": "étoile", "&": "et", ":": "deux-points", ",": "virgule", "'": "apostrophe", "!": "point d'exclamation",
        "?": "point d'interrogation", "=": "égal", "%": "pour cent", "(": "parenthèse ouvrante",
        ")": "parenthèse fermante",
    }  # fmt: skip
    _feminine = frozenset({"heure", "minute", "seconde", "livre", "roupie"})

    def is_one(self, number: int | Decimal) -> bool:
        """Return whether the singular goes with a number: with nought and one, and what is between."""
        return number < 2

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """Return `un euro`, `une heure`: one agrees with what is counted."""
        if number == 1:
            return f"{'une' if unit.one in self._feminine else 'un'} {unit.one}"
        return super().counted(number, unit)

    def joint(self, number: int | Decimal, name: str) -> str:
        """Return the joint of `un million d'euros`, `un million de dollars`."""
        if not is_whole_millions(number):
            return " "
        return " d'" if name[0] in "aeiouhé" else " de "

    def ordinal(self, number: int) -> str:
        """Return `troisième`; from 13 on in digits, `13e`, which voices say in words."""
        check_ordinal(number)
        return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}e"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return the day with `1er` for the first; Babel's "1 janvier" is read as "un janvier"."""
        start = f"{self.weekdays[value.weekday()]} " if weekday else ""
        day = "1er" if value.day == 1 else str(value.day)
        return f"{start}{day} {self.months[value.month - 1]}{f' {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """Return `9 heures une`, `14 heures 30`, `midi`; Babel's "09:01" is read as "neuf heures un"."""
        if value.minute == 0 and value.hour in (0, 12):
            return "minuit" if value.hour == 0 else "midi"
        hours = self.counted(value.hour, self.units["hour"])
        return f"{hours} {_MINUTES.get(value.minute, value.minute)}" if value.minute else hours

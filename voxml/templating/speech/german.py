"""German, as it is said in Germany."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.language.texts import quote
from voxml.templating.speech.common import Currency, Speech, Unit, check_ordinal, names

_CENT = Unit("Cent", "Cent")
_UNITS = names("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
               "sechzehn siebzehn achtzehn neunzehn")  # fmt: skip
_TENS = names("- zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
_IRREGULAR = {1: "erste", 3: "dritte", 7: "siebte", 8: "achte"}
_ARTICLE = re.compile(r"ein(?:e[nmrs]?)?\s", re.IGNORECASE)
#: The gender of nouns that phones count; of others the ending tells, or the template's own article.
_NOUNS = {
    "ein": names("Anruf Artikel Auftrag Besuch Brief Cent Dollar Eintrag Euro Franken Gast Kunde Mitarbeiter Monat Platz "
                 "Punkt Rückruf Schritt Tag Teilnehmer Termin Versuch Wert Jahr Konto Paket Pfund Problem Produkt Stück "
                 "Ticket Zeichen Zimmer"),
    "eine": names("Antwort Anfrage Frage Minute Nachricht Nummer Person Rupie Sekunde Stelle Stunde Taste Woche Ziffer "
                  "Karte Fahrt Kundin E-Mail Mail SMS"),
}  # fmt: skip
_FEMININE = re.compile(r"(?:ung|heit|keit|schaft|tion|sion|tät|erei|in)$")


class German(Speech):
    """Dienstag, 24. November 2026, 14 Uhr 30."""

    tag = "de-DE"
    months = names("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
    weekdays = names("Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag")
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
        "@": "at", ".": "Punkt", "-": "Minus", "_": "Unterstrich", "/": "Schrägstrich", "+": "Plus", "#": "Raute",
        "*": "Stern", "&": "Und", ":": "Doppelpunkt", ",": "Komma", "'": "Apostroph", "!": "Ausrufezeichen",
        "?": "Fragezeichen", "=": "Gleich", "%": "Prozent", "(": "Klammer auf", ")": "Klammer zu",
    }  # fmt: skip

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """Return `ein Euro`, `eine Minute`, `3 Minuten`; Babel's "1 Minute" is read as "eins Minute"."""
        if number == 1:
            return f"{'eine' if unit.one in _NOUNS['eine'] else 'ein'} {unit.one}"
        return super().counted(number, unit)

    def plural(self, number: int | Decimal, one: str, other: str, *, with_number: bool) -> str:
        """Return `eine Nachricht`, `3 Nachrichten`: one is said by the gender of the noun.

        Raises:
            ValueError: the gender is not known; `one` then needs its article.
        """
        if not with_number or "{}" in one or "{}" in other:
            return super().plural(number, one, other, with_number=with_number)
        single = one if _ARTICLE.match(one) else f"{_article(one)} {one}"
        return single if number == 1 else super().plural(number, one, other, with_number=True)

    def ordinal(self, number: int) -> str:
        """Return `dritte`, `zweiundzwanzigste`; "22." ends the sentence for many voices."""
        check_ordinal(number)
        if number >= 1_000_000:
            return f"{self.number(number)}."
        start, last = number - number % 100, number % 100
        if 0 < last < 20:
            return f"{_in_words(start) if start else ''}{_IRREGULAR.get(last) or _UNITS[last] + 'te'}"
        return f"{_in_words(number)}ste"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return a day of the calendar, as the class shows it."""
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{value.day}. {self.months[value.month - 1]}{f' {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """Return `14 Uhr 30`, `ein Uhr`; Babel's "14:30 Uhr" is read as "vierzehn dreißig Uhr" by some voices."""
        hour = "ein" if value.hour == 1 else str(value.hour)
        return f"{hour} Uhr{f' {value.minute}' if value.minute else ''}"


def _article(noun: str) -> str:
    last = noun.rsplit(maxsplit=1)[-1]
    for article, nouns in _NOUNS.items():
        # A compound has the gender of its last part: Sprachnachricht, Termin.
        if any(last == each or last.endswith(each.lower()) for each in nouns):
            return article
    if _FEMININE.search(last):
        return "eine"
    raise ValueError(
        f'found {quote(noun)}, whose gender is not known; expected it with its article, as in "eine Zeile"'
    )


def _in_words(number: int) -> str:
    """Return a number below a million in words, as parts of a longer word; `eins` only at the end."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        start = (
            ""
            if thousands == 1
            else _in_words(thousands).removesuffix("s")
            if thousands % 100 == 1
            else _in_words(thousands)
        )
        end = "ein" * (100 <= rest < 200) + _in_words(rest) if rest else ""
        return f"{start}tausend{end}"
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return f"{'' if hundreds == 1 else _UNITS[hundreds]}hundert{_in_words(rest) if rest else ''}"
    if number < 20:
        return _UNITS[number]
    tens, unit = divmod(number, 10)
    return f"{'ein' if unit == 1 else _UNITS[unit]}und{_TENS[tens]}" if unit else _TENS[tens]

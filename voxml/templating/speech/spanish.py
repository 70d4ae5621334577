"""Spanish, as it is said in Spain, and with the numbers of Mexico, the United States and Central America."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.templating.speech.common import Currency, Speech, Unit, check_ordinal, is_whole_millions, names

_CENTIMO = Unit("céntimo", "céntimos")
_CENTAVO = Unit("centavo", "centavos")
_ORDINALS = names(
    "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo"
)  # fmt: skip


class Spanish(Speech):
    """martes, 24 de noviembre de 2026, las 2 y 30 de la tarde."""

    tag = "es-ES"
    months = names("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
    weekdays = names("lunes martes miércoles jueves viernes sábado domingo")
    conjunctions: ClassVar[Mapping[str, str]] = {"and": "y", "or": "o"}
    units: ClassVar[Mapping[str, Unit]] = {
        "day": Unit("día", "días"),
        "hour": Unit("hora", "horas"),
        "minute": Unit("minuto", "minutos"),
        "second": Unit("segundo", "segundos"),
    }
    currencies: ClassVar[Mapping[str, Currency]] = {
        "ARS": Currency(Unit("peso argentino", "pesos argentinos"), _CENTAVO),
        "AUD": Currency(Unit("dólar australiano", "dólares australianos"), _CENTAVO),
        "CAD": Currency(Unit("dólar canadiense", "dólares canadienses"), _CENTAVO),
        "CHF": Currency(Unit("franco suizo", "francos suizos"), _CENTIMO),
        "CLP": Currency(Unit("peso chileno", "pesos chilenos")),
        "COP": Currency(Unit("peso colombiano", "pesos colombianos"), _CENTAVO),
        "EUR": Currency(Unit("euro", "euros"), _CENTIMO),
        "GBP": Currency(Unit("libra", "libras"), Unit("penique", "peniques")),
        "INR": Currency(Unit("rupia", "rupias"), Unit("paisa", "paisas")),
        "JPY": Currency(Unit("yen", "yenes")),
        "MXN": Currency(Unit("peso mexicano", "pesos mexicanos"), _CENTAVO),
        "USD": Currency(Unit("dólar", "dólares"), _CENTAVO),
    }
    money_joint = " con "
    minus = "menos"
    plus = "más"
    decimal_mark = ","
    group_mark = "."
    symbols: ClassVar[Mapping[str, str]] = {
        "@": "arroba", ".": "punto", "-": "guion", "_": "guion bajo", "/": "barra", "+": "más", "#": "almohadilla",
        "*": "asterisco", "&": "y", ":": "dos puntos", ",": "coma", "'": "apóstrofo", "!": "exclamación",
        "?": "interrogación", "=": "igual", "%": "por ciento", "(": "abre paréntesis", ")": "cierra paréntesis",
    }  # fmt: skip
    _feminine = frozenset({"hora", "libra", "rupia", "paisa"})

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """Return `un euro`, `una hora`; Babel's "1 euro" is read as "uno euro" by some voices."""
        if number == 1:
            return f"{'una' if unit.one in self._feminine else 'un'} {unit.one}"
        return super().counted(number, unit)

    def joint(self, number: int | Decimal, name: str) -> str:
        """Return the joint of `un millón de euros`."""
        return " de " if is_whole_millions(number) else " "

    def ordinal(self, number: int) -> str:
        """Return `tercero`; from 13 on in digits, `13.º`, which voices say in words."""
        check_ordinal(number)
        return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}.º"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return a day of the calendar, as the class shows it."""
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{value.day} de {self.months[value.month - 1]}{f' de {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """Return `las 2 y 30 de la tarde`, `la una de la tarde`; Babel's "14:30" lacks the article and the part."""
        hour = value.hour % 12 or 12
        clock = "la una" if hour == 1 else f"las {hour}"
        minutes = f" y {value.minute}" if value.minute else ""
        return f"{clock}{minutes} {_part_of_day(value.hour)}"

    def enumeration(self, entries: Sequence[str], conjunction: str) -> str:
        """Return `padres e hijos`, `siete u ocho`: `y` and `o` change before their like."""
        phrase = super().enumeration(entries, conjunction)
        if len(entries) < 2:
            return phrase
        last = entries[-1]
        plain = last.casefold()
        changed = conjunction
        if conjunction == "and" and re.match(r"h?[ií](?![aeoáéó])", plain):
            changed = "e"
        elif conjunction == "or" and re.match(r"h?[oó]|8|11(?!\d)", plain):
            changed = "u"
        if changed == conjunction:
            return phrase
        return f"{', '.join(entries[:-1])} {changed} {last}"


class MexicanSpanish(Spanish):
    """Spanish where 1,234,567.5 is written with a point: Mexico, the United States, Central America (CLDR)."""

    tag = "es-MX"
    decimal_mark = "."
    group_mark = ","
    currencies: ClassVar[Mapping[str, Currency]] = {
        **Spanish.currencies,
        "MXN": Currency(Unit("peso", "pesos"), _CENTAVO),
    }
    symbols: ClassVar[Mapping[str, str]] = {**Spanish.symbols, "#": "gato"}


class AmericanSpanish(MexicanSpanish):
    """Spanish in the United States."""

    tag = "es-US"
    currencies: ClassVar[Mapping[str, Currency]] = Spanish.currencies
    symbols: ClassVar[Mapping[str, str]] = {**Spanish.symbols, "#": "numeral"}


def _part_of_day(hour: int) -> str:
    if hour == 0 or hour >= 20:
        return "de la noche"
    if hour < 6:
        return "de la madrugada"
    if hour < 12:
        return "de la mañana"
    return "del mediodía" if hour == 12 else "de la tarde"

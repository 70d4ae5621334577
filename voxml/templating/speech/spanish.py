"""Spanish, as it is said in Spain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.templating.speech.base import Currency, Speech, Unit, is_whole_millions

_CENTIMO = Unit("céntimo", "céntimos")
_CENTAVO = Unit("centavo", "centavos")
_ORDINALS = [
    "primero",
    "segundo",
    "tercero",
    "cuarto",
    "quinto",
    "sexto",
    "séptimo",
    "octavo",
    "noveno",
    "décimo",
    "undécimo",
    "duodécimo",
]


class Spanish(Speech):
    """martes, 24 de noviembre de 2026, las 2 y 30 de la tarde."""

    tag = "es-ES"
    months = (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    )
    weekdays = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
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
        "@": "arroba",
        ".": "punto",
        "-": "guion",
        "_": "guion bajo",
        "/": "barra",
        "+": "más",
        "#": "almohadilla",
        "*": "asterisco",
        "&": "y",
        ":": "dos puntos",
        ",": "coma",
        "'": "apóstrofo",
        "!": "exclamación",
        "?": "interrogación",
        "=": "igual",
        "%": "por ciento",
        "(": "abre paréntesis",
        ")": "cierra paréntesis",
    }
    #: Units of which one is `una`.
    _feminine = frozenset({"hora", "libra", "rupia", "paisa"})

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """`un euro`, `una hora`: the 1 agrees with what is counted."""
        if number == 1:
            return f"{'una' if unit.one in self._feminine else 'un'} {unit.one}"
        return super().counted(number, unit)

    def joint(self, number: int | Decimal, name: str) -> str:
        """`un millón de euros`."""
        return " de " if is_whole_millions(number) else " "

    def ordinal(self, number: int) -> str:
        """`tercero`; from 13 on in digits, `13.º`."""
        if number < 1:
            raise ValueError(f"found {number}; expected a number from 1 on")
        return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}.º"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """A day of the calendar, as the class shows it."""
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{value.day} de {self.months[value.month - 1]}{f' de {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """With its article: `las 2 y 30 de la tarde`, `la 1 de la tarde`."""
        hour = value.hour % 12 or 12
        article = "la" if hour == 1 else "las"
        minutes = f" y {value.minute}" if value.minute else ""
        if value.hour < 6:
            part = "de la madrugada"
        elif value.hour < 12:
            part = "de la mañana"
        elif value.hour == 12:
            part = "del mediodía"
        else:
            part = "de la tarde" if value.hour < 20 else "de la noche"
        if value.hour == 0:
            part = "de la noche"
        return f"{article} {hour}{minutes} {part}"

    def enumeration(self, entries: Sequence[str], conjunction: str) -> str:
        """`y` becomes `e` before the sound of i, `o` becomes `u` before that of o: `padres e hijos`, `siete u ocho`."""
        said = super().enumeration(entries, conjunction)
        if len(entries) < 2:
            return said
        last = entries[-1]
        plain = last.casefold()
        changed = conjunction
        if conjunction == "and" and re.match(r"h?[ií](?![aeoáéó])", plain):
            changed = "e"
        elif conjunction == "or" and re.match(r"h?[oó]|8|11(?!\d)", plain):
            changed = "u"
        if changed == conjunction:
            return said
        return f"{', '.join(entries[:-1])} {changed} {last}"

"""Hindi, as it is said in India."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import ClassVar

from voxml.templating.speech.common import Currency, Speech, Unit, check_ordinal, indian_groups, names

_ORDINALS = names("पहला दूसरा तीसरा चौथा पाँचवाँ छठा सातवाँ आठवाँ नौवाँ दसवाँ")


def _same(name: str) -> Unit:
    return Unit(name, name)


class Hindi(Speech):
    """मंगलवार, 24 नवंबर 2026, दोपहर 2 बजकर 30 मिनट."""

    tag = "hi-IN"
    months = names("जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर")
    weekdays = names("सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार")
    conjunctions: ClassVar[Mapping[str, str]] = {"and": "और", "or": "या"}
    units: ClassVar[Mapping[str, Unit]] = {
        "day": _same("दिन"),
        "hour": Unit("घंटा", "घंटे"),
        "minute": _same("मिनट"),
        "second": _same("सेकंड"),
    }
    currencies: ClassVar[Mapping[str, Currency]] = {
        "AED": Currency(_same("दिरहम"), _same("फ़िल्स")),
        "AUD": Currency(_same("ऑस्ट्रेलियाई डॉलर"), _same("सेंट")),
        "CAD": Currency(_same("कनाडाई डॉलर"), _same("सेंट")),
        "EUR": Currency(_same("यूरो"), _same("सेंट")),
        "GBP": Currency(_same("पाउंड"), Unit("पेनी", "पेंस")),
        "INR": Currency(Unit("रुपया", "रुपये"), Unit("पैसा", "पैसे")),
        "JPY": Currency(_same("येन")),
        "SGD": Currency(_same("सिंगापुर डॉलर"), _same("सेंट")),
        "USD": Currency(_same("अमेरिकी डॉलर"), _same("सेंट")),
    }
    money_joint = " और "
    minus = "माइनस"
    plus = "प्लस"
    symbols: ClassVar[Mapping[str, str]] = {
        "@": "ऐट", ".": "डॉट", "-": "डैश", "_": "अंडरस्कोर", "/": "स्लैश", "+": "प्लस", "#": "हैश", "*": "स्टार",
        "&": "और", ":": "कोलन", ",": "कॉमा", "'": "अपॉस्ट्रॉफ़ी", "!": "विस्मयादिबोधक चिह्न", "?": "प्रश्न चिह्न",
        "=": "बराबर", "%": "प्रतिशत", "(": "कोष्ठक शुरू", ")": "कोष्ठक बंद",
    }  # fmt: skip

    def is_one(self, number: int | Decimal) -> bool:
        """Return whether the singular goes with a number: with nought and one, and what is between."""
        return number <= 1

    def counted(self, number: int | Decimal, unit: Unit) -> str:
        """Return a number and its unit; Babel's singular after nought, "0 रुपया", is written but not said."""
        return f"{self.number(number)} {unit.one if number == 1 else unit.other}"

    def digit_groups(self, digits: str) -> list[str]:
        """Return the digits in lakhs and crores."""
        return indian_groups(digits)

    def ordinal(self, number: int) -> str:
        """Return `तीसरा`; from 11 on in digits, `11वाँ`."""
        check_ordinal(number)
        return _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number}वाँ"

    def date(self, value: date, *, weekday: bool, year: bool) -> str:
        """Return a day of the calendar, as the class shows it."""
        start = f"{self.weekdays[value.weekday()]}, " if weekday else ""
        return f"{start}{value.day} {self.months[value.month - 1]}{f' {value.year}' if year else ''}"

    def time(self, value: time) -> str:
        """Return `दोपहर 2 बजकर 30 मिनट`; Babel's "2:30 pm" is not Hindi."""
        hour = value.hour % 12 or 12
        clock = f"{hour} बजकर {value.minute} मिनट" if value.minute else f"{hour} बजे"
        return f"{_part_of_day(value.hour)} {clock}"


def _part_of_day(hour: int) -> str:
    if hour < 4 or hour >= 20:
        return "रात"
    if hour < 12:
        return "सुबह"
    return "दोपहर" if hour < 16 else "शाम"

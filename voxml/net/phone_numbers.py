"""Telephone numbers as people write them, read into E.164.

The number plans are those of Google's libphonenumber (package phonenumbers), which is loaded at the first number that
needs them. A digit that is dialled only within a country, as the zero of `+44 (0)20 7946 0123`, is no part of E.164.
Countries are named by ISO 3166-1 alpha-2: `GB`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from voxml.errors import VoxmlValueError
from voxml.language.texts import quote

E164_PATTERN = re.compile(r"\+[1-9][0-9]{1,14}")
#: What people put between digits: spaces, dashes, dots, slashes, brackets; and marks that copying from a page leaves.
_PUNCTUATION = re.compile(
    "[ \t\u00a0\u2000-\u200f\u2028-\u202f\u205f\u2060\u2066-\u2069\u3000\ufeff"
    "\u00ad\\-\u2010-\u2015\u2212\ufe63\uff0d./\u2215()\\[\\]\uff08\uff09\uff0e\uff0f]"
)
_WRITTEN = re.compile(r"\+?[0-9]+")
_EXPECTED = "expected a plus sign, the country code and the number, such as +442079460123"


class PhoneNumberError(VoxmlValueError):
    """A text that is not a telephone number, or could be several."""


def parse_phone_number(text: str, country: str | None = None) -> str:
    """Read a telephone number as people write it, and return it in E.164.

    Args:
        text: `+44 (0)20 7946 0123`, `tel:+44-20-7946-0123`, `+442079460123`; with a country also `020 7946 0123`.
        country: the country that a number without a country code belongs to, such as `GB`.

    A text in the form of E.164 is kept even when the number plans know no such number, as plans change; only digits
    that are not dialled from abroad are removed from it.

    Raises:
        PhoneNumberError: it is not a number, or it is not certain which one it is.
    """
    bare = _bare(text)
    if bare is None:
        raise PhoneNumberError(f"found {quote(text)}; {_EXPECTED}")
    if country is not None:
        _check_country(country)
    elif not bare.startswith("+"):
        hint = "; write + in place of 00" if bare.startswith("00") else ""
        raise PhoneNumberError(f"found {quote(text)}, which has no country code{hint}; {_EXPECTED}")
    is_e164 = E164_PATTERN.fullmatch(text) is not None
    number = canonical_number(bare, country)
    if number is None:
        if is_e164:
            return text
        raise PhoneNumberError(f"found {quote(text)}, which no country's number plan allows; {_EXPECTED}")
    problem = why_impossible(number)
    begins_with_zero = _national(number).startswith("0")
    if problem is not None and (not is_e164 or begins_with_zero):
        raise PhoneNumberError(f"found {quote(text)}, read as {number}: {problem.partition('; ')[2]}")
    if not is_e164 and begins_with_zero and not _plans().is_valid_number(_plans().parse(number)):
        raise PhoneNumberError(f"found {quote(text)}; it is not certain whether the zero after {number[:3]} is dialled")
    return number


@lru_cache(maxsize=4096)
def why_impossible(number: str) -> str | None:
    """Return why nobody can have an E.164 number, as `found …; …`; None when somebody can.

    `+44 0…` is impossible, as the zero is dialled only within the country; `+39 0…` is possible.
    """
    code = country_code(number)
    if code is None:
        return f"found {number}; no country has a code that begins +{number[1:4]}"
    national = number[len(code) + 1 :]
    if not national:
        return f"found {number}; the country code +{code} without a number"
    if (
        national.startswith("0")
        and len(national) > 1
        and not (canonical_number(number) == number and _has_plan_for(national, int(code)))
    ):
        return f"found {number}; the zero after +{code} is dialled only within the country"
    reason = _why_impossible_length(code, len(national))
    return None if reason is None else f"found {number}; {reason}"


@lru_cache(maxsize=1024)
def _why_impossible_length(code: str, length: int) -> str | None:
    """Return why no national number of a country code has so many digits; None when one has.

    libphonenumber asks for the length alone too: what the digits are does not count.
    """
    plans = _plans()
    number = plans.PhoneNumber(country_code=int(code), national_number=int("1" * length))
    reasons = {
        plans.ValidationResult.TOO_SHORT: f"it has too few digits for the country code +{code}",
        plans.ValidationResult.TOO_LONG: f"it has too many digits for the country code +{code}",
        plans.ValidationResult.INVALID_LENGTH: f"no number of the country code +{code} has that many digits",
        plans.ValidationResult.IS_POSSIBLE_LOCAL_ONLY: f"it lacks the area code that +{code} asks for",
    }
    return reasons.get(plans.is_possible_number_with_reason(number))


def country_code(number: str) -> str | None:
    """Return the country calling code that an E.164 number begins with, such as `44`; None when it is nobody's."""
    codes = _plans().COUNTRY_CODE_TO_REGION_CODE
    digits = number.removeprefix("+")
    return next((digits[:size] for size in (1, 2, 3) if digits[:size].isdigit() and int(digits[:size]) in codes), None)


def countries_of(number: str) -> tuple[str, ...]:
    """Return the countries that share the calling code of a number, the main one first: `GB GG IM JE` for +44."""
    code = country_code(number)
    return () if code is None else tuple(_plans().COUNTRY_CODE_TO_REGION_CODE[int(code)])


def canonical_number(number: str, country: str | None = None) -> str | None:
    """Return a number of digits only in E.164, without what is dialled only within its country.

    None when no number plan can read it.
    """
    plans = _plans()
    try:
        parsed = plans.parse(number, country)
    except plans.NumberParseException:
        return None
    # Mexico gave up the 1 before mobile numbers in 2019 (Instituto Federal de Telecomunicaciones).
    return re.sub(r"^\+521(?=[0-9]{10}$)", "+52", str(plans.format_number(parsed, plans.PhoneNumberFormat.E164)))


def _bare(text: str) -> str | None:
    """Return the digits of a text with the plus sign before them; None when it holds anything else."""
    text = text.strip()
    if text[:4].lower() == "tel:":
        text = text[4:]
    bare = _PUNCTUATION.sub("", text).replace("\uff0b", "+")
    return bare if bare.isascii() and _WRITTEN.fullmatch(bare) and len(bare) <= 32 else None


def _national(number: str) -> str:
    """Return the digits of an E.164 number behind its country code."""
    return number[len(country_code(number) or "") + 1 :]


def _has_plan_for(national: str, code: int) -> bool:
    """Return whether any country of a calling code has numbers that look so; in Italy they begin with a zero."""
    plans = _plans()
    for region in plans.COUNTRY_CODE_TO_REGION_CODE[code]:
        metadata = plans.PhoneMetadata.metadata_for_region_or_calling_code(code, region)
        if re.fullmatch(metadata.general_desc.national_number_pattern, national):
            return True
    return False


def _check_country(country: str) -> None:
    if country not in _plans().SUPPORTED_REGIONS:
        raise PhoneNumberError(f"country: found {quote(country)}; expected two capital letters such as GB")


def _plans() -> Any:
    from phonenumbers import phonenumberutil  # 55 ms, for those who have a number to read

    return phonenumberutil


def spoken_groups(number: str) -> tuple[str, list[str]]:
    """Return the country code of an E.164 number, and its digits in the groups of its country: `44`, `20 7946 0018`.

    A group of six digits or more is halved, as nobody says so many in one breath.
    """
    plans = _plans()
    try:
        parsed = plans.parse(number)
    except plans.NumberParseException:
        code = country_code(number) or ""
        written = [number[len(code) + 1 :]]
    else:
        code = str(parsed.country_code)
        international = plans.format_number(parsed, plans.PhoneNumberFormat.INTERNATIONAL)
        written = re.findall("[0-9]+", international.removeprefix(f"+{code}"))
    groups: list[str] = []
    for group in written:
        parts = 1 if len(group) < 6 else -(-len(group) // 4)
        size = -(-len(group) // parts)
        groups += [group[at : at + size] for at in range(0, len(group), size)]
    return code, groups

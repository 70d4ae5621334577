"""Telephone numbers as people write them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from voxml.errors import VoxmlValueError
from voxml.net.phone_numbers import (
    PhoneNumberError,
    countries_of,
    country_code,
    parse_phone_number,
    why_impossible,
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("+442079460123", "+442079460123"),
        ("+44 (0)20 7946 0123", "+442079460123"),
        ("+44(0)20-7946-0123", "+442079460123"),
        ("+44 (020) 7946 0123", "+442079460123"),
        ("+44 020 7946 0123", "+442079460123"),
        ("+4402079460123", "+442079460123"),
        ("(+44) 20 7946 0123", "+442079460123"),
        ("tel:+44-20-7946-0123", "+442079460123"),
        ("\u202a+44\u00a020\u20117946\u20110123\u202c", "+442079460123"),
        ("+49 (0)89 12345678", "+498912345678"),
        ("+49 089 12345678", "+498912345678"),
        ("+7 (8) 495 123-45-67", "+74951234567"),
        ("+784951234567", "+74951234567"),
        ("+7 (800) 123-45-67", "+78001234567"),
        ("+36 (06) 1 123 4567", "+3611234567"),
        ("+370 (8) 5 212 3456", "+37052123456"),
        ("+52 1 55 1234 5678", "+525512345678"),
        ("+5215512345678", "+525512345678"),
        ("+33 (0)1 23 45 67 89", "+33123456789"),
        ("+86 (0)10 1234 5678", "+861012345678"),
        ("+81 (0)3-1234-5678", "+81312345678"),
        ("+61 (2) 9876 5432", "+61298765432"),
        # A zero that belongs to the number.
        ("+39 06 1234 5678", "+390612345678"),
        ("+39 (0)6 1234 5678", "+390612345678"),
        ("+390612345678", "+390612345678"),
        ("+225 07 12 34 56 78", "+2250712345678"),
        ("+49 30 (0) 12345", "+4930012345"),
        ("+1 (415) 555-0100", "+14155550100"),
        ("+1 1 415 555 0100", "+14155550100"),
        # In the form of E.164, and in no number plan: plans change.
        ("+9991234567", "+9991234567"),
        ("+14155550", "+14155550"),
    ],
)
def test_read_as(written: str, number: str) -> None:
    assert parse_phone_number(written) == number


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "expected a plus sign"),
        ("020 7946 0123", "no country code"),
        ("0044 20 7946 0123", "write + in place of 00"),
        ("+44 20 7946 0123 ext. 5", "expected a plus sign"),
        ("+1-800-FLOWERS", "expected a plus sign"),
        ("+44 20 7946 0123, +44 20 7946 0124", "expected a plus sign"),
        ("++442079460123", "expected a plus sign"),
        ("+٤٤٢٠٧٩٤٦٠١٢٣", "expected a plus sign"),
        ("+999 123 4567", "number plan"),
        ("+1 415 555", "too few digits"),
        ("+45 (0)12345678", "the zero after +45"),
        ("+450" + "12345678", "the zero after +45"),
        ("+352 (0)26 12 34", "the zero after +352"),
        ("+39 (0)347 1234567", "not certain"),
    ],
)
def test_refused(written: str, reason: str) -> None:
    with pytest.raises(PhoneNumberError, match="found ") as caught:
        parse_phone_number(written)
    assert reason in str(caught.value)
    assert isinstance(caught.value, VoxmlValueError)


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("020 7946 0123", "GB", "+442079460123"),
        ("0044 20 7946 0123", "GB", "+442079460123"),
        ("011 44 20 7946 0123", "US", "+442079460123"),
        ("(415) 555-0100", "US", "+14155550100"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("+49 89 12345678", "GB", "+498912345678"),
    ],
)
def test_of_a_country(written: str, country: str, number: str) -> None:
    assert parse_phone_number(written, country) == number


def test_unknown_country() -> None:
    with pytest.raises(PhoneNumberError, match='country: found "UK"; expected'):
        parse_phone_number("020 7946 0123", "UK")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("+4402079460123", "the zero after +44 is dialled only within the country"),
        ("+4908912345678", "the zero after +49 is dialled only within the country"),
        ("+340911234567", "the zero after +34 is dialled only within the country"),
        ("+784951234567", "no number of the country code +7 has that many digits"),
        ("+9991234567", "no country has a code that begins +999"),
        ("+44", "the country code +44 without a number"),
        ("+491", "too few digits"),
        ("+14155550", "it lacks the area code that +1 asks for"),
        ("+5215512345678", "too many digits"),
    ],
)
def test_impossible(number: str, reason: str) -> None:
    problem = why_impossible(number)
    assert problem is not None
    assert problem.startswith(f"found {number}; ")
    assert reason in problem


@pytest.mark.parametrize(
    "number",
    ["+442079460123", "+390612345678", "+39061", "+2250712345678", "+14155550100", "+498912345678", "+18005550100"],
)
def test_possible(number: str) -> None:
    assert (why_impossible(number) is None) == (number != "+39061")


def test_countries() -> None:
    assert country_code("+442079460123") == "44"
    assert country_code("+9991234567") is None
    assert countries_of("+442079460123")[0] == "GB"
    assert countries_of("+9991234567") == ()


def test_number_plans_are_loaded_when_they_are_needed() -> None:
    code = "import sys, voxml.net.phone_numbers; sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=300).returncode == 0

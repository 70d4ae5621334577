"""Keeps keys out of sight, and all but the last four digits of telephone numbers."""

from __future__ import annotations

import re
from typing import Any, Final, cast

#: `tvx_sk_live_` and `tvx_sk_test_` say what a key can do, and are no secret.
_PREFIX: Final = re.compile(r"tvx_sk_[a-z]+_")
# One that is masked already is followed by its ellipsis.
_KEYS: Final = re.compile(r"tvx_sk_[A-Za-z0-9_-]++(?!…)")
_CREDENTIALS: Final = re.compile(r"\b(Bearer|Basic) +[A-Za-z0-9._~+/=-]{8,}(?!…)")
#: Characters from which on a secret is found inside other text.
_LONG: Final = 8
# Written with a plus sign, or with %2B as a query string has it.
_NUMBERS: Final = re.compile(r"(\+|%2B)([1-9][0-9]{2,10})([0-9]{4})(?![0-9])", re.IGNORECASE)


class Secret:
    """A string that shows itself to nobody: its repr, str and format are masked; `reveal()` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the string itself, for the one place that needs it."""
        return self._value

    def __str__(self) -> str:
        return mask_key(self._value)

    def __repr__(self) -> str:
        return f"Secret({mask_key(self._value)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        raise TypeError("a secret is not pickled: it would be written unencrypted")


def hide_secrets(value: Any, *secrets: Secret) -> Any:
    """Return JSON that was read, with these secrets masked wherever a string in it repeats them."""
    if isinstance(value, str):
        return _hide(value, secrets)
    if isinstance(value, list):
        return [hide_secrets(each, *secrets) for each in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, dict):
        return {name: hide_secrets(each, *secrets) for name, each in cast("dict[str, Any]", value).items()}
    return value


def _hide(text: str, secrets: tuple[Secret, ...]) -> str:
    for secret in secrets:
        plain = secret.reveal()
        # A secret of a few letters is part of innocent words, such as the status.
        if plain and (text == plain or (len(plain) >= _LONG and plain in text)):
            text = text.replace(plain, str(secret))
    return text


def mask_key(key: str) -> str:
    """Return a key as it may be shown: what kind it is and its last four characters; of all other secrets nothing."""
    found = _PREFIX.match(key)
    if found is None:
        return "…"
    rest = key[found.end() :]
    return f"{found[0]}…{rest[-4:]}" if len(rest) >= 12 else f"{found[0]}…"


def mask_number(number: str) -> str:
    """Return a telephone number as it may be shown: `+14155550100` becomes `+*******0100`."""
    if len(number) <= 4:
        return number
    plus = "+" if number.startswith("+") else ""
    return plus + "*" * (len(number) - len(plus) - 4) + number[-4:]


def mask_numbers(text: str) -> str:
    """Running text with every E.164 number in it masked."""
    return _NUMBERS.sub(lambda found: found[1] + "*" * len(found[2]) + found[3], text)


def mask_secrets(text: str, *secrets: Secret | None) -> str:
    """Running text with these secrets, and whatever looks like a key of TryVox, masked."""
    for secret in secrets:
        if secret is not None and secret.reveal():
            text = text.replace(secret.reveal(), str(secret))
    text = _KEYS.sub(lambda found: mask_key(found[0]), text)
    return _CREDENTIALS.sub(lambda found: f"{found[1]} …", text)

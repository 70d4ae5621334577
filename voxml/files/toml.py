"""Read TOML within bounds, the same for settings, template headers and data.

`tomllib` keeps the path of every part of every dotted key: a key of 60,000 parts takes 14 GB. Such keys are refused
before it sees them.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable
from typing import Any

from voxml.errors import InputError
from voxml.source import read_file

#: The longest TOML text, in characters; settings and headers have a few thousand.
MAX_LENGTH = 256 * 1024
#: The most parts of a dotted key or table name.
MAX_PARTS = 10
# Each character is read once: a string or comment that does not end goes on to the end of its line or of the text.
_TOKEN = re.compile(
    r"""
    (?P<part>[A-Za-z0-9_-]++)
    | (?P<dot>\.)
    | (?P<space>[ \t]++)
    | \"{3}(?:[^"\\]|\\.|\"(?!\"\"))*+(?:\"{3}|\Z)
    | '{3}(?:[^']|'(?!''))*+(?:'{3}|\Z)
    | (?P<quoted>"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\Z)|'[^'\n]*+(?:'|(?=\n)|\Z))
    | \#[^\n]*+
    | .
    """,
    re.DOTALL | re.VERBOSE,
)


def parse_toml(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Raises:
        ValueError: it is not TOML, too long or nested too deep. The message ends with `(at line N, column M)` where
            that is known.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"found {len(text):,} characters; expected at most {MAX_LENGTH:,}")
    _check_keys(text)
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except RecursionError:
        raise ValueError("nested too deep") from None
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        raise ValueError(message[:1].lower() + message[1:]) from None
    except ValueError:
        # Python reads integers of up to 4,300 digits.
        raise ValueError("found a number of too many digits") from None


def read_toml(path: str | os.PathLike[str], *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises:
        InputError: it can't be read, or is not TOML; see `parse_toml`.
    """
    name, data = os.fspath(path), read_file(path)
    try:
        return parse_toml(data.decode("utf-8-sig"), parse_float=parse_float)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(f"{name}:{line}: found bytes that are not UTF-8; save it as UTF-8") from None
    except ValueError as error:
        raise InputError(f"{name}: found text that is not TOML: {error}") from None


def _check_keys(text: str) -> None:
    parts, is_after_dot = 0, False
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "space":
            continue
        if kind == "dot":
            is_after_dot = parts > 0
            continue
        if kind is None:
            parts = 0
        else:
            parts = parts + 1 if is_after_dot else 1
        is_after_dot = False
        if parts > MAX_PARTS:
            line = text.count("\n", 0, token.start()) + 1
            column = token.start() - text.rfind("\n", 0, token.start())
            raise ValueError(
                f"found a key of more than {MAX_PARTS} parts; expected fewer dots (at line {line}, column {column})"
            )

"""Where the account, the key and the address of the API come from, and what is wrong with them.

A secret comes from the argument, the environment variable NAME, the file that NAME_FILE names, or the keyring
of the operating system (service `voxml`, user NAME), in this order. The keyring is asked last, since it may
open a window.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple
from urllib.parse import urlsplit

from voxml.calls.masking import Secret
from voxml.errors import ConfigError
from voxml.language.texts import quote
from voxml.net.addresses import is_loopback

DEFAULT_BASE_URL = "https://api.tryvox.io"
KEYRING_SERVICE = "voxml"
_ASSIGNED = re.compile(r"((?:export\s+)?[A-Za-z_][A-Za-z0-9_]*(?:\s*=|:\s))\s*[^=\s]")
_SCHEME = re.compile(r"(bearer|basic|authorization:)\s", re.IGNORECASE)
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,127}")
#: The largest file that is read for a secret, in bytes; a key has about fifty.
_MAX_SECRET = 8192


class Found(NamedTuple):
    """A setting and where it came from, such as `TRYVOX_API_KEY`."""

    value: Secret
    origin: str


def find_secret(
    name: str,
    given: str | Secret | None = None,
    *,
    environ: Mapping[str, str] = os.environ,
    use_keyring: bool = True,
) -> Found | None:
    """Return the secret called `name`, such as TRYVOX_API_KEY, or None when nothing holds it.

    Raises:
        ConfigError: the file that NAME_FILE names can't be read, or what was found can't be a secret.
    """
    if given is not None:
        return Found(_checked(name, given), "the argument")
    if environ.get(name):
        return Found(_checked(name, environ[name]), name)
    path = environ.get(f"{name}_FILE")
    if path:
        return Found(_checked(f"{name}_FILE", _read_secret(f"{name}_FILE", path)), f"{name}_FILE")
    stored = _ask_keyring(name) if use_keyring else None
    return None if stored is None else Found(_checked(name, stored), "the keyring")


def find_account(given: str | None = None, *, environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the account, from the argument, TRYVOX_AUTH_ID or the file of TRYVOX_AUTH_ID_FILE."""
    found = given if given is not None else environ.get("TRYVOX_AUTH_ID")
    path = environ.get("TRYVOX_AUTH_ID_FILE")
    if not found and path and given is None:
        found = _read_secret("TRYVOX_AUTH_ID_FILE", path)
    if not found:
        return None
    found = _text("auth_id", found).strip()
    if not _ACCOUNT.fullmatch(found):
        raise ConfigError(f"auth_id: found {quote(found)}; expected an account's id such as AC123456")
    return found


def find_base_url(given: str | None = None, *, environ: Mapping[str, str] = os.environ) -> str:
    """Return the API's address without `/v1`, from the argument, TRYVOX_BASE_URL, or the vendor's."""
    name = "base_url" if given is not None else "TRYVOX_BASE_URL"
    found = given if given is not None else environ.get("TRYVOX_BASE_URL") or DEFAULT_BASE_URL
    found = _text(name, found)
    url = found.strip().rstrip("/").removesuffix("/v1")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, is_address = urlsplit(""), False
    if not is_address or any(char.isspace() or not char.isprintable() for char in url):
        raise ConfigError(f"{name}: found {quote(found)}; expected an address such as {DEFAULT_BASE_URL}")
    if parts.query or parts.fragment or parts.username is not None:
        raise ConfigError(f"{name}: expected a scheme, a host and perhaps a path, such as {DEFAULT_BASE_URL}")
    return url


def refuse_plain_http(base_url: str, key: Secret) -> None:
    """Refuse to send a key that may dial for money over a connection that anyone on the way can read.

    Raises:
        ConfigError: plain http:// to another machine, with anything but a sandbox key.
    """
    parts = urlsplit(base_url)
    if parts.scheme == "https" or is_loopback(parts.hostname or "") or is_test_key(key):
        return
    raise ConfigError(
        f"base_url: {quote(base_url)} would send the key in the clear; use https://, or a tvx_sk_test_ key"
    )


def is_test_key(key: Secret) -> bool:
    """Return whether a key is one of the sandbox; all others are treated as live."""
    return key.reveal().startswith("tvx_sk_test_")


def _text(name: str, value: object) -> str:
    if isinstance(value, str):
        return value
    raise ConfigError(f"{name}: found a {type(value).__name__}; expected a str")


def _checked(name: str, value: object) -> Secret:
    secret = value if isinstance(value, Secret) else None
    if secret is None:
        if not isinstance(value, str):
            raise ConfigError(f"{name}: found a {type(value).__name__}; expected a str")
        secret = Secret(value.strip())
    if not secret.reveal():
        raise ConfigError(f"{name}: is empty; expected a key such as tvx_sk_test_…")
    if not secret.reveal().isascii() or not secret.reveal().isprintable():
        raise ConfigError(f"{name}: holds a character that no key has (not printable ASCII)")
    problem = _slip(secret.reveal(), is_key=name.startswith("TRYVOX_API_KEY"))
    if problem is not None:
        raise ConfigError(f"{name}: {problem}; expected nothing but the secret itself")
    return secret


def _slip(text: str, *, is_key: bool) -> str | None:
    """Return what was copied along with a secret, without showing any of it."""
    quotes = "\"'`"
    if (text[0] in quotes and text[-1] == text[0]) or (is_key and (text[0] in quotes or text[-1] in quotes)):
        return "is in quotation marks, which are taken for a part of it"
    assigned = _ASSIGNED.match(text)
    if assigned is not None:
        return f"begins with {assigned[1]}, which is a name and no part of it"
    scheme = _SCHEME.match(text)
    if is_key and scheme is not None:
        return f"begins with {scheme[1]}, which is added when the key is sent"
    return "holds white space" if is_key and any(char.isspace() for char in text) else None


def _read_secret(name: str, path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            return file.read(_MAX_SECRET).strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not text"
        problem = f"{name}: can't read {quote(path)}: {reason.lower()}"
    raise ConfigError(problem)


def _ask_keyring(name: str) -> str | None:
    """Return what the keyring holds; None without one, since keyrings fail in many ways where there is no desktop."""
    if find_spec("keyring") is None:
        return None
    try:
        stored = import_module("keyring").get_password(KEYRING_SERVICE, name)
    except Exception:
        return None
    return stored if isinstance(stored, str) and stored else None

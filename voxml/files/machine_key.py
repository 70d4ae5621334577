"""Seals files of voxml's own (caches, journals), so that one which a checkout brings is not believed.

The key is a random secret of this user on this machine, outside every project. What another machine sealed, or nobody,
does not open. Without a place for the key each process draws its own: nothing that is kept opens, and all still works.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

_LENGTH = 32
_DIGEST = "sha256"


def seal(data: bytes, purpose: str) -> bytes:
    """Return `data` behind a digest that only this machine can make; `purpose` names the kind of file."""
    return _digest(data, purpose) + data


def unseal(sealed: bytes, purpose: str) -> bytes | None:
    """Return the data of a sealed file; None when this machine did not seal it for this purpose."""
    digest, data = sealed[:_LENGTH], sealed[_LENGTH:]
    return data if hmac.compare_digest(digest, _digest(data, purpose)) else None


def _digest(data: bytes, purpose: str) -> bytes:
    return hmac.digest(machine_key(), hashlib.sha256(purpose.encode()).digest() + data, _DIGEST)


@cache
def machine_key() -> bytes:
    """Return the key of this user on this machine: 32 bytes, drawn at the first use."""
    path = key_path()
    try:
        return _read(path) or _draw(path)
    except OSError:
        return secrets.token_bytes(_LENGTH)


def key_path() -> Path:
    """Return where the key is: below `XDG_STATE_HOME`, or `~/.local/state` (`%LOCALAPPDATA%` on Windows)."""
    name = "LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME"
    home = os.environ.get(name, "")
    # A relative one would be inside a project.
    folder = Path(home) if os.path.isabs(home) else Path.home() / ".local" / "state"  # noqa: PTH117
    return folder / "voxml" / "machine-key"


def _read(path: Path) -> bytes | None:
    try:
        key = path.read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == _LENGTH else None


def _draw(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = secrets.token_bytes(_LENGTH)
    drawn = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with open(os.open(drawn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(key)
        try:
            os.link(drawn, path)
        except FileExistsError:
            # Another process was quicker, or the file that is there is no key.
            there = _read(path)
            if there is not None:
                return there
            drawn.replace(path)
        except OSError:
            drawn.replace(path)
    finally:
        drawn.unlink(missing_ok=True)
    return key

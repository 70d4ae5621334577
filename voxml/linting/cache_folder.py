"""The folder in which runs remember: where it is, how its files are written, and for which voxml they are good.

A file belongs to one version of voxml, one set of sources and one set of settings: its name is their fingerprint. One
that is not as it was written is thrown away in silence.
"""

from __future__ import annotations

import os
import sys

try:
    # hashlib costs 3 ms of start-up, for the sake of OpenSSL.
    import _blake2 as _hashes
except ImportError:  # pragma: no cover - another Python
    import hashlib as _hashes  # type: ignore[no-redef]

blake2b = _hashes.blake2b

#: Cache files that have not been used for this long are removed, in seconds.
_MAX_AGE = 30 * 24 * 3600
#: Of runs so many are remembered: each way to run has its own, and each width of the terminal.
_MOST_RUNS = 8
FOLDER = ".voxml_cache"


def fingerprint(settings: object) -> str:
    """What a cache may be used for: these settings, judged by these very sources, under this Python."""
    digest = blake2b(digest_size=12)
    digest.update(repr((settings, sys.version, _sources(), _phone_numbers())).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _sources() -> list[tuple[str, int, int]]:
    """Name, size and time of every file that a finding, or how it is shown, may come from."""
    from voxml import version

    top = os.path.dirname(version.__file__)  # noqa: PTH120 - pathlib costs start-up time
    found = [(version.__version__, 0, 0)]
    for folder in ("", "cli", "formats", "language", "linting", "reporters", "rules", "rules/facts", "schema"):
        with os.scandir(os.path.join(top, folder)) as entries:  # noqa: PTH118
            for entry in entries:
                if entry.name.endswith(".py"):
                    status = entry.stat()
                    found.append((f"{folder}/{entry.name}", status.st_size, status.st_mtime_ns))
    return sorted(found)


def _phone_numbers() -> tuple[str, int] | None:
    """Which phonenumberslite judges numbers, if any."""
    for folder in sys.path:
        path = os.path.join(folder, "phonenumbers", "__init__.py")  # noqa: PTH118
        try:
            return path, os.stat(path).st_mtime_ns  # noqa: PTH116
        except OSError:
            continue
    return None


def make_folder(folder: str) -> bool:
    """Make the folder, and say so, where there is none; version control is told to leave it alone."""
    if os.path.isdir(folder):  # noqa: PTH112
        return False
    os.mkdir(folder)  # noqa: PTH102
    write(os.path.join(folder, ".gitignore"), b"*\n")  # noqa: PTH118
    return True


def sealed(body: bytes) -> bytes:
    """What is to be written, so that it can be seen to be whole."""
    return blake2b(body, digest_size=16).hexdigest().encode() + b"\n" + body


def unsealed(data: bytes) -> bytes | None:
    """What was written; None when it is not as it was."""
    head, _, body = data.partition(b"\n")
    return body if head.decode("ascii", "replace") == blake2b(body, digest_size=16).hexdigest() else None


def write(path: str, data: bytes) -> None:
    """Write a file so that whoever reads it sees all of it or what was there before."""
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(temporary, "wb") as file:  # noqa: PTH123
            file.write(data)
        os.replace(temporary, path)  # noqa: PTH105
    except OSError:
        _remove(temporary)
        raise


def _remove(path: str) -> None:
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def tidy(folder: str) -> None:
    """Remove what has not been written for long, and all but the latest runs."""
    from time import time

    oldest = time() - _MAX_AGE
    runs: list[tuple[float, str]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(("lint-", "run-")):
                continue
            written = entry.stat().st_mtime
            if written < oldest:
                _remove(entry.path)
            elif entry.name.startswith("run-"):
                runs.append((written, entry.path))
    for _, path in sorted(runs)[:-_MOST_RUNS]:
        _remove(path)

"""Data and documents behind fsspec URLs, such as `s3://bucket/folder`."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from voxml.errors import InputError, MissingExtraError
from voxml.site.publish.object_store import is_bucket, reason_of, store_options
from voxml.templating.stores import Folder, Store

_AT_ONCE = 16
_CONTENT_TYPES = {"json": "application/json", "xml": "application/xml"}


def is_url(place: str) -> bool:
    """Return whether a place is a URL and not a path."""
    scheme, mark, _ = place.partition("://")
    return bool(mark) and scheme.replace("+", "").isalnum()


@contextmanager
def opened(url: str) -> Iterator[IO[bytes]]:
    """Yield the bytes behind a URL, as a stream.

    Raises:
        InputError: it can't be read.
        MissingExtraError: fsspec, or what it needs for this kind of URL, is not installed.
    """
    system, path = _system(url)
    try:
        # obstore's files complain on standard error when they are closed and were never open.
        system.info(path)
        with system.open(path, "rb") as file:
            yield file
    except InputError:
        raise
    except _errors() as error:
        raise InputError(f"{url}: can't be read: {_reason(error)}") from error


def store_at(place: str) -> Store:
    """Return the store that a path or a URL means; `file://` is a folder of this machine."""
    if not is_url(place):
        return Folder(Path(place))
    if place.startswith(("file://", "local://")):
        return Folder(Path(place.partition("://")[2]))
    return Bucket(place)


def local_name(place: str) -> Path:
    """Return the path beside which the index and the summary of a store are kept: in this folder for one behind a URL."""
    if not is_url(place):
        return Path(place)
    if place.startswith(("file://", "local://")):
        return Path(place.partition("://")[2])
    return Path(posixpath.basename(place.partition("://")[2].rstrip("/")) or "documents")


class Bucket:
    """A folder behind a URL. An object is there as a whole or not at all, as object stores do it."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._there: Any = None
        self._sizes: dict[str, int] | None = None

    def __reduce__(self) -> tuple[type[Bucket], tuple[str]]:
        # A worker connects by itself.
        return Bucket, (self.url,)

    def make(self) -> None:
        """Connect, so that a wrong URL is an error now; folders come to be with what is put into them."""
        self._connect()

    def size(self, name: str) -> int | None:
        """Return the bytes of an object, by one listing that is made when this is first asked for."""
        if self._sizes is None:
            system, path = self._connect()
            try:
                found = system.find(path, maxdepth=1, detail=True)
            except FileNotFoundError:
                found = {}
            except _errors() as error:
                raise InputError(f"{self.url}: can't be listed: {_reason(error)}") from error
            self._sizes = {posixpath.basename(each): about["size"] for each, about in found.items()}
        return self._sizes.get(name)

    def write(self, documents: Mapping[str, bytes]) -> None:
        """Put objects, many at a time where the store can; see `Store`."""
        system, path = self._connect()
        try:
            if not is_bucket(self.url):
                # Others have no place for the type, or guess it from the name.
                system.pipe({f"{path}/{name}": data for name, data in documents.items()})
                return
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                for _ in pool.map(lambda item: _put(system, f"{path}/{item[0]}", item[1]), documents.items()):
                    pass
        except _errors() as error:
            raise InputError(f"{self.url}: can't be written: {_reason(error)}") from error

    def _connect(self) -> tuple[Any, str]:
        if self._there is None:
            self._there = _system(self.url)
        there: tuple[Any, str] = self._there
        return there


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        raise MissingExtraError(f"{url.partition(':')[0]}://", "distributed") from None
    options: dict[str, Any] = {}
    scheme = url.partition("://")[0]
    if is_bucket(url):
        try:
            from obstore.fsspec import register
        except ImportError:
            raise MissingExtraError(f"{scheme}://", "distributed") from None
        register(scheme)
        options = store_options(scheme)
    try:
        found: tuple[Any, str] = url_to_fs(url, **options)
    except ImportError as error:
        raise InputError(f"{url}: {error}; install what fsspec needs for it") from None
    except ValueError as error:
        raise InputError(f"{url}: {error}") from None
    return found


def _put(system: Any, path: str, data: bytes) -> None:
    headers = {"Content-Type": _CONTENT_TYPES[path.rpartition(".")[2]]}
    with system.open(path, "wb", attributes=headers) as file:
        file.write(data)


def _errors() -> tuple[type[Exception], ...]:
    """Return what stores raise: fsspec's are OSErrors, obstore's have a root of their own."""
    try:
        from obstore.exceptions import BaseError
    except ImportError:
        return (OSError,)
    return (OSError, BaseError)


def _reason(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "it does not exist"
    if isinstance(error, OSError):
        return (error.strerror or str(error) or type(error).__name__).lower()
    return reason_of(error)

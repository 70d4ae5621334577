"""What every httpx2 client of ours has: the proxies and certificates of the environment, and nothing in the log.

httpx2 obeys HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY and SSL_CERT_FILE. It logs the address of each request, which
has telephone numbers in it, and its pool logs the headers of replies and the password of a SOCKS proxy; `unlogged`
keeps these lines back. `voxml.calls.protocol` logs each request itself, with what is secret masked.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ssl import SSLContext
from urllib.parse import urlsplit

import httpx2

from voxml.errors import ConfigError
from voxml.net.addresses import is_loopback

#: Seconds after which idle connections are dropped: one that the server closes as we write leaves an
#: unknown call.
_KEEPALIVE = 4.0
#: More connections at a time than any rate needs; a request beyond them waits for its turn.
_MOST_CONNECTIONS = 256

_LIMITS = httpx2.Limits(
    max_connections=_MOST_CONNECTIONS, max_keepalive_connections=_MOST_CONNECTIONS, keepalive_expiry=_KEEPALIVE
)

_is_ours: ContextVar[bool] = ContextVar("voxml_request", default=False)


def open_client(url: str, transport: httpx2.BaseTransport | None) -> httpx2.Client:
    """Return a client for this address, by the environment's settings or a transport of the caller's.

    Raises:
        ConfigError: a proxy or a certificate of the environment can't be used.
    """
    tls = True if transport else load_certificates()
    with _checked():
        return httpx2.Client(transport=transport, verify=tls, trust_env=_uses_proxies(url), limits=_LIMITS)


def open_async_client(
    url: str, transport: httpx2.AsyncBaseTransport | None, tls: SSLContext | None
) -> httpx2.AsyncClient:
    """Return the same for `await`; many of them share the certificates, which take long to load."""
    with _checked():
        return httpx2.AsyncClient(transport=transport, verify=tls or True, trust_env=_uses_proxies(url), limits=_LIMITS)


def load_certificates() -> SSLContext:
    """Return the authorities that servers are trusted by: those of SSL_CERT_FILE, SSL_CERT_DIR or the system.

    Raises:
        ConfigError: they can't be read.
    """
    try:
        return httpx2.create_ssl_context()
    except OSError as error:
        raise ConfigError(f"the certificates can't be read: {(error.strerror or str(error)).lower()}") from None


def _uses_proxies(url: str) -> bool:
    # No proxy leads back to this machine.
    return not is_loopback(urlsplit(url).hostname or "")


@contextmanager
def _checked() -> Iterator[None]:
    # No message of httpx2's: those have the proxy's password in them.
    try:
        yield
    except ImportError:
        raise ConfigError(
            "the proxy of the environment: the package socksio is not installed; install it, or use an http:// proxy"
        ) from None
    except (ValueError, httpx2.InvalidURL):
        raise ConfigError(
            "the proxy of the environment (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY): "
            "expected an address such as http://proxy.acme.com:3128"
        ) from None


@contextmanager
def unlogged() -> Iterator[None]:
    """Keep the requests made inside out of the log of httpx2."""
    token = _is_ours.set(True)
    try:
        yield
    finally:
        _is_ours.reset(token)


class _OmitOurs(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        return not _is_ours.get()


for _name in ("httpx2", "httpcore2.http11", "httpcore2.http2", "httpcore2.socks"):
    logging.getLogger(_name).addFilter(_OmitOurs())

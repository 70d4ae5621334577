"""The proxy that the environment asks for."""

from __future__ import annotations

import os
from importlib.util import find_spec
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from voxml.errors import ConfigError


def proxy_for(base_url: str) -> str | None:
    """Return the proxy that the environment asks for (HTTPS_PROXY, NO_PROXY and so on), None for a direct connection.

    Raises:
        ConfigError: it is no proxy that can be used.
    """
    if not any(
        os.environ.get(name)
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy")
    ):
        return None
    parts = urlsplit(base_url)
    proxies = getproxies()
    found = proxies.get(parts.scheme) or proxies.get("all")
    if not found or proxy_bypass(parts.netloc):
        return None
    return _checked_proxy(found if "://" in found else f"http://{found}")


def _checked_proxy(proxy: str) -> str:
    scheme, _, place = proxy.partition("://")
    name = f"the proxy {scheme}://{place.rpartition('@')[2]} of the environment"
    try:
        is_address = bool(urlsplit(proxy).hostname) and urlsplit(proxy).port != 0
    except ValueError:
        is_address = False
    if not is_address or scheme not in ("http", "https", "socks5", "socks5h"):
        raise ConfigError(f"{name}: expected an address such as http://proxy.acme.com:3128")
    if scheme.startswith("socks5") and find_spec("socksio") is None:
        raise ConfigError(f"{name}: the package socksio is not installed; install it, or use an http:// proxy")
    return proxy

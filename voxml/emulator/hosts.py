"""Hosts that serve files only, as far as TryVox sees a difference: what they answer a POST with."""

from __future__ import annotations

from voxml.errors import ConfigError

#: What hosts that serve files only answer a POST with.
POST_REFUSALS = {
    "nginx": 405,
    "s3": 405,
    "cloudfront": 403,
    "github-pages": 405,
    "cloudflare-pages": 405,
    "netlify": 404,
    "vercel": 405,
    "http.server": 501,
    "apache": None,
    "caddy": None,
    "lighttpd": None,
}


def refusal_of(host: str | None) -> int | None:
    """The status with which a host refuses a POST, or None where it takes one or no host is imitated.

    Raises:
        ConfigError: no such host is known.
    """
    if host is None:
        return None
    if host not in POST_REFUSALS:
        from voxml.language.spelling import did_you_mean

        known = ", ".join(POST_REFUSALS)
        raise ConfigError(f"unknown host {host!r}{did_you_mean(host, POST_REFUSALS) or f'; known are {known}'}")
    return POST_REFUSALS[host]

"""Facts about hosts that serve files only."""

from __future__ import annotations

import pytest

from voxml.errors import ConfigError
from voxml.net.static_hosts import post_status, serves_files_only, why_static


@pytest.mark.parametrize(
    "host", ["a.github.io", "a.pages.dev", "a.netlify.app", "b.s3.eu-west-1.amazonaws.com", "d1.cloudfront.net"]
)
def test_well_known_hosts(host: str) -> None:
    assert serves_files_only(host)
    assert why_static(f"https://{host}/a.json") == f"{host} serves files only"


def test_functions_of_static_hosts_run_code() -> None:
    assert why_static("https://a.netlify.app/.netlify/functions/x") is None


def test_our_own_site_and_named_hosts() -> None:
    assert why_static("https://v.acme.com/a/b.json", base_url="https://v.acme.com/a")
    assert why_static("https://v.acme.com/ab.json", base_url="https://v.acme.com/a") is None
    assert why_static("https://files.acme.com/x", static_hosts=["files.acme.com"])


def test_how_platforms_respond_to_post() -> None:
    assert post_status("cloudfront") == 403
    assert post_status("caddy") is None
    assert post_status(None) is None
    with pytest.raises(ConfigError, match="nginx"):
        post_status("ngnix")

"""post-to-static-host: A document that is asked for by POST from a host that serves files only."""

from __future__ import annotations

import pytest

from tests.rules.helpers import places, run, xml

RULE = "post-to-static-host"


def test_places() -> None:
    assert places(RULE, "xml") == [(2, 13, 2, 45)]
    assert places(RULE, "json") == [(2, 24, 2, 65)]


@pytest.mark.parametrize(
    "inside",
    [
        '<Gather action_url="https://acme.pages.dev/a.json"/>',
        '<Redirect method="POST">https://acme.netlify.app/a.json</Redirect>',
        "<Redirect>https://bucket.s3.amazonaws.com/a.json</Redirect>",
        "<Redirect>https://bucket.s3.eu-west-1.amazonaws.com/a.json</Redirect>",
        "<Redirect>https://s3-eu-west-1.amazonaws.com/bucket/a.json</Redirect>",
        "<Redirect>https://d111111abcdef8.cloudfront.net/a.json</Redirect>",
        "<Redirect>http://bucket.s3-website-us-east-1.amazonaws.com/a.json</Redirect>",
    ],
)
def test_fires(inside: str) -> None:
    assert [each.rule for each in run(RULE, xml(inside))] == [RULE]


@pytest.mark.parametrize(
    "inside",
    [
        "<Redirect>https://example.com/a.json</Redirect>",
        '<Redirect method="GET">https://acme.pages.dev/a.json</Redirect>',
        "<Redirect>https://acme.netlify.app/.netlify/functions/menu</Redirect>",
        "<Redirect>https://github.io.example.com/a.json</Redirect>",
        "<Redirect>https://ec2-1-2-3-4.compute.amazonaws.com/</Redirect>",
        "<Redirect>https://example.com/?u=https://acme.github.io/</Redirect>",
    ],
)
def test_stays_quiet(inside: str) -> None:
    assert run(RULE, xml(inside)) == []

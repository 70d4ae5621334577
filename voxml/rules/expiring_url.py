"""An address that stops working by itself.

Presigned links of S3, Google Cloud Storage, Azure and CloudFront are made for a download, and end within days. A document
that stays published needs an address that stays: a public object, or one behind a CDN. Links that are valid for more
than a year are not reported.

Bad:

    <Response version="1.0">
      <Play>https://sounds.s3.amazonaws.com/hold.mp3?X-Amz-Date=20260301T143028Z&amp;X-Amz-Expires=3600&amp;X-Amz-Signature=0f0f</Play>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Play", "url": "https://sounds.example.com/hold.mp3?Expires=1772400000&Signature=0f0f&Key-Pair-Id=K1"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Play>https://sounds.example.com/hold.mp3</Play>
      <Hangup/>
    </Response>
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, fields_of, nodes_with

SEVERITY = "warning"
CATEGORY = "hosting"
PRESET = "default"
_TYPES = ("HttpUrl",)
NODES = nodes_with(_TYPES)

#: Links that outlive this were meant to last.
_LONG = timedelta(days=366)
#: By parameter that has the moment it was made: the parameter that has the seconds that it lasts.
_DATED = {"x-amz-date": "x-amz-expires", "x-goog-date": "x-goog-expires"}
#: Parameters beside `Expires`, in Unix seconds: S3 (version 2), Google Cloud Storage (version 2), CloudFront.
_SIGNERS = ("awsaccesskeyid", "googleaccessid", "key-pair-id")


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield addresses that end, with the moment at which they do."""
    for field, url in fields_of(node, _TYPES):
        end = expiry_of(url) if "?" in url else None
        if end is None or end - context.now > _LONG:
            continue
        when = f"{end:%Y-%m-%d %H:%M} UTC"
        if end <= context.now:
            message = f"this address stopped working at {when}; publish the file at an address that stays"
        else:
            message = f"this address stops working at {when}; publish the file at an address that stays"
        yield Problem(node, message, field)


def expiry_of(url: str) -> datetime | None:
    """Return when a presigned address ends; None for other addresses, and where the moment can't be read."""
    query = {name.lower(): value for name, value in parse_qsl(url.partition("?")[2][:8192])}
    try:
        for made, lasts in _DATED.items():
            if made in query and lasts in query:
                began = datetime.strptime(query[made], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
                return began + timedelta(seconds=int(query[lasts]))
        if "expires" in query and any(name in query for name in _SIGNERS):
            return datetime.fromtimestamp(int(query["expires"]), UTC)
        if "se" in query and "sig" in query:
            end = datetime.fromisoformat(query["se"])
            return end if end.tzinfo is not None else end.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None

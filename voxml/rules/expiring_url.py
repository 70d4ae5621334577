"""An address that stops working by itself.

Presigned links of S3, Google Cloud Storage, Azure and CloudFront are made for a download, and end within days.
A document that stays published needs an address that stays: a public object, or one behind a CDN. Links that
are valid for more than a year are not reported.

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

import calendar
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, fields_of, fields_with

SEVERITY = "warning"
CATEGORY = "hosting"
_FIELDS = fields_with("HttpUrl")
NODES = tuple(_FIELDS)

#: Seconds; links that outlive this were meant to last.
_LONG = 366 * 86_400
#: By parameter that has the moment it was made: the parameter that has the seconds that it lasts.
_DATED = {"x-amz-date": "x-amz-expires", "x-goog-date": "x-goog-expires"}
#: Parameters beside `Expires`, in Unix seconds: S3 (version 2), Google Cloud Storage (version 2), CloudFront.
_SIGNERS = ("awsaccesskeyid", "googleaccessid", "key-pair-id")


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield addresses that end, with the moment at which they do."""
    for field, url in fields_of(node, _FIELDS):
        end = expiry_of(url) if "=" in url else None
        if end is None or end - context.now > _LONG:
            continue
        when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(end))
        if end <= context.now:
            message = f"this address stopped working at {when}; publish the file at an address that stays"
        else:
            message = f"this address stops working at {when}; publish the file at an address that stays"
        yield Problem(node, message, field)


def expiry_of(url: str) -> int | None:
    """Return when a presigned address ends, in Unix seconds; None for others, and where the moment can't be read."""
    written = url.partition("?")[2][:8192].lower()
    if "expires=" not in written and "se=" not in written:
        return None
    query = {name.lower(): value for name, value in parse_qsl(url.partition("?")[2][:8192])}
    try:
        for made, lasts in _DATED.items():
            if made in query and lasts in query:
                return _seconds(query[made], "%Y%m%dT%H%M%SZ") + int(query[lasts])
        if "expires" in query and any(name in query for name in _SIGNERS):
            return _in_range(int(query["expires"]))
        if "se" in query and "sig" in query:
            moment = query["se"].removesuffix("Z")
            forms = {10: "%Y-%m-%d", 16: "%Y-%m-%dT%H:%M", 19: "%Y-%m-%dT%H:%M:%S"}
            return _seconds(moment, forms[len(moment)])
    except (ValueError, KeyError, OverflowError):
        return None
    return None


def _seconds(moment: str, form: str) -> int:
    return calendar.timegm(time.strptime(moment, form))


def _in_range(seconds: int) -> int | None:
    """Return seconds that are a moment of this age, between 1970 and 9999."""
    return seconds if 0 <= seconds < 253_402_300_800 else None

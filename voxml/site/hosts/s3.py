"""Amazon S3, alone or behind CloudFront. Headers are set when publishing, per object."""

from __future__ import annotations

from voxml.net.static_hosts import POST_STATUS
from voxml.site.hosts import Host, Plan, Written


def _write(_plan: Plan) -> Written:
    return Written({}, {})


def _refuse(base_url: str, _count: int) -> str | None:
    if ".s3-website" in base_url:
        return (
            "an s3-website endpoint has no HTTPS; use the REST endpoint (bucket.s3.region.amazonaws.com) or CloudFront"
        )
    return None


HOST = Host(
    name="s3",
    title="Amazon S3",
    post=POST_STATUS["s3"] or 200,
    post_missing=405,
    unknown_type="binary/octet-stream",
    folder_redirect=None,
    default_cache=None,
    sets_headers=True,
    no_branching="S3 gives the same object whatever the query string, so no key can choose a document",
    note="voxml publish sets type and cache headers; use the https:// REST endpoint or CloudFront, not s3-website",
    write=_write,
    refuse=_refuse,
)

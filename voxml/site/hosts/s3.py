"""Amazon S3, alone or behind CloudFront. Headers are set when publishing, per object."""

from __future__ import annotations

from voxml.site.hosts import Host, Plan, Written


def _write(_plan: Plan) -> Written:
    return Written({}, {})


HOST = Host(
    name="s3",
    title="Amazon S3",
    post=405,
    post_missing=405,
    unknown_type="binary/octet-stream",
    folder_redirect=None,
    default_cache=None,
    sets_headers=True,
    no_branching="S3 gives the same object whatever the query string, so no key can choose a document",
    note="voxml publish sets type and cache headers; use the https:// REST endpoint or CloudFront, not s3-website",
    write=_write,
)

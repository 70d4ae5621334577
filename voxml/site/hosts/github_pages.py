"""GitHub Pages: `.nojekyll`, and nothing else can be set."""

from __future__ import annotations

from voxml.net.static_hosts import POST_STATUS
from voxml.site.hosts import Host, Plan, Written


def _write(_plan: Plan) -> Written:
    # Without it Jekyll runs, and drops every name that begins with an underscore.
    return Written({".nojekyll": b""}, {})


HOST = Host(
    name="github-pages",
    title="GitHub Pages",
    post=POST_STATUS["github-pages"] or 200,
    post_missing=405,
    unknown_type="application/octet-stream",
    folder_redirect=301,
    default_cache="max-age=600",
    sets_headers=False,
    no_branching="GitHub Pages ignores the query string and takes no rules, so no key can choose a document",
    note="headers can't be set: callers may hear a changed document up to ten minutes late",
    write=_write,
)

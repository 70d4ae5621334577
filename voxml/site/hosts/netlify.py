"""Netlify: `_headers` and `_redirects`, whose rules may name query parameters."""

from __future__ import annotations

from urllib.parse import quote

from voxml.net.static_hosts import POST_STATUS
from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE, Host, Plan, Written


def _write(plan: Plan) -> Written:
    lines = ["# Written by voxml build."]
    for name, content_type in plan.types.items():
        cache = IMMUTABLE_CACHE if name in plan.immutable else ENTRY_CACHE
        lines += [f"{plan.prefix}/{name}", f"  Content-Type: {content_type}", f"  Cache-Control: {cache}"]
    inside = {"_headers": ("\n".join(lines) + "\n").encode()}
    if plan.rewrites:
        # The exclamation mark makes the rule win over the file that exists under the same path.
        rules = ["# Written by voxml build."]
        rules += [
            f"{each.path} {each.parameter}={quote(each.keys, safe='*')} {each.target} 200!" for each in plan.rewrites
        ]
        inside["_redirects"] = ("\n".join(rules) + "\n").encode()
    return Written(inside, {})


HOST = Host(
    name="netlify",
    title="Netlify",
    post=POST_STATUS["netlify"] or 200,
    post_missing=404,
    unknown_type="application/octet-stream",
    folder_redirect=301,
    default_cache="public, max-age=0, must-revalidate",
    sets_headers=True,
    no_branching=None,
    note="menus need the generated _redirects",
    write=_write,
    at_root=("_headers", "_redirects"),
)

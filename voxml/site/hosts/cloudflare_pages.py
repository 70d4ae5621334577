"""Cloudflare Pages: `_headers`, and for menus a `_worker.js` that chooses the file."""

from __future__ import annotations

import json

from voxml.net.static_hosts import POST_STATUS
from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE, Host, Plan, Written, grouped

# Rules in _redirects can't see the query string at Cloudflare, so that a menu takes a worker.
_WORKER = """\
// Written by voxml build: keypad menus without a server of your own.
const parameter = {parameter};
const menus = {menus};

export default {{
  async fetch(request, env) {{
    const url = new URL(request.url);
    const table = menus[url.pathname];
    if (!table) return env.ASSETS.fetch(request);
    const keys = url.searchParams.get(parameter);
    if (keys !== null && Object.hasOwn(table, keys)) url.pathname = table[keys];
    url.search = "";
    const found = await env.ASSETS.fetch(new Request(url, request));
    // What a worker answers does not get the headers of _headers.
    const reply = new Response(found.body, found);
    reply.headers.set("Content-Type", "application/json");
    reply.headers.set("Cache-Control", "{cache}");
    return reply;
  }},
}};
"""


def _write(plan: Plan) -> Written:
    lines = ["# Written by voxml build."]
    for name, content_type in plan.types.items():
        # One block a document: a later block with the same header would be joined to the first by a comma.
        cache = IMMUTABLE_CACHE if name in plan.immutable else ENTRY_CACHE
        lines += [f"{plan.prefix}/{name}", f"  Content-Type: {content_type}", f"  Cache-Control: {cache}"]
    rules = headers_in_patterns(plan) if len(plan.types) > _MOST_RULES else "\n".join(lines) + "\n"
    inside = {"_headers": rules.encode()}
    if plan.rewrites:
        menus = {
            path: {each.keys: each.target for each in rewrites} for path, rewrites in grouped(plan.rewrites).items()
        }
        parameter = json.dumps(plan.rewrites[0].parameter)
        inside["_worker.js"] = _WORKER.format(
            parameter=parameter, menus=json.dumps(menus, indent=2), cache=ENTRY_CACHE
        ).encode()
    return Written(inside, {})


#: Cloudflare Pages reads at most 100 rules of `_headers`.
_MOST_RULES = 100


def headers_in_patterns(plan: Plan) -> str:
    """`_headers` by pattern instead of by file."""
    lines = [
        "# Written by voxml build.",
        f"{plan.prefix}/*",
        f"  Cache-Control: {ENTRY_CACHE}",
        f"{plan.prefix}/*.json",
        "  Content-Type: application/json",
    ]
    return "\n".join(lines) + "\n"


#: Files that one deployment may have on the free plan (https://developers.cloudflare.com/pages/platform/limits).
_MOST_FILES = 20_000


def _refuse(_base_url: str, count: int) -> str | None:
    return f"found {count:,} files; Cloudflare Pages takes {_MOST_FILES:,}" if count > _MOST_FILES else None


HOST = Host(
    name="cloudflare-pages",
    title="Cloudflare Pages",
    post=POST_STATUS["cloudflare-pages"] or 200,
    post_missing=405,
    unknown_type="application/octet-stream",
    folder_redirect=308,
    default_cache="public, max-age=0, must-revalidate",
    sets_headers=True,
    no_branching=None,
    note="menus need the generated _worker.js, whose requests count as Functions requests",
    write=_write,
    at_root=("_headers", "_worker.js"),
    refuse=_refuse,
)

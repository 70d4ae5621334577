"""Caddy 2: a snippet to import inside the site's block."""

from __future__ import annotations

from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE, Host, Plan, Written


def _write(plan: Plan) -> Written:
    lines = ["# Written by voxml build. Import it inside the site's block, beside root and file_server."]
    for number, each in enumerate(plan.rewrites):
        lines += [
            f"@voxml_menu_{number} {{",
            f"\tpath {each.path}",
            # The query matcher would take a lone * for any value.
            f'\texpression `{{query.{each.parameter}}} == "{each.keys}"`',
            "}",
            # The empty query keeps a menu that leads to a menu from being asked again with the same keys.
            f"rewrite @voxml_menu_{number} {each.target}?",
        ]
    lines += [
        f"@voxml_documents path_regexp ^{plan.prefix}/.*\\.json$",
        "header @voxml_documents Content-Type application/json",
        f'header @voxml_documents Cache-Control "{ENTRY_CACHE}"',
    ]
    if plan.immutable:
        lines += [
            f"@voxml_immutable path_regexp ^{plan.prefix}/.*\\.[0-9a-f]{{10}}\\.json$",
            f'header @voxml_immutable Cache-Control "{IMMUTABLE_CACHE}"',
        ]
    return Written({}, {".Caddyfile": ("\n".join(lines) + "\n").encode()})


HOST = Host(
    name="caddy",
    title="Caddy",
    post=200,
    post_missing=404,
    unknown_type=None,
    folder_redirect=308,
    default_cache=None,
    sets_headers=True,
    no_branching=None,
    note="import OUT.Caddyfile inside the site's block",
    write=_write,
)

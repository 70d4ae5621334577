"""nginx: a snippet to include inside `server { }`. Measured with nginx 1.22."""

from __future__ import annotations

from voxml.net.static_hosts import POST_STATUS
from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE, Host, Plan, Rewrite, Written, grouped, key_patterns


def _write(plan: Plan) -> Written:
    lines = [
        "# Written by voxml build. Include it inside server { }, whose root holds the published folder's files",
        f"# at {plan.prefix or '/'}. POST to a document is refused with 405 by nginx itself.",
        "",
    ]
    for path, rewrites in grouped(plan.rewrites).items():
        lines += _menu(path, rewrites)
    if plan.immutable:
        lines += _location(f'~ "^{plan.prefix}/.*\\.[0-9a-f]{{10}}\\.(json|xml)$"', IMMUTABLE_CACHE)
    lines += _location(f'~ "^{plan.prefix}/.*\\.(json|xml)$"', ENTRY_CACHE)
    return Written({}, {".nginx.conf": "\n".join(lines).encode()})


def _location(match: str, cache: str) -> list[str]:
    return [
        f"location {match} {{",
        "    types { application/json json; application/xml xml; }",
        "    default_type application/json;",
        "    charset off;",
        f'    add_header Cache-Control "{cache}";',
        '    add_header X-Content-Type-Options "nosniff";',
        "}",
        "",
    ]


def _menu(path: str, rewrites: list[Rewrite]) -> list[str]:
    lines = _location(f"= {path}", ENTRY_CACHE)
    # The question mark at the end of the target drops the query string: without it, a menu that leads to a
    # menu would be asked again with the same keys.
    tests = [
        f'    if ($arg_{each.parameter} ~ "^{key_patterns(each.keys)}$") {{ rewrite ^ {each.target}? last; }}'
        for each in rewrites
    ]
    return [lines[0], *tests, *lines[1:]]


HOST = Host(
    name="nginx",
    title="nginx",
    post=POST_STATUS["nginx"] or 200,
    post_missing=404,
    unknown_type="application/octet-stream",
    folder_redirect=301,
    default_cache=None,
    sets_headers=True,
    no_branching=None,
    note="include OUT.nginx.conf inside server { }",
    write=_write,
)

"""Apache httpd: an `.htaccess` in the published folder (AllowOverride FileInfo)."""

from __future__ import annotations

from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE, Host, Plan, Written, grouped, key_patterns


def _write(plan: Plan) -> Written:
    lines = [
        "# Written by voxml build. Needs AllowOverride FileInfo, mod_headers, and mod_rewrite for menus.",
        "AddType application/json .json",
        "AddType application/xml .xml",
        "<IfModule mod_headers.c>",
        r'  <FilesMatch "\.(json|xml)$">',
        f'    Header set Cache-Control "{ENTRY_CACHE}"',
        "  </FilesMatch>",
        r'  <FilesMatch "\.[0-9a-f]{10}\.(json|xml)$">',
        f'    Header set Cache-Control "{IMMUTABLE_CACHE}"',
        "  </FilesMatch>",
        "</IfModule>",
    ]
    if plan.rewrites:
        lines.append("RewriteEngine On")
    for path, rewrites in grouped(plan.rewrites).items():
        local = path.removeprefix(f"{plan.prefix}/").replace(".", "\\.")
        for each in rewrites:
            pattern = key_patterns(each.keys)
            lines += [
                f"RewriteCond %{{QUERY_STRING}} (^|&){each.parameter}={pattern}(&|$)",
                f"RewriteRule ^{local}$ {each.target} [END,QSD]",
            ]
    return Written({".htaccess": ("\n".join(lines) + "\n").encode()}, {})


HOST = Host(
    name="apache",
    title="Apache httpd",
    post=200,
    post_missing=404,
    unknown_type=None,
    folder_redirect=301,
    default_cache=None,
    sets_headers=True,
    no_branching=None,
    note="allow .htaccess with AllowOverride FileInfo",
    write=_write,
)

"""A document that is asked for by POST from a host that serves files only.

TryVox asks by POST unless the document says `method="GET"`, and GitHub Pages, Cloudflare Pages, Netlify, S3
and CloudFront answer POST with 403, 404 or 405: the call fails. Our own site (`base_url`) and the hosts in
`static_hosts` count too.

Bad:

    <Response version="1.0">
      <Redirect>https://acme.github.io/menu.json</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Redirect", "url": "https://acme.github.io/menu.json"}
    ]}

Good:

    <Response version="1.0">
      <Redirect method="GET">https://acme.github.io/menu.json</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Redirect", "url": "https://acme.github.io/menu.json", "method": "GET"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.net.static_hosts import why_static
from voxml.rules import File

SEVERITY = "error"
CATEGORY = "hosting"
PRESET = "static"
WATCHES = ("Gather.action_url", "Redirect.url")
FIXES = "safe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a link to a file whose method is POST, written or by default."""
    if node.members.get("method") == "GET":
        return
    why = why_static(value, file.about.base_url, file.about.static_hosts)
    if why is not None:
        file.report(
            node,
            f'TryVox asks for this by POST, and {why}; set method="GET"',
            member=member,
            mend=lambda: Fix('set method to "GET"', file.edits.set(node, "method", "GET")),
        )

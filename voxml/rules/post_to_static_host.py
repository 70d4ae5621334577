"""A document that is asked for by POST from a host that serves files only.

TryVox asks by POST unless the document says `method="GET"`, and GitHub Pages, Cloudflare Pages, Netlify, S3
and CloudFront answer POST with 403, 404 or 405: the call fails. Our own site (`base_url`) and the hosts in
`static_hosts` count too.

Bad:

    <Response version="1.0">
      <Redirect>https://acme.github.io/menu.json</Redirect>
    </Response>

Good:

    <Response version="1.0">
      <Redirect method="GET">https://acme.github.io/menu.json</Redirect>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.net.static_hosts import why_static
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "error"
CATEGORY = "hosting"
SCOPE = "both"
PRESET = "static"
FIX = "safe"
NODES = ("Gather", "Redirect")


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield a link to a file whose method is POST, written or by default."""
    field = "action_url" if node.name == "Gather" else "url"
    url = node.get(field)
    if url is None or node.get("method") == "GET":
        return
    why = why_static(url, context.site.base_url, context.site.static_hosts)
    if why is not None:
        message = f'TryVox asks for this by POST, and {why}; set method="GET"'
        fix = set_field(node, "method", "GET")
        yield Problem(node, message, field, fix=fix, other_field="method", other_label="the method")

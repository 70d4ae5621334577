"""A Redirect that leads back to its own document before anything has happened.

The call would fetch the same document over and over at full speed, with nothing heard, until the caller hangs up. A
document may lead back to itself when it speaks, waits or listens first. Checked only where the document's
own address is known: with `base_url` set, the file `menu.xml` is published as `menu.json` below it.

Bad:

    <Response version="1.0">
      <Redirect method="GET">https://example.com/menu.json</Redirect>
    </Response>

Good:

    <Response version="1.0">
      <Say>All our agents are busy.</Say>
      <Pause length="5"/>
      <Redirect method="GET">https://example.com/menu.json</Redirect>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, SiteContext

SEVERITY = "error"
CATEGORY = "flow"
NODES = ("Redirect",)
FIELDS = ("url",)
SAMPLE_SITE = SiteContext(base_url="https://example.com", own_url="https://example.com/menu.json")


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield a Redirect that is the first instruction and has the document's own address."""
    own = context.site.own_url
    if own is None or node.parent is None or node.parent.instructions[0] is not node:
        return
    if node.members["url"].partition("#")[0].partition("?")[0] == own:
        yield Problem(node, "this document redirects to itself at once, for ever; expected another document", "url")

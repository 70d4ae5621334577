"""A callback that a host of files can't take.

These members have no method: TryVox sends POST to them, and a host that serves files only refuses it. Leave
the member out, or let it lead to a server.

Bad:

    <Response version="1.0">
      <Dial action_url="https://acme.github.io/after.json">
        <Number>+14155550100</Number>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial>
        <Number>+14155550100</Number>
      </Dial>
      <Redirect method="GET">https://acme.github.io/after.json</Redirect>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.net.static_hosts import why_static
from voxml.rules.problem import Context, Problem

SEVERITY = "error"
CATEGORY = "hosting"
SCOPE = "both"
PRESET = "static"

_FIELDS = {
    "Dial": ("action_url",),
    "Record": ("action_url", "transcription_url"),
    "Stream": ("status_callback_url",),
    "Conference": ("wait_url", "status_callback_url"),
}
NODES = tuple(_FIELDS)


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield a link to a file from a field that has no method."""
    for field in _FIELDS[node.name]:
        url = node.get(field)
        if url is None:
            continue
        why = why_static(url, context.site.base_url, context.site.static_hosts)
        if why is not None:
            yield Problem(node, f"{field} is sent POST, and {why}; expected a server, or leave it out", field)

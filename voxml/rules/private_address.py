"""An address that TryVox can't reach.

TryVox fetches from the public internet: not from this machine, a private network (10.0.0.0/8,
172.16.0.0/12, 192.168.0.0/16), a link-local address, or a name such as `printer.local`. Every way to write
such an address counts.

Bad:

    <Response version="1.0">
      <Play>https://192.168.1.20/welcome.wav</Play>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Play>https://voice.example.com/welcome.wav</Play>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.net.addresses import bare_host, split, why_private
from voxml.rules.problem import Context, Problem, fields_of, fields_with

SEVERITY = "error"
CATEGORY = "hosting"
PRESET = "static"
_FIELDS = fields_with("HttpUrl", "WssUrl", "SipUri")
NODES = tuple(_FIELDS)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield an address whose host is not on the public internet."""
    for field, value in fields_of(node, _FIELDS):
        if field == "uri":
            host = bare_host(value.partition(":")[2].rpartition("@")[2].partition(";")[0].partition("?")[0])
        else:
            host = split(value).host
        why = why_private(host)
        if why is not None:
            yield Problem(node, f"found {host}, {why}, which TryVox can't reach; expected a public host", field)

"""An address of a tunnel to somebody's machine.

ngrok, Cloudflare's quick tunnels, localtunnel and their relatives serve a trial: the address ends with the
process, and a free one may show a page of its own first. A published document needs a host that stays.

Bad:

    <Response version="1.0">
      <Play>https://abc123.ngrok-free.app/hold.mp3</Play>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Play", "url": "https://quick-brown-fox.trycloudflare.com/hold.mp3"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Play>https://sounds.example.com/hold.mp3</Play>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.net.addresses import split
from voxml.rules.problem import Context, Problem, fields_of, fields_with

SEVERITY = "warning"
CATEGORY = "hosting"
PRESET = "static"
_FIELDS = fields_with("HttpUrl", "WssUrl")
NODES = tuple(_FIELDS)

_NAMES = """
ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev trycloudflare.com loca.lt localtunnel.me
localhost.run lhr.life lhr.rocks serveo.net serveousercontent.com pinggy.link pinggy.io bore.pub
tunnelmole.net devtunnels.ms sharedwithexpose.com tunnelto.dev telebit.io
"""
_TUNNELS = frozenset(_NAMES.split())
_ENDINGS = tuple(f".{name}" for name in _TUNNELS)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield addresses of tunnels."""
    for field, url in fields_of(node, _FIELDS):
        host = split(url).host
        if host.endswith(_ENDINGS) or host in _TUNNELS:
            why = "a tunnel to somebody's machine, which ends with its process; use a host that stays"
            yield Problem(node, f"found {host}, {why}", field, host)

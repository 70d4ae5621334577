"""Audio in a format that TryVox does not play.

Play takes WAV, MP3 and OGG. The ending of the address tells another format here; an address without a known
ending is not checked.

Bad:

    <Response version="1.0">
      <Play>https://example.com/welcome.m4a</Play>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Play>https://example.com/welcome.wav</Play>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "media"
NODES = ("Play",)
FIELDS = ("url",)

_ENDINGS = """
m4a m4b m4p aac flac alac wma aif aiff aifc amr awb caf au snd ra rm mid midi ape wv mpc dsf mp4 m4v mov avi
mkv webm wmv 3gp 3g2 mpg mpeg ts flv m3u m3u8 pls xspf mpd htm html xhtml php txt json xml pdf jpg jpeg png
gif svg zip
"""
#: Endings of audio, video, playlists and pages that are surely none of the three.
_OTHERS = frozenset(_ENDINGS.split())


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield an address whose path ends in the name of another format."""
    url = node.members["url"]
    name = url.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2].rpartition("/")[2]
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending in _OTHERS:
        yield Problem(node, f"found a .{ending} file; expected WAV, MP3 or OGG", "url", f".{ending}")

"""The address of a page about a sound, and not of the sound.

Share links of Google Drive, Dropbox, OneDrive, YouTube and Spotify, and `/blob/` pages of GitHub and GitLab,
answer with HTML: the caller hears nothing. Publish the file itself.

Bad:

    <Response version="1.0">
      <Play>https://github.com/acme/sounds/blob/main/hold.mp3</Play>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Play", "url": "https://www.dropbox.com/s/abc/hold.mp3?dl=0"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Play>https://sounds.example.com/hold.mp3</Play>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator
from urllib.parse import parse_qs

from voxml.formats.tree import Node
from voxml.net.addresses import split
from voxml.rules.problem import Context, Problem

SEVERITY = "error"
CATEGORY = "media"
NODES = ("Play",)
FIELDS = ("url",)

#: Hosts that answer with a page whatever the path is.
_PAGES = {
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "open.spotify.com": "Spotify",
    "soundcloud.com": "SoundCloud",
    "docs.google.com": "Google Docs",
    "1drv.ms": "OneDrive",
    "onedrive.live.com": "OneDrive",
    "we.tl": "WeTransfer",
    "wetransfer.com": "WeTransfer",
}


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the address of a page."""
    what = _page_at(node.members["url"])
    if what is not None:
        yield Problem(node, f"found {what}, which is a page and not a sound; publish the file itself", "url")


def _page_at(url: str) -> str | None:
    parts = split(url)
    host = parts.host.removeprefix("www.").removeprefix("m.").removeprefix("music.")
    path, _, query = parts.path.partition("#")[0].partition("?")
    if host in _PAGES:
        return f"a link to {_PAGES[host]}"
    if host == "drive.google.com" and (path.startswith("/file/") or path in ("/open", "/drive")):
        return "a link to Google Drive"
    if host == "dropbox.com" and not {"dl=1", "raw=1"} & set(query.split("&")):
        return "a share link of Dropbox"
    if host == "github.com" and "/blob/" in path and "raw" not in parse_qs(query):
        return "a page of GitHub (/blob/)"
    if "/-/blob/" in path:
        return "a page of GitLab (/blob/)"
    if host == "bitbucket.org" and "/src/" in path:
        return "a page of Bitbucket (/src/)"
    return None

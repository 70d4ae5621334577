"""An address for transcripts that are never made.

`transcription_url` is used only when `transcribe` is true, and its default is false.

Bad:

    <Response version="1.0">
      <Record action_url="https://example.com/recorded" transcription_url="https://example.com/transcribed"/>
    </Response>

Good:

    <Response version="1.0">
      <Record action_url="https://example.com/recorded" transcribe="true"
              transcription_url="https://example.com/transcribed"/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "warning"
CATEGORY = "recording"
FIX = "unsafe"
NODES = ("Record",)
FIELDS = ("transcription_url",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a transcription_url without transcribe."""
    if node.get("transcribe") is True or "transcribe" in node.invalid:
        return
    message = "transcription_url has no effect without transcribe; set transcribe to true, or leave it out"
    yield Problem(node, message, "transcription_url", fix=set_field(node, "transcribe", True, is_safe=False))

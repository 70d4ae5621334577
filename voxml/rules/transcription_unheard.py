"""A transcript that is made and sent nowhere.

The transcript comes later than the recording, and is sent to `transcription_url`. Without one there is no
documented way to get it.

Bad:

    <Response version="1.0">
      <Record action_url="https://example.com/recorded" transcribe="true"/>
    </Response>

Good:

    <Response version="1.0">
      <Record action_url="https://example.com/recorded" transcribe="true"
              transcription_url="https://example.com/transcribed"/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "recording"
NODES = ("Record",)
FIELDS = ("transcribe",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a transcript that is sent nowhere."""
    if node.members["transcribe"] and not node.is_written("transcription_url"):
        yield Problem(node, "the transcript is sent nowhere; expected a transcription_url", "transcribe")

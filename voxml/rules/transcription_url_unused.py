"""An address for transcripts that are never made.

`transcription_url` is used only when `transcribe` is true, and its default is false.

Bad:

    <Response version="1.0">
      <Record action_url="https://example.com/recorded" transcription_url="https://example.com/transcribed"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Record", "action_url": "https://example.com/recorded",
       "transcription_url": "https://example.com/transcribed"}
    ]}

Good:

    <Response version="1.0">
      <Record action_url="https://example.com/recorded" transcribe="true"
              transcription_url="https://example.com/transcribed"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Record", "action_url": "https://example.com/recorded", "transcribe": true,
       "transcription_url": "https://example.com/transcribed"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "recording"
PRESET = "default"
WATCHES = ("Record.transcription_url",)
FIXES = "unsafe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a transcription_url without transcribe."""
    if node.members.get("transcribe") is not True and "transcribe" not in node.wrong:
        file.report(
            node,
            "transcription_url has no effect without transcribe; set transcribe to true, or leave it out",
            member=member,
            mend=lambda: Fix("set transcribe to true", file.edits.set(node, "transcribe", True), False),
        )

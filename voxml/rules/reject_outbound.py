"""A Reject in a document for outbound calls.

Reject is for inbound calls: it refuses one before it is answered. A call that you place has been answered
by the time its document is fetched. Judged only with the setting `direction = "outbound"`.

Bad:

    <Response version="1.0">
      <Reject/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Reject"}
    ]}

Good:

    <Response version="1.0">
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from voxml.formats.tree import Node
from voxml.rules import Circumstances, File

SEVERITY = "warning"
CATEGORY = "flow"
PRESET = "default"
WATCHES = ("Reject",)
SAMPLE = Circumstances(direction="outbound")


def check(file: File, node: Node) -> None:
    """Report every Reject when calls are known to be ours."""
    if file.about.direction == "outbound":
        file.report(
            node,
            "found Reject in a document for outbound calls; only an inbound call can be refused: use Hangup",
        )

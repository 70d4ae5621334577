"""A document without instructions.

It is legal to write, and there is nothing in it for the caller: no public page says what TryVox does then.
Say something, or say with Hangup or Reject that the call ends here.

Bad:

    <Response version="1.0"/>

    {"voxml_version": "1.0", "instructions": []}

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
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "flow"
PRESET = "default"
WATCHES = ("Response",)


def check(file: File, node: Node) -> None:
    """Report an envelope with nothing in it that was written, right or wrong."""
    if node.instructions or "instructions" in node.wrong:
        return
    if file.is_json:
        from voxml.formats.json import plain_value

        # A member whose name is not right, or that holds anything else, has its own finding.
        value = plain_value(file.checked.source.text)
        has_fault = any("/instructions" in each.pointer for each in file.checked.diagnostics)
        if isinstance(value, dict) and value.get("instructions") == [] and not has_fault:
            file.report(node, "the document has no instructions; expected at least one", member="instructions")
    elif node.origin.name == "Response" and not node.origin.children:
        file.report(node, "the document has no instructions; expected at least one")

"""A Gather before which the caller hears nothing.

It waits for keys or speech, and nothing in the document tells the caller so. Give it a Say or Play, or
speak before it.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" num_digits="1"/>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" num_digits="1">
        <Say>Press 1 for sales, 2 for support.</Say>
      </Gather>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "input"
NODES = ("Gather",)


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield a Gather with no prompt, inside or anywhere before it."""
    if "say" in node.members or "play" in node.members or _holds_invalid_prompt(node, context):
        return
    assert node.parent is not None
    for before in node.parent.instructions:
        if before is node:
            break
        if before.name in ("Say", "Play") or "say" in before.members or "play" in before.members:
            return
    message = "the caller hears nothing before this Gather listens; expected a Say or Play in it or before it"
    yield Problem(node, message)


def _holds_invalid_prompt(node: Node, context: Context) -> bool:
    # An invalid prompt has a diagnostic of its own.
    if context.is_json:
        start = "".join(f"/{step}" for step in node.origin) + "/"
        return any(each.pointer.startswith((f"{start}say", f"{start}play")) for each in context.errors)
    return bool(node.origin.children)

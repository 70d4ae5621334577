"""Settings for keys in a Gather that listens for speech only.

With `input="speech"` keys are not listened for, so `num_digits` and `finish_on_key` do nothing. To take
both, set `input="dtmf speech"`.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" input="speech" num_digits="1">
        <Say>Say sales or support.</Say>
      </Gather>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" input="dtmf speech" num_digits="1">
        <Say>Say sales, or press 1.</Say>
      </Gather>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "warning"
CATEGORY = "input"
FIX = "unsafe"
NODES = ("Gather",)
FIELDS = ("input",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield each field about keys when the Gather listens for speech only."""
    if node.members["input"] != "speech":
        return
    for field in ("num_digits", "finish_on_key"):
        if field in node.members:
            message = f'{field} has no effect with input="speech"; listen for "dtmf speech", or leave it out'
            fix = set_field(node, "input", "dtmf speech", is_safe=False)
            yield Problem(node, message, field, fix=fix, other_field="input", other_label="speech only")

"""A Reject in a document for outbound calls.

Reject is for inbound calls: it refuses one before it is answered. A call that you place has been answered
by the time its document is fetched. Checked only with the setting `direction = "outbound"`.

Bad:

    <Response version="1.0">
      <Reject/>
    </Response>

Good:

    <Response version="1.0">
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, SiteContext

SEVERITY = "warning"
CATEGORY = "flow"
NODES = ("Reject",)
SAMPLE_SITE = SiteContext(direction="outbound")


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield every Reject when calls are known to be ours."""
    if context.site.direction == "outbound":
        message = "found Reject in a document for outbound calls; only an inbound call can be refused: use Hangup"
        yield Problem(node, message)

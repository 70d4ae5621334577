"""A number that can't exist.

It has the form of E.164, and its country code is nobody's, or it has too few or too many digits for its
country, or it keeps the zero that is dialled only within the country, as in +44 0…. The number plans are those of
Google's libphonenumber.

Bad:

    <Response version="1.0">
      <Dial>
        <Number>+9991234567</Number>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial>
        <Number>+14155550100</Number>
      </Dial>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.net.phone_numbers import E164_PATTERN, why_impossible
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "numbers"
NODES = ("Number", "Dial")


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a number that can't exist; one in another form is reported elsewhere."""
    field = "number" if node.name == "Number" else "caller_id"
    value = node.get(field)
    if value is not None and E164_PATTERN.fullmatch(value) and (problem := why_impossible(value)):
        yield Problem(node, problem, field)

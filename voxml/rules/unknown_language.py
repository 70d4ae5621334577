"""A language that does not exist.

The tag has the right form, and its language or its country is none: `en-UK` is `en-GB`, `jp` is `ja`.
Languages are those of ISO 639, countries those of ISO 3166; a language of three letters is not checked
unless it has a tag of two.

Bad:

    <Response version="1.0">
      <Say language="en-UK">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say language="en-GB">Welcome to Acme.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.facts.languages import problem_of
from voxml.rules.problem import Context, Problem, fields_of, fields_with, set_field

SEVERITY = "warning"
CATEGORY = "speech"
FIX = "safe"
_FIELDS = fields_with("Language")
NODES = tuple(_FIELDS)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a language or country that no list has."""
    for field, value in fields_of(node, _FIELDS):
        problem = problem_of(value)
        if problem is not None:
            message, meant = problem
            fix = None if meant is None else set_field(node, field, meant, message=f'write "{meant}"')
            yield Problem(node, message, field, fix=fix)

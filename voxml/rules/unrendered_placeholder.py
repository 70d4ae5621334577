"""A placeholder that nothing was put in.

`{{ name }}`, `{name}`, `${name}`, `%s`, `*|NAME|*`, `[NAME]`, `%NAME%` and the like are what templates put
values in, and `undefined`, `null`, `None`, `NaN`, `#N/A` and `[object Object]` are what is left when there was
no value. The caller hears them, or the address leads nowhere.

Bad:

    <Response version="1.0">
      <Say>Hello {{ name }}, your appointment is tomorrow.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say>Hello Ann, your appointment is tomorrow.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.facts.placeholders import describe, may_have_placeholder, placeholder_in
from voxml.rules.problem import Context, Problem, fields_of, fields_with

SEVERITY = "warning"
CATEGORY = "speech"
_FIELDS = fields_with("Text", "HttpUrl", "WssUrl", "SipUri")
NODES = tuple(_FIELDS)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the first placeholder of each text and address, and of the parameters."""
    for field, value in fields_of(node, _FIELDS):
        if not may_have_placeholder(value):
            continue
        is_address = "://" in value[:8] or field == "uri"
        found = placeholder_in(value, is_address=is_address, language=node.get("language"))
        if found is not None:
            yield Problem(node, describe(found), field, found)
    for name, text in node.members["parameters"].items() if "parameters" in node.members else ():
        found = placeholder_in(text)
        if found is not None:
            yield Problem(node, f"{name}: {describe(found)}", "parameters", found, parameter=name)
            return

"""A caller ID that is not a number in E.164 form.

Carriers show a `caller_id` that they can read as a number, and may replace or refuse any other. Write it as
a plus sign, the country code and the number, without spaces.

Bad:

    <Response version="1.0">
      <Dial caller_id="+1 (415) 555-0100">
        <Number>+14155550123</Number>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial caller_id="+14155550100">
        <Number>+14155550123</Number>
      </Dial>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.net.phone_numbers import E164_PATTERN, PhoneNumberError, parse_phone_number
from voxml.rules.facts.placeholders import placeholder_in
from voxml.rules.problem import Context, FixMaker, Problem, set_field

SEVERITY = "warning"
CATEGORY = "numbers"
FIX = "safe"
NODES = ("Dial",)
FIELDS = ("caller_id",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a caller ID in another form; the fix writes the number that it surely is."""
    value = node.members["caller_id"]
    if E164_PATTERN.fullmatch(value):
        return
    fix = _fix(node, value)
    if fix is None and placeholder_in(value) is not None:
        return  # unrendered-placeholder reports it
    message = f'found {quote(value)}; expected a number in E.164 form such as "+14155550100"'
    yield Problem(node, message, "caller_id", fix=fix)


def _fix(node: Node, value: str) -> FixMaker | None:
    if not value.startswith("+"):
        return None
    try:
        number = parse_phone_number(value)
    except PhoneNumberError:
        return None
    return set_field(node, "caller_id", number, message=f"write {number}")

"""A secret in a document.

Anyone who can fetch a document can read it, and a published one is fetched by anyone. SIP passwords,
`user:password@` in an address, API keys and tokens do not belong in it; let a server add them, or
authenticate SIP by address. The secret itself is never shown in full.

Bad:

    <Response version="1.0">
      <Dial>
        <Sip username="desk" password="correct-horse">sip:desk@pbx.example.com</Sip>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial>
        <Sip>sip:desk@pbx.example.com</Sip>
      </Dial>
    </Response>
"""

import re
from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.facts.placeholders import placeholder_in
from voxml.rules.problem import Context, Problem, fields_of, fields_with

SEVERITY = "error"
CATEGORY = "privacy"
PRESET = "static"
_FIELDS = fields_with("Text", "HttpUrl", "WssUrl", "SipUri")
NODES = tuple(_FIELDS)

_KEYS = (
    r"(?<![A-Za-z0-9])(?:tvx_sk_[A-Za-z0-9_]+|[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|sk-(?:[a-z]+-)?[A-Za-z0-9_-]{20,}"
    r"|A[KS]IA[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}"
    r"|AIza[\w-]{30,}|SG\.[\w-]{16,80}+\.[\w-]{16,80}|eyJ[\w-]{8,500}+\.eyJ[\w-]{8,4000}+\.[\w-]"
    r"|-----BEGIN [A-Z ]{0,40}PRIVATE KEY)"
    r"|(?:^|(?<=\s))(?:Bearer|Basic) [A-Za-z0-9+/=._~-]{16,}"
)
#: Each of those has one of these in it, and most texts have none. Each begins with a letter of its own, so that a search
#: looks at first characters alone.
_SIGNS = re.compile(r"_|k-|pat-|--|xox|A[IKS]|SG\.|yJ|B(?:earer|asic) ")
_QUERY = re.compile(
    r"[?&;](password|passwd|pwd|secret|client_secret|api[_-]?key|(?:access|auth|id|session|bearer)?_?token)=(?=[^&#{$]{4})"
    # A key may be one of a keypad, or of a table: what is long and holds a digit is a secret.
    r"|[?&;](key|auth|signature)=(?=[^&#{$]{8})(?=[^&#{$]{0,60}\d)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:^|_|-)(?:password|passwd|secret|api[_-]?key|apikey|(?:access|auth)?[_-]?token|private[_-]?key)$", re.IGNORECASE
)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a secret, by what it is and not by what it says."""
    for field, value in fields_of(node, _FIELDS):
        what = "a SIP password" if field == "password" else _key_in(value)
        if what is None and (field == "uri" or "://" in value[:8]):
            what = _in_address(value)
        if what is not None:
            query = _QUERY.search(value)
            yield _problem(node, field, what)._replace(words=query[0] if query is not None else None)
    for name, text in node.members["parameters"].items() if "parameters" in node.members else ():
        what = _key_in(text) or _key_in(name) or (_in_address(text) if "://" in text[:8] else None)
        if what is None and _NAMES.search(name) and len(text) >= 4 and placeholder_in(text) is None:
            what = f'the parameter "{name}"'
        if what is not None:
            yield _problem(node, "parameters", what)._replace(parameter=name)


def _problem(node: Node, field: str, what: str) -> Problem:
    message = f"found {what}, which anyone who fetches the document can read; expected no secrets"
    return Problem(node, message, field)


def _key_in(text: str) -> str | None:
    found = re.search(_KEYS, text) if _SIGNS.search(text) is not None else None
    if found is None:
        return None
    key = found[0]
    if key[0] == "-":
        return "a private key"
    if key.startswith(("Bearer", "Basic")):
        return "what authorizes a request"
    return f'the key "{key[:8] if len(key) > 12 else key[:4]}…"'


def _in_address(value: str) -> str | None:
    if "@" in value:
        authority = value.partition(":")[2].lstrip("/").partition("/")[0]
        if authority.rpartition("@")[0].partition(":")[2]:
            return "a password in the address"
    found = _QUERY.search(value) if "=" in value else None
    return f'a secret in the query, "{found[1] or found[2]}"' if found is not None else None

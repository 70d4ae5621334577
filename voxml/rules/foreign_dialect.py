"""A document of another call-control language.

TwiML, Plivo XML, BXML, NCCO, SWML, VoiceXML and their relatives look alike and are not VoxML: TryVox does
not run them. VoxML writes members in snake_case with a `_url` for an address, has eleven verbs,
and puts the prompts of a Gather and the targets of a Dial inside. `voxml explain Gather` shows the names of
one verb. `voxml import FILE` turns TwiML, Plivo XML, BXML, NCCO, jambonz and SWML into VoxML.

Bad:

    <Response>
      <Speak>Welcome to Acme.</Speak>
      <GetDigits action="https://example.com/menu" numDigits="1"/>
    </Response>

    [{"action": "talk", "text": "Welcome to Acme."}]

Good:

    <Response version="1.0">
      <Say>Welcome to Acme.</Say>
      <Gather action_url="https://example.com/menu" num_digits="1"/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.other_languages import JAMBONZ, NCCO, without_counterpart
from voxml.language.spelling import suggest
from voxml.rules.facts.dialects import IMPORTED, Dialect
from voxml.rules.problem import Context, Problem
from voxml.schema.tables import MEMBERS, VERBS

SEVERITY = "error"
CATEGORY = "migration"
NODES = ("Response",)


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield a document whose errors are those of another language."""
    found = context.dialect
    if found is not None and found.certainty != "possible":
        yield Problem(node, f"found {found.name} ({', '.join(found.signs)}); {_advice(found)}")


def _advice(found: Dialect) -> str:
    own = {"NCCO (Vonage)": NCCO, "jambonz": JAMBONZ}.get(found.name, {})
    names = sorted({*VERBS, *(member for verb in MEMBERS for member in MEMBERS[verb])})
    pairs, missing = [], []
    for sign in found.signs:
        word = sign.strip("<>").rpartition(": ")[2].strip('"')
        if word not in own and (advice := without_counterpart(word)) is not None:
            # The elements of XML have errors of their own, which say what to do.
            missing.append(advice if found.is_sure else f"{word} has no counterpart")
            continue
        meant = own.get(word) or suggest(word, names)
        if meant is not None and meant != word:
            pairs.append(f"{word} is {meant}")
    known = [f"in VoxML {', '.join(pairs)}"] if pairs else []
    if found.name in IMPORTED:
        missing.append("`voxml import FILE` turns it into VoxML")
    return "; ".join([*known, *missing]) or "write it as VoxML: `voxml explain Say` shows the names of a verb"

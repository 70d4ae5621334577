"""Tell what a file is: VoxML, nearly VoxML, another call-control language, empty, or something else.

Lint, fmt and build ask here, so that all of them take the same files for ours.
"""

import json
import re
from typing import Any, Literal, NamedTuple

from voxml.formats.encoding import Undecodable, decode_xml
from voxml.formats.xml import XmlDocument
from voxml.language.spelling import suggest
from voxml.rules.facts import dialects
from voxml.schema.checked import Form
from voxml.schema.tables import MEMBERS, VERBS

Kind = Literal["voxml", "near-miss", "dialect", "empty", "other"]


class Recognition(NamedTuple):
    """What a file is, and the words for it: `it is BXML (Bandwidth)` or `its root is <project>, not <Response>`."""

    kind: Kind
    what: str = ""

    @property
    def is_ours(self) -> bool:
        """Whether the file is checked: a near miss has errors that say what is missing."""
        return self.kind in ("voxml", "near-miss")


VOXML = Recognition("voxml")

_OTHER_RESPONSE = Recognition("other", "its <Response> has no verb of a call-control language")

# The first start tag of a text: after declarations, comments and instructions, which may hold tags of their own. The
# groups are atomic and possessive, so that no text makes the search go back.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*+>)*+<([A-Za-z_][^\s/>]*)", re.DOTALL
)
#: In bytes: the root of nearly every document is within.
_HEAD = 4096
_VERB_TAG = re.compile(rf"<(?:{'|'.join(VERBS)}|say|gather|hangup)[\s/>]".encode())
_TAG = re.compile(rb"<(?:[\w.-]++:)?([A-Za-z_][\w.-]*+)")
#: One of these is in every JSON document that is recognised. Names may be escaped.
_HINTS = (b"oxml", b"instructions", b'"verb"', b'"action"', b'"sections"', b'"tropo"', b"\\u")
_SWML_YAML = re.compile(rb"^sections:[ \t]*\r?\n[ \t]+main:", re.MULTILINE)


def recognize(data: bytes, form: Form) -> Recognition:
    """Return what a file is, by its root or its outermost members: a quick look that reads no document twice.

    A `<Response>` counts as VoxML; `dialects.of_document` tells whether an invalid one is TwiML, say.
    """
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        return Recognition("empty", "it is empty")
    return _xml(data) if form == "xml" else _json(data)


def _xml(data: bytes) -> Recognition:
    found = _ROOT.match(data, 0, _HEAD)
    if found is None:
        # A long prologue, another encoding, or no XML.
        try:
            text = decode_xml(data)
        except Undecodable as error:
            text = error.before
        data = text.encode("utf-8", "replace")
        found = _ROOT.match(data)
        if found is None:
            return VOXML if b"<Response" in data else Recognition("other", "it is no XML")
    name = found[1].rpartition(b":")[2].decode("utf-8", "replace")
    if name == "Response":
        return VOXML if _VERB_TAG.search(data) or _is_call_control(data, found.end()) else _OTHER_RESPONSE
    if name in dialects.ROOTS:
        return Recognition("dialect", f"it is {dialects.ROOTS[name]}")
    if name == "response" and any(b"<" + word.encode() in data for word in dialects.KOOKOO):
        return Recognition("dialect", f"it is {dialects.KOOKOO_NAME}")
    # Many files of other kinds have a root such as <responses>; one of ours has a verb too.
    if suggest(name, ["Response"]) is not None and _VERB_TAG.search(data) is not None:
        return Recognition("near-miss", f"found <{name}>; expected <Response>")
    return Recognition("other", f"its root is <{name}>, not <Response>")


def _is_call_control(data: bytes, start: int) -> bool:
    """Tell whether a `<Response>` may be of a language such as VoxML: those of SAML and of many web services are not.

    It is when it says version="1.0" or is empty, when one of its children is nearly a verb, and when all of them are
    those of another dialect.
    """
    root = XmlDocument(data, "").root
    if root is None:
        # Broken: by the first tag after its own.
        tag = _TAG.search(data, start)
        return tag is None or suggest(tag[1].decode("utf-8", "replace"), VERBS) is not None
    names = [child.name.rpartition(" ")[2] for child in root.children or ()]
    if not names:
        return not root.text.strip() and " " not in root.name
    if root.attributes.get("version") == "1.0" or any(suggest(name, VERBS) for name in names):
        return True
    return all(map(dialects.is_element, names))


def _json(data: bytes) -> Recognition:
    if b'"voxml_version"' in data and b'"instructions"' in data:
        return VOXML
    if not any(map(data.__contains__, _HINTS)):
        if _SWML_YAML.search(data) is not None:
            return Recognition("dialect", f"it is {dialects.SWML_NAME}")
        return Recognition("other", 'it has neither "voxml_version" nor "instructions"')
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        # Broken: it is ours when it says so.
        is_ours = b'"voxml_version"' in data or (b'"instructions"' in data and b'"verb"' in data)
        return VOXML if is_ours else Recognition("other", "it is no JSON")
    if isinstance(value, dict) and _is_document(value):
        return VOXML
    dialect = dialects.of_json(value)
    if dialect is not None:
        return Recognition("dialect", f"it is {dialect.name}")
    if isinstance(value, list) and value and all(map(_is_instruction, value)):
        return Recognition("near-miss", "found a list of instructions; expected an object that holds it")
    if _is_instruction(value):
        return Recognition("near-miss", "found one instruction; expected an object with a list of them")
    if not isinstance(value, dict):
        return Recognition("other", "its JSON is not an object")
    return Recognition("other", 'it has neither "voxml_version" nor "instructions"')


def _is_document(value: dict[str, Any]) -> bool:
    if any("voxml" in name.lower() for name in value):
        return True
    items = value.get("instructions")
    if not isinstance(items, list):
        return False
    return not items or any(isinstance(item, dict) and "verb" in map(str.lower, item) for item in items)


def _is_instruction(value: Any) -> bool:
    verb = value.get("verb") if isinstance(value, dict) else None
    if not isinstance(verb, str) or verb not in VERBS:
        return False
    return len(value) == 1 or not MEMBERS[verb].keys().isdisjoint(value)

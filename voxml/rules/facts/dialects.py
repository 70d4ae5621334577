"""Other call-control languages, and what gives them away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from voxml.formats.json import plain_value
from voxml.language.other_languages import NO_COUNTERPART
from voxml.schema.tables import MEMBERS

if TYPE_CHECKING:
    from voxml.formats.xml import XmlElement
    from voxml.schema.checked import CheckedDocument


class Dialect(NamedTuple):
    """A recognised language: its name, and the words that gave it away."""

    name: str
    signs: tuple[str, ...]
    #: `sure`: no VoxML at all, and nothing else about it is worth saying; `likely`: an author of the other language
    #: wrote it; `possible`: one sign, which may be a slip.
    certainty: Literal["sure", "likely", "possible"]

    @property
    def is_sure(self) -> bool:
        """Whether checking it as VoxML says nothing more."""
        return self.certainty == "sure"


#: Root elements that say it all.
ROOTS = {
    "Bxml": "BXML (Bandwidth)",
    "vxml": "VoiceXML",
    "ccxml": "CCXML",
    "speak": "SSML",
    "nlsml": "NLSML",
    "grammar": "SRGS",
    "callxml": "CallXML",
}

KOOKOO = ("playtext", "collectdtmf", "playaudio", "gotourl", "sendsms", "dialnumber")
KOOKOO_NAME = "KooKoo XML (Ozonetel)"
SWML_NAME = "SWML (SignalWire)"
#: The languages that `voxml import` reads, by the names that are used here, and what its `--from` calls them.
IMPORTED = {
    "TwiML": "twilio",
    "Plivo XML": "plivo",
    "BXML (Bandwidth)": "bandwidth",
    "NCCO (Vonage)": "vonage",
    "jambonz": "jambonz",
    SWML_NAME: "signalwire",
}
#: What `other_languages` calls the languages of which some elements are found in no other.
_VENDORS = {"TwiML's": "TwiML", "Plivo's": "Plivo XML", "BXML's": "BXML (Bandwidth)"}
#: Elements of one vendor only, below `<Response>`.
_ELEMENTS: dict[str, str] = {
    **{name: _VENDORS[each.language] for name, each in NO_COUNTERPART.items() if each.language in _VENDORS},
    **dict.fromkeys(["Speak", "GetDigits", "GetInput", "Wait", "User"], "Plivo XML"),
    **dict.fromkeys(["SpeakSentence", "PlayAudio", "PhoneNumber", "SipUri", "Transfer"], "BXML (Bandwidth)"),
    **dict.fromkeys(["Forward", "StartStream", "CustomParam", "StreamParam"], "BXML (Bandwidth)"),
    **dict.fromkeys(["Dequeue", "GetDigitsCallback"], "Africa's Talking XML"),
    "Identity": "TwiML",
}

_THEIRS = """
action numDigits finishOnKey callerId timeLimit hangupOnStar ringTone answerOnBridge statusCallback
statusCallbackEvent statusCallbackMethod recordingStatusCallback speechTimeout speechModel
partialResultCallback profanityFilter bargeIn actionOnEmptyResult maxLength playBeep transcribeCallback
sendDigits startConferenceOnEnter endConferenceOnExit maxParticipants waitUrl waitMethod eventCallbackUrl
referUrl hints enhanced inputType digitEndTimeout callbackUrl callbackMethod audioTrack bidirectional
gatherUrl redirectUrl transferUrl phoneNumbers callbackurl
"""
#: Attributes that TwiML and its relatives have and VoxML has not.
_ATTRIBUTES = frozenset(_THEIRS.split())
_OURS = frozenset(name for members in MEMBERS.values() for name in members if "_" in name)

_JAMBONZ = """
say play gather dial hangup config conference enqueue dequeue leave listen llm pause redirect rasa
dialogflow lex tag transcribe sip:decline sip:request sip:refer answer alert message stream dub
"""
_NCCO_ACTIONS = frozenset(
    ["talk", "stream", "input", "connect", "record", "conversation", "notify", "pay", "transfer", "wait"]
)
_JAMBONZ_VERBS = frozenset(_JAMBONZ.split())


def is_element(name: str) -> bool:
    """Tell whether another language has an element of this name below `<Response>`."""
    return name in _ELEMENTS


def of_document(checked: CheckedDocument) -> Dialect | None:
    """Return the language of a document that is not valid VoxML."""
    if checked.root is None:
        return None
    if checked.form == "xml":
        return of_xml(checked.root.origin)
    try:
        return of_json(plain_value(checked.source.text))
    except (ValueError, RecursionError):
        return None


def of_xml(root: XmlElement) -> Dialect | None:
    """Return the language of an XML document that is not valid VoxML."""
    name = root.name.rpartition(" ")[2]
    if name == "Response":
        return None if "version" in root.attributes else _of_response(root)
    if name == "response":
        words = tuple(f"<{child.name}>" for child in root.children or () if child.name in KOOKOO)
        return Dialect(KOOKOO_NAME, tuple(dict.fromkeys(words))[:3], "sure") if words else None
    known = ROOTS.get(name)
    return Dialect(known, (f"<{name}>",), "sure") if known is not None else None


def _of_response(root: XmlElement) -> Dialect | None:
    #: By vendor, the elements that only it has.
    elements: dict[str, dict[str, None]] = {}
    attributes: dict[str, None] = {}
    has_dial_text = False
    for element in _walk(root):
        if not _OURS.isdisjoint(element.attributes):
            return None
        vendor = _vendor_of(element)
        if vendor is not None:
            elements.setdefault(vendor, {})[f"<{element.name}>"] = None
        has_dial_text = has_dial_text or (element.name == "Dial" and bool(element.text.strip()))
        attributes.update((each, None) for each in element.attributes if each in _ATTRIBUTES)
    if elements:
        vendor = max(elements, key=lambda each: len(elements[each]))
        return Dialect(vendor, (*elements[vendor], *attributes)[:3], "likely")
    signs = (*attributes, *(["text in <Dial>"] if has_dial_text else []))
    return Dialect("TwiML", signs[:3], "likely" if len(signs) > 1 else "possible") if signs else None


def _vendor_of(element: XmlElement) -> str | None:
    if element.name == "Conference" and element.parent is not None and element.parent.name == "Dial":
        return "TwiML"
    return _ELEMENTS.get(element.name)


def _walk(element: XmlElement) -> Iterator[XmlElement]:
    # Only what a document of any of these languages has: three levels.
    for child in element.children or ():
        yield child
        for grandchild in child.children or ():
            yield grandchild
            yield from grandchild.children or ()


def of_json(value: Any) -> Dialect | None:
    """Return the language of a JSON document that is not valid VoxML."""
    if isinstance(value, list):
        return _of_items([item for item in value if isinstance(item, dict)])
    if not isinstance(value, dict) or "instructions" in value or "voxml_version" in value:
        return None
    sections = value.get("sections")
    if isinstance(sections, dict) and isinstance(sections.get("main"), list):
        return Dialect(SWML_NAME, ('"sections"',), "sure")
    if isinstance(value.get("tropo"), list):
        return Dialect("Tropo JSON", ('"tropo"',), "sure")
    return _of_items([value])


def _of_items(items: list[dict[str, Any]]) -> Dialect | None:
    actions = [f'"action": "{word}"' for word in _words(items, "action", _NCCO_ACTIONS)]
    if actions and not any("verb" in item for item in items):
        return Dialect("NCCO (Vonage)", tuple(dict.fromkeys(actions))[:3], "sure")
    verbs = [f'"verb": "{word}"' for word in _words(items, "verb", _JAMBONZ_VERBS)]
    return Dialect("jambonz", tuple(dict.fromkeys(verbs))[:3], "sure") if verbs else None


def _words(items: list[dict[str, Any]], member: str, known: frozenset[str]) -> list[str]:
    return [word for item in items if isinstance(word := item.get(member), str) and word in known]

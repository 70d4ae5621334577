"""Other call-control languages, and what gives them away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.formats.json import plain_value

if TYPE_CHECKING:
    from voxml.formats.xml_tree import XmlElement
    from voxml.schema.checked import Checked


class Dialect(NamedTuple):
    """A recognised language: its name, and the words that gave it away."""

    name: str
    signs: tuple[str, ...]
    #: Whether it is surely another language, so that judging it as VoxML says nothing more.
    is_sure: bool


#: Root elements that say it all.
_ROOTS = {
    "Bxml": "BXML (Bandwidth)",
    "vxml": "VoiceXML",
    "ccxml": "CCXML",
    "speak": "SSML",
    "nlsml": "NLSML",
    "grammar": "SRGS",
    "callxml": "CallXML",
}

_TWIML = """
Enqueue Leave Pay Prompt Sms Message Refer Start Stop Connect Queue Sim Application Room Autopilot
VirtualAgent ConversationRelay AiSession Siprec Transcription Task Identity WhatsApp Suppression HttpRequest
AIAssistant AIGather Echo Recording
"""
_KOOKOO = """
playtext collectdtmf playaudio gotourl sendsms dialnumber
"""
_BXML = """
SpeakSentence PlayAudio PhoneNumber SipUri Transfer Bridge Ring SendDtmf Forward StartRecording
StopRecording PauseRecording ResumeRecording StartGather StopGather StartTranscription StopTranscription
StartStream StopStream Tag CustomParam StreamParam
"""
#: Elements of one vendor only, below `<Response>`.
_ELEMENTS: dict[str, str] = {
    **dict.fromkeys(
        ["Speak", "GetDigits", "GetInput", "PreAnswer", "Wait", "DTMF", "MultiPartyCall", "User"], "Plivo XML"
    ),
    **dict.fromkeys(
        _BXML.split(),
        "BXML (Bandwidth)",
    ),
    **dict.fromkeys(["Dequeue", "GetDigitsCallback"], "Africa's Talking XML"),
    **dict.fromkeys(
        _TWIML.split(),
        "TwiML",
    ),
}

_OUR_NAMES = """
action_url num_digits finish_on_key caller_id time_limit ring_tone send_digits max_length play_beep
transcription_url status_callback_url start_on_enter end_on_exit max_participants wait_url
"""
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
_OURS = frozenset(_OUR_NAMES.split())

_JAMBONZ = """
say play gather dial hangup config conference enqueue dequeue leave listen llm pause redirect rasa
dialogflow lex tag transcribe sip:decline sip:request sip:refer answer alert message stream dub
"""
_NCCO = """
talk stream input connect record conversation notify pay transfer wait
"""
_NCCO_ACTIONS = frozenset(_NCCO.split())
_JAMBONZ_VERBS = frozenset(_JAMBONZ.split())


def of_document(checked: Checked) -> Dialect | None:
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
    """The language of an XML document that is not right VoxML."""
    name = root.name.rpartition(" ")[2]
    if name != "Response":
        known = _ROOTS.get(name)
        if name == "response":
            words = tuple(f"<{child.name}>" for child in root.children or () if child.name in _KOOKOO.split())
            return Dialect("KooKoo XML (Ozonetel)", tuple(dict.fromkeys(words))[:3], True) if words else None
        return Dialect(known, (f"<{name}>",), True) if known is not None else None
    if "version" in root.attributes:
        return None
    elements: dict[str, list[str]] = {}
    attributes: list[str] = []
    for element in _walk(root):
        vendor = _ELEMENTS.get(element.name)
        if vendor is None and element.name == "Conference" and element.parent is not None:
            vendor = "TwiML" if element.parent.name == "Dial" else None
        if vendor is not None:
            signs = elements.setdefault(vendor, [])
            if f"<{element.name}>" not in signs:
                signs.append(f"<{element.name}>")
        for attribute in element.attributes:
            if attribute in _OURS:
                return None
            if attribute in _ATTRIBUTES and attribute not in attributes:
                attributes.append(attribute)
    if elements:
        vendor = max(elements, key=lambda each: len(elements[each]))
        return Dialect(vendor, (*elements[vendor], *attributes)[:3], False)
    return Dialect("TwiML", tuple(attributes[:3]), False) if len(attributes) > 1 else None


def _walk(element: XmlElement) -> Iterator[XmlElement]:
    # Only what a document of any of these languages has: three levels.
    for child in element.children or ():
        yield child
        for grandchild in child.children or ():
            yield grandchild
            yield from grandchild.children or ()


def of_json(value: Any) -> Dialect | None:
    """The language of a JSON document that is not right VoxML."""
    if isinstance(value, list):
        items = [item for item in value if isinstance(item, dict)]
        actions = [item["action"] for item in items if item.get("action") in _NCCO_ACTIONS]
        if actions:
            return Dialect("NCCO (Vonage)", tuple(f'"action": "{each}"' for each in dict.fromkeys(actions))[:3], True)
        verbs = [item["verb"] for item in items if isinstance(item.get("verb"), str) and item["verb"] in _JAMBONZ_VERBS]
        if verbs:
            return Dialect("jambonz", tuple(f'"verb": "{each}"' for each in dict.fromkeys(verbs))[:3], True)
        return None
    if not isinstance(value, dict) or "instructions" in value or "voxml_version" in value:
        return None
    if isinstance(value.get("sections"), dict):
        return Dialect("SWML (SignalWire)", ('"sections"',), True)
    if value.get("action") in _NCCO_ACTIONS and "verb" not in value:
        return Dialect("NCCO (Vonage)", (f'"action": "{value["action"]}"',), True)
    if isinstance(value.get("tropo"), list):
        return Dialect("Tropo JSON", ('"tropo"',), True)
    return None

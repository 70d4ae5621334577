"""TwiML, the language of Twilio: https://www.twilio.com/docs/voice/twiml (also Telnyx TeXML and SignalWire cXML)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers import converters as to
from voxml.importers.model import Made, SourceNode
from voxml.importers.prompts import gather_with
from voxml.importers.speech import SSML, spoken
from voxml.importers.tables import Built, CannotConvert, Dialect, Element, Field, Missing, lost
from voxml.importers.targets import dial_with

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_REPORTED = "the recording is listed with the call"
_EVENTS = "TryVox chooses which events it reports"
_STATUS = "TryVox reports the call to the status_callback_url of the call"
_SPEECH = "TryVox's recognition has no such setting"
_WHISPER = "a document for the one who answers has no counterpart"


def _say(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return spoken(conversion, node, {**fields, "\0default_language": "en-US"})


def _play(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    if "digits" in node.attributes:
        message = "found digits, which VoxML's Play does not have; send keys with send_digits of a dialled Number"
        conversion.lose(node, "error", message, "digits")
    return [Made("Play", fields, node)] if "url" in fields else []


def _pause(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    if str(node.attributes.get("length", "")).strip() == "0":
        conversion.lose(node, "info", "found a pause of 0 s; it is left out", "length")
        return []
    return [Made("Pause", fields, node)]


def _pause_length(value: Any, conversion: Conversion) -> int | None:
    return None if str(value).strip() == "0" else to.seconds(value, conversion)


def _gather(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    prompts: list[Made] = []
    for child in node.children:
        if child.name in _GATHER_CHILDREN:
            prompts += conversion.verbs_of(child)
    return gather_with(conversion, node, fields, prompts)


_GATHER_CHILDREN = frozenset({"Say", "Play", "Pause"})


def _dial(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    rooms = [made for child in node.children if child.name == "Conference" for made in _room(conversion, child, node)]
    if rooms:
        return _rooms(conversion, node, fields, rooms)
    if "method" in node.attributes:
        conversion.value(node, "method", Field("method", to.post_only), node.attributes["method"])
    targets = _target_in_text(conversion, node)
    for child in node.children:
        if child.name in _NOUNS:
            targets += conversion.verbs_of(child)
    if targets or node.text or node.children:
        return dial_with(conversion, node, fields, targets) if targets else []
    conversion.lose(node, "error", "found no target to dial; expected a number, a Sip or a Client")
    return []


def _rooms(conversion: Conversion, node: SourceNode, fields: dict[str, Any], rooms: list[Made]) -> list[Made]:
    """Return the Conference, and after it a Redirect to the action of the Dial that it is in."""
    if fields.get("record"):
        rooms[0].fields.setdefault("record", True)
    if "action_url" not in fields:
        return rooms
    written = node.attributes.get("method")
    if written is not None and "method" not in fields:
        fields["method"] = conversion.value(node, "method", Field("method", to.method), written)
    after = {"url": fields["action_url"], **({"method": fields["method"]} if fields.get("method") else {})}
    return [*rooms, Made("Redirect", after, node)]


def _target_in_text(conversion: Conversion, node: SourceNode) -> list[Made]:
    found = conversion.value(node, None, Field("target", _number_or_sip), node.text) if node.text else None
    return [Made(found[0], found[1], node)] if found is not None else []


_NOUNS = ("Number", "Sip", "Client")


def _number_or_sip(value: Any, conversion: Conversion) -> Any:
    text = str(value)
    if text.lower().startswith("sip:"):
        return "Sip", {"uri": to.sip(text, conversion)}
    if text.lower().startswith("client:"):
        return "Client", {"name": text[7:].strip()}
    return "Number", {"number": to.number(text, conversion)}


def _room(conversion: Conversion, node: SourceNode, dial: SourceNode) -> list[Made]:
    for name in ("timeLimit", "hangupOnStar"):
        value = str(dial.attributes.get(name, "")).strip().lower()
        if value not in ("", "false"):
            severity = "error" if name == "hangupOnStar" else "warning"
            conversion.lose(dial, severity, f"found {name}, which a Conference of VoxML does not have", name)  # type: ignore[arg-type]
    return conversion.verbs_of(node)


def _sip(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    uris = [child for child in node.children if child.name in ("Uri", "SipUri")]
    if not uris:
        return [Made("Sip", fields, node)] if "uri" in fields else []
    made = []
    for each in uris:
        for name in each.attributes:
            conversion.lose(each, "error", f"found {name}; targets of one Dial ring together in VoxML", name)
        made.append(Made("Sip", {**fields, "uri": to.sip(each.text, conversion)}, node))
    return made


def _client(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    for child in node.children:
        if child.name == "Identity" and child.text:
            fields["name"] = child.text
        elif child.name == "Parameter":
            conversion.lose(child, "warning", "found a Parameter for the client; VoxML's Client has its name only")
    return [Made("Client", fields, node)] if "name" in fields else []


def _number(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Number", fields, node)] if "number" in fields else []


def _connect(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    made = conversion.convert([child for child in node.children if child.name == "Stream"])
    if made and node.name == "Start":
        message = (
            "found <Start>, beside which the document goes on; for VoxML's Stream that is not documented, "
            "it may wait until the socket closes"
        )
        conversion.lose(node, "warning", message)
    if made and "action_url" in fields:
        made.append(Made("Redirect", {"url": fields["action_url"], **_method(fields)}, node))
    return made


def _method(fields: dict[str, Any]) -> dict[str, Any]:
    return {"method": fields["method"]} if "method" in fields else {}


def _stream(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    parameters: dict[str, str] = {}
    for child in node.children:
        if child.name == "Parameter":
            parameters[str(child.attributes.get("name", ""))] = str(child.attributes.get("value", ""))
            for name in child.attributes.keys() - {"name", "value"}:
                conversion.lose(child, "warning", f"found {name}, which a Parameter does not have", name)
    if parameters:
        fields["parameters"] = parameters
    return [Made("Stream", fields, node)] if "url" in fields else []


def _redirect(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Redirect", fields, node)] if "url" in fields else []


def _conference(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Conference", fields, node)]


def _track(value: Any, _conversion: Conversion) -> str:
    word = str(value).strip()
    if word not in ("inbound_track", "outbound_track", "both_tracks"):
        raise CannotConvert(f'found track "{word}"; expected inbound_track, outbound_track or both_tracks')
    return word


_TARGET = {
    **lost("error", _WHISPER, "url"),
    **lost("info", "nothing is asked for", "method"),
    **lost("warning", _STATUS, "statusCallback"),
    **lost("info", _EVENTS, "statusCallbackEvent statusCallbackMethod"),
    **lost(
        "warning",
        "TryVox's machine_detection is a parameter of the call",
        "machineDetection amdStatusCallback machineDetectionTimeout machineDetectionSpeechThreshold "
        "machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout amdStatusCallbackMethod",
    ),
}

ELEMENTS: dict[str, Element | Missing] = {
    "Say": Element(
        "Say",
        {
            "voice": Field("voice", to.voice),
            "language": Field("language", to.language),
            "loop": Field("loop", to.whole),
        },
        build=_say,
        children=SSML,
        note="Without a language Twilio speaks en-US, so it is written out. SSML is reduced to its words.",
    ),
    "Play": Element(
        "Play",
        {"loop": Field("loop", to.whole), "digits": Built("keys to play: they have no counterpart, an error")},
        content=Field("url", to.address),
        build=_play,
    ),
    "Pause": Element("Pause", {"length": Field("length", _pause_length)}, build=_pause),
    "Gather": Element(
        "Gather",
        {
            "action": Field("action_url", to.action),
            "method": Field("method", to.method),
            "input": Field("input", to.listens_for),
            "timeout": Field("timeout", to.seconds),
            "numDigits": Field("num_digits", to.whole),
            "finishOnKey": Field("finish_on_key", to.finish_key),
            **lost(
                "warning",
                _SPEECH,
                "speechTimeout maxSpeechTime hints speechModel language profanityFilter partialResultCallback",
                unless=("auto", "true"),
            ),
            **lost("info", _SPEECH, "enhanced debug partialResultCallbackMethod"),
            **lost("warning", "keys always interrupt the prompt", "bargeIn", unless=("true",)),
            **lost("error", "without input the next instruction runs", "actionOnEmptyResult", unless=("false",)),
            **lost("warning", "timeout is for all keys", "dtmfDetection interDigitTimeout"),
            **lost("error", "your server checks the keys", "validDigits invalidDigitsAction minDigits maxDigits"),
        },
        build=_gather,
        children=_GATHER_CHILDREN,
        own_address="action_url",
        note="Several prompts are joined where one voice speaks them; else the earlier ones come before the Gather. "
        "Without an action it is the document's own address, which needs --base-url.",
    ),
    "Dial": Element(
        "Dial",
        {
            "action": Field("action_url", to.action),
            "method": Built("POST only; after a Conference the method of the Redirect"),
            "timeout": Field("timeout", to.seconds),
            "timeLimit": Field("time_limit", to.seconds),
            "callerId": Field("caller_id", to.caller),
            "record": Field("record", to.record_word),
            "ringTone": Field("ring_tone", to.capitals),
            **lost("error", "the caller ends a Dial by hanging up", "hangupOnStar", unless=("false",)),
            **lost(
                "error",
                "numbers of one Dial ring together; write one Dial after another",
                "sequential",
                unless=("false",),
            ),
            **lost("warning", "TryVox answers before it dials", "answerOnBridge", unless=("false",)),
            **lost("warning", "what is recorded is not cut", "trim", unless=("do-not-trim",)),
            **lost("warning", _REPORTED, "recordingStatusCallback recordingTrack"),
            **lost("info", _REPORTED, "recordingStatusCallbackMethod recordingStatusCallbackEvent"),
            **lost("error", "Dial the SIP address", "referUrl"),
            **lost("info", "nothing is referred", "referMethod"),
            **lost("warning", _EVENTS, "events"),
            **lost("warning", "the caller's name is not sent", "fromDisplayName callReason passports"),
        },
        build=_dial,
        children=frozenset({*_NOUNS, "Conference"}),
        note="A Conference in a Dial becomes a Conference; the action of the Dial becomes a Redirect after it.",
    ),
    "Number": Element(
        "Number",
        {
            "sendDigits": Field("send_digits", to.text),
            **_TARGET,
            **lost("warning", "TryVox chooses the carrier", "byoc phoneNumberSid startOnMediaRinging"),
        },
        content=Field("number", to.number),
        build=_number,
    ),
    "Sip": Element(
        "Sip",
        {"username": Field("username", to.text), "password": Field("password", to.text), **_TARGET},
        content=Field("uri", to.sip),
        build=_sip,
        children=frozenset({"Uri", "SipUri"}),
    ),
    "Client": Element(
        "Client",
        _TARGET,
        content=Field("name", to.text),
        build=_client,
        children=frozenset({"Identity", "Parameter"}),
    ),
    "Conference": Element(
        "Conference",
        {
            "muted": Field("muted", to.boolean),
            "startConferenceOnEnter": Field("start_on_enter", to.boolean),
            "endConferenceOnExit": Field("end_on_exit", to.boolean),
            "beep": Field("beep", to.beep),
            "maxParticipants": Field("max_participants", to.whole),
            "waitUrl": Field("wait_url", to.wait_document),
            "record": Field("record", to.record_word),
            "statusCallback": Field("status_callback_url", to.address),
            **lost("info", _EVENTS, "statusCallbackEvent"),
            **lost(
                "info",
                "TryVox asks by a method of its own",
                "waitMethod statusCallbackMethod region recordingStatusCallbackMethod recordingStatusCallbackEvent "
                "jitterBufferSize",
            ),
            **lost("warning", _REPORTED, "recordingStatusCallback eventCallbackUrl"),
            **lost("warning", "what is recorded is not cut", "trim", unless=("do-not-trim",)),
            **lost("error", "nobody listens in on one participant", "coach"),
            **lost("warning", "participants are listed by their call", "participantLabel"),
        },
        content=Field("name", to.text),
        build=_conference,
    ),
    "Record": Element(
        "Record",
        {
            "action": Field("action_url", to.address),
            "method": Field("\0method", to.post_only),
            "timeout": Field("timeout", to.seconds),
            "finishOnKey": Field("finish_on_key", to.finish_keys),
            "maxLength": Field("max_length", to.seconds),
            "playBeep": Field("play_beep", to.boolean),
            "trim": Field("trim", to.text),
            "transcribe": Field("transcribe", to.boolean),
            "transcribeCallback": Field("transcription_url", to.address),
            **lost("warning", "the recording is sent to action_url", "recordingStatusCallback"),
            **lost("info", _EVENTS, "recordingStatusCallbackMethod recordingStatusCallbackEvent"),
            **lost("warning", "one channel is recorded", "channels recordingTrack", unless=("mono", "both")),
        },
        own_address="action_url",
    ),
    "Redirect": Element(
        "Redirect",
        {"method": Field("method", to.method)},
        content=Field("url", to.next_document),
        build=_redirect,
        own_address="url",
    ),
    "Hangup": Element("Hangup", {}),
    "Reject": Element("Reject", {"reason": Field("reason", to.words(rejected="rejected", busy="busy"))}),
    "Connect": Element(
        "Stream",
        {"action": Field("action_url", to.action), "method": Field("method", to.method)},
        build=_connect,
        children=frozenset({"Stream"}),
        note="The Stream in it is written by itself; an action becomes a Redirect after it.",
    ),
    "Start": Element("Stream", {}, build=_connect, children=frozenset({"Stream"})),
    "Stream": Element(
        "Stream",
        {
            "url": Field("url", to.socket),
            "name": Field("name", to.text),
            "track": Field("track", _track),
            "statusCallback": Field("status_callback_url", to.address),
            **lost("info", "TryVox reports by POST", "statusCallbackMethod"),
            **lost("info", "every Stream may send audio back", "bidirectional", unless=("true",)),
            **lost("warning", "the next instruction runs when the socket closes", "keepCallAlive"),
            **lost("error", "write the address of the socket", "connectorName"),
        },
        defaults={"track": "inbound_track"},
        build=_stream,
        children=frozenset({"Parameter"}),
    ),
    **dict.fromkeys(
        [
            "Pay",
            "Prompt",
            "Message",
            "Sms",
            "Enqueue",
            "Queue",
            "Leave",
            "Refer",
            "Stop",
            "Room",
            "Sim",
            "Application",
            "WhatsApp",
            "Conversation",
            "ConversationRelay",
            "VirtualAgent",
            "AiSession",
            "Autopilot",
            "AIAssistant",
            "Siprec",
            "Transcription",
            "Recording",
            "Task",
            "Echo",
        ],
        Missing(""),
    ),
}


def nodes_of(conversion: Conversion, root: Any) -> list[SourceNode]:
    """Return the verbs of a document: the elements in its root.

    Raises:
        TypeError: it is no XML.
    """
    if not isinstance(root, SourceNode):
        raise TypeError("found JSON; expected XML")
    for name in root.attributes:
        if not name.startswith(("xmlns", "xsi", "schemaLocation", "noNamespace")):
            conversion.lose(root, "info", f"found {name} in <{root.name}>, which means nothing; it is left out", name)
    if root.text:
        conversion.lose(root, "info", "found text outside of any verb, which is never spoken; it is left out")
    return root.children


DIALECT = Dialect("twilio", "TwiML", "https://www.twilio.com/docs/voice/twiml", ELEMENTS, nodes_of)

"""Plivo XML: https://www.plivo.com/docs/voice/xml/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers import converters as to
from voxml.importers.model import Made, SourceNode
from voxml.importers.prompts import gather_with
from voxml.importers.speech import SSML, spoken
from voxml.importers.tables import Built, CannotConvert, Dialect, Element, Field, Missing, lost
from voxml.importers.targets import dial_with
from voxml.importers.twilio import nodes_of

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_SPEECH = "TryVox's recognition has no such setting"
_STATUS = "TryVox reports the call to the status_callback_url of the call"
_PROMPTS = frozenset({"Speak", "Play"})
_MOST_RETRIES = 10


def _speak(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return spoken(conversion, node, {**fields, "\0default_language": "en-US"})


def _if(verb: str, member: str) -> Any:
    def build(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
        return [Made(verb, fields, node)] if member in fields else []

    return build


def _gather(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    prompts: list[Made] = []
    for child in node.children:
        if child.name in _PROMPTS:
            prompts += conversion.verbs_of(child)
    if "action_url" not in fields:
        conversion.lose(node, "error", "found no action; expected the address to send the input to")
    times = fields.pop("\0times", 1)
    # A retry is the same Gather once more, which runs when nothing was pressed.
    return [made for _ in range(times) for made in gather_with(conversion, node, dict(fields), list(prompts))]


def _retries(value: Any, conversion: Conversion) -> int:
    times = to.whole(value, conversion)
    if times > _MOST_RETRIES:
        raise CannotConvert(
            f"found {times} retries; a Gather is written {_MOST_RETRIES} times", "warning", _MOST_RETRIES
        )
    return max(1, times)


def _wait(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Pause", fields, node)]


def _dial(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    targets: list[Made] = []
    for child in node.children:
        if child.name in ("Number", "User"):
            targets += conversion.verbs_of(child)
    return dial_with(conversion, node, fields, targets)


def _record(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    for name in ("recordSession", "startOnDialAnswer"):
        if str(node.attributes.get(name, "")).lower() == "true":
            message = f"found {name}, a recording of what follows; a Dial or a Conference records with record"
            conversion.lose(node, "warning", message, name)
            return []
    if "action_url" not in fields:
        conversion.lose(node, "error", "found no action; expected the address to send the recording to")
        return []
    return [Made("Record", fields, node)]


def _hangup(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    return [Made("Hangup", fields, node)]


def arrange(conversion: Conversion, nodes: list[SourceNode]) -> list[Made]:
    """Return the verbs of a document; a Hangup with a reason that comes first refuses the call."""
    made = conversion.convert(nodes)
    if made and made[0].verb == "Hangup" and "reason" in made[0].fields:
        made[0] = made[0]._replace(verb="Reject")
    return made


def _sound(value: Any, _conversion: Conversion) -> bool:
    word = str(value).strip().lower()
    if word in ("", "none"):
        return False
    if word.startswith("beep:"):
        return True
    raise CannotConvert("found a sound file; VoxML's Conference beeps or does not", "warning", True)


def _transcription(value: Any, _conversion: Conversion) -> bool:
    return str(value).strip() != ""


def _stream(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    headers = str(node.attributes.get("extraHeaders", ""))
    pairs = [each.partition("=") for each in headers.split(",") if "=" in each]
    if pairs:
        fields["parameters"] = {name.strip(): value.strip() for name, _, value in pairs}
    elif headers:
        conversion.lose(node, "warning", "found extraHeaders that are not name=value", "extraHeaders")
    return [Made("Stream", fields, node)] if "url" in fields else []


_REDIRECT = lost("error", "what action_url returns goes on with the call", "redirect", unless=("true",))
_INPUT = {
    "action": Field("action_url", to.action),
    "method": Field("method", to.method),
    "numDigits": Field("num_digits", to.whole),
    "finishOnKey": Field("finish_on_key", to.finish_key),
    "retries": Field("\0times", _retries),
    **_REDIRECT,
    **lost("info", "nothing is logged", "log"),
    **lost("warning", "no beep comes before the input", "playBeep", unless=("false",)),
    **lost("warning", "timeout is for all keys", "digitTimeout digitEndTimeout", unless=("auto",)),
    **lost("warning", "your server checks the keys", "validDigits invalidDigitsSound"),
}
ELEMENTS: dict[str, Element | Missing] = {
    "Speak": Element(
        "Say",
        {
            "voice": Field("voice", to.voice),
            "language": Field("language", to.language),
            "loop": Field("loop", to.whole),
        },
        build=_speak,
        children=SSML,
        note="Without a language Plivo speaks en-US, so it is written out. SSML is reduced to its words.",
    ),
    "Play": Element(
        "Play", {"loop": Field("loop", to.whole)}, content=Field("url", to.address), build=_if("Play", "url")
    ),
    "GetDigits": Element(
        "Gather",
        {
            **_INPUT,
            "timeout": Field("timeout", to.seconds),
            **lost("error", "VoxML waits for the input", "async", unless=("false",)),
        },
        build=_gather,
        children=_PROMPTS,
        note="A retry is the same Gather once more.",
    ),
    "GetInput": Element(
        "Gather",
        {
            **_INPUT,
            "inputType": Field("input", to.listens_for),
            "executionTimeout": Field("timeout", to.seconds),
            **lost(
                "warning",
                _SPEECH,
                "speechEndTimeout speechModel hints language profanityFilter interimSpeechResultsCallback",
                unless=("auto", "false"),
            ),
            **lost("info", _SPEECH, "interimSpeechResultsCallbackMethod"),
        },
        defaults={"timeout": 15},
        build=_gather,
        children=_PROMPTS,
    ),
    "Dial": Element(
        "Dial",
        {
            "action": Field("action_url", to.action),
            "method": Field("method", to.post_only),
            "timeout": Field("timeout", to.seconds),
            "timeLimit": Field("time_limit", to.seconds),
            "callerId": Field("caller_id", to.caller),
            **_REDIRECT,
            **lost("error", "the caller ends a Dial by hanging up", "hangupOnStar", unless=("false",)),
            **lost("error", "a document for the one who answers has no counterpart", "confirmSound confirmKey"),
            **lost("info", "nothing is confirmed", "confirmTimeout"),
            **lost("warning", "ring_tone names a country", "dialMusic", unless=("real",)),
            **lost("warning", _STATUS, "callbackUrl"),
            **lost("info", _STATUS, "callbackMethod"),
            **lost("warning", "keys are not reported during a Dial", "digitsMatch digitsMatchBLeg"),
            **lost("warning", "the caller's name is not sent", "callerName"),
            **lost("warning", "no headers are sent", "sipHeaders"),
        },
        build=_dial,
        children=frozenset({"Number", "User"}),
    ),
    "Number": Element(
        "Number",
        {
            "sendDigits": Field("send_digits", to.text),
            **lost("info", "keys are sent after the answer", "sendOnPreanswer sendDigitsMode"),
        },
        content=Field("number", to.number),
        build=_if("Number", "number"),
    ),
    "User": Element(
        "Sip",
        {
            **lost("error", "keys are sent to a Number only", "sendDigits sendOnPreanswer"),
            **lost("warning", "no headers are sent", "sipHeaders"),
        },
        content=Field("uri", to.sip),
        build=_if("Sip", "uri"),
    ),
    "Record": Element(
        "Record",
        {
            "action": Field("action_url", to.address),
            "method": Field("method", to.post_only),
            "timeout": Field("timeout", to.seconds),
            "maxLength": Field("max_length", to.seconds),
            "playBeep": Field("play_beep", to.boolean),
            "finishOnKey": Field("finish_on_key", to.finish_keys),
            "transcriptionType": Field("transcribe", _transcription),
            "transcriptionUrl": Field("transcription_url", to.address),
            "transcriptionMethod": Field("method", to.post_only),
            "recordSession": Built("a recording of what follows: a warning"),
            "startOnDialAnswer": Built("a recording of what follows: a warning"),
            **_REDIRECT,
            **lost("info", "TryVox chooses the format", "fileFormat"),
            **lost("warning", "the recording is sent to action_url", "callbackUrl"),
            **lost("info", "the recording is sent to action_url", "callbackMethod"),
            **lost("warning", "one channel is recorded", "recordChannelType"),
        },
        defaults={"timeout": 15, "max_length": 60},
        build=_record,
    ),
    "Conference": Element(
        "Conference",
        {
            "muted": Field("muted", to.boolean),
            "startConferenceOnEnter": Field("start_on_enter", to.boolean),
            "endConferenceOnExit": Field("end_on_exit", to.boolean),
            "maxMembers": Field("max_participants", to.whole),
            "record": Field("record", to.boolean),
            "enterSound": Field("beep", _sound),
            "waitSound": Field("wait_url", to.wait_document),
            "callbackUrl": Field("status_callback_url", to.address),
            "action": Field("\0after", to.address),
            "method": Field("\0method", to.post_only),
            **lost("info", "a beep marks joining and leaving alike", "exitSound"),
            **lost("info", "TryVox reports by POST", "callbackMethod recordFileFormat transcriptionMethod"),
            **lost("error", "one who is left alone stays", "stayAlone", unless=("true",)),
            **lost("error", "nobody leaves by a key", "hangupOnStar finishOnKey", unless=("false", "none")),
            **lost("warning", "keys and speakers are not reported", "digitsMatch floorEvent relayDTMF"),
            **lost("warning", "conferences are not transcribed", "transcriptionType transcriptionUrl"),
            **lost("warning", "a Conference has no limit of time", "timeLimit"),
            **_REDIRECT,
        },
        content=Field("name", to.text),
        defaults={"max_participants": 200, "beep": False},
        build=lambda conversion, node, fields: _conference(node, fields),
        note="An action becomes a Redirect after it.",
    ),
    "Redirect": Element(
        "Redirect",
        {"method": Field("method", to.method)},
        content=Field("url", to.next_document),
        build=_if("Redirect", "url"),
        own_address="url",
    ),
    "Wait": Element(
        "Pause",
        {
            "length": Field("length", to.seconds),
            **lost("warning", "a Pause ends by its length only", "silence minSilence beep", unless=("false",)),
        },
        build=_wait,
    ),
    "Hangup": Element(
        "Hangup",
        {
            "reason": Field("reason", to.words(rejected="rejected", busy="busy")),
            **lost("error", "a Dial ends by its time_limit", "schedule", unless=("0",)),
        },
        build=_hangup,
        note="With a reason, as the first instruction, it becomes a Reject.",
    ),
    "Stream": Element(
        "Stream",
        {
            "audioTrack": Field(
                "track", to.words(inbound="inbound_track", outbound="outbound_track", both="both_tracks")
            ),
            "extraHeaders": Built("parameters"),
            "statusCallbackUrl": Field("status_callback_url", to.address),
            **lost("info", "TryVox reports by POST", "statusCallbackMethod"),
            **lost("info", "every Stream may send audio back", "bidirectional", unless=("true",)),
            **lost("info", "TryVox chooses the audio's format", "contentType noiseCancellation noiseCancellationLevel"),
            **lost("warning", "a Stream has no limit of time", "streamTimeout"),
            **lost("warning", "the next instruction runs when the socket closes", "keepCallAlive", unless=("true",)),
        },
        content=Field("url", to.socket),
        defaults={"track": "inbound_track"},
        build=_stream,
    ),
    **dict.fromkeys(["PreAnswer", "DTMF", "MultiPartyCall"], Missing("")),
    "Message": Missing("send messages from your server"),
}


def _conference(node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    after = fields.pop("\0after", None)
    room = [Made("Conference", fields, node)] if "name" in fields else []
    return [*room, *([Made("Redirect", {"url": after}, node)] if after is not None else [])]


DIALECT = Dialect("plivo", "Plivo XML", "https://www.plivo.com/docs/voice/xml/", ELEMENTS, nodes_of, arrange)

"""BXML, the language of Bandwidth: https://dev.bandwidth.com/docs/voice/programmable-voice/bxml/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers import converters as to
from voxml.importers.model import Made, SourceNode
from voxml.importers.prompts import gather_with
from voxml.importers.speech import SSML, spoken
from voxml.importers.tables import Attribute, CannotConvert, Dialect, Element, Field, Missing, lost
from voxml.importers.targets import dial_with
from voxml.importers.twilio import nodes_of

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_PROMPTS = frozenset({"SpeakSentence", "PlayAudio"})
_MOST_REPEATS = 10
_STATUS = "TryVox reports the call to the status_callback_url of the call"


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
        conversion.lose(node, "error", "found no gatherUrl; expected the address to send the input to")
    times = fields.pop("\0times", 1)
    return [made for _ in range(times) for made in gather_with(conversion, node, dict(fields), list(prompts))]


def _repeats(value: Any, conversion: Conversion) -> int:
    times = to.whole(value, conversion)
    if times > _MOST_REPEATS:
        raise CannotConvert(
            f"found {times} repeats; a Gather is written {_MOST_REPEATS} times", "warning", _MOST_REPEATS
        )
    return max(1, times)


def _transfer(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    targets: list[Made] = []
    for child in node.children:
        if child.name in ("PhoneNumber", "SipUri"):
            targets += conversion.verbs_of(child)
    return dial_with(conversion, node, fields, targets)


def _forward(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    number = fields.pop("\0to", None)
    targets = [Made("Number", {"number": number}, node)] if number is not None else []
    if targets:
        conversion.lose(node, "warning", "found <Forward>, which leaves the call; a Dial stays and is billed")
    return dial_with(conversion, node, fields, targets)


def _record(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    if "action_url" not in fields:
        conversion.lose(node, "error", "found no recordCompleteUrl; expected the address to send the recording to")
        return []
    return [Made("Record", fields, node)]


def _silence(value: Any, conversion: Conversion) -> int:
    # 0 means that silence never ends it; the limit of a recording is the longest silence there can be.
    return 3600 if str(value).strip() == "0" else to.seconds(value, conversion)


def _stream(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    parameters = {
        str(child.attributes.get("name", "")): str(child.attributes.get("value", ""))
        for child in node.children
        if child.name == "StreamParam"
    }
    if parameters:
        fields["parameters"] = parameters
    if "url" not in fields:
        return []
    message = (
        "found <StartStream>, beside which the document goes on; for VoxML's Stream that is not documented, it may wait "
        "until the socket closes"
    )
    conversion.lose(node, "warning", message)
    return [Made("Stream", fields, node)]


def _fallbacks(prefix: str) -> dict[str, Attribute]:
    return lost("warning", "TryVox has one fallback_url, of the call", f"{prefix}FallbackUrl") | lost(
        "info", "TryVox has one fallback_url, of the call", f"{prefix}FallbackMethod"
    )


_CALLBACK: dict[str, Attribute] = {
    **lost("warning", "put what you need to know into the address", "tag", unless=("",)),
    **lost("error", "write them into the address, which is public then", "username password"),
    **lost("info", "TryVox has one fallback_url, of the call", "fallbackUsername fallbackPassword"),
}
ELEMENTS: dict[str, Element | Missing] = {
    "SpeakSentence": Element(
        "Say",
        {
            "voice": Field("voice", to.voice),
            "locale": Field("language", to.language),
            **lost("warning", "a voice is named by voice", "gender"),
        },
        build=_speak,
        children=SSML,
        note="Without a locale Bandwidth speaks en-US, so it is written out. SSML is reduced to its words.",
    ),
    "PlayAudio": Element(
        "Play",
        lost("error", "write them into the address, which is public then", "username password"),
        content=Field("url", to.address),
        build=_if("Play", "url"),
    ),
    "Gather": Element(
        "Gather",
        {
            "gatherUrl": Field("action_url", to.action),
            "gatherMethod": Field("method", to.method),
            "maxDigits": Field("num_digits", to.whole),
            "terminatingDigits": Field("finish_on_key", to.finish_key),
            "firstDigitTimeout": Field("timeout", to.seconds),
            "repeatCount": Field("\0times", _repeats),
            **lost("warning", "timeout is for all keys", "interDigitTimeout", unless=("5",)),
            **_fallbacks("gather"),
            **_CALLBACK,
        },
        defaults={"finish_on_key": ""},
        build=_gather,
        children=_PROMPTS,
        note="No key ends the input unless terminatingDigits says so. A repeat is the same Gather once more.",
    ),
    "Transfer": Element(
        "Dial",
        {
            "transferCallerId": Field("caller_id", to.caller),
            "callTimeout": Field("timeout", to.seconds),
            "transferCompleteUrl": Field("action_url", to.action),
            "transferCompleteMethod": Field("method", to.post_only),
            **lost("warning", "the caller's name is not sent", "transferCallerDisplayName"),
            **lost("info", "no SIP headers are set", "diversionTreatment diversionReason"),
            **_fallbacks("transferComplete"),
            **_CALLBACK,
        },
        build=_transfer,
        children=frozenset({"PhoneNumber", "SipUri"}),
    ),
    **{
        name: Element(
            noun,
            {
                **lost("error", "a document for the one who answers has no counterpart", "transferAnswerUrl"),
                **lost("info", "nothing is asked for", "transferAnswerMethod transferDisconnectMethod"),
                **lost("warning", _STATUS, "transferDisconnectUrl"),
                **lost("warning", "no headers are sent", "uui"),
                **_fallbacks("transferAnswer"),
                **_CALLBACK,
            },
            content=field,
            build=_if(noun, field.name),
        )
        for name, noun, field in (
            ("PhoneNumber", "Number", Field("number", to.number)),
            ("SipUri", "Sip", Field("uri", to.sip)),
        )
    },
    "Conference": Element(
        "Conference",
        {
            "mute": Field("muted", to.boolean),
            "conferenceEventUrl": Field("status_callback_url", to.address),
            **lost("info", "TryVox reports by POST", "conferenceEventMethod"),
            **lost(
                "error",
                "nobody is put on hold or listens in on one participant",
                "hold callIdsToCoach",
                unless=("false", ""),
            ),
            **_fallbacks("conferenceEvent"),
            **_CALLBACK,
        },
        content=Field("name", to.text),
        defaults={"beep": False},
        build=_if("Conference", "name"),
    ),
    "Record": Element(
        "Record",
        {
            "recordCompleteUrl": Field("action_url", to.action),
            "recordCompleteMethod": Field("method", to.post_only),
            "maxDuration": Field("max_length", to.seconds),
            "silenceTimeout": Field("timeout", _silence),
            "terminatingDigits": Field("finish_on_key", to.finish_keys),
            "transcribe": Field("transcribe", to.boolean),
            "transcriptionAvailableUrl": Field("transcription_url", to.address),
            **lost("warning", "the recording is sent to action_url", "recordingAvailableUrl"),
            **lost("info", "TryVox reports by POST", "recordingAvailableMethod transcriptionAvailableMethod"),
            **lost("info", "TryVox chooses the format", "fileFormat"),
            **lost("warning", "one channel is recorded", "detectLanguage multiChannel", unless=("false",)),
            **_fallbacks("recordComplete"),
            **_CALLBACK,
        },
        defaults={"max_length": 60, "timeout": 3600, "finish_on_key": "#", "play_beep": False},
        build=_record,
    ),
    "Redirect": Element(
        "Redirect",
        {
            "redirectUrl": Field("url", to.next_document),
            "redirectMethod": Field("method", to.method),
            **_fallbacks("redirect"),
            **_CALLBACK,
        },
        build=_if("Redirect", "url"),
        own_address="url",
    ),
    "Forward": Element(
        "Dial",
        {
            "to": Field("\0to", to.number),
            "from": Field("caller_id", to.caller),
            "callTimeout": Field("timeout", to.seconds),
            **lost("info", "no SIP headers are set", "diversionTreatment diversionReason uui"),
        },
        build=_forward,
    ),
    "Pause": Element("Pause", {"duration": Field("length", to.seconds)}),
    "Hangup": Element("Hangup", {}),
    "StartStream": Element(
        "Stream",
        {
            "destination": Field("url", to.socket),
            "name": Field("name", to.text),
            "tracks": Field("track", to.words(inbound="inbound_track", outbound="outbound_track", both="both_tracks")),
            "streamEventUrl": Field("status_callback_url", to.address),
            **lost("info", "TryVox reports by POST", "streamEventMethod"),
            **lost("info", "every Stream may send audio back", "mode", unless=("bidirectional",)),
            **_CALLBACK,
        },
        defaults={"track": "inbound_track"},
        build=_stream,
        children=frozenset({"StreamParam"}),
    ),
    **dict.fromkeys(
        [
            "Bridge",
            "Ring",
            "SendDtmf",
            "StartRecording",
            "StopRecording",
            "PauseRecording",
            "ResumeRecording",
            "StartGather",
            "StopGather",
            "StartTranscription",
            "StopTranscription",
            "StopStream",
            "Tag",
        ],
        Missing(""),
    ),
}

DIALECT = Dialect(
    "bandwidth", "BXML", "https://dev.bandwidth.com/docs/voice/programmable-voice/bxml/", ELEMENTS, nodes_of
)

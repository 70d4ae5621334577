"""jambonz, the language of its webhooks: https://docs.jambonz.org/verbs/overview."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers import converters as to
from voxml.importers.model import Made, SourceNode
from voxml.importers.prompts import gather_with
from voxml.importers.speech import spoken_text
from voxml.importers.tables import Attribute, Built, CannotConvert, Dialect, Element, Field, Missing, lost
from voxml.importers.targets import dial_with
from voxml.importers.vonage import list_of

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_SPEECH = "TryVox's recognition has no such setting"
_WHISPER = "a document for the one who answers has no counterpart"


def _say(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    text = node.attributes.get("text", "")
    if isinstance(text, list):
        if len(text) > 1:
            conversion.lose(node, "warning", "found several texts, of which one is chosen; the first is spoken", "text")
        text = text[0] if text else ""
    if isinstance(node.attributes.get("synthesizer"), dict):
        read = conversion.fields_of(node.inner("synthesizer", "synthesizer"), ELEMENTS["synthesizer"])  # type: ignore[arg-type]
        fields = {**read, **fields}
    return spoken_text(conversion, node, str(text), {**fields, "\0default_language": "en-US"})


def _play(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    urls = node.attributes.get("url", [])
    made = []
    for url in urls if isinstance(urls, list) else [urls]:
        found = conversion.value(node, "url", Field("url", to.address), url)
        if found is not None:
            made.append(Made("Play", {"url": found, **fields}, node))
    return made


def _gather(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    prompts: list[Made] = []
    for name in ("say", "play"):
        if isinstance(node.attributes.get(name), dict):
            prompts += conversion.verbs_of(node.inner(name, name))
    if "action_url" not in fields:
        conversion.lose(node, "error", "found no actionHook; expected the address to send the input to")
    return gather_with(conversion, node, fields, prompts)


def _dial(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    given = node.attributes.get("target")
    steps: list[tuple[str | int, ...]] = [("target",)]
    if isinstance(given, list):
        steps = [("target", index) for index in range(len(given))]
    targets: list[Made] = []
    for path in steps if given else []:
        target = node.inner("target", *path)
        target.name = f"target {target.attributes.pop('type', '')}"
        targets += conversion.verbs_of(target)
    return dial_with(conversion, node, fields, targets)


def _sip(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    auth = node.attributes.get("auth")
    if isinstance(auth, dict):
        for name in ("username", "password"):
            if auth.get(name):
                fields[name] = str(auth[name])
    return [Made("Sip", fields, node)] if "uri" in fields else []


def _if(verb: str, member: str) -> Any:
    def build(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
        return [Made(verb, fields, node)] if member in fields else []

    return build


def _listen(conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    metadata = node.attributes.get("metadata")
    if isinstance(metadata, dict) and metadata:
        fields["parameters"] = {str(name): to.plain(value) for name, value in metadata.items()}
    after = fields.pop("action_url", None)
    made = [Made("Stream", fields, node)] if "url" in fields else []
    if made and after is not None:
        made.append(
            Made("Redirect", {"url": after, **({"method": "GET"} if fields.pop("method", "") == "GET" else {})}, node)
        )
    fields.pop("method", None)
    return made


def _conference(_conversion: Conversion, node: SourceNode, fields: dict[str, Any]) -> list[Made]:
    after = fields.pop("\0after", None)
    room = [Made("Conference", fields, node)] if "name" in fields else []
    return [*room, *([Made("Redirect", {"url": after}, node)] if after is not None and room else [])]


def _decline(value: Any, _conversion: Conversion) -> str:
    if str(value) == "486":
        return "busy"
    if str(value) in ("603", "480", "403", "404"):
        return "rejected"
    raise CannotConvert(f"found SIP status {value}; VoxML refuses a call as rejected or busy", "warning", "rejected")


def _engine(value: Any, _conversion: Conversion) -> str | None:
    vendor = {"google": "google", "aws": "polly", "polly": "polly"}.get(str(value).lower())
    if vendor is None and str(value).lower() != "default":
        raise CannotConvert(f'found vendor "{value}"; VoxML has google and polly', "warning")
    return vendor


_HOOK: dict[str, Attribute] = {
    **lost("info", "nothing is marked", "id label"),
}
ELEMENTS: dict[str, Element | Missing] = {
    "say": Element(
        "Say",
        {
            "text": Built("the text"),
            "loop": Field("loop", to.whole),
            "synthesizer": Built("voice, language and vendor"),
            **lost("warning", "TryVox answers before it speaks", "earlyMedia", unless=("false",)),
            **lost("info", "TryVox chooses", "stream disableTtsCache closeStreamOnEmpty"),
            **_HOOK,
        },
        build=_say,
        note="Without a language it is en-US, which jambonz takes unless the application says otherwise.",
    ),
    "synthesizer": Element(
        "Say",
        {
            "vendor": Field("engine", _engine),
            "language": Field("language", to.language),
            "voice": Field("voice", to.voice),
            **lost("warning", "a voice is named by voice", "gender engine options"),
            **lost(
                "info",
                "TryVox has one provider at a time",
                "fallbackVendor fallbackLanguage fallbackVoice label fallbackLabel",
            ),
        },
        note="The voice of a say.",
    ),
    "play": Element(
        "Play",
        {
            "url": Built("the addresses: several are played one after the other"),
            "loop": Field("loop", to.whole),
            **lost("warning", "TryVox answers before it plays", "earlyMedia", unless=("false",)),
            **lost("error", "a file is played whole", "seekOffset timeoutSecs", unless=("0",)),
            **lost("error", "the next instruction runs", "actionHook"),
            **_HOOK,
        },
        build=_play,
    ),
    "gather": Element(
        "Gather",
        {
            "actionHook": Field("action_url", to.action),
            "input": Field("input", to.listens_for),
            "numDigits": Field("num_digits", to.whole),
            "maxDigits": Field("num_digits", to.whole),
            "finishOnKey": Field("finish_on_key", to.finish_key),
            "timeout": Field("timeout", to.seconds),
            "say": Built("the prompt"),
            "play": Built("the prompt"),
            **lost("warning", _SPEECH, "recognizer partialResultHook hints hintsBoost minBargeinWordCount"),
            **lost("warning", "keys always interrupt the prompt", "bargein dtmfBargein", unless=("true",)),
            **lost("warning", "it listens while the prompt plays", "listenDuringPrompt", unless=("true",)),
            **lost("warning", "timeout is for all keys", "interDigitTimeout"),
            **lost("warning", "your server checks the keys", "minDigits", unless=("1",)),
            **lost("warning", "nothing is played while your server answers", "actionHookDelayAction fillerNoise"),
            **_HOOK,
        },
        defaults={"finish_on_key": ""},
        build=_gather,
        note="No key ends the input unless finishOnKey says so.",
    ),
    "dial": Element(
        "Dial",
        {
            "target": Built("the targets"),
            "actionHook": Field("action_url", to.action),
            "callerId": Field("caller_id", to.caller),
            "timeout": Field("timeout", to.seconds),
            "timeLimit": Field("time_limit", to.seconds),
            **lost("warning", "TryVox answers before it dials", "answerOnBridge", unless=("false",)),
            **lost("error", _WHISPER, "confirmHook confirmMethod"),
            **lost("warning", "ring_tone names a country", "dialMusic"),
            **lost("warning", "keys are not reported during a Dial", "dtmfCapture dtmfHook"),
            **lost("warning", "no headers are sent", "headers"),
            **lost("error", "what is said in a Dial goes nowhere else", "listen dub"),
            **lost("warning", "a Dial is not transcribed", "transcribe"),
            **lost("warning", "TryVox's machine_detection is a parameter of the call", "amd"),
            **lost("error", "Dial the SIP address", "referHook"),
            **lost("warning", "nothing is played on hold", "onHoldHook"),
            **lost(
                "info",
                "TryVox chooses the path of the audio",
                "anchorMedia exitMediaPath boostAudioSignal forwardPAI callerName tag",
            ),
            **_HOOK,
        },
        defaults={"timeout": 60},
        build=_dial,
    ),
    **dict.fromkeys(
        ["target phone", "target teams"],
        Element(
            "Number",
            {
                "number": Field("number", to.number),
                **lost("error", _WHISPER, "confirmHook method"),
                **lost("info", "TryVox chooses the carrier", "trunk customTrunk callerName"),
                **lost("warning", "a number is dialled as any other", "tenant vmail headers proxy"),
            },
            build=_if("Number", "number"),
        ),
    ),
    "target sip": Element(
        "Sip",
        {
            "sipUri": Field("uri", to.sip),
            "auth": Built("user name and password"),
            **lost("error", _WHISPER, "confirmHook method"),
            **lost("warning", "no headers are sent", "headers proxy"),
            **lost("info", "TryVox chooses the carrier", "trunk"),
        },
        build=_sip,
    ),
    "target user": Element(
        "Client",
        {
            "name": Field("name", to.text),
            **lost("error", _WHISPER, "confirmHook method"),
            **lost("warning", "no headers are sent", "headers"),
        },
        build=_if("Client", "name"),
    ),
    **dict.fromkeys(
        ["listen", "stream"],
        Element(
            "Stream",
            {
                "url": Field("url", to.socket),
                "actionHook": Field("action_url", to.action),
                "mixType": Field("track", to.words(mono="inbound_track", mixed="both_tracks", stereo="both_tracks")),
                "metadata": Built("parameters"),
                **lost("error", "a Stream ends with its socket or the call", "finishOnKey maxLength timeout"),
                **lost("warning", "no beep comes first", "playBeep", unless=("false",)),
                **lost("warning", "keys are not sent to the socket", "passDtmf", unless=("false",)),
                **lost("info", "TryVox chooses the audio's format", "sampleRate bidirectionalAudio"),
                **lost("warning", "put a token into parameters", "wsAuth"),
                **lost("warning", "a Stream is not transcribed", "transcribe"),
                **lost("error", "a Stream is not nested", "nested disableBidirectionalAudio", unless=("false",)),
                **_HOOK,
            },
            defaults={"track": "inbound_track"},
            build=_listen,
        ),
    ),
    "conference": Element(
        "Conference",
        {
            "name": Field("name", to.text),
            "beep": Field("beep", to.boolean),
            "startConferenceOnEnter": Field("start_on_enter", to.boolean),
            "endConferenceOnExit": Field("end_on_exit", to.boolean),
            "maxParticipants": Field("max_participants", to.whole),
            "joinMuted": Field("muted", to.boolean),
            "waitHook": Field("wait_url", to.wait_document),
            "statusHook": Field("status_callback_url", to.address),
            "actionHook": Field("\0after", to.address),
            **lost("error", "nothing is played to one who joins", "enterHook"),
            **lost("info", "TryVox chooses which events it reports", "statusEvents"),
            **lost("warning", "participants are listed by their call", "memberTag callHook"),
            **lost("warning", "a Conference has no such setting", "endConferenceDuration distributeDtmf listen"),
            **_HOOK,
        },
        defaults={"beep": False},
        build=_conference,
        note="An actionHook becomes a Redirect after it.",
    ),
    "redirect": Element(
        "Redirect",
        {
            "actionHook": Field("url", to.next_document),
            **lost("warning", "the call keeps its own", "statusHook"),
            **_HOOK,
        },
        build=_if("Redirect", "url"),
    ),
    "pause": Element("Pause", {"length": Field("length", to.seconds), **_HOOK}),
    "hangup": Element("Hangup", {**lost("warning", "no headers are sent", "headers"), **_HOOK}),
    "sip:decline": Element(
        "Reject",
        {
            "status": Field("reason", _decline),
            **lost("info", "the words of a SIP response are TryVox's", "reason"),
            **lost("warning", "no headers are sent", "headers"),
            **_HOOK,
        },
    ),
    "answer": Missing("TryVox answers before a document runs", "info"),
    "tag": Missing("put what you need to know into the address of action_url", "warning"),
    "dtmf": Missing("send keys with send_digits of a dialled Number"),
    "message": Missing("send messages from your server"),
    "alert": Missing("", "warning"),
    **dict.fromkeys(
        [
            "config",
            "enqueue",
            "dequeue",
            "leave",
            "llm",
            "rasa",
            "dialogflow",
            "lex",
            "transcribe",
            "sip:refer",
            "sip:request",
            "dub",
        ],
        Missing(""),
    ),
}


def nodes_of(_conversion: Conversion, values: Any) -> list[SourceNode]:
    """Return the verbs of a list.

    Raises:
        TypeError: it is no list of objects with a verb.
    """
    return list_of(values, "verb")


DIALECT = Dialect("jambonz", "jambonz", "https://docs.jambonz.org/verbs/overview", ELEMENTS, nodes_of)

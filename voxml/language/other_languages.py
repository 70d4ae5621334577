"""Names of other call-control languages: what each is called in VoxML, or what to do where it has no counterpart.

The names come from the vendors' public references: twilio.com/docs/voice/twiml, plivo.com/docs/voice/xml,
developer.vonage.com (NCCO), dev.bandwidth.com (BXML), docs.jambonz.org and developer.signalwire.com (SWML).
"""

from __future__ import annotations

from typing import NamedTuple


class NoCounterpart(NamedTuple):
    """A name of another language that VoxML has nothing for."""

    language: str
    #: What to do in its place.
    advice: str

    def describe(self, name: str) -> str:
        """Return the end of a message about the name."""
        return f"{self.language} {name} has no counterpart in VoxML: {self.advice}"


_AGENT = "send the caller to an agent of yours with Stream"
_QUEUE = "let the caller wait in a Conference with a wait_url"
_MESSAGES = "send messages from your server"
_RECORDING = "a Dial or a Conference records with record, a Record by itself"
_SERVER = "your server can do it when it answers action_url"

#: Elements and verbs without a counterpart, by their exact name.
NO_COUNTERPART: dict[str, NoCounterpart] = {
    # TwiML
    "Pay": NoCounterpart("TwiML's", "take payments on your server; never Gather card numbers into a public document"),
    "Prompt": NoCounterpart("TwiML's", "it belongs to Pay; say the prompt in the Gather"),
    "Message": NoCounterpart("TwiML's", _MESSAGES),
    "Sms": NoCounterpart("TwiML's", _MESSAGES),
    "Enqueue": NoCounterpart("TwiML's", _QUEUE),
    "Queue": NoCounterpart("TwiML's", _QUEUE),
    "Leave": NoCounterpart("TwiML's", "go on with Redirect"),
    "Refer": NoCounterpart("TwiML's", "Dial the SIP address"),
    "Connect": NoCounterpart("TwiML's", "write the <Stream> in it by itself"),
    "Start": NoCounterpart("TwiML's", "write the <Stream> in it by itself"),
    "Stop": NoCounterpart("TwiML's", "a Stream ends with its socket or the call"),
    "Room": NoCounterpart("TwiML's", "VoxML has no video"),
    "Sim": NoCounterpart("TwiML's", "Dial the number of the SIM"),
    "Application": NoCounterpart("TwiML's", "Redirect to the document of the application"),
    "WhatsApp": NoCounterpart("TwiML's", "Dial a number"),
    "Conversation": NoCounterpart("TwiML's", _AGENT),
    "ConversationRelay": NoCounterpart("TwiML's", _AGENT),
    "VirtualAgent": NoCounterpart("TwiML's", _AGENT),
    "AiSession": NoCounterpart("TwiML's", _AGENT),
    "Autopilot": NoCounterpart("TwiML's", _AGENT),
    "AIAssistant": NoCounterpart("TwiML's", _AGENT),
    "AIGather": NoCounterpart("TwiML's", _AGENT),
    "Siprec": NoCounterpart("TwiML's", "Stream sends the audio to a socket of yours"),
    "Transcription": NoCounterpart(
        "TwiML's", "a Record transcribes with transcribe and transcription_url; a call does not"
    ),
    "Recording": NoCounterpart("TwiML's", _RECORDING),
    "Task": NoCounterpart("TwiML's", _QUEUE),
    "Echo": NoCounterpart("TwiML's", "Stream can send back what it hears"),
    "HttpRequest": NoCounterpart("TwiML's", _SERVER),
    "Suppression": NoCounterpart("TwiML's", "suppress noise in your agent"),
    # Plivo XML
    "PreAnswer": NoCounterpart("Plivo's", "TryVox answers before a document runs; write what is in it by itself"),
    "DTMF": NoCounterpart("Plivo's", "send keys with send_digits of a dialled Number"),
    "MultiPartyCall": NoCounterpart("Plivo's", "use a Conference"),
    # BXML
    "Bridge": NoCounterpart("BXML's", "meet in a Conference"),
    "Ring": NoCounterpart("BXML's", "Play a ringing sound"),
    "SendDtmf": NoCounterpart("BXML's", "send keys with send_digits of a dialled Number"),
    "StartRecording": NoCounterpart("BXML's", _RECORDING),
    "StopRecording": NoCounterpart("BXML's", _RECORDING),
    "PauseRecording": NoCounterpart("BXML's", _RECORDING),
    "ResumeRecording": NoCounterpart("BXML's", _RECORDING),
    "StartGather": NoCounterpart("BXML's", "a Gather listens while its own prompt plays"),
    "StopGather": NoCounterpart("BXML's", "a Gather ends by itself"),
    "StartTranscription": NoCounterpart("BXML's", "a Record transcribes with transcribe and transcription_url"),
    "StopTranscription": NoCounterpart("BXML's", "a Record transcribes with transcribe and transcription_url"),
    "StopStream": NoCounterpart("BXML's", "a Stream ends with its socket or the call"),
    "Tag": NoCounterpart("BXML's", "put what you need to know into the address of action_url"),
    # NCCO and jambonz, whose names are in lower case
    "notify": NoCounterpart("NCCO's", "name an action_url; TryVox reports the call to status_callback_url"),
    "config": NoCounterpart("jambonz's", "set voice and language in each Say"),
    "enqueue": NoCounterpart("jambonz's", _QUEUE),
    "dequeue": NoCounterpart("jambonz's", _QUEUE),
    "leave": NoCounterpart("jambonz's", "go on with Redirect"),
    "llm": NoCounterpart("jambonz's", _AGENT),
    "rasa": NoCounterpart("jambonz's", _AGENT),
    "dialogflow": NoCounterpart("jambonz's", _AGENT),
    "lex": NoCounterpart("jambonz's", _AGENT),
    "tag": NoCounterpart("jambonz's", "put what you need to know into the address of action_url"),
    "transcribe": NoCounterpart("jambonz's", "a Record transcribes with transcribe and transcription_url"),
    "sip:refer": NoCounterpart("jambonz's", "Dial the SIP address"),
    "sip:request": NoCounterpart("jambonz's", _SERVER),
    "alert": NoCounterpart("jambonz's", _SERVER),
    "dub": NoCounterpart("jambonz's", "Stream can mix what the caller hears"),
}

_EVENTS = "TryVox chooses which events it reports"
_METHOD = "TryVox reports by POST"
_SPEECH = "TryVox's recognition has no such setting"
#: Attributes without a counterpart, by their exact name.
NO_COUNTERPART_FIELDS: dict[str, NoCounterpart] = {
    **dict.fromkeys(
        ["statusCallbackMethod", "recordingStatusCallbackMethod", "waitMethod", "referMethod", "callbackMethod",
         "transcriptionMethod", "partialResultCallbackMethod"],
        NoCounterpart("the attribute", _METHOD),
    ),
    **dict.fromkeys(["statusCallbackEvent", "recordingStatusCallbackEvent"], NoCounterpart("the attribute", _EVENTS)),
    **dict.fromkeys(
        ["speechTimeout", "speechModel", "hints", "enhanced", "profanityFilter", "bargeIn", "maxSpeechTime",
         "partialResultCallback", "actionOnEmptyResult", "speechEndTimeout", "interimSpeechResultsCallback"],
        NoCounterpart("the attribute", _SPEECH),
    ),
    **dict.fromkeys(
        ["digitEndTimeout", "digitTimeout", "interDigitTimeout"],
        NoCounterpart("the attribute", "timeout is for all keys"),
    ),
    "hangupOnStar": NoCounterpart("the attribute", "the caller ends a Dial by hanging up"),
    "answerOnBridge": NoCounterpart("the attribute", "TryVox answers before it dials"),
    "recordingStatusCallback": NoCounterpart("the attribute", "the recording is listed with the call"),
    "referUrl": NoCounterpart("the attribute", "Dial the SIP address"),
    "sequential": NoCounterpart("the attribute", "numbers of one Dial ring together; write one Dial after another"),
    "retries": NoCounterpart("the attribute", "write the Gather again after it"),
    "validDigits": NoCounterpart("the attribute", "your server checks the keys when it answers action_url"),
    "invalidDigitsSound": NoCounterpart("the attribute", "your server says it when it answers action_url"),
    "keepCallAlive": NoCounterpart("the attribute", "the next instruction runs when the socket closes"),
    "bidirectional": NoCounterpart("the attribute", "every Stream may send audio back"),
}  # fmt: skip

#: What the verbs of languages that are written as lists are called in VoxML, where the name is another.
NCCO = {
    "talk": "Say",
    "stream": "Play (it plays a file)",
    "input": "Gather",
    "connect": "Dial",
    "record": "Record",
    "conversation": "Conference",
    "wait": "Pause",
}
JAMBONZ = {"listen": "Stream", "sip:decline": "Reject", "stream": "Stream"}


def without_counterpart(name: str) -> str | None:
    """Return what to do in place of a name of another language that VoxML has nothing for; None for other names."""
    found = NO_COUNTERPART.get(name) or NO_COUNTERPART_FIELDS.get(name)
    return found.describe(name) if found is not None else None

"""Names of other call-control languages: what each is called in VoxML, or what to do where it has no counterpart.

The names come from the vendors' public references: twilio.com/docs/voice/twiml, plivo.com/docs/voice/xml,
developer.vonage.com (NCCO), dev.bandwidth.com (BXML), docs.jambonz.org and developer.signalwire.com (SWML).
"""

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

_TRANSCRIPT = "a Record transcribes with transcribe and transcription_url"
_OWN_STREAM = "write the <Stream> in it by itself"
_KEYS = "send keys with send_digits of a dialled Number"
_STREAM_ENDS = "a Stream ends with its socket or the call"
_TAG = "put what you need to know into the address of action_url"

#: By language, names of elements and verbs, and what to do in their place.
_ELEMENTS: dict[str, dict[str, str]] = {
    "TwiML's": {
        "Pay": "take payments on your server; never Gather card numbers into a public document",
        "Prompt": "it belongs to Pay; say the prompt in the Gather",
        "Message Sms": _MESSAGES,
        "Enqueue Queue Task": _QUEUE,
        "Leave": "go on with Redirect",
        "Refer": "Dial the SIP address",
        "Connect Start": _OWN_STREAM,
        "Stop": _STREAM_ENDS,
        "Room": "VoxML has no video",
        "Sim": "Dial the number of the SIM",
        "Application": "Redirect to the document of the application",
        "WhatsApp": "Dial a number",
        "Conversation ConversationRelay VirtualAgent AiSession Autopilot AIAssistant AIGather": _AGENT,
        "Siprec": "Stream sends the audio to a socket of yours",
        "Transcription": f"{_TRANSCRIPT}; a call does not",
        "Recording": _RECORDING,
        "Echo": "Stream can send back what it hears",
        "HttpRequest": _SERVER,
        "Suppression": "suppress noise in your agent",
    },
    "Plivo's": {
        "PreAnswer": "TryVox answers before a document runs; write what is in it by itself",
        "DTMF": _KEYS,
        "MultiPartyCall": "use a Conference",
    },
    "BXML's": {
        "Bridge": "meet in a Conference",
        "Ring": "Play a ringing sound",
        "SendDtmf": _KEYS,
        "StartRecording StopRecording PauseRecording ResumeRecording": _RECORDING,
        "StartGather": "a Gather listens while its own prompt plays",
        "StopGather": "a Gather ends by itself",
        "StartTranscription StopTranscription": _TRANSCRIPT,
        "StopStream": _STREAM_ENDS,
        "Tag": _TAG,
    },
    "NCCO's": {"notify": "name an action_url; TryVox reports the call to status_callback_url"},
    "jambonz's": {
        "config": "set voice and language in each Say",
        "enqueue dequeue": _QUEUE,
        "leave": "go on with Redirect",
        "llm rasa dialogflow lex": _AGENT,
        "tag": _TAG,
        "transcribe": _TRANSCRIPT,
        "sip:refer": "Dial the SIP address",
        "sip:request alert": _SERVER,
        "dub": "Stream can mix what the caller hears",
    },
}

_METHOD = "TryVox reports by POST"
_SPEECH = "TryVox's recognition has no such setting"
#: Names of attributes, and what to do in their place.
_ATTRIBUTES: dict[str, str] = {
    "statusCallbackMethod recordingStatusCallbackMethod waitMethod referMethod callbackMethod": _METHOD,
    "transcriptionMethod partialResultCallbackMethod": _METHOD,
    "statusCallbackEvent recordingStatusCallbackEvent": "TryVox chooses which events it reports",
    "speechTimeout speechModel hints enhanced profanityFilter bargeIn maxSpeechTime speechEndTimeout": _SPEECH,
    "partialResultCallback actionOnEmptyResult interimSpeechResultsCallback": _SPEECH,
    "digitEndTimeout digitTimeout interDigitTimeout": "timeout is for all keys",
    "hangupOnStar": "the caller ends a Dial by hanging up",
    "answerOnBridge": "TryVox answers before it dials",
    "recordingStatusCallback": "the recording is listed with the call",
    "referUrl": "Dial the SIP address",
    "sequential": "numbers of one Dial ring together; write one Dial after another",
    "retries": "write the Gather again after it",
    "validDigits": "your server checks the keys when it answers action_url",
    "invalidDigitsSound": "your server says it when it answers action_url",
    "keepCallAlive": "the next instruction runs when the socket closes",
    "bidirectional": "every Stream may send audio back",
}

#: Elements and verbs without a counterpart, by their exact name.
NO_COUNTERPART = {
    name: NoCounterpart(language, advice)
    for language, table in _ELEMENTS.items()
    for names, advice in table.items()
    for name in names.split()
}
#: Attributes without a counterpart, by their exact name.
NO_COUNTERPART_FIELDS = {
    name: NoCounterpart("the attribute", advice) for names, advice in _ATTRIBUTES.items() for name in names.split()
}

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

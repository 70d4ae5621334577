"""Documents of each dialect by the frequencies of public repositories, made from hand-written parts.

The parts are right by the vendors' references; each is given with its weight, the number of documents in a hundred that
have it. The same seed gives the same documents.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

DOCUMENTS = 100

#: By dialect: documents in a hundred, and the verbs of such a document. `whole` parts and `lossy` ones come across.
TWILIO = [
    (18, '<Say>Thanks for calling Acme.</Say><Hangup/>'),
    (8, '<Say voice="Polly.Joanna">Hello.</Say><Pause length="2"/><Play>https://cdn.example.com/a.mp3</Play>'),
    (8, '<Dial callerId="+14155550100">415-555-0199</Dial>'),
    (6, '<Dial action="/after" timeout="20"><Number>+14155550199</Number></Dial><Say>Nobody is here.</Say>'),
    (5, '<Dial><Conference startConferenceOnEnter="true" endConferenceOnExit="true">Room</Conference></Dial>'),
    (4, '<Gather numDigits="1" action="/menu"><Say>Press 1.</Say></Gather><Redirect>/welcome</Redirect>'),
    (2, '<Gather input="speech dtmf" hints="sales" action="/menu"><Say>Say sales.</Say></Gather>'),
    (3, '<Connect><Stream url="wss://a.example.com/"><Parameter name="a" value="b"/></Stream></Connect>'),
    (3, '<Record action="/done" maxLength="30" playBeep="true"/>'),
    (3, '<Say voice="alice" language="en-GB">Hello.</Say>'),
    (2, '<Dial record="record-from-answer"><Sip>sip:a@example.com</Sip></Dial>'),
    (2, '<Dial><Client>amy</Client></Dial>'),
    (1, '<Reject reason="busy"/>'),
    (1, '<Say>One <break time="1s"/> two</Say>'),
    (8, '<Message>Hi</Message>'),
    (6, '<Pay paymentConnector="Default"/>'),
    (6, '<Connect><ConversationRelay url="wss://a.example.com/"/></Connect>'),
    (4, '<Say>Hold on.</Say><Enqueue>support</Enqueue>'),
    (3, '<Start><Transcription/></Start><Say>Hi</Say>'),
    (3, '<Dial><Queue>support</Queue></Dial>'),
    (2, '<Refer><Sip>sip:a@example.com</Sip></Refer>'),
    (2, '<Dial><Application>AP1</Application></Dial>'),
]  # fmt: skip
PLIVO = [
    (25, "<Speak>Thanks for calling Acme.</Speak><Hangup/>"),
    (12, '<GetDigits action="/menu" numDigits="1" retries="2"><Speak>Press 1.</Speak></GetDigits><Speak>Bye.</Speak>'),
    (
        8,
        '<GetDigits action="/menu" redirect="false" method="GET"><Speak>Press 1.</Speak></GetDigits><Wait length="9"/>',
    ),
    (10, '<Speak voice="MAN" language="en-GB">Hello.</Speak><Play>https://cdn.example.com/a.mp3</Play>'),
    (12, '<Dial callerId="14155550100" action="/after"><Number>14155550199</Number></Dial>'),
    (6, "<Dial><User>sip:agent@phone.plivo.com</User></Dial>"),
    (5, '<Conference enterSound="beep:1" waitSound="/wait">Room</Conference>'),
    (5, '<Record action="/done" maxLength="30"/><Wait length="3" silence="true"/>'),
    (4, '<Stream bidirectional="true" keepCallAlive="true">wss://a.example.com/</Stream>'),
    (5, "<Speak>One <emphasis>two</emphasis></Speak><Redirect>/next</Redirect>"),
    (3, "<DTMF>12</DTMF>"),
    (3, "<PreAnswer><Speak>Hi</Speak></PreAnswer>"),
    (2, '<Message src="1" dst="2">Hi</Message>'),
]
BANDWIDTH = [
    (20, '<SpeakSentence voice="julie">Thanks for calling.</SpeakSentence><Hangup/>'),
    (8, '<SpeakSentence gender="female" locale="en_US">Hello.</SpeakSentence>'),
    (8, '<PlayAudio>https://cdn.example.com/a.mp3</PlayAudio><Pause duration="2"/>'),
    (9, '<Gather gatherUrl="/menu" maxDigits="1"><SpeakSentence>Press 1.</SpeakSentence></Gather>'),
    (8, '<Transfer transferCallerId="+19195551234"><PhoneNumber>+19195554321</PhoneNumber></Transfer>'),
    (5, '<Conference conferenceEventUrl="/room">Room</Conference>'),
    (3, '<Record recordCompleteUrl="/done" maxDuration="30"/>'),
    (10, '<StartRecording recordingAvailableUrl="/r"/><SpeakSentence>Hi</SpeakSentence>'),
    (9, "<PauseRecording/><SpeakSentence>Hi</SpeakSentence><ResumeRecording/>"),
    (9, "<StopRecording/>"),
    (5, '<StartGather dtmfUrl="/d"/>'),
    (3, "<Bridge>c-1</Bridge>"),
    (3, '<Ring duration="5"/>'),
]
PHONE = {"type": "phone", "number": "14155550199"}
VONAGE: list[tuple[int, list[dict[str, object]]]] = [
    (35, [{"action": "talk", "text": "Thanks for calling Acme."}]),
    (14, [{"action": "talk", "text": "Press 1.", "bargeIn": True},
          {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1}, "eventUrl": ["https://example.com/in"]}]),
    (5, [{"action": "input", "type": ["speech"], "speech": {"language": "en-US"}, "eventUrl": ["https://example.com/in"]}]),
    (18, [{"action": "connect", "from": "14155550100", "endpoint": [PHONE]}]),
    (9, [{"action": "connect", "endpoint": [{"type": "app", "user": "amy"}]}]),
    (7, [{"action": "connect", "endpoint": [{"type": "websocket", "uri": "wss://a.example.com/",
                                             "content-type": "audio/l16;rate=16000"}]}]),
    (4, [{"action": "record", "eventUrl": ["https://example.com/r"], "endOnSilence": 3}]),
    (3, [{"action": "conversation", "name": "room", "record": True}]),
    (2, [{"action": "stream", "streamUrl": ["https://cdn.example.com/a.mp3"]}]),
    (2, [{"action": "notify", "payload": {}, "eventUrl": ["https://example.com/n"]}]),
    (1, [{"action": "connect", "endpoint": [{"type": "vbc", "extension": "1"}]}]),
]  # fmt: skip
JAMBONZ: list[tuple[int, list[dict[str, object]]]] = [
    (15, [{"verb": "say", "text": "Thanks for calling Acme."}, {"verb": "hangup"}]),
    (12, [{"verb": "gather", "actionHook": "/menu", "input": ["digits", "speech"], "say": {"text": "Say sales."},
           "recognizer": {"vendor": "google", "language": "en-US"}}]),
    (10, [{"verb": "dial", "callerId": "+14155550100", "answerOnBridge": True, "target": [PHONE]}]),
    (8, [{"verb": "listen", "url": "wss://a.example.com/", "metadata": {"a": "b"}, "passDtmf": True}]),
    (8, [{"verb": "play", "url": "https://cdn.example.com/a.mp3"}, {"verb": "pause", "length": 2}]),
    (5, [{"verb": "conference", "name": "room", "beep": True}]),
    (4, [{"verb": "sip:decline", "status": 486}]),
    (8, [{"verb": "enqueue", "name": "support"}]),
    (6, [{"verb": "transcribe", "transcriptionHook": "/t", "recognizer": {}}]),
    (6, [{"verb": "config", "bargeIn": {"enable": True}}]),
    (6, [{"verb": "dequeue", "name": "support"}]),
    (4, [{"verb": "llm", "vendor": "openai"}]),
    (4, [{"verb": "dialogflow", "project": "p"}]),
    (4, [{"verb": "sip:refer", "referTo": "1"}]),
]  # fmt: skip
SIGNALWIRE: list[tuple[int, list[object]]] = [
    (10, ["answer", {"play": {"url": "say:Thanks for calling Acme."}}, "hangup"]),
    (4, [{"play": {"urls": ["https://cdn.example.com/a.mp3", "silence:1"]}}]),
    (4, [{"connect": {"to": "+14155550199", "timeout": 20}}]),
    (2, [{"transfer": {"dest": "https://example.com/next"}}]),
    (2, [{"join_conference": {"name": "room", "beep": "true"}}]),
    (20, [{"ai": {"prompt": {"text": "Be nice."}}}]),
    (12, [{"set": {"a": "b"}}, "hangup"]),
    (12, [{"prompt": {"play": "say:Press 1."}}, {"switch": {"variable": "prompt_value", "case": {"1": ["hangup"]}}}]),
    (10, [{"execute": {"dest": "sales"}}]),
    (8, [{"record_call": {"format": "wav"}}]),
    (8, [{"request": {"url": "https://example.com/x", "method": "GET"}}]),
    (8, [{"pay": {"payment_connector_url": "https://example.com/pay"}}]),
]


def documents(dialect: str) -> Iterator[str]:
    """Yield a hundred documents of a dialect: each part as often as its weight says, with texts of its own."""
    draw = random.Random(20261127)
    for weight, part in {
        "twilio": TWILIO, "plivo": PLIVO, "bandwidth": BANDWIDTH, "vonage": VONAGE, "jambonz": JAMBONZ,
        "signalwire": SIGNALWIRE,
    }[dialect]:  # fmt: skip
        for _ in range(weight):
            name = f"Acme {draw.randrange(1000)}"
            if isinstance(part, str):
                root = "Bxml" if dialect == "bandwidth" and draw.random() < 0.5 else "Response"
                yield f"<{root}>{part.replace('Acme', name)}</{root}>"
            else:
                value = {"version": "1.0.0", "sections": {"main": part}} if dialect == "signalwire" else part
                yield json.dumps(value).replace("Acme", name)

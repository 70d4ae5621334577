"""A sample of each dialect, which its page shows before and after."""

from __future__ import annotations

SAMPLES = {
    "twilio": """
<Response>
  <Gather numDigits="1" action="/menu" hints="sales">
    <Say voice="Polly.Joanna">Welcome to Acme.</Say>
    <Say voice="Polly.Joanna">Press 1 for sales.</Say>
  </Gather>
  <Dial callerId="(415) 555-0100" timeout="20" record="record-from-answer">
    <Number sendDigits="12">415-555-0199</Number>
  </Dial>
  <Dial><Conference beep="false">support</Conference></Dial>
</Response>
""",
    "plivo": """
<Response>
  <GetDigits action="/menu" numDigits="1" retries="2">
    <Speak>Press 1 for sales.</Speak>
  </GetDigits>
  <Dial callerId="14155550100">
    <Number>14155550199</Number>
    <User>sip:agent@example.com</User>
  </Dial>
  <Wait length="3"/>
  <Hangup/>
</Response>
""",
    "vonage": """
[
  {"action": "talk", "text": "Welcome to Acme."},
  {"action": "talk", "text": "Press 1 for sales.", "bargeIn": true},
  {"action": "input", "type": ["dtmf"], "dtmf": {"maxDigits": 1}, "eventUrl": ["https://example.com/menu"]},
  {"action": "connect", "from": "14155550100", "endpoint": [{"type": "phone", "number": "14155550199"}]}
]
""",
    "bandwidth": """
<Bxml>
  <Gather gatherUrl="/menu" maxDigits="1">
    <SpeakSentence>Press 1 for sales.</SpeakSentence>
  </Gather>
  <Transfer transferCallerId="+14155550100" transferCompleteUrl="/done">
    <PhoneNumber>+14155550199</PhoneNumber>
  </Transfer>
</Bxml>
""",
    "jambonz": """
[
  {"verb": "gather", "actionHook": "https://example.com/menu", "input": ["digits"], "numDigits": 1,
   "say": {"text": "Press 1 for sales."}},
  {"verb": "dial", "callerId": "+14155550100", "target": [{"type": "phone", "number": "+14155550199"}]},
  {"verb": "hangup"}
]
""",
    "signalwire": """
{"version": "1.0.0", "sections": {"main": [
  "answer",
  {"play": {"urls": ["say:Welcome to Acme.", "silence:1", "https://example.com/menu.mp3"]}},
  {"connect": {"from": "+14155550100", "to": "+14155550199", "timeout": 20}},
  "hangup"
]}}
""",
}

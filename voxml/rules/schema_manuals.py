"""The manuals of rules that are no module here: those of the schema, and the one about suppressions."""

from __future__ import annotations

#: What a rule's docstring says after its first line: why, what goes wrong, and what is right.
MANUALS: dict[str, str] = {
    "syntax": """
What can't be parsed is no document, and TryVox can't answer the call with it. It is reported where the
parser stopped: the mistake is there or just before. Nothing else is said about such a file.

Bad:

    <Response version="1.0">
      <Say>Fish & chips.</Say>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Fish and chips."},
    ]}

Good:

    <Response version="1.0">
      <Say>Fish &amp; chips.</Say>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Fish and chips."}
    ]}
""",
    "encoding": """
JSON is UTF-8. XML is UTF-8 too, unless its declaration or a byte order mark says otherwise. The problem is
at the first byte that is not text: save the file as UTF-8.
""",
    "duplicate-member": """
Of two members of one name, one parser takes the first and the next the last: nobody knows what the call does.
XML's parsers refuse an attribute that is there twice; there it is a parameter of a Stream that can be doubled.

Bad:

    <Response version="1.0">
      <Stream url="wss://example.com/socket">
        <Parameter name="agent" value="ann"/>
        <Parameter name="agent" value="bob"/>
      </Stream>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Pause", "length": 2, "length": 5}
    ]}

Good:

    <Response version="1.0">
      <Stream url="wss://example.com/socket">
        <Parameter name="agent" value="ann"/>
      </Stream>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Pause", "length": 5}
    ]}
""",
    "unknown-verb": """
VoxML has eleven verbs, and case counts: `Say`, not `say` or `Speak`. `voxml explain` shows each.

Bad:

    <Response version="1.0">
      <Speak>Welcome to Acme.</Speak>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Speak", "text": "Welcome to Acme."}
    ]}

Good:

    <Response version="1.0">
      <Say>Welcome to Acme.</Say>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Welcome to Acme."}
    ]}
""",
    "unknown-member": """
Nobody promises what TryVox does with a member that it does not know, and most are slips of the pen: names are
written in snake_case, and addresses end in `_url`.

Bad:

    <Response version="1.0">
      <Pause lenght="2"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Pause", "lenght": 2}
    ]}

Good:

    <Response version="1.0">
      <Pause length="2"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Pause", "length": 2}
    ]}
""",
    "missing-member": """
A Gather needs an `action_url`, a Say its text, a Dial somebody to ring, a JSON document its `voxml_version`.
It is reported at the element or object that lacks it.

Bad:

    <Response version="1.0">
      <Record max_length="60"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Record", "max_length": 60}
    ]}

Good:

    <Response version="1.0">
      <Record action_url="https://example.com/message" max_length="60"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Record", "action_url": "https://example.com/message", "max_length": 60}
    ]}
""",
    "wrong-type": """
Numbers and booleans stand without quotes in JSON, texts with them, and nothing is `null`: a member that is not
wanted is left out. In XML a count is written in digits, and a boolean as `true` or `false`.

Bad:

    <Response version="1.0">
      <Pause length="two"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Pause", "length": "2"}
    ]}

Good:

    <Response version="1.0">
      <Pause length="2"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Pause", "length": 2}
    ]}
""",
    "invalid-value": """
The value is of the right type and still not one that the member takes: a number without its country code, an
address without `https://`, a word that is not among those allowed. The message says what is.

Bad:

    <Response version="1.0">
      <Redirect method="PUT">https://example.com/menu</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Redirect", "url": "https://example.com/menu", "method": "PUT"}
    ]}

Good:

    <Response version="1.0">
      <Redirect method="GET">https://example.com/menu</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Redirect", "url": "https://example.com/menu", "method": "GET"}
    ]}
""",
    "wrong-place": """
Instructions stand in the envelope, one after the other. Inside a Gather there may be a Say and a Play as its
prompt, inside a Dial its targets, and text only where a member is written as text.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu">
        <Hangup/>
      </Gather>
    </Response>

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu"/>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Gather", "action_url": "https://example.com/menu"},
      {"verb": "Hangup"}
    ]}
""",
    "unused-suppression": """
A comment that suppresses nothing hides the next problem that its rule finds. `--fix` removes it.
One that names no rule, or a rule that does not exist, is found too. JSON has no comments.

Bad:

    <Response version="1.0">
      <!-- voxml: ignore[long-pause] -->
      <Pause length="3"/>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <!-- voxml: ignore[long-pause] the music needs it -->
      <Pause length="30"/>
      <Hangup/>
    </Response>
""",
}

"""The language as plain data: what the checker of documents reads.

Emitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.
"""

# ruff: noqa
from __future__ import annotations

#: name: (what a message says is expected, pattern or None, minimum or None)
TYPES: dict[str, tuple[str, str | None, int | None]] = {
    'Text': ('text that is not empty', None, None),
    'HttpUrl': ('an absolute http:// or https:// URL', '[hH][tT][tT][pP][sS]?://([!$-.0-9:->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*@)?([!$-.0-9;->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?([/?#][!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*)?', None),
    'WssUrl': ('an absolute wss:// URL', '[wW][sS][sS]://([!$-.0-9:->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*@)?([!$-.0-9;->A-Z^-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]*)?([/?#][!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*)?', None),
    'SipUri': ('a SIP URI such as sip:agent@example.com', '[sS][iI][pP][sS]?:[!-~\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+', None),
    'E164': ('an E.164 number such as "+14155550100"', '\\+[1-9][0-9]{1,14}', None),
    'Language': ('a BCP-47 tag with hyphens such as "en-US"', '[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*', None),
    'CountryCode': ('two capital letters such as "US"', '[A-Z]{2}', None),
    'SendDigits': ('keys from 0-9 * # A-D, with w, W or a comma for a pause', '[0-9A-D*#wW,]+', None),
    'FinishKey': ('one of 0-9 * # or empty', '[0-9*#]?', None),
    'FinishKeys': ('keys from 0-9 * # or empty', '[0-9*#]*', None),
    'Seconds': ('whole seconds, 1 or more', None, 1),
    'Loop': ('a whole number, 0 or more (0 is for ever)', None, 0),
    'Count': ('a whole number, 1 or more', None, 1),
    'Flag': ('true or false', None, None),
    'Method': ('one of "GET", "POST"', None, None),
    'Engine': ('one of "google", "polly"', None, None),
    'Input': ('one of "dtmf", "speech", "dtmf speech"', None, None),
    'Trim': ('one of "trim-silence", "do-not-trim"', None, None),
    'Track': ('one of "inbound_track", "outbound_track", "both_tracks"', None, None),
    'HangupReason': ('one of "completed", "busy", "rejected"', None, None),
    'RejectReason': ('one of "rejected", "busy"', None, None),
}

#: element: {member: (base, type or element, is required, words of choice)}
MEMBERS: dict[str, dict[str, tuple[str, str, bool, tuple[str, ...]]]] = {
    'Say': {
        'text': ('str', 'Text', True, ()),
        'voice': ('str', 'Text', False, ()),
        'language': ('str', 'Language', False, ()),
        'loop': ('int', 'Loop', False, ()),
        'engine': ('choice', 'Engine', False, ('google', 'polly')),
    },
    'Play': {
        'url': ('str', 'HttpUrl', True, ()),
        'loop': ('int', 'Loop', False, ()),
    },
    'Gather': {
        'action_url': ('str', 'HttpUrl', True, ()),
        'input': ('choice', 'Input', False, ('dtmf', 'speech', 'dtmf speech')),
        'method': ('choice', 'Method', False, ('GET', 'POST')),
        'timeout': ('int', 'Seconds', False, ()),
        'num_digits': ('int', 'Count', False, ()),
        'finish_on_key': ('str', 'FinishKey', False, ()),
        'say': ('element', 'Say', False, ()),
        'play': ('element', 'Play', False, ()),
    },
    'Dial': {
        'action_url': ('str', 'HttpUrl', False, ()),
        'timeout': ('int', 'Seconds', False, ()),
        'time_limit': ('int', 'Seconds', False, ()),
        'caller_id': ('str', 'Text', False, ()),
        'record': ('bool', 'Flag', False, ()),
        'ring_tone': ('str', 'CountryCode', False, ()),
        'numbers': ('list', 'Number', False, ()),
        'sip': ('list', 'Sip', False, ()),
        'client': ('list', 'Client', False, ()),
    },
    'Record': {
        'action_url': ('str', 'HttpUrl', True, ()),
        'max_length': ('int', 'Seconds', False, ()),
        'timeout': ('int', 'Seconds', False, ()),
        'finish_on_key': ('str', 'FinishKeys', False, ()),
        'trim': ('choice', 'Trim', False, ('trim-silence', 'do-not-trim')),
        'play_beep': ('bool', 'Flag', False, ()),
        'transcribe': ('bool', 'Flag', False, ()),
        'transcription_url': ('str', 'HttpUrl', False, ()),
    },
    'Stream': {
        'url': ('str', 'WssUrl', True, ()),
        'name': ('str', 'Text', False, ()),
        'track': ('choice', 'Track', False, ('inbound_track', 'outbound_track', 'both_tracks')),
        'status_callback_url': ('str', 'HttpUrl', False, ()),
        'parameters': ('map', '', False, ()),
    },
    'Conference': {
        'name': ('str', 'Text', True, ()),
        'muted': ('bool', 'Flag', False, ()),
        'start_on_enter': ('bool', 'Flag', False, ()),
        'end_on_exit': ('bool', 'Flag', False, ()),
        'max_participants': ('int', 'Count', False, ()),
        'wait_url': ('str', 'HttpUrl', False, ()),
        'status_callback_url': ('str', 'HttpUrl', False, ()),
        'record': ('bool', 'Flag', False, ()),
        'beep': ('bool', 'Flag', False, ()),
    },
    'Redirect': {
        'url': ('str', 'HttpUrl', True, ()),
        'method': ('choice', 'Method', False, ('GET', 'POST')),
    },
    'Pause': {
        'length': ('int', 'Seconds', False, ()),
    },
    'Hangup': {
        'reason': ('choice', 'HangupReason', False, ('completed', 'busy', 'rejected')),
    },
    'Reject': {
        'reason': ('choice', 'RejectReason', False, ('rejected', 'busy')),
    },
    'Number': {
        'number': ('str', 'E164', True, ()),
        'send_digits': ('str', 'SendDigits', False, ()),
    },
    'Sip': {
        'uri': ('str', 'SipUri', True, ()),
        'username': ('str', 'Text', False, ()),
        'password': ('str', 'Text', False, ()),
    },
    'Client': {
        'name': ('str', 'Text', True, ()),
    },
}

#: The member that XML writes as the text of the element.
CONTENT: dict[str, str] = {'Say': 'text', 'Play': 'url', 'Conference': 'name', 'Redirect': 'url', 'Number': 'number', 'Sip': 'uri', 'Client': 'name'}

#: Members of which at least one must have an entry.
NEEDS_ONE_OF: dict[str, tuple[str, ...]] = {'Dial': ('numbers', 'sip', 'client')}

VERBS: tuple[str, ...] = ('Say', 'Play', 'Gather', 'Dial', 'Record', 'Stream', 'Conference', 'Redirect', 'Pause', 'Hangup', 'Reject')
NOUNS: tuple[str, ...] = ('Number', 'Sip', 'Client')

"""The rules as plain data.

Emitted from voxml/rules/ by `python -m voxml.linting.emit`: do not edit.
"""

# ruff: noqa: E501
# fmt: off
from __future__ import annotations

from voxml.rules import Entry

RULES: dict[str, Entry] = {
    'caller-id-not-e164': Entry('caller-id-not-e164', 'warning', 'numbers', 'default', ('Dial.caller_id',), 'safe', 'A caller ID that is not a number in E.164 form'),
    'credentials-in-document': Entry('credentials-in-document', 'error', 'privacy', 'static', ('Text', 'HttpUrl', 'WssUrl', 'SipUri', 'Stream.parameters'), None, 'A secret in a document'),
    'default-voice': Entry('default-voice', 'info', 'speech', 'strict', ('Say',), None, 'A Say that leaves voice and language to TryVox'),
    'empty-document': Entry('empty-document', 'warning', 'flow', 'default', ('Response',), None, 'A document without instructions'),
    'endless-loop': Entry('endless-loop', 'info', 'flow', 'default', ('Say.loop', 'Play.loop'), None, 'A Say or Play that never ends by itself'),
    'foreign-dialect': Entry('foreign-dialect', 'error', 'migration', 'default', ('Response',), None, 'A document of another call-control language'),
    'gather-keys-without-dtmf': Entry('gather-keys-without-dtmf', 'warning', 'input', 'default', ('Gather.num_digits', 'Gather.finish_on_key'), 'unsafe', 'Settings for keys in a Gather that listens for speech only'),
    'gather-two-prompts': Entry('gather-two-prompts', 'warning', 'input', 'default', ('Gather',), None, 'A Gather with both a Say and a Play'),
    'gather-without-prompt': Entry('gather-without-prompt', 'warning', 'input', 'default', ('Gather',), None, 'A Gather before which the caller hears nothing'),
    'impossible-number': Entry('impossible-number', 'warning', 'numbers', 'default', ('Number.number', 'Dial.caller_id'), None, "A number that can't exist"),
    'insecure-url': Entry('insecure-url', 'warning', 'hosting', 'static', ('HttpUrl',), 'unsafe', 'An address without TLS'),
    'long-pause': Entry('long-pause', 'warning', 'media', 'default', ('Pause.length',), None, 'A Pause of more than ten seconds'),
    'markup-in-text': Entry('markup-in-text', 'warning', 'speech', 'default', ('Say.text',), None, 'Markup in a spoken text'),
    'mixed-dial-targets': Entry('mixed-dial-targets', 'warning', 'numbers', 'default', ('Dial',), None, 'A Dial that rings several kinds of targets'),
    'no-way-out': Entry('no-way-out', 'info', 'flow', 'default', ('Response',), None, 'A document that ends in a Gather'),
    'polly-without-voice': Entry('polly-without-voice', 'warning', 'speech', 'default', ('Say.engine',), None, 'Polly without a voice'),
    'post-to-static-host': Entry('post-to-static-host', 'error', 'hosting', 'static', ('Gather.action_url', 'Redirect.url'), 'safe', 'A document that is asked for by POST from a host that serves files only'),
    'private-address': Entry('private-address', 'error', 'hosting', 'static', ('HttpUrl', 'WssUrl', 'SipUri'), None, "An address that TryVox can't reach"),
    'redirect-to-self': Entry('redirect-to-self', 'error', 'flow', 'default', ('Redirect.url',), None, 'A Redirect that leads back to its own document before anything has happened'),
    'reject-not-first': Entry('reject-not-first', 'warning', 'flow', 'default', ('Response',), None, 'A Reject that comes too late'),
    'reject-outbound': Entry('reject-outbound', 'warning', 'flow', 'default', ('Reject',), None, 'A Reject in a document for outbound calls'),
    'short-timeout': Entry('short-timeout', 'warning', 'input', 'default', ('Gather.timeout',), None, 'A Gather that gives the caller less than two seconds'),
    'static-callback-without-method': Entry('static-callback-without-method', 'error', 'hosting', 'static', ('Dial.action_url', 'Record.action_url', 'Record.transcription_url', 'Stream.status_callback_url', 'Conference.wait_url', 'Conference.status_callback_url'), None, "A callback that a host of files can't take"),
    'text-too-long': Entry('text-too-long', 'warning', 'speech', 'default', ('Say.text',), None, 'A text that is longer than the provider of the voice takes at once'),
    'too-many-participants': Entry('too-many-participants', 'warning', 'numbers', 'default', ('Conference.max_participants',), None, 'A conference for more people than TryVox says it holds'),
    'transcription-unheard': Entry('transcription-unheard', 'warning', 'recording', 'default', ('Record.transcribe',), None, 'A transcript that is made and sent nowhere'),
    'transcription-url-unused': Entry('transcription-url-unused', 'warning', 'recording', 'default', ('Record.transcription_url',), 'unsafe', 'An address for transcripts that are never made'),
    'unknown-language': Entry('unknown-language', 'warning', 'speech', 'default', ('Language',), 'safe', 'A language that does not exist'),
    'unpronounceable-text': Entry('unpronounceable-text', 'warning', 'speech', 'default', ('Say.text',), 'unsafe', 'A text that is not heard as it was meant'),
    'unreachable-instruction': Entry('unreachable-instruction', 'warning', 'flow', 'default', ('Response',), 'unsafe', 'An instruction that never runs'),
    'unrendered-placeholder': Entry('unrendered-placeholder', 'warning', 'speech', 'default', ('Text', 'HttpUrl', 'WssUrl', 'SipUri', 'Stream.parameters'), None, 'A placeholder that nothing was put in'),
    'unsupported-audio-format': Entry('unsupported-audio-format', 'warning', 'media', 'default', ('Play.url',), None, 'Audio in a format that TryVox does not play'),
    'voice-engine-mismatch': Entry('voice-engine-mismatch', 'warning', 'speech', 'default', ('Say.voice',), 'unsafe', 'A voice that the engine does not have'),
    'voice-language-mismatch': Entry('voice-language-mismatch', 'warning', 'speech', 'default', ('Say.voice',), 'unsafe', 'A voice of another language'),
}

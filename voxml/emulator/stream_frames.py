"""Messages on a Stream's socket: what is sent in each of the two dialects, and what an agent's messages mean.

`documented` sends JSON: a start event, media events with base64 PCM, a stop event (https://docs.tryvox.io/voxml/stream).
`observed` sends the bare parameters and then binary frames. Sound is 16-bit mono PCM at 8 kHz, 20 ms a frame. What
comes back is read in both: `playAudio`, `killAudio` and `disconnect` as seen in use, `media`, `clear` and `stop` after
the style of the documentation, and binary PCM. Everything else is reported, with what is expected instead.
"""

from __future__ import annotations

import base64
import binascii
from typing import Any

import msgspec

from voxml.emulator import audio
from voxml.emulator.effects import StreamNews

FRAME_SECONDS = 0.02
#: Sample rates that the module takes which TryVox is said to run.
_RATES = (8_000, 16_000, 24_000, 32_000, 48_000, 64_000)
#: Members that only frames of other vendors have.
_VENDORS = {
    "streamSid": "Twilio or SignalWire",
    "stream_sid": "Twilio or SignalWire",
    "streamId": "Plivo",
    "eventType": "Bandwidth",
    "callControlId": "Telnyx",
}
_EXPECTED = (
    'expected {"type": "playAudio", "data": {"audioContentType": "raw", "sampleRate": 8000, '
    '"audioContent": "<16-bit PCM in base64>"}}, or binary PCM'
)
#: Messages of the module that mean nothing to the emulator.
_KNOWN = ("transcription", "transfer", "error", "json")

Stretch = tuple[float, float, str]


def media_message(stream_id: str, track: str, begin: float, began: float, stretches: list[Stretch]) -> str:
    """Return the media event for the 20 ms from second `begin`, with its timestamp in milliseconds since `began`."""
    payload = base64.b64encode(pcm_frame(begin, stretches)).decode()
    members = {"event": "media", "stream_id": stream_id, "track": track, "payload": payload}
    return as_json({**members, "timestamp": round((begin - began) * 1000)})


def pcm_frame(begin: float, stretches: list[Stretch]) -> bytes:
    """Return 20 ms of PCM from second `begin`, with a hum where a stretch (start, end, words) lies in it."""
    inside = [(max(0.0, start - begin), stop - begin, text) for start, stop, text in stretches if stop > begin]
    return audio.pcm(FRAME_SECONDS, [each for each in inside if each[0] < FRAME_SECONDS])


def as_json(value: dict[str, Any]) -> str:
    """Return a text message."""
    return msgspec.json.encode(value).decode()


def read_message(message: str | bytes) -> StreamNews:
    """Return what an agent's message means: audio, killAudio, closed, message or problem."""
    if isinstance(message, bytes):
        return _sound(message, audio.RATE, "")
    try:
        found = msgspec.json.decode(message)
    except (msgspec.DecodeError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return _problem(f"found text that is no JSON object, {message[:60]!r}; {_EXPECTED}")
    vendor = next((name for member, name in _VENDORS.items() if member in found), None)
    if vendor is not None:
        return _problem(f"found a message of {vendor}; {_EXPECTED}")
    kind = found.get("type") or found.get("event")
    if kind == "playAudio":
        return _play_audio(found)
    if kind == "media":
        return _media(found)
    if kind in ("disconnect", "stop"):
        return StreamNews(0.0, "closed", f"by {kind}")
    if kind in ("killAudio", "clear"):
        return StreamNews(0.0, "killAudio")
    if kind in _KNOWN:
        return StreamNews(0.0, "message", f"message {kind} {message[:100]}")
    return _problem(f"found a message of type {str(kind)[:40]!r}; {_EXPECTED}, killAudio or disconnect")


def _play_audio(found: dict[str, Any]) -> StreamNews:
    data = found.get("data")
    if not isinstance(data, dict):
        vendor = " of Plivo" if isinstance(found.get("media"), dict) else ""
        return _problem(f'found a playAudio{vendor} without "data"; {_EXPECTED}')
    content_type, rate = data.get("audioContentType"), data.get("sampleRate", audio.RATE)
    words = data.get("textContent")
    sound = _decoded(data.get("audioContent"))
    if sound is None:
        return _problem('found an "audioContent" that is not base64; expected 16-bit PCM in base64')
    if content_type not in ("raw", "wave", "wav"):
        return _problem(f"found audioContentType {str(content_type)[:40]!r}; expected raw (16-bit PCM) or wave")
    if type(rate) is not int or rate not in _RATES:
        return _problem(f"found sampleRate {str(rate)[:40]}; expected one of {', '.join(map(str, _RATES))}")
    text = words if isinstance(words, str) else ""
    if content_type == "raw":
        return _sound(sound, rate, text)
    seconds = audio.seconds_of(sound) if sound[:4] == b"RIFF" else None
    if seconds is None:
        return _problem("found audio that is no WAV file; expected one, or audioContentType raw")
    return StreamNews(0.0, "audio", text, seconds)


def _media(found: dict[str, Any]) -> StreamNews:
    if isinstance(found.get("media"), dict):
        return _problem(f"found a media event of another vendor, with the payload inside media; {_EXPECTED}")
    sound = _decoded(found.get("payload"))
    if sound is None:
        return _problem('found a media event whose "payload" is not base64; expected 16-bit PCM in base64')
    return _sound(sound, audio.RATE, "")


def _sound(sound: bytes, rate: int, words: str) -> StreamNews:
    if not sound:
        return _problem("found audio of no length; expected 16-bit PCM")
    if len(sound) % 2:
        return _problem(f"found {len(sound)} bytes of audio; expected 16-bit PCM, which has an even number")
    return StreamNews(0.0, "audio", words, len(sound) / 2 / rate)


def _problem(text: str) -> StreamNews:
    return StreamNews(0.0, "problem", text)


def _decoded(text: Any) -> bytes | None:
    """Return the bytes of base64 text, or None when it is none."""
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        return None

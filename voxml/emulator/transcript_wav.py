"""Speaks a call into a WAV file with espeak-ng: what the callee on the phone would hear, roughly."""

from __future__ import annotations

import io
import math
import shutil
import subprocess
import sys
import wave
from array import array
from typing import TYPE_CHECKING

from voxml.emulator.audio import wav
from voxml.errors import VoxmlError
from voxml.files import write_atomically

if TYPE_CHECKING:
    import os

    from voxml.emulator.call import Call
    from voxml.emulator.transcript import Entry

RATE = 22_050
#: Longer calls are not spoken: an hour of sound has 160 MB.
MAX_SECONDS = 3_600.0
_DTMF_ROWS, _DTMF_COLUMNS = (697, 770, 852, 941), (1209, 1336, 1477)
_KEYPAD = "123456789*0#"


class SpeechError(VoxmlError):
    """The call can't be spoken: espeak-ng is missing or failed, or the call is too long."""


def write_wav(call: Call, path: str | os.PathLike[str]) -> None:
    """Speak the call into a file.

    A voice that takes longer than the simulation reckoned pushes what follows back, so that nothing is cut off.

    Raises:
        SpeechError: espeak-ng is not installed or fails, or the call lasts longer than an hour.
        InputError: the file can't be written.
    """
    if shutil.which("espeak-ng") is None:
        raise SpeechError("--wav needs espeak-ng, which is not installed (apt-get install espeak-ng)")
    start = call.transcript.answered_at or 0.0
    total = call.now - start
    if total > MAX_SECONDS:
        raise SpeechError(f"the call lasts {total:.0f} s; expected at most {MAX_SECONDS:.0f} s to be spoken")
    track = array("h")
    late = 0.0
    for entry in call.transcript.entries:
        if entry.at < start:
            continue
        begin = entry.at - start + late
        sound = _sound(entry)
        if entry.is_cut:
            sound = sound[: max(0, round((entry.until - entry.at) * RATE))]
        _lay(track, begin, sound)
        late = max(late, begin + len(sound) / RATE - (entry.until - start) if sound else late)
    _lay(track, total + late, array("h"))
    if sys.byteorder == "big":
        track.byteswap()
    write_atomically(path, wav(track.tobytes(), RATE))


def _lay(track: array[int], begin: float, sound: array[int]) -> None:
    place = round(begin * RATE)
    if len(track) < place:
        track.frombytes(bytes(2 * (place - len(track))))
    del track[place:]
    track.extend(sound)


def _sound(entry: Entry) -> array[int]:
    if entry.kind in ("say", "audio", "speech"):
        voice = (entry.detail or {}).get("language", "en-IN" if entry.who == "call" else "en-US")
        once = spoken(entry.text, voice, pitch=50 if entry.who == "call" else 30)
        return once * min(entry.times, 20)
    if entry.kind == "beep":
        return _tone((1000,), 0.4)
    if entry.kind == "key" and entry.text.startswith("presses "):
        place = _KEYPAD.find(entry.text.removeprefix("presses ")[0])
        return _tone((_DTMF_ROWS[place // 3], _DTMF_COLUMNS[place % 3]), 0.15)
    if entry.kind == "ring-tone":
        return _tone((440, 480), min(2.0, entry.until - entry.at))
    return array("h")


def _tone(pitches: tuple[int, ...], seconds: float) -> array[int]:
    steps = [2 * math.pi * pitch / RATE for pitch in pitches]
    return array("h", (int(sum(3500 * math.sin(step * at) for step in steps)) for at in range(round(seconds * RATE))))


def spoken(text: str, language: str, *, pitch: int = 50) -> array[int]:
    """Return the text as samples; a language that espeak-ng does not know is spoken as English.

    Raises:
        SpeechError: espeak-ng is not installed or fails.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise SpeechError("speaking needs espeak-ng, which is not installed (apt-get install espeak-ng)")
    for voice in (language.lower(), language.partition("-")[0].lower(), "en"):
        done = subprocess.run(  # noqa: S603 - a fixed program; the text goes in by standard input
            [program, "--stdin", "--stdout", "-v", voice, "-s", "150", "-p", str(pitch)],
            input=text.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode == 0 and done.stdout:
            break
    else:
        raise SpeechError(f"espeak-ng failed: {done.stderr.decode(errors='replace').strip() or 'no sound'}")
    # espeak-ng writes to a pipe and can't know the length: its header promises more than there is.
    with wave.open(io.BytesIO(done.stdout)) as reader:
        samples = array("h")
        frames = reader.readframes(reader.getnframes())
        samples.frombytes(frames[: len(frames) // 2 * 2])
    if sys.byteorder == "big":
        samples.byteswap()
    return samples

"""Find the name that was probably meant: did you mean …?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

#: What other call-control languages and hurried fingers call our names. Keys are in lower case without separators.
_ALIASES: dict[str, tuple[str, ...]] = {
    "action": ("action_url",),
    "actionurl": ("action_url",),
    "answerurl": ("action_url",),
    "eventurl": ("action_url",),
    "callbackurl": ("action_url", "status_callback_url"),
    "callback": ("action_url", "status_callback_url"),
    "statuscallback": ("status_callback_url",),
    "transcribecallback": ("transcription_url",),
    "waituri": ("wait_url",),
    "waitsound": ("wait_url",),
    "numberofdigits": ("num_digits",),
    "maxdigits": ("num_digits",),
    "digits": ("num_digits", "send_digits"),
    "finishonhash": ("finish_on_key",),
    "terminatingdigits": ("finish_on_key",),
    "endonkey": ("finish_on_key",),
    "body": ("text",),
    "content": ("text",),
    "message": ("text",),
    "repeat": ("loop",),
    "lang": ("language",),
    "locale": ("language",),
    "src": ("url",),
    "href": ("url",),
    "uri": ("url",),
    "streamurl": ("url",),
    "duration": ("length",),
    "seconds": ("length",),
    "from": ("caller_id",),
    "callername": ("caller_id",),
    "maxduration": ("max_length", "time_limit"),
    "maxseconds": ("max_length",),
    "limit": ("time_limit",),
    "startconferenceonenter": ("start_on_enter",),
    "endconferenceonexit": ("end_on_exit",),
    "maxmembers": ("max_participants",),
    "mute": ("muted",),
    "inputtype": ("input",),
    "beep": ("play_beep",),
    "playbeep": ("play_beep",),
    "username": ("username",),
    "clients": ("client",),
    "number": ("numbers", "number"),
    "sips": ("sip",),
    "user": ("Sip", "Client"),
    "speak": ("Say",),
    "talk": ("Say",),
    "speaksentence": ("Say",),
    "playaudio": ("Play",),
    "getdigits": ("Gather",),
    "getinput": ("Gather",),
    "getspeech": ("Gather",),
    "connect": ("Dial",),
    "transfer": ("Dial",),
    "phonenumber": ("Number",),
    "identity": ("Client",),
    "sipuri": ("Sip",),
    "wait": ("Pause",),
    "break": ("Pause",),
    "sleep": ("Pause",),
    "conversation": ("Conference",),
    "listen": ("Stream",),
    "startstream": ("Stream",),
    "param": ("Parameter",),
    "disconnect": ("Hangup",),
    "end": ("Hangup",),
}

#: Nothing is near a longer word.
_LONGEST = 64


_SEPARATORS = dict.fromkeys(map(ord, "_- ,;|+/"))


def _fold(word: str) -> str:
    return word.translate(_SEPARATORS).lower()


def suggest(word: str, names: Iterable[str]) -> str | None:
    """Return the one of `names` that `word` was probably meant to be, or None when nothing is near."""
    return _nearest(word, tuple(names)) if len(word) <= _LONGEST else None


@lru_cache(maxsize=1024)  # a name that is misspelt is misspelt in many files
def _nearest(word: str, candidates: tuple[str, ...]) -> str | None:
    folded = _fold(word)
    for name in candidates:
        if _fold(name) == folded:
            return name
    for alias in _ALIASES.get(folded, ()):
        if alias in candidates:
            return alias
    # Two letters the wrong way round, in words too short for a measure of similarity.
    swapped = [name for name in candidates if sorted(_fold(name)) == sorted(folded)]
    if len(swapped) == 1:
        return swapped[0]
    by_fold = {_fold(name): name for name in candidates}
    near = get_close_matches(folded, by_fold, n=1, cutoff=0.7)
    return by_fold[near[0]] if near else None


def did_you_mean(word: str, names: Iterable[str]) -> str:
    """Return `; did you mean "…"?` to end a message with, or an empty string."""
    name = suggest(word, names)
    return "" if name is None else f'; did you mean "{name}"?'

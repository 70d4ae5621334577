"""Find the name that was probably meant: did you mean …?"""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

#: By our name, what other call-control languages and hurried fingers call it, in lower case without separators.
_OTHER_NAMES: dict[str, str] = {
    "action_url": "answerurl eventurl callbackurl callback",
    "status_callback_url": "callbackurl callback",
    "transcription_url": "transcribecallback",
    "wait_url": "waitsound",
    "finish_on_key": "finishonhash terminatingdigits endonkey",
    "text": "body content message",
    "loop": "repeat",
    "language": "lang locale",
    "url": "src href uri streamurl",
    "length": "duration seconds",
    "caller_id": "from callername",
    "max_length": "maxduration maxseconds",
    "time_limit": "maxduration",
    "end_on_exit": "endconferenceonexit",
    "max_participants": "maxmembers",
    "play_beep": "beep",
    "Sip": "user sipuri",
    "Client": "user identity",
    "Say": "speak talk speaksentence",
    "Play": "playaudio",
    "Gather": "getdigits getinput getspeech",
    "Dial": "connect transfer",
    "Pause": "wait break sleep",
    "Conference": "conversation",
    "Stream": "listen",
    "Hangup": "disconnect end",
}
#: The same by the other name.
_ALIASES: dict[str, list[str]] = {}
for _name, _others in _OTHER_NAMES.items():
    for _other in _others.split():
        _ALIASES.setdefault(_other, []).append(_name)

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

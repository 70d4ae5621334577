"""Turn values of other languages into ours: addresses, numbers, seconds, booleans, words, voices."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from voxml.importers.links import resolve
from voxml.importers.tables import CannotConvert, Converter
from voxml.language.texts import quote
from voxml.net.phone_numbers import E164_PATTERN, PhoneNumberError, parse_phone_number
from voxml.rules.facts.voices import GENERIC, languages_of, provider_of, vendor_voice

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

_VARIABLE = re.compile(r"[%$]\{")


def text(value: Any, _conversion: Conversion) -> str:
    """A text as it is; an empty one is left out."""
    if isinstance(value, (dict, list)):
        raise CannotConvert("found a list or an object; expected a text")
    return str(value).strip() or None  # type: ignore[return-value]


def plain(value: Any) -> str:
    """A value as a Stream's parameter, which is a text."""
    return value if isinstance(value, str) else json.dumps(value)


def boolean(value: Any, _conversion: Conversion) -> bool:
    """`true`, `false`, 1, 0, in any case."""
    word = str(value).strip().lower()
    if word in ("true", "1", "yes"):
        return True
    if word in ("false", "0", "no", ""):
        return False
    raise CannotConvert(f"found {quote(word)}; expected true or false")


def whole(value: Any, _conversion: Conversion) -> int:
    """A whole number."""
    try:
        return int(str(value).strip())
    except ValueError:
        raise CannotConvert(f"found {quote(str(value))}; expected a whole number") from None


def seconds(value: Any, _conversion: Conversion) -> int:
    """A number of seconds, 1 at least; parts of a second are rounded up."""
    try:
        number = float(str(value).strip().removesuffix("s"))
        if not math.isfinite(number) or number < 0:
            raise ValueError
    except ValueError:
        raise CannotConvert(f"found {quote(str(value))}; expected a number of seconds") from None
    result = max(1, math.ceil(number))
    if result != number:
        raise CannotConvert(f"found {value} s; VoxML counts whole seconds from 1: {result} s", "info", result)
    return result


def milliseconds(value: Any, conversion: Conversion) -> int:
    """A number of milliseconds, as seconds."""
    return seconds(float(str(value)) / 1000 if re.fullmatch(r"[\d.]+", str(value)) else value, conversion)


def method(value: Any, _conversion: Conversion) -> str:
    """`GET` or `POST`."""
    word = str(value).strip().upper()
    if word in ("GET", "POST"):
        return word
    raise CannotConvert(f"found method {quote(str(value))}; expected GET or POST")


def post_only(value: Any, _conversion: Conversion) -> None:
    """A method where TryVox always uses POST."""
    if str(value).strip().upper() not in ("POST", ""):
        raise CannotConvert(f"found method {quote(str(value))}; TryVox sends this by POST", "warning")


def address(value: Any, conversion: Conversion) -> Any:
    """An http(s) address, resolved against --base-url."""
    if isinstance(value, list):
        return address(value[0] if value else "", conversion)
    if isinstance(value, dict):
        return address(value.get("url", ""), conversion)
    url = str(value).strip()
    if not url:
        return None
    if "{{" in url:
        return None  # reported as a placeholder
    if _VARIABLE.match(url):
        raise CannotConvert(f"found {quote(url)}, a variable; expected an address: TryVox fills nothing in")
    link = resolve(url, conversion.options, conversion.name)
    if link is None:
        raise CannotConvert(f"found the relative address {quote(url)}; expected --base-url, which it is relative to")
    if urlsplit(link.url).scheme.lower() not in ("http", "https"):
        raise CannotConvert(f"found {quote(url)}; expected an http:// or https:// address")
    return link.url


def action(value: Any, conversion: Conversion) -> Any:
    """An address whose response goes on with the call: with GET where it is a document that is imported too."""
    url = address(value, conversion)
    if url is None:
        return None
    written = value[0] if isinstance(value, list) else value.get("url", "") if isinstance(value, dict) else value
    link = resolve(str(written).strip(), conversion.options, conversion.name)
    members: dict[str, Any] = {"action_url": url}
    if link is not None and link.is_ours:
        members["\0is_ours"] = True
    elif isinstance(value, dict) and value.get("method"):
        members["method"] = method(value["method"], conversion)
    return members


def next_document(value: Any, conversion: Conversion) -> Any:
    """The address of a Redirect."""
    members = action(value, conversion)
    if isinstance(members, dict):
        members["url"] = members.pop("action_url")
    return members


def socket(value: Any, _conversion: Conversion) -> str:
    """The address of a WebSocket."""
    url = str(value).strip()
    if not url.lower().startswith("wss://"):
        raise CannotConvert(f"found {quote(url)}; expected a wss:// address")
    return url


def number(value: Any, conversion: Conversion) -> str | None:
    """A telephone number, as E.164."""
    written = str(value).strip()
    if "{{" in written:
        return None  # reported as a placeholder
    bare = re.sub(r"[\s().-]", "", written)
    try:
        if conversion.dialect.name == "vonage" and re.fullmatch(r"[1-9]\d{6,14}", bare):
            return parse_phone_number("+" + bare)
        if conversion.dialect.name in ("plivo", "jambonz") and re.fullmatch(r"[1-9]\d{9,14}", bare):
            return _plivo_number(bare, conversion.options.country)
        return parse_phone_number(written, conversion.options.country)
    except PhoneNumberError as error:
        hint = "; or --country, which it belongs to" if conversion.options.country is None else ""
        raise CannotConvert(f"{error}{hint}") from None


def _plivo_number(bare: str, country: str | None) -> str:
    # Plivo's numbers have the country code and no plus sign (plivo.com/docs/voice/xml/dial).
    try:
        return parse_phone_number("+" + bare)
    except PhoneNumberError:
        return parse_phone_number(bare, country)


def caller(value: Any, conversion: Conversion) -> str | None:
    """A caller ID: a number where it is one, else as it is written."""
    written = str(value).strip()
    if not written or "{{" in written:
        return written or None
    try:
        return number(written, conversion) if not E164_PATTERN.fullmatch(written) else written
    except CannotConvert:
        return written


def sip(value: Any, _conversion: Conversion) -> str:
    """A SIP address."""
    uri = str(value).strip()
    return uri if uri.lower().startswith(("sip:", "sips:")) else f"sip:{uri}"


def finish_key(value: Any, _conversion: Conversion) -> str:
    """The one key that ends a Gather's input."""
    keys = str(value).strip()
    if keys.lower() == "none":
        return ""
    if len(keys) > 1:
        raise CannotConvert(f"found {quote(keys)}; one key ends the input of VoxML's Gather", "error", keys[0])
    return keys


def finish_keys(value: Any, _conversion: Conversion) -> str:
    """The keys of which any ends a recording."""
    keys = str(value).strip()
    return "" if keys.lower() == "none" else keys


def words(**ours: str) -> Converter:
    """Return a converter from one of several words to ours; `dtmf__speech` means `dtmf speech`."""
    table = {name.replace("__", " ").replace("_", "-"): word for name, word in ours.items()}

    def convert(value: Any, _conversion: Conversion) -> str:
        word = str(value).strip()
        found = table.get(word.lower(), table.get(word.lower().replace("_", "-")))
        if found is None:
            raise CannotConvert(f"found {quote(word)}; expected {' or '.join(table)}")
        return found

    return convert


def listens_for(value: Any, _conversion: Conversion) -> str | None:
    """What a Gather listens for: `dtmf`, `speech`, or both in any order."""
    found = value if isinstance(value, list) else str(value).replace(",", " ").split()
    kinds = {{"digits": "dtmf"}.get(str(each).lower(), str(each).lower()) for each in found}
    if not kinds:
        return None
    if not kinds <= {"dtmf", "speech"}:
        raise CannotConvert(f"found {quote(str(value))}; expected dtmf, speech, or both")
    return "dtmf speech" if len(kinds) == 2 else kinds.pop()


def capitals(value: Any, _conversion: Conversion) -> str | None:
    """A country code, which VoxML writes in capitals."""
    return str(value).strip().upper() or None


def language(value: Any, _conversion: Conversion) -> str | None:
    """A language tag with hyphens: `en_US` is `en-US`."""
    tag = str(value).strip().replace("_", "-")
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)]) or None


def voice(value: Any, conversion: Conversion) -> Any:
    """A voice, where the provider's own name is certain; else another voice speaks."""
    name = str(value).strip()
    if not name:
        return None
    found = vendor_voice(name)
    if found is not None and (found.is_exact or languages_of(found.voice)):
        if not found.is_exact:
            variant = name[len(found.engine) + 1 + len(found.voice) :].lstrip("-")
            conversion.note("warning", f"found the variant {quote(variant)} of a voice, which VoxML can't name")
        return _with_language({"voice": found.voice, "engine": found.engine})
    provider = provider_of(name)
    if provider is not None:
        return _with_language({"voice": name, "engine": provider})
    what = "which is any voice" if name.lower() in GENERIC else "a voice that Google and Polly do not have"
    raise CannotConvert(
        f"found voice {quote(name)}, {what}; the default voice of TryVox speaks in its place", "warning"
    )


def _with_language(members: dict[str, Any]) -> dict[str, Any]:
    spoken = languages_of(members["voice"])
    return {**members, "\0language": spoken[0]} if spoken else members


def record_word(value: Any, conversion: Conversion) -> bool:
    """Twilio's words for recording."""
    word = str(value).strip().lower()
    if word in ("", "false", "do-not-record"):
        return False
    if word == "true" or word.startswith("record-from-"):
        if "dual" in word or "ringing" in word:
            conversion.note("warning", f"found {quote(word)}; VoxML records the joined call, in one channel")
        elif word != "true":
            conversion.note("info", f"found {quote(word)}; VoxML's word is record, true or false")
        return True
    raise CannotConvert(f"found {quote(word)}; expected one of Twilio's words such as record-from-answer")


def beep(value: Any, conversion: Conversion) -> bool:
    """Twilio's words for a conference's beep."""
    word = str(value).strip().lower()
    if word in ("onenter", "onexit"):
        conversion.note("info", f"found {quote(str(value))}; VoxML beeps on both or on neither")
        return True
    return boolean(value, conversion)


def wait_document(value: Any, conversion: Conversion) -> Any:
    """What is heard while waiting: a document, as VoxML has no audio file there."""
    url = str(value["url"] if isinstance(value, dict) else value).strip()
    if not url:
        return None
    path = urlsplit(url).path.lower()
    if path.endswith((".mp3", ".wav", ".ogg", ".aiff", ".ulaw", ".m4a")):
        raise CannotConvert(
            f"found an audio file, {quote(url)}; wait_url is a VoxML document: write one that plays it", "warning"
        )
    if (urlsplit(url).hostname or "").lower() in ("twimlets.com", "demo.twilio.com"):
        raise CannotConvert(f"found {quote(url)}, which answers with TwiML; wait_url is a VoxML document", "warning")
    return address(url, conversion)

"""Whose a voice is, and what it speaks, as far as its name or the provider's published list says for sure.

Google's names carry their language (cloud.google.com/text-to-speech/docs/voices). Polly's are first names
(docs.aws.amazon.com/polly/latest/dg/available-voices.html); those that speak two languages have both.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_GOOGLE = re.compile(
    r"([a-z]{2,3}-[A-Z]{2,3}|es-419)-(?:Wavenet|Neural2|Studio|Standard|News|Casual|Journey|Chirp\d?|Chirp\d?-HD)\b.*",
    re.ASCII,
)

_POLLY_TEXT = """
arb Zeina
ar-AE Hala Zayd
nl-BE Lisa
ca-ES Arlet
cs-CZ Jitka
yue-CN Hiujin
cmn-CN Zhiyu
da-DK Naja Mads Sofie
nl-NL Laura Lotte Ruben
en-AU Nicole Olivia Russell
en-GB Amy Emma Brian Arthur
en-IN,hi-IN Aditi Kajal
en-IN Raveena
en-IE Niamh
en-NZ Aria
en-SG Jasmine
en-ZA Ayanda
en-US Danielle Gregory Ivy Joanna Kendra Kimberly Salli Joey Justin Kevin Matthew Ruth Stephen
en-GB-WLS Geraint
fi-FI Suvi
fr-FR Céline Celine Léa Lea Mathieu Rémi Remi
fr-BE Isabelle
fr-CA Chantal Gabrielle Liam
de-DE Marlene Vicki Hans Daniel
de-AT Hannah
de-CH Sabrina
is-IS Dóra Dora Karl
it-IT Carla Bianca Giorgio Adriano
ja-JP Mizuki Takumi Kazuha Tomoko
ko-KR Seoyeon Jihye
nb-NO Liv Ida
pl-PL Ewa Maja Jacek Jan Ola
pt-BR Camila Vitória Vitoria Ricardo Thiago
pt-PT Inês Ines Cristiano
ro-RO Carmen
ru-RU Tatyana Maxim
es-ES Conchita Lucia Enrique Sergio
es-MX Mia Andrés Andres
es-US Lupe Penélope Penelope Miguel Pedro
sv-SE Astrid Elin
tr-TR Filiz Burcu
cy-GB Gwyneth
"""

POLLY: dict[str, tuple[str, ...]] = {
    name: tuple(languages.split(","))
    for languages, *names in map(str.split, _POLLY_TEXT.strip().splitlines())
    for name in names
}

#: Tags that mean the same language, where providers and people differ.
_SAME = {"cmn": "zh", "nb": "no", "nn": "no", "fil": "tl", "iw": "he", "arb": "ar", "in": "id", "pes": "fa"}


#: Names that other languages have for "any voice", and no engine knows.
GENERIC = frozenset(["alice", "man", "woman", "male", "female"])
_PREFIXES = {"polly.": "polly", "google.": "google"}


class VendorVoice(NamedTuple):
    """A voice as another vendor writes it, in our words."""

    engine: str
    voice: str
    #: Whether nothing was left out: `Polly.Joanna-Neural` names an engine variant that VoxML has no field for.
    is_exact: bool


@lru_cache(maxsize=512)
def vendor_voice(voice: str) -> VendorVoice | None:
    """Return the engine and the voice that a name such as `Polly.Joanna` or `en_US-Wavenet-D` means."""
    prefix = next((each for each in _PREFIXES if voice.lower().startswith(each)), None)
    if prefix is None:
        changed = voice.replace("_", "-")
        return VendorVoice("google", changed, True) if changed != voice and _GOOGLE.fullmatch(changed) else None
    engine, bare = _PREFIXES[prefix], voice[len(prefix) :]
    name, _, variant = bare.partition("-")
    if engine == "polly":
        return VendorVoice(engine, name, not variant and name in POLLY) if name else None
    return VendorVoice(engine, bare, _GOOGLE.fullmatch(bare) is not None) if bare else None


@lru_cache(maxsize=512)
def provider_of(voice: str) -> str | None:
    """`google` or `polly` for a voice whose name is surely theirs."""
    if _GOOGLE.fullmatch(voice):
        return "google"
    return "polly" if voice in POLLY else None


@lru_cache(maxsize=512)
def languages_of(voice: str) -> tuple[str, ...]:
    """The languages that a voice surely speaks; none when its name does not say."""
    found = _GOOGLE.fullmatch(voice)
    if found is not None:
        return (found[1],)
    return POLLY.get(voice, ())


@lru_cache(maxsize=1024)
def speaks(known: tuple[str, ...], language: str) -> bool:
    """Whether one of `known` suits the tag `language`: the same language, and the same country where both name one."""
    wanted, country = _parts(language)
    for tag in known:
        spoken, home = _parts(tag)
        if spoken == wanted and (country is None or home is None or country == home):
            return True
        if {spoken, wanted} == {"yue", "zh"}:
            return True
    return False


def _parts(tag: str) -> tuple[str, str | None]:
    first, *rest = tag.lower().split("-")
    country = next((part for part in rest if (len(part) == 2 and part.isalpha()) or part == "419"), None)
    # Arabic voices are sold without a country; so is what is written for many.
    return _SAME.get(first, first), country

"""Languages (ISO 639-1) and countries (ISO 3166-1 alpha-2), and what people write in their place."""

from functools import lru_cache

_LANGUAGE_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee
el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io
is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk
ml mn mo mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc
sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve
vi vo wa wo xh yi yo za zh zu
"""
_LANGUAGES = frozenset(_LANGUAGE_CODES.split())

#: And two that no list has: Kosovo, and the XA that Google writes for the Arabic of no country.
_COUNTRY_CODES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK
FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR
IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK
ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM
PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XA XK YE YT ZA ZM ZW
"""
_COUNTRIES = frozenset(_COUNTRY_CODES.split())

#: What is written for a language, and the tag that it has.
_MEANT_LANGUAGES = {
    "jp": "ja", "kr": "ko", "cn": "zh", "gr": "el", "dk": "da", "cz": "cs", "ua": "uk", "vn": "vi", "rs": "sr",
    "ir": "fa",
    "eng": "en", "spa": "es", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "ita": "it", "por": "pt", "hin": "hi",
    "rus": "ru", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh", "nld": "nl", "dut": "nl", "swe": "sv", "dan": "da",
    "fin": "fi", "nor": "no", "pol": "pl", "tur": "tr", "ara": "ar", "heb": "he", "tam": "ta", "tel": "te", "ben": "bn",
    "mar": "mr", "guj": "gu", "kan": "kn", "mal": "ml", "pan": "pa", "urd": "ur", "tha": "th", "vie": "vi", "ind": "id",
}  # fmt: skip

_MEANT_COUNTRIES = {"UK": "GB", "EN": "GB", "SP": "ES", "JA": "JP", "UKR": "UA", "USA": "US", "IND": "IN", "GBR": "GB"}


@lru_cache(maxsize=512)
def problem_of(tag: str) -> tuple[str, str | None] | None:
    """What is wrong with a tag of the right form, and the tag that was meant, if that is sure."""
    first, *rest = tag.split("-")
    language = first.lower()
    if language in _MEANT_LANGUAGES and (len(language) == 3 or language not in _LANGUAGES):
        meant = "-".join([_MEANT_LANGUAGES[language], *rest])
        return f'found the language "{first}"; expected "{_MEANT_LANGUAGES[language]}"', meant
    if len(language) == 2 and language not in _LANGUAGES:
        return f'found the language "{first}", which ISO 639 does not have', None
    for place, part in enumerate(rest):
        known = part.upper()
        if len(part) == 1:
            break  # an extension or private use: anything goes
        if place > 1 or (len(part) not in (2, 3)) or not part.isalpha():
            continue
        if known in _MEANT_COUNTRIES and known not in _COUNTRIES:
            right = "-".join([first, *rest[:place], _MEANT_COUNTRIES[known], *rest[place + 1 :]])
            return f'found the country "{part}"; expected "{_MEANT_COUNTRIES[known]}"', right
        if len(part) == 2 and known not in _COUNTRIES:
            return f'found the country "{part}", which ISO 3166 does not have', None
    return None

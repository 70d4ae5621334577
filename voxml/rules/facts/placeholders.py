"""What templates put values in, and what is left behind where there was no value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from voxml.diagnostics import Diagnostic
from voxml.language.texts import quote

# Bounded, so that a long text of half placeholders takes no longer than another.
_BRACES = (
    r"\{\{[^{}]{0,200}\}\}|\{%.{0,200}?%\}|[$#@]\{[^{}]{0,200}\}|<%.{0,200}?%>"
    r"|\{ ?[A-Za-z_][\w.]{0,100}(?:[ -]\w{1,100}){0,3}(?:![rsa])?(?::[^{}\s]{0,100})? ?\}|\{\d?\}|\{\{"
)
_LEFTOVER = r"\[object [A-Z]\w*\]"
# Compiled by `re.search` when a text first gives a hint: that takes a millisecond, and most runs need neither.
_IN_TEXT = (
    rf"{_BRACES}|{_LEFTOVER}"
    r"|(?<![\w%])%(?:\(\w+\))?[sd](?!\w)|(?<![\w%])%\(\w+\)[-\d.]*[a-z]"
    # "undefined behaviour" is a sentence; a name that is missing is before a comma or at the end.
    r"|(?<![\w.-])undefined(?=\s*(?:[.,!?;:]|$))|(?<![\w.-])NaN(?![\w-])"
    r"|^undefined(?=\s+(?:is|are|was|has|have|will|your|you)\b(?!\s+a\s))"
    # Merge tags of mail and customer software, and what a spreadsheet leaves where it has no value.
    r"|\*\|[A-Za-z][\w:]{0,60}\|\*|\[[A-Z][A-Z0-9]{1,30}(?:[_ ][A-Z0-9]{1,30}){0,4}\]|%[A-Z][A-Z0-9_]{1,40}%"
    r"|\{![$\w.]{1,100}\}|(?<!\w)#[A-Z][A-Z0-9_]{1,40}#|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)"
    r"|«[^«»]{1,60}»|\[{1,2}[^\W\d_]{2,20}(?:[ _-][^\W\d_]{2,20}){0,3}\]{1,2}"
    r"|(?<![\w$])\$(?:[A-Za-z]\w{0,40}\$|[a-z]\w{2,40}|[A-Za-z]\w{0,40}_\w{1,40})(?!\w)"
    r"|%%[A-Za-z]\w{0,40}%%|@@[A-Za-z]\w{0,40}@@|<<[A-Za-z][\w .]{0,60}>>|(?<!_)_{4,}(?!_)|\b[Ll]orem ipsum\b"
    r"|(?<=[a-z,] )null(?=\s*(?:[.,!?;:]|$))"
    # In capitals as a whole, a Spanish or Portuguese text may say "todo": everything.
    r"|(?<![\w.-])TODO(?![\w-]|\s+[^\W\d_a-z]{2,})"
    # The word None begins a sentence now and then; inside one it is Python's.
    r"|^(?:None|null)$|(?<=[a-z,] )None(?=[\s.,!?;:]|$)"
)
_IN_URL = (
    rf"{_BRACES}|{_LEFTOVER}|%7[Bb]%7[Bb].{{0,200}}?%7[Dd]%7[Dd]|%(?:\(\w+\)[a-z]|s(?!\w)|d(?![0-9A-Za-z]))"
    r"|(?<=[/=])(?:null|None|TODO)(?=[/?&#.:]|$)|(?<=[/=_-])(?:undefined|NaN)(?=[/?&#.:]|$)"
)
#: Words that a missing value leaves behind.
LEFTOVERS = ("undefined", "NaN", "TODO", "None", "null")
_FILLER = ("Lorem ipsum", "lorem ipsum")
#: What a text must hold for either to have a chance; most hold none. Each begins with a letter of its own (and not with
#: a set of them), so that a search looks at first characters alone.
may_have_placeholder = re.compile(
    "|".join(map(re.escape, ("{", "%", "<", "[", "«", "|", "#", "$", "@@", "____", *_FILLER, *LEFTOVERS)))
).search
_SPREADSHEET = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!")
#: Languages in which null is a number that is spoken.
_NULL_IS_ZERO = ("de", "sv", "nb", "no", "da", "nl")
#: Languages that do not quote with «».
_QUOTES_OTHERWISE = ("en", "hi")
_MERGED = frozenset(
    ["first name", "last name", "name", "full name", "firstname", "lastname", "company", "amount", "date"]
)
#: What is in brackets where somebody is to write something: `[Your Name]`, `[insert date]`, `[Ihr Name]`.
_BLANKS = """
    your my our the a insert enter add here first last full name names customer client patient caller user recipient
    contact company business organization organisation date time day month amount number phone mobile order account
    appointment address street city email doctor agent link url code product service price total balance title location
    ihr ihre dein deine vorname nachname firma datum uhrzeit betrag nummer kunde kundenname einfügen
    votre ton nom prénom société entreprise montant numéro heure client insérer
    su tu nombre apellido apellidos empresa fecha hora importe número cliente insertar
    seu sua nome sobrenome data valor inserir vostro tuo cognome azienda importo numero inserire
"""
_ROMANCE = ("es", "pt", "gl", "ca", "it")


def placeholder_in(value: str, *, is_address: bool = False, language: str | None = None) -> str | None:
    """Return the first placeholder of a text or an address; None when it has none."""
    if not may_have_placeholder(value):
        return None
    for found in re.finditer(_IN_URL if is_address else _IN_TEXT, value, re.DOTALL):
        if is_address or not _is_word_of(found[0], language):
            return found[0]
    return None


def _is_word_of(found: str, language: str | None) -> bool:
    """Return whether what looks like a placeholder is usual in a language: a word, or a quotation."""
    if (
        found[0] == "["
        and not found.startswith("[object ")
        and not found.strip("[]").replace("_", "").replace(" ", "").isupper()
    ):
        return not frozenset(_BLANKS.split()).issuperset(re.split(r"[ _-]", found.strip("[]").lower()))
    if found == "TODO":
        return language is not None and language.startswith(_ROMANCE)
    if found == "null":
        return language is not None and language.startswith(_NULL_IS_ZERO)
    if found[0] == "«":
        # Mail merge writes «First_Name»; most of Europe quotes with these marks.
        is_name = "_" in found or found[1:-1].lower() in _MERGED
        return not is_name and (language is None or not language.startswith(_QUOTES_OTHERWISE))
    return False


def describe(found: str) -> str:
    """What is wrong with a placeholder."""
    if found[0].isalpha() or found.startswith("[object") or found in _SPREADSHEET:
        return f"found {quote(found, 40)}, which is what a missing value leaves behind"
    return f"found the placeholder {quote(found, 40)}; expected what belongs in its place"


def fill(value: str) -> tuple[str | None, str]:
    """The first placeholder of `value` in braces or the like, and the value with `x` in place of each."""
    found = re.search(_BRACES, value, re.DOTALL)
    return (None, value) if found is None else (found[0], re.sub(_BRACES, "x", value, flags=re.DOTALL))


if TYPE_CHECKING:
    from voxml.schema.checked import CheckedDocument, SchemaError

_ADDRESSES = ("HttpUrl", "WssUrl", "SipUri")
_STARTS = ("https://", "wss://", "sip:", "sip:x@")


def report_placeholders(checked: CheckedDocument) -> list[Diagnostic]:
    """Return the schema's diagnostics; an address that is invalid only because of a placeholder is reported as that."""
    found: list[Diagnostic] = []
    for each, error in zip(checked.diagnostics, checked.errors, strict=False):
        placeholder = _placeholder_of(error) if error.member is not None and error.text is not None else None
        if placeholder is not None:
            each = each._replace(rule="unrendered-placeholder", message=describe(placeholder), fix=None)  # noqa: PLW2901
        found.append(each)
    return found + checked.diagnostics[len(found) :]


def _placeholder_of(error: SchemaError) -> str | None:
    """Return the placeholder but for which an address would be valid."""
    if error.rule != "invalid-value" or error.member is None or error.text is None:
        return None
    if error.member.what not in _ADDRESSES:
        return None
    first, filled = fill(error.text.strip(" \t\r\n"))
    if first is None:
        return None
    # One that comes first may be the scheme too.
    tries = [filled, *(start + filled for start in _STARTS if error.text.lstrip().startswith(first))]
    return first if any(error.member.check_text(each) is None for each in tries) else None

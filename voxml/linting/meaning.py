"""What was meant by a name or a text that the language does not have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from voxml.language.spelling import suggest

if TYPE_CHECKING:
    from voxml.schema.vocabulary import ElementRule, MemberRule

_SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2014\u00a0]+")


def _fold(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def meant_name(name: str, known: list[str]) -> tuple[str, bool] | None:
    """The name that was meant, and whether only its case and separators differ."""
    same = [each for each in known if _fold(each) == _fold(name)]
    if len(same) == 1:
        return same[0], True
    near = suggest(name, known)
    return (near, False) if near is not None else None


class Meanings:
    """What the unknown names of one object mean; found once, for one object may have thousands of them."""

    def __init__(self, names: Collection[str], known: Iterable[str], rule: ElementRule | None) -> None:
        #: The members that may be meant: those that do not stand there already.
        self.free = [name for name in known if name not in names]
        self._unknown = {name for name in names if rule is None or name not in rule.members}
        meant = (meant_name(name, self.free) for name in self._unknown)
        self._counts = Counter(each[0] for each in meant if each is not None)

    def is_contested(self, name: str, member: str) -> bool:
        """Whether another name than `name` means this member too: then nobody knows which value is right."""
        return self._counts[member] > (name in self._unknown)


def better_text(rule: MemberRule, text: str) -> str | None:
    """A text that means the same and that the member takes."""
    bare = text.strip()
    tries = [bare]
    tries += [word for word in rule.choices if word.lower() == bare.lower()]
    if rule.what == "Language":
        tries.append(bare.replace("_", "-"))
    elif rule.what == "CountryCode":
        tries.append(bare.upper())
    elif rule.what == "E164" and bare.startswith("+"):
        tries.append(_SEPARATORS.sub("", bare))
    elif rule.base == "bool":
        return bare.lower() if bare.lower() in ("true", "false") and bare.lower() != text else None
    if rule.base not in ("str", "choice"):
        return None
    return next((each for each in tries if each != text and rule.judge_text(each) is None), None)

"""What is done about faults against the schema: their fixes, and placeholders told for what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voxml.diagnostics import Diagnostic

if TYPE_CHECKING:
    from voxml.schema.checked import Checked
    from voxml.schema.vocabulary import MemberRule

_MENDED = frozenset(["unknown-member", "unknown-verb", "missing-member", "wrong-type", "invalid-value"])
_ADDRESSES = ("HttpUrl", "WssUrl", "SipUri")
_STARTS = ("https://", "wss://", "sip:", "sip:x@")


def with_fixes(checked: Checked, diagnostics: list[Diagnostic], *, tells_placeholders: bool) -> list[Diagnostic]:
    """The findings of the schema, with a fix where one is sure to be right.

    With `tells_placeholders`, an address that is none because of a placeholder in it is a finding of that rule: the
    address is right as soon as something is put in.
    """
    if checked.root is None or not any(each.rule in _MENDED for each in diagnostics):
        return diagnostics
    if checked.form == "json":
        from voxml.linting.mending_json import JsonMender as Mender
    else:
        from voxml.linting.mending_xml import XmlMender as Mender  # type: ignore[assignment]
    mender = Mender(checked)
    found: list[Diagnostic] = []
    for each in diagnostics:
        placeholder = None
        if each.rule == "invalid-value" and tells_placeholders:
            placeholder = _placeholder_of(mender.value(each))
        if placeholder is not None:
            from voxml.rules.facts.placeholders import describe

            found.append(each._replace(rule="unrendered-placeholder", message=describe(placeholder)))
        elif each.rule in _MENDED and each.fix is None:
            found.append(each._replace(fix=mender.fix(each)))
        else:
            found.append(each)
    return found


def _placeholder_of(written: tuple[MemberRule, str] | None) -> str | None:
    """The placeholder but for which an address would be right."""
    if written is None or written[0].what not in _ADDRESSES:
        return None
    from voxml.rules.facts.placeholders import fill

    member, value = written
    first, filled = fill(value.strip(" \t\r\n"))
    if first is None:
        return None
    # One that comes first may stand for the scheme too.
    tries = [filled, *(start + filled for start in _STARTS if value.lstrip().startswith(first))]
    return first if any(member.judge_text(each) is None for each in tries) else None

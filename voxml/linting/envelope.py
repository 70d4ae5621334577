"""Which files are VoxML at all: what a directory walk skips in silence."""

from __future__ import annotations

import re

# The first start tag of a text: after declarations, comments and instructions, which may hold tags of their own. The
# groups are atomic and possessive, so that no text makes the search go back.
_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*+>)*+<([A-Za-z_][^\s/>]*)", re.DOTALL
)
_HEAD = 4096


def may_be_voxml(data: bytes, *, is_json: bool) -> bool:
    """Whether a file is worth a full reading: a quick look that never says no to a VoxML document."""
    if is_json:
        # Names may be escaped, which nobody does; a document of ours has one of these words as it stands.
        return b"oxml" in data or b"instructions" in data or b"\\u" in data
    found = _ROOT.match(data, 0, _HEAD)
    return found is None or found[1].rpartition(b":")[2] == b"Response"


def is_voxml(data: bytes, *, is_json: bool) -> bool:
    """Whether a faulty file is a faulty VoxML document, rather than a file of another kind."""
    return _is_json_envelope(data) if is_json else _is_xml_envelope(data)


def _is_xml_envelope(data: bytes) -> bool:
    from voxml.formats.encoding import Undecodable, decode_xml

    try:
        text = decode_xml(data)
    except Undecodable as error:
        text = error.before
    found = _ROOT.match(text.encode("utf-8", "replace"))
    if found is not None:
        return found[1].rpartition(b":")[2] == b"Response"
    return "<Response" in text


def _is_json_envelope(data: bytes) -> bool:
    import json

    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        # Broken: it is ours when it says so.
        return b'"voxml_version"' in data or (b'"instructions"' in data and b'"verb"' in data)
    if not isinstance(value, dict):
        return False
    if any("voxml" in name.lower() for name in value):
        return True
    items = value.get("instructions")
    if not isinstance(items, list):
        return False
    return not items or any(isinstance(item, dict) and "verb" in map(str.lower, item) for item in items)

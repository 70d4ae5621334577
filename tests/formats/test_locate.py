"""What is found at a span is what was asked for."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from voxml.formats.json import JsonDocument, Path
from voxml.formats.locate import JsonLocator

_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=15,
)


def paths_of(value: Any, path: Path = ()) -> list[tuple[Path, Any]]:
    inside: list[tuple[Path, Any]] = []
    if isinstance(value, dict):
        inside = [each for name, inner in value.items() for each in paths_of(inner, (*path, name))]
    elif isinstance(value, list):
        inside = [each for place, inner in enumerate(value) for each in paths_of(inner, (*path, place))]
    return [(path, value), *inside]


@given(_values, st.sampled_from([None, 0, 2]), st.booleans(), st.data())
def test_every_path_is_found(value: Any, indent: int | None, is_ascii: bool, data: Any) -> None:
    text = "\n " + json.dumps(value, indent=indent, ensure_ascii=is_ascii) + "\r\n"
    document = JsonDocument(text, "p")
    assert document.problem is None
    locator = JsonLocator(document)
    every = paths_of(value)
    path, expected = data.draw(st.sampled_from(every))
    span = locator.path(path, value=True)
    found = text[span.start : span.end]
    assert json.loads(f'"{found}"' if isinstance(expected, str) else found) == expected
    if path and isinstance(path[-1], str):
        name = locator.name(path)
        assert json.loads(text[name.start : name.end]) == path[-1]
        assert locator.path(path).start == name.start


def test_members_of_one_name_have_their_own_positions() -> None:
    text = '{"a": {"a": 3}, "b": [{"a": 2}], "a": 1}'
    locator = JsonLocator(JsonDocument(text, "p"))
    spans = [locator.path(("a",), occurrence=number) for number in (0, 1)]
    assert [text[each.start : each.end] for each in spans] == ['"a": {"a": 3}', '"a": 1']
    inner = locator.path(("a", "a"))
    assert text[inner.start : inner.end] == '"a": 3'


def test_what_is_not_there_has_no_position() -> None:
    locator = JsonLocator(JsonDocument('{"a": [1, "x"]}', "p"))
    assert locator.path(("a", 2)) == (0, 1, "/a/2")
    assert locator.path(("a", 1, "y")) == (0, 1, "/a/1/y")

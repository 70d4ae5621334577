"""What no document can be is misuse by the caller, never an error of a document."""

from __future__ import annotations

from typing import Any

import pytest

import voxml


@pytest.mark.parametrize("given", [None, 5, ["<Response/>"], memoryview(b"<Response/>")])
@pytest.mark.parametrize("read", [voxml.loads, voxml.is_valid, voxml.lint])
def test_neither_bytes_nor_text(read: Any, given: object) -> None:
    with pytest.raises(voxml.VoxmlTypeError, match=f"found {type(given).__name__}; expected a"):
        read(given)


@pytest.mark.parametrize("read", [voxml.loads, voxml.is_valid, voxml.lint])
def test_a_form_that_is_none(read: Any) -> None:
    with pytest.raises(voxml.VoxmlValueError, match=r'form: found .yaml.; expected "xml", "json"'):
        read(b"<Response/>", form="yaml")

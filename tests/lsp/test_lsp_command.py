"""The command `voxml lsp` itself."""

from __future__ import annotations

import sys

import pytest

from tests.conftest import Voxml


def test_without_pygls_it_says_what_to_install(voxml: Voxml, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("voxml.lsp.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls", None)
    result = voxml("lsp")
    assert result.code == 2
    assert "needs the extra 'lsp': pip install 'voxml[lsp]'" in result.err

"""Files of voxml's own are believed only when this machine sealed them."""

from __future__ import annotations

from pathlib import Path

import pytest

from voxml.files import machine_key
from voxml.files.machine_key import key_path, seal, unseal


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    machine_key.machine_key.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True, scope="module")
def forget() -> object:
    yield
    machine_key.machine_key.cache_clear()


def test_what_was_sealed_here_opens_for_the_same_purpose_only() -> None:
    sealed = seal(b"data", "cache")
    machine_key.machine_key.cache_clear()
    assert unseal(sealed, "cache") == b"data"
    assert unseal(sealed, "journal") is None
    assert unseal(sealed[:-1], "cache") is None
    assert unseal(b"", "cache") is None


def test_another_machine_does_not_open_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal(b"data", "cache")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
    machine_key.machine_key.cache_clear()
    assert unseal(sealed, "cache") is None


def test_the_key_is_the_users_alone(home: Path) -> None:
    seal(b"", "cache")
    assert key_path() == home / "voxml/machine-key"
    assert key_path().stat().st_mode & 0o077 == 0
    assert len(key_path().read_bytes()) == 32


def test_a_damaged_key_is_drawn_anew(home: Path) -> None:
    key_path().parent.mkdir()
    key_path().write_bytes(b"short")
    assert unseal(seal(b"data", "cache"), "cache") == b"data"
    assert len(key_path().read_bytes()) == 32


def test_without_a_place_for_the_key_nothing_fails(home: Path) -> None:
    (home / "voxml").write_text("a file")
    assert unseal(seal(b"data", "cache"), "cache") == b"data"


def test_a_relative_folder_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", "here")
    assert key_path().is_absolute()

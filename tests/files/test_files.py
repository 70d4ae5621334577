"""Files are written all or nothing, and only files are replaced."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from voxml.errors import InputError
from voxml.files import write_atomically


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    target.chmod(0o604)
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new" and target.stat().st_mode & 0o777 == 0o604
    assert list(tmp_path.iterdir()) == [target]


def test_a_new_file_has_the_mode_of_any_other(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a", b"")
    (tmp_path / "b").touch()
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_what_is_no_file_is_written_into(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"through")
    reader.join(10)
    assert read == [b"through"] and pipe.is_fifo()


def test_nothing_is_left_behind_when_it_fails(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="can't be written"):
        write_atomically(tmp_path / "nowhere" / "a", b"x")
    with pytest.raises(InputError, match="can't be written"):
        write_atomically(tmp_path, b"x")
    assert list(tmp_path.iterdir()) == []

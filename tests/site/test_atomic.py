"""kill -9 at any moment of a build or a publication leaves a whole site."""

from __future__ import annotations

import random
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site.site_helpers import BASE, HANGUP, build_tree, document, published, redirect, run, say, write_files
from tests.waiting import HANGS_AFTER
from voxml.site.manifest import load

COUNT = 60
DRIVER = """
import sys, time
from voxml.site.build import build
from voxml.site.publish.folder import FolderTarget
from voxml.site.publish.send import publish
from voxml.site.publish.upload import prepare
from pathlib import Path
print("ready", flush=True)
while True:
    if sys.argv[1] == "build":
        for name in ("one", "two"):
            build(name, "out", base_url="https://voice.example.com", manifest="manifest.json", hashed=name == "two")
            print(name, flush=True)
    else:
        for name in ("first", "second"):
            publish(prepare(Path(name)), FolderTarget(Path("www"), Path("state")))
            print(name, flush=True)
"""


def site(version: str, count: int) -> dict[str, str]:
    files = {f"doc{n}.json": document(say(f"{version} {n}"), redirect(f"doc{n + 1}.json")) for n in range(count - 1)}
    return {**files, f"doc{count - 1}.json": document(say(f"{version} last"), HANGUP)}


def storm(folder: Path, what: str, rounds: int, check: object) -> None:
    chance = random.Random(7)
    (folder / "driver.py").write_text(DRIVER)
    for _ in range(rounds):
        process = subprocess.Popen(
            [sys.executable, "driver.py", what], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n", process.communicate()
        for _ in range(chance.randrange(3)):
            process.stdout.readline()
        time.sleep(chance.random() * 0.1)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        check()  # type: ignore[operator]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the two folders change places at once on Linux only")
def test_a_killed_build_leaves_the_old_site_or_the_new_one(tmp_path: Path, is_thorough: bool) -> None:
    write_files(tmp_path / "one", site("one", COUNT))
    write_files(tmp_path / "two", site("two", COUNT + 5))
    whole = []
    for name, hashed in (("one", False), ("two", True)):
        done = run("build", name, "-o", f"right-{name}", "--base-url", BASE, *["--hashed"] * hashed, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        whole.append(published(tmp_path / f"right-{name}"))
    seen = set()

    def check() -> None:
        if not (tmp_path / "out").exists():
            return
        found = published(tmp_path / "out")
        assert found in whole
        seen.add(whole.index(found))
        # The manifest that a reader meets tells of these very files.
        manifest = load(tmp_path / "manifest.json")
        names = {each.name for each in manifest.documents}
        if names != set(found):
            # Killed between the two: whoever holds the sources' lock next puts it right, as a build does first.
            for name in ("one", "two"):
                from voxml.site.atomic import recover

                recover(tmp_path / name / ".voxml")
            names = {each.name for each in load(tmp_path / "manifest.json").documents}
        assert names == set(found)

    storm(tmp_path, "build", 40 if is_thorough else 10, check)
    assert seen  # which of the two, and how often, depends on the machine
    left = {path.name for path in tmp_path.iterdir()}
    run("build", "one", "-o", "out", "--base-url", BASE, "--manifest", "manifest.json", cwd=tmp_path)
    assert not list(tmp_path.glob(".*voxml-new*")), left


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the two folders change places at once on Linux only")
def test_a_killed_publication_leaves_a_whole_site(tmp_path: Path, is_thorough: bool) -> None:
    for name, count in (("first", COUNT), ("second", COUNT)):
        write_files(tmp_path / name, site(name, count))
    whole = [published(tmp_path / name) for name in ("first", "second")]

    def check() -> None:
        if (tmp_path / "www").exists():
            assert published(tmp_path / "www") in whole

    storm(tmp_path, "publish", 30 if is_thorough else 6, check)


def test_where_folders_cannot_change_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from voxml.site import atomic

    monkeypatch.setattr(atomic, "exchange", lambda *_: False)
    build_tree(tmp_path, site("a", 5))
    build_tree(tmp_path, site("b", 4))
    (tmp_path / "src/doc4.json").unlink()
    build_tree(tmp_path, site("b", 4))
    assert set(published(tmp_path / "out")) == {f"doc{n}.json" for n in range(4)}


def test_a_full_disk_or_a_folder_without_permission_leaves_the_old_site(tmp_path: Path) -> None:
    build_tree(tmp_path, site("a", 5))
    before = published(tmp_path / "out")
    from voxml.site import atomic

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic, "_write_journal", fail)
        with pytest.raises(OSError, match="No space"):
            build_tree(tmp_path, site("b", 6))
    assert published(tmp_path / "out") == before
    build_tree(tmp_path, {})
    assert b"b 1" in (tmp_path / "out/doc1.json").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="there the sources are made in one process")
def test_the_processes_of_a_killed_build_end_with_it(tmp_path: Path) -> None:
    slow = '<Response>{% for n in range(4000) %}<Pause length="1"/>{% endfor %}<Hangup/></Response>'
    write_files(tmp_path, {f"src/doc{n}.xml.j2": slow for n in range(1000)})
    command = [sys.executable, "-m", "voxml", "build", "src", "-o", "out", "--base-url", BASE, "--jobs", "3"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        time.sleep(1.2)
        assert process.poll() is None
        process.kill()
        # Each of them holds the other end as long as it lives.
        assert select.select([process.stdout], [], [], HANGS_AFTER)[0]
        assert process.stdout.read() == b""
    assert not (tmp_path / "out").exists()

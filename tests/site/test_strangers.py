"""Files that a checkout brings: nothing outside the site is read, written, deleted or published because of them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.site.site_helpers import BASE, HANGUP, build_tree, document, published, run, say, write_files
from voxml.errors import InputError, PublishError
from voxml.site.hosts import load_host
from voxml.site.publish.folder import FolderTarget
from voxml.site.publish.git_branch import BranchTarget
from voxml.site.publish.send import publish
from voxml.site.publish.upload import prepare
from voxml.site.static_folder import Folder
from voxml.site.static_server import Server

SITE = {"a.json": document(say("A."), HANGUP), "b.xml": "<Response><Hangup/></Response>"}
WAV = b"RIFFxxxxWAVE"


def build(folder: Path, *more: object) -> subprocess.CompletedProcess[str]:
    return run("build", "src", "-o", "out", "--base-url", BASE, *more, cwd=folder)


@pytest.mark.parametrize(
    "command",
    [
        ["build", "src", "-o", "out", "--base-url", BASE],
        ["publish", "src", "www", "--base-url", BASE],
        ["probe", "src"],
        ["graph", "src", "--base-url", BASE],
        ["graph", "--diff", "src", "src", "--base-url", BASE],
    ],
    ids=lambda command: command[0],
)
def test_a_journal_that_was_not_written_here_moves_nothing(tmp_path: Path, command: list[str]) -> None:
    write_files(tmp_path, {"victim": "keep", "doomed": "keep", **{f"src/{name}": text for name, text in SITE.items()}})
    moves = {str(tmp_path / "victim"): str(tmp_path / "src/a.json"), str(tmp_path / "doomed"): None}
    token = {"token": "/proc", "inode": os.stat("/proc").st_ino, "moves": moves}  # noqa: PTH116
    write_files(tmp_path / "src/.voxml", {"commit.json": json.dumps(token), "manifest.json": "{}"})
    done = run(*command, cwd=tmp_path)
    assert (done.returncode, "was not written by voxml" in done.stderr) == (2, True), done.stderr
    assert (tmp_path / "victim").read_text() == (tmp_path / "doomed").read_text() == "keep"
    assert (tmp_path / "src/a.json").exists()


def test_a_cache_that_was_not_written_here_is_not_used(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    cache = tmp_path / "src/.voxml/cache.msgpack"
    forged = cache.read_bytes().replace(b"A.", b"Z.")
    assert forged != cache.read_bytes()
    cache.write_bytes(forged)
    result = build_tree(tmp_path, {})
    assert result.rendered == 2
    assert b"Z." not in (tmp_path / "out/a.json").read_bytes()
    # Without the seal in front, either.
    cache.write_bytes(cache.read_bytes()[32:])
    assert build_tree(tmp_path, {}).rendered == 2


def test_a_cache_of_another_folder_is_not_used(tmp_path: Path) -> None:
    build_tree(tmp_path / "one", SITE)
    build_tree(tmp_path / "two", SITE)
    source = tmp_path / "one/src/.voxml/cache.msgpack"
    (tmp_path / "two/src/.voxml/cache.msgpack").write_bytes(source.read_bytes())
    assert build_tree(tmp_path / "two", {}).rendered == 2


@pytest.mark.parametrize("name", ["../victim.json", "/etc/victim", "a/../../victim.json", "a\\..\\victim", "", "C:x"])
@pytest.mark.parametrize("where", ["name", "row"])
def test_names_of_a_manifest_stay_inside(tmp_path: Path, name: str, where: str) -> None:
    write_files(tmp_path, {"victim.json": "keep"})
    build_tree(tmp_path, SITE)
    path = tmp_path / "src/.voxml/manifest.json"
    manifest = json.loads(path.read_text())
    if where == "name":
        manifest["documents"].append({**manifest["documents"][0], "name": name})
    else:
        manifest["rows"] = {"a.json.j2": {"1": name}}
    path.write_text(json.dumps(manifest))
    done = build(tmp_path)
    assert (done.returncode, "expected a path below the published folder" in done.stderr) == (2, True), done.stderr
    assert (tmp_path / "victim.json").read_text() == "keep"


def test_names_of_what_was_published_stay_inside(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    write_files(tmp_path, {"victim": "keep", "www/x": "theirs"})
    target = FolderTarget(tmp_path / "www", tmp_path / "src/.voxml")
    sent = {target.name: {"files": {"../victim": 0.0}}}
    write_files(tmp_path / "src/.voxml", {"published.json": json.dumps(sent)})
    with pytest.raises(InputError, match="expected a path below the target"):
        publish(prepare(tmp_path / "out"), target, prune=True, keep_seconds=0)
    assert (tmp_path / "victim").read_text() == "keep"


@pytest.mark.parametrize("name", ["hold.wav", "a.xml", "t.xml.j2", "p.py", "t.csv"])
def test_a_source_that_is_a_link_out_of_the_site_is_refused(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"secret/creds": "<Response><Say>secret</Say></Response>", "src/x.json": SITE["a.json"]})
    if name == "t.csv":
        write_files(tmp_path, {"src/t.xml.j2": "<Response><Hangup/></Response>"})
    (tmp_path / "src" / name).symlink_to("../secret/creds")
    done = build(tmp_path)
    assert (done.returncode, f"src/{name}: is a link to " in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / "out").exists()


def test_a_link_to_a_hidden_file_is_refused_and_one_inside_is_followed(tmp_path: Path) -> None:
    write_files(tmp_path, {"src/.env": "KEY=1", "src/sounds/hold.wav": WAV, "src/a.json": SITE["a.json"]})
    (tmp_path / "src/other.wav").symlink_to("sounds/hold.wav")
    assert build(tmp_path).returncode == 0
    assert (tmp_path / "out/other.wav").read_bytes() == WAV
    (tmp_path / "src/key.wav").symlink_to(".env")
    assert "hidden file" in build(tmp_path).stderr


def test_a_published_folder_with_a_link_out_of_it_is_refused(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    write_files(tmp_path, {"secret": "KEY=1"})
    (tmp_path / "out/hold.wav").symlink_to("../secret")
    with pytest.raises(InputError, match="outside"):
        prepare(tmp_path / "out")


@pytest.mark.parametrize("name", ["lock", "outs", "cache.msgpack", ".gitignore", "manifest.json", "commit.json", ""])
def test_a_state_folder_of_links_is_refused(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {f"src/{each}": text for each, text in SITE.items()})
    write_files(tmp_path, {"elsewhere/x": "keep"})
    state = tmp_path / "src/.voxml"
    if name:
        state.mkdir()
        (state / name).symlink_to(tmp_path / "elsewhere/x")
    else:
        state.symlink_to(tmp_path / "elsewhere")
    done = build(tmp_path)
    assert (done.returncode, "no link" in done.stderr) == (2, True), done.stderr
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["x"]
    assert (tmp_path / "elsewhere/x").read_text() == "keep"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
@pytest.mark.parametrize("name", [".voxml/commit.json", ".voxml/manifest.json", ".voxml/cache.msgpack", "hold.wav", "voxml.toml", "pyproject.toml", "d.xml"])  # fmt: skip
@pytest.mark.parametrize("kind", ["fifo", "endless"])
def test_pipes_and_endless_files_never_hold_a_build(tmp_path: Path, name: str, kind: str) -> None:
    write_files(tmp_path, {f"src/{each}": text for each, text in SITE.items()})
    path = tmp_path / "src" / name
    path.parent.mkdir(exist_ok=True)
    if kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")
    done = build(tmp_path)
    assert done.returncode in (0, 2), done
    assert "bug" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
@pytest.mark.parametrize("target", ["/dev/zero", "nothing-there.toml", None])
def test_settings_that_can_not_be_read_are_not_passed_over(tmp_path: Path, target: str | None) -> None:
    write_files(tmp_path, {f"src/{name}": text for name, text in SITE.items()})
    path = tmp_path / "src/voxml.toml"
    os.mkfifo(path) if target is None else path.symlink_to(target)
    for done in (build(tmp_path), run("lint", "src", cwd=tmp_path), run("fmt", "--check", "src", cwd=tmp_path)):
        assert (done.returncode, "voxml.toml: " in done.stderr) == (2, True), done


def test_a_sound_of_three_gigabytes_is_an_error_and_not_read(tmp_path: Path) -> None:
    write_files(tmp_path, {"src/a.json": SITE["a.json"], "src/hold.wav": WAV})
    with (tmp_path / "src/hold.wav").open("r+b") as file:
        file.truncate(3_000_000_000)
    done = build(tmp_path)
    assert (done.returncode, "found 3000.0 MB" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize(
    ("content", "name", "rule", "words"),
    [
        (b"<!DOCTYPE html><html>Please sign in.</html>", "hold.wav", "not-audio", "an HTML page"),
        (b"", "hold.mp3", "not-audio", "an empty file"),
        (b"ID3\x04", "hold.wav", "not-audio", "the format MP3; expected WAV"),
        (WAV, "hold.ogg", "not-audio", "call it hold.wav"),
        (b"hello there", "hold.ogg", "not-audio", "no sound"),
        (b"version https://git-lfs.github.com/spec/v1", "hold.ogg", "not-audio", "Git LFS"),
        (WAV + bytes(5_000_000), "hold.wav", "large-audio", "5.0 MB; expected 5 MB at most"),
    ],
)
def test_a_sound_that_is_none(tmp_path: Path, content: bytes, name: str, rule: str, words: str) -> None:
    result = build_tree(tmp_path, {**SITE, name: content})
    (found,) = (each for each in result.diagnostics if each.severity != "info")
    assert (found.rule, words in found.message) == (rule, True), found
    assert (result.manifest is None) is (rule == "not-audio")


@pytest.mark.parametrize("content", [WAV, b"RF64xxxxWAVE"])
def test_sounds_that_are_right(tmp_path: Path, content: bytes) -> None:
    files = {"a.wav": content, "b.mp3": b"\xff\xfb\x90", "c.mp3": b"ID3", "d.ogg": b"OggS"}
    assert build_tree(tmp_path, {**SITE, **files}).manifest is not None


def test_settings_do_not_choose_a_folder_outside(tmp_path: Path) -> None:
    write_files(tmp_path, {f"src/{each}": text for each, text in SITE.items()})
    for value in ("..", "/tmp/x", "../elsewhere", "link"):
        (tmp_path / "src/link").unlink(missing_ok=True)
        (tmp_path / "src/link").symlink_to(tmp_path)
        write_files(tmp_path, {"src/voxml.toml": f'[site]\nbase_url = "{BASE}"\nout = "{value}"\n'})
        done = run("build", cwd=tmp_path / "src")
        assert (done.returncode, "below that of the settings" in done.stderr) == (2, True), done.stderr
    write_files(tmp_path, {"src/voxml.toml": f'[site]\nbase_url = "{BASE}"\nout = "_site"\n'})
    assert run("build", cwd=tmp_path / "src").returncode == 0
    assert set(published(tmp_path / "src/_site")) == {"a.json", "b.json"}


@pytest.mark.parametrize("remote", ["--upload-pack=touch pwned", "-x", "ext::sh -c true", ""])
def test_a_remote_that_looks_like_an_option_is_refused(tmp_path: Path, remote: str) -> None:
    with pytest.raises(PublishError, match="--remote"):
        BranchTarget(tmp_path, remote=remote)
    with pytest.raises(PublishError, match="BRANCH"):
        BranchTarget(tmp_path, branch=remote)


def test_publishing_sources_builds_them_and_sends_the_result(tmp_path: Path) -> None:
    files = {
        **SITE,
        "voxml.toml": f'[site]\nbase_url = "{BASE}"\n',
        "t.xml.j2": '{# voxml\n[parameters.name]\ntype = "text"\n#}\n<Response><Say>{{ name }}</Say></Response>',
        "t.csv": "id,name\n1,Ann\n",
        "m.py": "import voxml\npages = {'m': voxml.Response().hangup()}\n",
        "notes.md": "private",
    }
    write_files(tmp_path / "src", files)
    done = run("publish", "src", "www", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(name.partition("/")[0] for name in published(tmp_path / "www")) == ["a.json", "b.json", "m.json", "t"]
    # The names of row documents were kept, so that nothing is sent again.
    assert '"unchanged": 4' in run("publish", "../www", "--json", cwd=tmp_path / "src").stdout
    assert run("publish", "www", cwd=tmp_path / "src").returncode == 2
    (tmp_path / "src/a.json").write_text(document({"verb": "Say"}))
    done = run("publish", "src", "www2", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "www2").exists()) == (1, False), done.stderr


@pytest.mark.parametrize("name", ["rows.csv", "code.txt.py", "package.json", ".env.bak.toml", "voxml-notes.md"])
def test_a_folder_with_more_than_documents_is_not_published(tmp_path: Path, name: str) -> None:
    write_files(tmp_path / "out", {"a.json": SITE["a.json"], name: '{"name": "x"}'})
    done = run("publish", "out", "www", cwd=tmp_path)
    if name.startswith("."):
        assert set(published(tmp_path / "www")) == {"a.json"}
        return
    assert done.returncode == 2, done
    assert not (tmp_path / "www").exists()


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("s3:bucket/voice", "write s3://bucket/voice"),
        ("s3:/bucket", "write s3://bucket"),
        ("gs:bucket", "write gs://bucket"),
        ("ftp://host/x", "expected a folder"),
        ("s3://", "expected s3://BUCKET/PREFIX"),
        ("", "found nothing"),
    ],
)
def test_what_only_looks_like_a_target_is_an_error(tmp_path: Path, target: str, words: str) -> None:
    build_tree(tmp_path, SITE)
    done = run("publish", "out", target, cwd=tmp_path)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert not (tmp_path / target.partition("/")[0]).exists() or not target


def raw(url: str, target: str, **headers: str) -> tuple[int, dict[str, str]]:
    host, _, port = url.removeprefix("http://").partition(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": f"{host}:{port}", **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, {name.lower(): value for name, value in response.getheaders()}


@pytest.mark.parametrize("target", ["/%0d%0aX-Evil:1/../sub", "/%2f%2fevil.example/../sub", "/a%0d%0a/../../sub"])
def test_a_path_can_not_end_a_header_or_name_another_host(tmp_path: Path, target: str) -> None:
    write_files(tmp_path, {"out/sub/a.json": SITE["a.json"]})
    with Server(Folder(tmp_path / "out", host=load_host("github-pages"))) as server:
        status, headers = raw(server.url, target)
    assert "x-evil" not in headers
    assert headers.get("location", "/sub/") == "/sub/", status


def test_serve_answers_its_own_name_only(tmp_path: Path) -> None:
    write_files(tmp_path, {"out/a.json": SITE["a.json"], "out/.env": "KEY=1"})
    (tmp_path / "out/env.json").symlink_to(".env")
    (tmp_path / "out/far.json").symlink_to("/etc/hostname")
    with Server(Folder(tmp_path / "out"), allowed_hosts=["Tunnel.example.com"]) as server:
        status, headers = raw(server.url, "/a.json")
        assert (status, headers["content-security-policy"]) == (200, "frame-ancestors 'none'")
        for host in ("rebound.example.com", "rebound.example.com:80", "127.0.0.1.example.com", ""):
            assert raw(server.url, "/a.json", Host=host)[0] == 403
        assert raw(server.url, "/a.json", Host="tunnel.example.com")[0] == 200
        assert raw(server.url, "/a.json", Origin="https://evil.example.com")[0] == 403
        for target in ("/.env", "/env.json", "/far.json", "/%2eenv", "/sub/../.env"):
            assert raw(server.url, target)[0] == 404


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_sigterm_leaves_no_half_written_file(tmp_path: Path) -> None:
    driver = (
        "import os, signal, sys, voxml.cli, voxml.files as files\n"
        "os.fsync = lambda _: os.kill(os.getpid(), signal.SIGTERM)\n"
        "voxml.cli.main(['convert', 'a.json', '--to', 'xml', '-o', 'b.xml'])\n"
    )
    write_files(tmp_path, {"a.json": SITE["a.json"]})
    done = subprocess.run([sys.executable, "-c", driver], cwd=tmp_path, check=False, timeout=300)
    assert done.returncode == 128 + signal.SIGTERM
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_odd_names_reach_a_branch_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "test@example.com")

    def git(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    git("init", "-q", "--bare", "remote.git")
    git("init", "-q", "-b", "main")
    git("remote", "add", "origin", str(tmp_path / "remote.git"))
    names = {"a\n0 b.json", 'q"uote.json', "ünï.json"}
    write_files(tmp_path / "out", dict.fromkeys(names, SITE["a.json"]))
    publish(prepare(tmp_path / "out"), BranchTarget(tmp_path))
    listing = git("--git-dir", "remote.git", "ls-tree", "-r", "-z", "--name-only", "gh-pages").split("\0")
    assert set(listing) - {""} == names | {".nojekyll"}


def test_what_is_remembered_of_publishing_can_be_read_again(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    for name in ("one", "two"):
        publish(prepare(tmp_path / "out"), FolderTarget(tmp_path / name, tmp_path / "src/.voxml"))
    sent = msgspec.json.decode((tmp_path / "src/.voxml/published.json").read_bytes())
    assert len(sent) == 2
    (tmp_path / "src/.voxml/published.json").write_text("[1")
    with pytest.raises(InputError, match="delete it"):
        publish(prepare(tmp_path / "out"), FolderTarget(tmp_path / "one", tmp_path / "src/.voxml"))


def test_a_manifest_does_not_delete_what_no_build_wrote(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE, platform="netlify")
    write_files(tmp_path / "out", {"index.html": "theirs", ".htaccess": "theirs", "old.json": "changed by hand"})
    path = tmp_path / "src/.voxml/manifest.json"
    manifest = json.loads(path.read_text())
    first = manifest["documents"][0]
    manifest["documents"] += [{**first, "name": name} for name in ("index.html", ".htaccess", "old.json")]
    path.write_text(json.dumps(manifest))
    (tmp_path / "src/a.json").unlink()
    result = build_tree(tmp_path, {})
    assert result.change is not None
    assert set(result.change.removed) == {"a.json", "_headers"}
    assert set(published(tmp_path / "out")) == {"b.json", "index.html", ".htaccess", "old.json"}


@pytest.mark.parametrize("name", ["out/sub", "out"])
def test_documents_are_not_written_through_a_link_in_the_published_folder(tmp_path: Path, name: str) -> None:
    write_files(tmp_path, {"src/sub/a.json": SITE["a.json"], "elsewhere/x": "keep", "out/x": ""})
    if name == "out":
        (tmp_path / "out/x").unlink()
        (tmp_path / "out").rmdir()
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    done = build(tmp_path)
    # The published folder itself may be a link; a folder inside it may not.
    assert (done.returncode, (tmp_path / "elsewhere/sub").exists()) == ((0, True) if name == "out" else (2, False))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no FIFOs")
@pytest.mark.parametrize("name", ["t.csv", "a.wav", "m.py", "d.json"])
def test_a_link_to_a_pipe_inside_the_site_is_refused(tmp_path: Path, name: str) -> None:
    write_files(tmp_path / "src", {**SITE, "t.xml.j2": "<Response><Hangup/></Response>"})
    os.mkfifo(tmp_path / "src/pipe")
    (tmp_path / "src" / name).symlink_to("pipe")
    done = build(tmp_path)
    assert (done.returncode, "no file" in done.stderr) == (2, True), done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems know UTF-8 names only")
def test_names_that_are_not_utf8_are_errors(tmp_path: Path) -> None:
    write_files(tmp_path / "src", SITE)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/src/\xff.json")).write_text(SITE["a.json"])
    done = build(tmp_path)
    assert (done.returncode, "unservable-name" in done.stderr) == (1, True), done.stderr
    write_files(tmp_path / "out", {"a.json": SITE["a.json"]})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/out/\xff.json")).write_text(SITE["a.json"])
    done = run("publish", "out", "www", cwd=tmp_path)
    assert (done.returncode, "not UTF-8" in done.stderr) == (2, True), done.stderr

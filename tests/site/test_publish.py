"""Publishing: a folder, a real S3 API with faults in the middle, a real git remote."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.site.site_helpers import (
    BASE,
    HANGUP,
    build_tree,
    document,
    gather,
    published,
    redirect,
    run,
    say,
    write_files,
)
from voxml.errors import InputError, PublishError
from voxml.site.publish.folder import FolderTarget
from voxml.site.publish.git_branch import BranchTarget
from voxml.site.publish.object_store import reason_of
from voxml.site.publish.send import publish
from voxml.site.publish.upload import prepare

SITE = {
    "entry.json": document(say("Entry."), redirect("middle.json")),
    "middle.json": document(say("Middle."), redirect("leaf.json")),
    "leaf.json": document(say("Leaf."), HANGUP),
    "hold.wav": b"RIFFxxxxWAVE",
}


def links_hold(files: dict[str, bytes]) -> bool:
    """Whether every link among these documents leads to one of them."""
    for data in files.values():
        if data.startswith(b"{"):
            for verb in json.loads(data)["instructions"]:
                if "url" in verb and verb["url"].removeprefix(f"{BASE}/") not in files:
                    return False
    return True


def test_what_others_lead_to_goes_first_and_types_are_right(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE, hashed=True)
    upload = prepare(tmp_path / "out")
    assert upload.state == tmp_path / "src/.voxml"
    order = [item.name for item in upload.files]
    seen: set[str] = set()
    for item in upload.files:
        seen.add(item.name)
        assert links_hold({name: (tmp_path / "out" / name).read_bytes() for name in seen}), order
    kinds = {item.name: (item.content_type, item.cache_control.split(",")[0]) for item in upload.files}
    assert kinds["hold.wav"] == ("audio/wav", "no-cache")
    assert kinds["entry.json"] == ("application/json", "no-cache")
    assert ("application/json", "public") in kinds.values()


def test_what_was_not_checked_is_not_published(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    (tmp_path / "out/leaf.json").write_text("{}")
    with pytest.raises(InputError, match="not the file that was checked"):
        prepare(tmp_path / "out", tmp_path / "src/.voxml/manifest.json")
    with pytest.raises(InputError, match="no such folder"):
        prepare(tmp_path / "nowhere")


def test_a_folder_gets_what_changed_and_keeps_what_a_call_may_need(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    target = FolderTarget(tmp_path / "www", tmp_path / "state")
    first = publish(prepare(tmp_path / "out"), target)
    assert len(first.sent) == 4
    assert published(tmp_path / "www") == published(tmp_path / "out")
    assert publish(prepare(tmp_path / "out"), target).sent == ()
    (tmp_path / "src/leaf.json").unlink()
    build_tree(tmp_path, {"middle.json": document(say("New."), HANGUP)})
    dry = publish(prepare(tmp_path / "out"), target, dry_run=True)
    assert (dry.sent, dry.kept) == (("middle.json",), ("leaf.json",))
    assert b"Middle" in (tmp_path / "www/middle.json").read_bytes()
    publish(prepare(tmp_path / "out"), target, prune=True)
    assert (tmp_path / "www/leaf.json").exists()
    assert publish(prepare(tmp_path / "out"), target, prune=True, keep_seconds=0).removed == ("leaf.json",)
    assert not (tmp_path / "www/leaf.json").exists()


def test_files_of_others_in_the_folder_stay(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    (tmp_path / "www").mkdir()
    (tmp_path / "www/theirs.json").write_text("{}")
    publish(prepare(tmp_path / "out"), FolderTarget(tmp_path / "www", tmp_path / "s"), prune=True, keep_seconds=0)
    assert (tmp_path / "www/theirs.json").exists()


class FaultyProxy:
    """Hands requests on to a server, and breaks those that it is told to."""

    def __init__(self, behind: str) -> None:
        import http.client

        host, port = behind.removeprefix("http://").split(":")
        self.puts: list[str] = []
        self.break_after: int | None = None
        self.how = "cut"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                return

            def _do(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.command == "PUT" and outer.break_after is not None and len(outer.puts) >= outer.break_after:
                    self.close_connection = True
                    if outer.how == "denied":
                        self.send_response(403)
                        self.send_header("Content-Length", "0")
                        self.end_headers()
                    else:
                        self.connection.close()
                    return
                upstream = http.client.HTTPConnection(host, int(port), timeout=20)
                headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
                upstream.request(self.command, self.path, body, headers)
                reply = upstream.getresponse()
                data = reply.read()
                upstream.close()
                if self.command == "PUT":
                    outer.puts.append(self.path)
                self.send_response(reply.status)
                for name, value in reply.getheaders():
                    if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = _do

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign,misc]
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture(scope="module")
def moto_url() -> Iterator[str]:
    server_module = pytest.importorskip("moto.server", reason="moto[server] is not installed")
    server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(moto_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[FaultyProxy, Any, str]]:
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    bucket = f"calls-{os.urandom(4).hex()}"
    client = boto3.client("s3", endpoint_url=moto_url)
    client.create_bucket(Bucket=bucket)
    proxy = FaultyProxy(moto_url)
    yield proxy, client, bucket
    proxy.close()
    client.close()


def objects(client: Any, bucket: str, prefix: str) -> dict[str, bytes]:
    listing = client.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])
    return {
        each["Key"][len(prefix) :]: client.get_object(Bucket=bucket, Key=each["Key"])["Body"].read() for each in listing
    }


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_s3_gets_types_and_cache_headers_and_only_what_changed(tmp_path: Path, s3: Any) -> None:
    from voxml.site.publish.object_store import BucketTarget

    proxy, client, bucket = s3
    build_tree(tmp_path, SITE, hashed=True, platform="s3")
    target = BucketTarget(f"s3://{bucket}/voice/", endpoint_url=proxy.url)
    publish(prepare(tmp_path / "out"), target)
    assert objects(client, bucket, "voice/") == published(tmp_path / "out")
    head = client.head_object(Bucket=bucket, Key="voice/entry.json")
    assert (head["ContentType"], head["CacheControl"]) == ("application/json", "no-cache")
    hashed = next(item.name for item in prepare(tmp_path / "out").files if "immutable" in item.cache_control)
    assert "immutable" in client.head_object(Bucket=bucket, Key=f"voice/{hashed}")["CacheControl"]
    assert publish(prepare(tmp_path / "out"), target).sent == ()
    build_tree(tmp_path, {"leaf.json": document(say("Another leaf."), HANGUP)}, hashed=True, platform="s3")
    again = publish(prepare(tmp_path / "out"), target)
    assert "hold.wav" not in again.sent
    assert again.kept
    gone = publish(prepare(tmp_path / "out"), target, prune=True, keep_seconds=0)
    assert gone.removed == again.kept
    assert objects(client, bucket, "voice/") == published(tmp_path / "out")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("how", ["cut", "denied"])
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_s3_breaking_in_the_middle_leaves_links_that_hold(tmp_path: Path, s3: Any, after: int, how: str) -> None:
    from voxml.site.publish.object_store import BucketTarget

    proxy, client, bucket = s3
    build_tree(tmp_path, SITE)
    target = BucketTarget(f"s3://{bucket}/v", endpoint_url=proxy.url, attempts=1)
    proxy.how, proxy.break_after = how, after
    with pytest.raises(PublishError, match=f"{after} of 4 files were sent"):
        publish(prepare(tmp_path / "out"), target)
    assert links_hold(objects(client, bucket, "v/"))
    proxy.break_after = None
    assert len(publish(prepare(tmp_path / "out"), target).sent) == 4 - after
    assert objects(client, bucket, "v/") == published(tmp_path / "out")


def git(folder: Path, *arguments: str) -> str:
    identity = {
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Test"), ("EMAIL", "test@example.com"))
    }
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True, env={**os.environ, **identity}
    )
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "test@example.com")
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    (work / "README").write_text("x")
    git(work, "add", "README")
    git(work, "commit", "-q", "-m", "first")
    git(work, "remote", "add", "origin", str(tmp_path / "remote.git"))
    return work


def branch_files(folder: Path) -> dict[str, str]:
    names = git(folder / "remote.git", "ls-tree", "-r", "--name-only", "gh-pages").split()
    return {name: git(folder / "remote.git", "show", f"gh-pages:{name}") for name in names}


def test_gh_pages_moves_the_branch_in_one_push(tmp_path: Path, repository: Path) -> None:
    build_tree(repository, SITE, platform="github-pages")
    before = git(repository, "status", "--short")
    publish(prepare(repository / "out"), BranchTarget(repository))
    files = branch_files(tmp_path)
    assert set(files) == {"entry.json", "middle.json", "leaf.json", "hold.wav", ".nojekyll"}
    assert git(repository, "status", "--short") == before
    (repository / "src/leaf.json").unlink()
    build_tree(repository, {"middle.json": document(say("New."), HANGUP)}, platform="github-pages")
    outcome = publish(prepare(repository / "out"), BranchTarget(repository))
    assert outcome.sent == ("middle.json",)
    assert "leaf.json" in branch_files(tmp_path)
    publish(prepare(repository / "out"), BranchTarget(repository), prune=True, keep_seconds=0)
    assert "leaf.json" not in branch_files(tmp_path)
    assert len(git(tmp_path / "remote.git", "log", "--format=%s", "gh-pages").splitlines()) == 3


def test_gh_pages_when_somebody_else_was_quicker(tmp_path: Path, repository: Path) -> None:
    build_tree(repository, SITE)
    publish(prepare(repository / "out"), BranchTarget(repository))
    build_tree(repository, {"leaf.json": document(say("New leaf."), HANGUP)})
    target = BranchTarget(repository)
    git(tmp_path, "clone", "-q", "-b", "gh-pages", "remote.git", "other")
    (tmp_path / "other/CNAME").write_text("voice.example.com\n")
    git(tmp_path / "other", "add", "CNAME")
    git(tmp_path / "other", "commit", "-q", "-m", "theirs")
    git(tmp_path / "other", "push", "-q")
    publish(prepare(repository / "out"), target)
    files = branch_files(tmp_path)
    assert "CNAME" in files
    assert "New leaf." in files["leaf.json"]


def test_the_command(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    done = run("publish", "out", "www", "--dry-run", cwd=tmp_path)
    assert (done.returncode, "would send entry.json" in done.stdout) == (0, True), done.stderr
    assert not (tmp_path / "www").exists()
    done = run("publish", "out", "www", "--output-format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)["sent"][-1] == "entry.json"
    (tmp_path / "out/leaf.json").write_text(document(HANGUP))
    assert "unchecked" in run("publish", "out", "www", cwd=tmp_path).stderr
    assert run("publish", "out", "ftp://x", cwd=tmp_path).returncode == 2
    assert run("publish", "src/nothing", "www", cwd=tmp_path).returncode == 2
    assert run("publish", "out", "gh-pages", cwd=tmp_path).returncode == 2


def test_entries_go_last_even_in_a_ring_and_after_what_their_keys_lead_to(tmp_path: Path) -> None:
    files = {
        "voxml.toml": '[site]\nhost = "nginx"\nentries = ["answer"]\n[site.menus.answer]\n"1" = "shop"\n"2" = "zoo"\n',
        "answer.json": document(gather("answer.json", num_digits=1, say={"text": "Press 1 or 2."}), HANGUP),
        "shop.json": document(say("Shop."), redirect("answer.json")),
        "zoo.json": document(say("Zoo."), HANGUP),
        "alone.json": document(say("Alone."), HANGUP),
    }
    build_tree(tmp_path, files)
    assert [item.name for item in prepare(tmp_path / "out").files] == [
        "alone.json",
        "zoo.json",
        "shop.json",
        "answer.json",
    ]


def test_gh_pages_from_inside_the_repository_sends_only_what_changed(tmp_path: Path, repository: Path) -> None:
    build_tree(repository, SITE, platform="github-pages")
    first = run("publish", "out", "gh-pages", "--output-format", "json", cwd=repository)
    again = run("publish", "out", "gh-pages", "--output-format", "json", cwd=repository)
    assert json.loads(first.stdout)["sent"]
    assert json.loads(again.stdout)["sent"] == []


def test_gh_pages_of_the_folder_of_sources_that_one_stands_in(repository: Path) -> None:
    settings = f'[site]\nbase_url = "{BASE}"\n'
    write_files(repository, {"voxml.toml": settings, "a.json": document(say("A."), HANGUP)})
    done = run("publish", ".", "gh-pages", cwd=repository)
    assert done.returncode == 0, done
    assert "a.json" in git(repository.parent / "remote.git", "ls-tree", "-r", "--name-only", "gh-pages")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Generic S3 error: Error performing PUT http://169.254.169.254/latest/api/token in 7ms", "no credentials"),
        ("Generic MicrosoftAzure error: Account must be specified", "AZURE_STORAGE_ACCOUNT_NAME"),
        ("Generic S3 error: it is late, source: Inner { .. }\nDebug", "it is late"),
        ("", "ValueError"),
    ],
)
def test_what_a_store_reports_is_one_plain_line(text: str, expected: str) -> None:
    found = reason_of(ValueError(text))
    assert expected in found
    assert "Generic" not in found
    assert "\n" not in found

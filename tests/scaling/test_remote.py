"""Data and documents behind fsspec URLs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.scaling.conftest import ROWS, Rendering
from voxml.cli import run
from voxml.errors import InputError
from voxml.scaling.remote import Bucket, is_url, local_name, opened, store_at
from voxml.templating.row_documents import Done
from voxml.templating.stores import Folder

fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed")
Expected = tuple[list[Done], dict[str, bytes]]


@pytest.fixture(autouse=True)
def memory() -> Iterator[Any]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


def test_the_command_reads_and_writes_behind_urls(
    template: Path, data: Path, expected: Expected, memory: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    memory.pipe("/in/people.csv", data.read_bytes())
    arguments = ["render", str(template), "--data", "memory://in/people.csv", "-o", "memory://bucket/docs"]
    assert run([*arguments, "--name", "{{ id }}"]) == 1
    found = {path.rpartition("/")[2]: memory.cat(path) for path in memory.ls("/bucket/docs", detail=False)}
    assert found == expected[1]
    for name in ("docs.index.sqlite3", "docs.index.csv", "docs.summary.json"):
        assert (tmp_path / name).exists()
    assert not (tmp_path / "docs").exists()


def test_what_is_there_is_kept_and_what_is_gone_is_written_again(rendering: Rendering, memory: Any) -> None:
    store = "memory://bucket/docs"
    rendering(store_at(store), lambda renderer, rows: renderer.run(rows))
    memory.rm("/bucket/docs/7.json")
    done = rendering(store_at(store), lambda renderer, rows: renderer.run(rows))
    assert [each.row.number - 1 for each in done if each.status == "written"] == [7]
    assert [each.status for each in done].count("kept") == ROWS - 7


@pytest.mark.parametrize(
    ("place", "is_one", "name"),
    [
        ("docs", False, "docs"), ("C:/docs", False, "C:/docs"), ("s3://bucket/a/docs/", True, "docs"),
        ("s3://", True, "documents"), ("file:///x/y", True, "/x/y"),
    ],
)  # fmt: skip
def test_where_the_index_of_a_place_is(place: str, is_one: bool, name: str) -> None:
    assert is_url(place) is is_one
    assert local_name(place) == Path(name)


def test_a_file_url_is_a_folder(tmp_path: Path) -> None:
    store = store_at(f"file://{tmp_path}")
    assert isinstance(store, Folder)
    assert store.path == tmp_path
    assert isinstance(store_at("memory://a"), Bucket)


@pytest.mark.parametrize("url", ["memory://no/such.csv", "nonsense://bucket/x.csv"])
def test_what_can_not_be_read_is_told(url: str) -> None:
    with pytest.raises(InputError, match=url.partition(":")[0]), opened(url) as file:
        file.read()


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_documents_go_to_s3_with_their_type(
    rendering: Rendering, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("obstore", reason="obstore is not installed")
    boto3 = pytest.importorskip("boto3", reason="boto3 is not installed")
    server = pytest.importorskip("moto.server", reason="moto is not installed").ThreadedMotoServer(
        "127.0.0.1", 0, verbose=False
    )
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            monkeypatch.setenv(name, value)
        client = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
        client.create_bucket(Bucket="voice")
        store = Bucket("s3://voice/docs")
        few = rendering(store, lambda renderer, rows: renderer.run(list(rows)[:20]))
        assert few == expected[0][:20]
        listing = client.list_objects_v2(Bucket="voice", Prefix="docs/")["Contents"]
        found = {
            each["Key"].removeprefix("docs/"): client.get_object(Bucket="voice", Key=each["Key"]) for each in listing
        }
        assert {each["ContentType"] for each in found.values()} == {"application/json"}
        assert {name: each["Body"].read() for name, each in found.items()} == {
            done.file: expected[1][done.file] for done in few if done.file
        }
        assert Bucket("s3://voice/docs").size("0.json") == len(expected[1]["0.json"])
        with opened("s3://voice/docs/0.json") as file:
            assert file.read() == expected[1]["0.json"]
        with pytest.raises(InputError, match="nowhere"), opened("s3://voice/nowhere.csv") as file:
            file.read()
        client.close()
    finally:
        server.stop()

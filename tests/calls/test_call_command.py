from __future__ import annotations

import csv
import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import until
from voxml.cli import run

NUMBERS = ["--from", "+14155550100", "--to", "+14155550199"]
CALL = [*NUMBERS, "--answer-url", "http://127.0.0.1:1/a.json"]


def batch(folder: Path, *more: str, rows: int = 5) -> list[str]:
    lines = "".join(f"+141555501{place:02d}\n" for place in range(rows))
    (folder / "calls.csv").write_text(f"to\n{lines}")
    common = ["--from", "+14155550100", "--answer-url", "http://127.0.0.1:1/a.json", "--no-preflight"]
    return ["call", "--batch", str(folder / "calls.csv"), *common, *more]


def report_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_one_call(use: Any, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    assert run(["call", *CALL, "--no-preflight"]) == 0
    out, err = capsys.readouterr()
    assert "call_uuid: 00000000-0000-4000-8000-000000000000" in out and "+*******0199" in out and err == ""
    assert run(["call", *CALL, "--no-preflight", "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["to"] == "+14155550199"
    assert run(["call", *CALL, "--no-preflight", "--show-numbers"]) == 0
    assert "+14155550199" in capsys.readouterr().out
    assert server.counts()["counts"] == {"+14155550199": 3}


def test_a_call_that_cannot_be_printed_was_made(use: Any) -> None:
    server = use()
    with Path("/dev/full").open("w") as full:
        arguments = [sys.executable, "-m", "voxml", "call", *CALL, "--no-preflight"]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 0 and "accepted: 00000000-0000-4000-8000-000000000000; it can't be printed" in done.stderr
    assert server.counts()["counts"] == {"+14155550199": 1}


def test_a_call_without_any_output_was_made(use: Any) -> None:
    server = use()
    command = f"exec {sys.executable} -m voxml call {' '.join(CALL)} --no-preflight >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 0
    assert server.counts()["counts"] == {"+14155550199": 1}


def test_a_dry_run_sends_nothing(use: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    server = use()
    monkeypatch.setenv("TRYVOX_WEBHOOK_SECRET", "an-open-secret-of-mine")
    assert run(["call", *CALL, "--dry-run", "--answer-method", "GET", "--tenant-id", "acc_1"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"POST {server.url}/v1/voice/accounts/AC1/calls\n")
    assert "Authorization: Bearer tvx_sk_test_…cdef" in out and "X-Tenant-ID: acc_1" in out
    body = json.loads(out[out.index("{") :])
    assert body["answer_method"] == "GET" and body["to"] == "+14155550199"
    assert body["webhook_secret"] == "…" and "open-secret" not in out
    assert run(["call", *CALL, "--dry-run", "--json", "--auth", "basic"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["headers"]["Authorization"] == "Basic AC1:tvx_sk_test_…cdef" and shown["method"] == "POST"
    assert server.counts()["posts"] == {}


def test_a_dry_run_needs_no_account(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", *CALL, "--dry-run"]) == 0
    out, err = capsys.readouterr()
    assert "accounts/TRYVOX_AUTH_ID/calls" in out and "(TRYVOX_API_KEY is not set)" in out
    assert "is not public" in err


@pytest.mark.parametrize("status", ["400", "401"])
def test_the_api_says_no(use: Any, capsys: pytest.CaptureFixture[str], status: str) -> None:
    use("--only", status)
    assert run(["call", *CALL, "--no-preflight", "--json"]) == 1
    out, err = capsys.readouterr()
    error = json.loads(out)
    assert (error["outcome"], error["status"]) == ("answered", int(status))
    if status == "400":
        assert "\n  from: not one of your numbers\n" in err
        assert error["details"] == [{"field": "from", "reason": "not one of your numbers"}]
    else:
        assert "401 unauthorized: bad key" in err


def test_arguments_that_are_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["call", "--from", "4155550100", "--answer-url", "menu.json", "--ring-timeout", "0"]) == 2
    err = capsys.readouterr().err
    for field in ("from", "to", "answer_url", "ring_timeout"):
        assert f"\n  {field}: " in err
    wrong = ["--ring-timeout", "soon", "--answer-method", "get", "--machine-detection", "yes", "--time-limit", "1.5"]
    assert run(["call", *CALL, *wrong]) == 2
    err = capsys.readouterr().err
    assert 'answer_method: found "get"; expected one of "GET", "POST"; did you mean "GET"?' in err
    assert all(f"\n  {name}: " in err for name in ("ring_timeout", "machine_detection", "time_limit"))
    assert run(["call", "--batch", "none.csv", "--from", "x", *wrong]) == 2
    err = capsys.readouterr().err
    assert "nothing was dialled:" in err and "\n  from: " in err and "\n  ring_timeout: " in err
    for rate in ("nan", "0", "-1", "x"):
        assert run(["call", "--batch", "none.csv", "--rate", rate]) == 2
        assert "--rate" in capsys.readouterr().err
    assert run(["call", *CALL, "--to", "123", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)
    assert error["outcome"] == "not-sent" and error["details"][0]["field"] == "to"
    assert run(["call", *CALL, "--answer-method", "PUT"]) == 2
    assert run(["call", *CALL, "--live"]) == 2
    assert "--live is for a batch" in capsys.readouterr().err
    assert run(["call", *CALL]) == 2
    assert "set TRYVOX_AUTH_ID; no API key: set TRYVOX_API_KEY" in capsys.readouterr().err
    assert run(["call", "--api-key", "x", *CALL]) == 2


def test_nobody_is_there(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        monkeypatch.setenv("TRYVOX_BASE_URL", f"http://127.0.0.1:{unused.getsockname()[1]}")
        monkeypatch.setenv("TRYVOX_AUTH_ID", "AC1")
        monkeypatch.setenv("TRYVOX_API_KEY", "tvx_sk_test_0123456789abcdef")
        monkeypatch.setattr("time.sleep", lambda _seconds: None)
        assert run(["call", *CALL, "--no-preflight"]) == 1
    assert "not-sent: no connection" in capsys.readouterr().err


@pytest.mark.parametrize(
    "fault", ["reset-before", "reset-after", "500", "503-but-dialled", "half", "not-json", "close"]
)
def test_an_unknown_outcome_is_not_repeated(use: Any, capsys: pytest.CaptureFixture[str], fault: str) -> None:
    server = use("--only", fault)
    assert run(["call", *CALL, "--no-preflight"]) == 1
    assert "unknown: " in capsys.readouterr().err
    assert server.counts()["posts"] == {"+14155550199": 1}


def test_a_live_key_dials_no_example(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRYVOX_AUTH_ID", "AC1")
    monkeypatch.setenv("TRYVOX_API_KEY", "tvx_sk_live_0123456789abcdef")
    for url in ("https://example.com/a.json", "http://localhost:8000/a.json"):
        assert run(["call", *NUMBERS, "--answer-url", url, "--no-preflight"]) == 2
        assert "the key is live" in capsys.readouterr().err


def test_a_batch_is_only_looked_at(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    assert run(batch(tmp_path)) == 0
    out, err = capsys.readouterr()
    assert (
        out.startswith("5 rows are valid")
        and "were not fetched" in err
        and "--live dials" in err
        and "POST http" in out
    )
    assert run(batch(tmp_path, "--json")) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 5
    assert server.counts()["posts"] == {} and [path.name for path in tmp_path.iterdir()] == ["calls.csv"]


def test_a_report_of_a_batch_that_is_only_looked_at(
    use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, report = use(), tmp_path / "report.csv"
    assert run(batch(tmp_path, "--report", str(report))) == 0
    assert [(each["row"], each["outcome"]) for each in report_of(report)] == [(f"{n}", "not-sent") for n in range(1, 6)]
    assert "--live dials" in report_of(report)[0]["detail"] and server.counts()["posts"] == {}
    assert "would not be made" not in capsys.readouterr().err
    monkeypatch.setenv("TRYVOX_API_KEY", "tvx_sk_live_0123456789abcdef")
    assert run(batch(tmp_path)) == 0
    assert "would not be made; http://127.0.0.1:1/a.json: " in capsys.readouterr().err


def test_a_report_replaces_nothing_that_is_read(
    use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = use()
    monkeypatch.chdir(tmp_path)
    arguments = batch(tmp_path, "--live", "--do-not-call", "never.txt")
    (tmp_path / "never.txt").write_text("# nobody\n")
    for name in ("calls.csv", "calls.csv.journal", "never.txt", str(tmp_path), "none/report.csv"):
        assert run([*arguments, "--report", name]) == 2
        assert "nothing was dialled" in capsys.readouterr().err
    assert (tmp_path / "calls.csv").read_text().startswith("to\n") and server.counts()["posts"] == {}


def test_a_batch_is_dialled_once(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    reports = ["--report", str(tmp_path / "r.csv"), "--report", str(tmp_path / "r.html")]
    assert run(batch(tmp_path, "--live", *reports)) == 0
    assert capsys.readouterr().out == "5 rows: 5 accepted, 0 rejected, 0 not-sent, 0 unknown\n"
    report = report_of(tmp_path / "r.csv")
    assert [row["row"] for row in report] == list("12345")
    # Rows are sent at the same time: which of them the server numbers first is not certain.
    uuids = {row["call_uuid"] for row in report}
    assert uuids == {f"00000000-0000-4000-8000-{number:012d}" for number in range(5)}
    assert report[0] == {
        "row": "1", "to": "+*******0100", "outcome": "accepted", "detail": "", "call_uuid": report[0]["call_uuid"],
    }  # fmt: skip
    page = (tmp_path / "r.html").read_text()
    assert "<svg" in page and "5 accepted" in page and "5550100" not in page and "://" not in page
    assert run(batch(tmp_path, "--live")) == 2
    assert "--resume goes on with the rest" in capsys.readouterr().err
    assert run(batch(tmp_path, "--live", "--resume", "--json", rows=6)) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["rows"], summary["accepted"]) == (6, 6)
    assert set(server.counts()["counts"].values()) == {1}


def test_a_batch_with_rows_that_fail(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use("--only", "400")
    assert run(batch(tmp_path, "--live", "--report", str(tmp_path / "r.csv"))) == 1
    assert "row 1 (+*******0100): rejected: 400 VALIDATION_FAILED" in capsys.readouterr().err
    assert {row["outcome"] for row in report_of(tmp_path / "r.csv")} == {"rejected"}
    assert run(batch(tmp_path, "--live", "--resume")) == 1
    assert set(server.counts()["posts"].values()) == {1}


def test_unknown_rows_are_decided_by_hand(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use("--only", "503")
    assert run(batch(tmp_path, "--live", rows=3)) == 1
    journal = str(tmp_path / "calls.csv.journal")
    capsys.readouterr()
    assert run(["calls", "decide", journal]) == 0
    out = capsys.readouterr().out
    assert re.search(r"^row 1 \(key [0-9a-f]{8}\): …0100, sent 20", out, re.MULTILINE) and out.endswith("3 unknown\n")
    assert run(["calls", "decide", journal, "--row", "1", "--called"]) == 0
    assert run(["calls", "decide", journal, "--not-called"]) == 0
    assert run(["calls", "decide", journal, "--row", "9", "--called"]) == 2
    assert run(["calls", "decide", journal, "--row", "1"]) == 2
    assert run(["calls", "decide", journal, "--json"]) == 0
    capsys.readouterr()
    assert run(batch(tmp_path, "--live", "--resume", rows=3)) == 1
    assert sorted(server.counts()["posts"].values()) == [1, 2, 2]


def test_a_batch_by_its_own_command(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    old = batch(tmp_path, rows=4)
    new = ["batch", old[old.index("--batch") + 1], *old[1 : old.index("--batch")], *old[old.index("--batch") + 2 :]]
    assert run([*new, "--json"]) == run([*old, "--json"]) == 0
    first, second = capsys.readouterr().out.split("}\n{")
    assert first + "}" == "{" + second.rstrip("\n")
    assert run([*new, "--live", "--limit", "1"]) == 1
    out, err = capsys.readouterr()
    assert "1 accepted" in out and "beyond the limit of 1 calls in this run" in err
    assert run([*new, "--live", "--resume", "--limit", "2"]) == 1
    # The old spelling goes on with the journal of the new one.
    assert run([*old, "--live", "--resume"]) == 0
    assert sorted(server.counts()["posts"].values()) == [1, 1, 1, 1]
    assert run(["batch", "none.csv", "--live", "--dry-run"]) == 2


def test_a_batch_that_cannot_run(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    use()
    (tmp_path / "bad.csv").write_text("to\n123\n")
    assert run(["call", "--batch", str(tmp_path / "bad.csv"), "--from", "+14155550100", "--live"]) == 2
    err = capsys.readouterr().err
    assert "bad.csv:2: row 1: to: found" in err and "bad.csv:2: row 1: answer_url: missing" in err
    assert run(["call", "--batch", str(tmp_path / "none.csv"), "--live"]) == 2
    assert run(batch(tmp_path, "--live", "--wait")) == 2
    assert run(batch(tmp_path, "--live", "--dry-run")) == 2
    assert run(batch(tmp_path, "--template", "x")) == 2
    assert run(batch(tmp_path, "--quiet-hours", "9-5", "--live")) == 2
    assert run(batch(tmp_path, "--live", "--journal", str(tmp_path))) == 2
    assert run(batch(tmp_path, "--live", "--rate", "0")) == 2
    capsys.readouterr()
    for nowhere in (tmp_path / "no" / "r.csv", tmp_path):
        assert run(batch(tmp_path, "--live", "--report", str(nowhere))) == 2
        assert "a report can't be written there" in capsys.readouterr().err


def test_when_not_to_call(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    calls = tmp_path / "calls.csv"
    calls.write_text("to,time_zone\n+14155550101,Etc/GMT+12\n+14155550102,Mars/Base\n")
    options = ["call", "--batch", str(calls), *CALL[:2], *CALL[4:], "--live", "--no-preflight"]
    assert run([*options, "--quiet-hours", "00:00-23:59"]) == 2
    assert 'row 1: time_zone: no time zone: found "Etc/GMT+12"; expected a region and a city' in capsys.readouterr().err
    calls.write_text("to\n+14155550101\n+99955550102\n")
    always = ["--quiet-hours", "00:00-23:59", "--json"]
    assert run([*options, *always]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["not_sent"] == 2 and "quiet hours: it is" in err and "is not known" in err
    assert server.counts()["posts"] == {}
    # What one run was told holds for the next, unless it is given up by name.
    assert run([*options, "--resume"]) == 1
    assert "quiet hours 00:00-23:59: still kept from an earlier run" in capsys.readouterr().err
    assert server.counts()["posts"] == {}
    assert run([*options, "--resume", "--replace-rules"]) == 0


def test_the_document_is_looked_at(
    use: Any, tmp_path: Path, httpserver: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    server = use()
    document = b'{"voxml_version":"1.0","instructions":[{"verb":"Hangup"}]}'
    httpserver.expect_request("/a.json", method="GET").respond_with_data(document, content_type="application/json")
    httpserver.expect_request("/a.json", method="POST").respond_with_data("no", status=405)
    httpserver.expect_request("/bad.json").respond_with_data(
        b'{"voxml_version":"1.0","instructions":[{}]}', content_type="application/json"
    )
    good, bad = httpserver.url_for("/a.json"), httpserver.url_for("/bad.json")
    assert run(["call", *NUMBERS, "--answer-url", good]) == 2
    assert "give --answer-method GET" in capsys.readouterr().err
    assert run(["call", *NUMBERS, "--answer-url", good, "--answer-method", "GET"]) == 0
    assert run(["call", *NUMBERS, "--answer-url", bad, "--answer-method", "GET"]) == 2
    assert "1:40" in capsys.readouterr().err
    (tmp_path / "calls.csv").write_text(f"to,answer_url\n+14155550101,{good}\n+14155550102,{bad}\n")
    batched = ["call", "--batch", str(tmp_path / "calls.csv"), *CALL[:2], "--answer-method", "GET", "--live"]
    assert run(batched) == 2
    err = capsys.readouterr().err
    assert f"nothing was dialled; {bad}:" in err and f"{good}:" not in err
    assert server.counts()["posts"] == {"+14155550199": 1}
    assert run([*batched, "--no-preflight"]) == 0


def test_whom_not_to_call(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    (tmp_path / "dnc.txt").write_text("+1 415 555 0102\n")
    given = ["--do-not-call", str(tmp_path / "dnc.txt"), "--report", str(tmp_path / "r.csv"), "--live"]
    assert run(batch(tmp_path, *given)) == 1
    assert report_of(tmp_path / "r.csv")[2]["detail"] == "on the do-not-call list"
    assert "+14155550102" not in server.counts()["posts"] and len(server.counts()["posts"]) == 4
    assert "not-sent: on the do-not-call list" in capsys.readouterr().err


def test_documents_of_their_own(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use()
    (tmp_path / "hello.xml.j2").write_text(
        '{# voxml\n[parameters.name]\ntype = "text"\nrequired = true\n#}\n'
        '<Response><Say language="en-US">Hello {{ name }}.</Say><Hangup/></Response>\n'
    )
    calls = tmp_path / "calls.csv"
    calls.write_text("to,name\n+14155550101,Ann <&>\n+14155550102,Bob\n")
    options = ["--template", str(tmp_path / "hello.xml.j2"), "--publish-to", str(tmp_path / "out")]
    command = ["call", "--batch", str(calls), "--from", "+14155550100", *options]
    command += ["--publish-url", "http://127.0.0.1:1/calls/", "--no-preflight"]
    assert run(command) == 0
    assert "2 documents were rendered" in capsys.readouterr().out and not (tmp_path / "out").exists()
    assert run([*command, "--live"]) == 0
    first, second = sorted(path.read_text() for path in (tmp_path / "out").iterdir())
    assert '"text":"Hello Ann <&>."' in first and '"text":"Hello Bob."' in second
    assert all(len(path.stem) == 32 for path in (tmp_path / "out").iterdir())
    assert run([*command, "--live", "--resume"]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 2 and set(server.counts()["posts"].values()) == {1}
    calls.write_text("to,nome\n+14155550101,Ann\n")
    assert run(command) == 2
    assert "row 1: " in capsys.readouterr().err


def test_documents_on_s3(use: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from voxml.site.publish import object_store

    sent: list[Any] = []

    class Target:
        def __init__(self, url: str) -> None:
            assert url == "s3://bucket/calls"

        def send(self, items: Any, tell: Any) -> None:
            for item in items:
                sent.append(item)
                tell(item)

    monkeypatch.setattr(object_store, "BucketTarget", Target)
    use()
    (tmp_path / "calls.csv").write_text("to,message\n+14155550101,Hello Ann.\n")
    (tmp_path / "say.json.j2").write_text(
        '{# voxml\n[parameters.message]\ntype = "text"\nrequired = true\n#}\n'
        '{"voxml_version": "1.0", "instructions": [{"verb": "Say", "text": {{ message | tojson }}}]}\n'
    )
    command = ["call", "--batch", str(tmp_path / "calls.csv"), *CALL[:2], "--live", "--no-preflight"]
    command += ["--template", str(tmp_path / "say.json.j2"), "--publish-to", "s3://bucket/calls"]
    assert run([*command, "--publish-url", "https://voice.acme.com/calls"]) == 0
    (item,) = sent
    assert item.content_type == "application/json" and b"Hello Ann." in item.data and len(item.name) == 37


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGHUP])
def test_interrupted_it_ends_cleanly(use: Any, tmp_path: Path, ending: signal.Signals) -> None:
    server = use("--only", "slow", "--slow", "0.4")
    arguments = batch(tmp_path, "--live", "--concurrency", "1", "--report", str(tmp_path / "r.csv"), rows=50)
    process = subprocess.Popen(
        [sys.executable, "-m", "voxml", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    until(lambda: server.counts()["posts"], "a call")
    process.send_signal(ending)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "stopping" in err and "--resume goes on" in err and "Traceback" not in err
    assert "50 rows: " in out and " 0 unknown" in out
    report = report_of(tmp_path / "r.csv")
    dialled = server.counts()["counts"]
    assert [row["outcome"] for row in report].count("accepted") == len(dialled) < 50
    assert report[-1]["detail"] == "interrupted"


def test_the_end_of_the_terminal_is_ignored_under_nohup(use: Any, tmp_path: Path) -> None:
    server = use("--only", "slow", "--slow", "0.1")
    arguments = batch(tmp_path, "--live", "--concurrency", "1", rows=5)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        process = subprocess.Popen([sys.executable, "-m", "voxml", *arguments], stderr=subprocess.PIPE)
    finally:
        signal.signal(signal.SIGHUP, before)
    until(lambda: server.counts()["posts"], "a call")
    process.send_signal(signal.SIGHUP)
    process.communicate(timeout=120)
    assert process.returncode == 0 and len(server.counts()["counts"]) == 5


@pytest.mark.parametrize(
    ("fault", "tries", "says"), [("slow", 1, "unknown: interrupted"), ("429", 4, "not-sent: interrupted")]
)
def test_one_call_that_is_interrupted(use: Any, fault: str, tries: int, says: str) -> None:
    server = use("--only", fault, "--slow", "30")
    command = [sys.executable, "-m", "voxml", "call", *CALL, "--no-preflight"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    until(lambda: server.counts()["posts"].get("+14155550199", 0) >= tries, "a request")
    if fault == "429":
        assert process.stderr is not None
        # The wait is announced once it is long.
        until(lambda: "trying again in" in process.stderr.readline(), "a wait")
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=120)
    assert process.returncode == 130 and says in err and "Traceback" not in err


def test_interrupted_twice_it_leaves_at_once(use: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = use("--only", "slow", "--slow", "30")
    arguments = batch(tmp_path, "--live", "--concurrency", "2", rows=9)
    process = subprocess.Popen(
        [sys.executable, "-m", "voxml", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    until(lambda: len(server.counts()["posts"]) >= 2, "two calls")
    process.send_signal(signal.SIGINT)
    assert "stopping" in process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130 and "Traceback" not in err and err.endswith("interrupted\n")
    journal = str(tmp_path / "calls.csv.journal")
    assert run(["calls", "decide", journal]) == 0
    assert capsys.readouterr().out.endswith("2 unknown\n")
    # They were dialled all the same, and the list says so.
    assert run(batch(tmp_path, "--live", "--resume", rows=2)) == 0
    assert set(server.counts()["posts"].values()) == {1}


def test_two_runs_at_once(use: Any, tmp_path: Path) -> None:
    from voxml.calls.batch.journal import Journal

    server = use()
    arguments = batch(tmp_path, "--live", rows=2)
    command = [sys.executable, "-m", "voxml", *arguments]
    path = tmp_path / "calls.csv.journal"
    with Journal(path, account="AC1", base_url=server.url, resume=False):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 2 and "another run is using this journal" in done.stderr
        assert server.counts()["posts"] == {}
    assert run(arguments) == 0


def test_list_show_and_hangup(use: Any, capsys: pytest.CaptureFixture[str]) -> None:
    use()
    for _ in range(3):
        assert run(["call", *CALL, "--no-preflight"]) == 0
    capsys.readouterr()
    assert run(["calls", "list", "--to", "+14155550199", "--limit", "2"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 3 and out[0].startswith("call uuid") and "+*******0199" in out[1]
    assert run(["calls", "list", "--json"]) == 0
    assert [call["to"] for call in json.loads(capsys.readouterr().out)] == ["+14155550199"] * 3
    assert run(["calls", "list", "--to", "123"]) == 2
    assert "to: found" in capsys.readouterr().err
    assert run(["calls", "list", "--to", "123", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["details"][0]["field"] == "to"
    assert run(["calls", "list", "--status", "gone"]) == 2
    assert run(["calls"]) == 2

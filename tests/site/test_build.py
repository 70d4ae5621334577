"""The build: what is published, what is refused, and that it is all or nothing."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site.site_helpers import (
    BASE,
    HANGUP,
    build_tree,
    document,
    gather,
    published,
    redirect,
    rules_of,
    run,
    say,
    write_files,
)
from voxml import ConfigError, InputError, loads
from voxml.site import manifest as manifests
from voxml.site.build import build

MENU = f"""<Response>
  <Gather action_url="{BASE}/sales.json" method="GET" num_digits="1"><Say>Press 1.</Say></Gather>
  <Hangup/>
</Response>
"""
SITE = {"menu.xml": MENU, "sales.json": document(say("Sales."), HANGUP)}


def test_publishes_wire_json_and_a_manifest_beside_it(tmp_path: Path) -> None:
    result = build_tree(tmp_path, SITE)
    assert result.manifest is not None
    assert set(published(tmp_path / "out")) == {"menu.json", "sales.json"}
    assert loads((tmp_path / "out/menu.json").read_bytes()) == loads(MENU)
    manifest = json.loads((tmp_path / "src/.voxml/manifest.json").read_text())
    assert manifest["version"] == 1
    assert manifest["base_url"] == BASE
    menu = next(each for each in manifest["documents"] if each["name"] == "menu.json")
    data = (tmp_path / "out/menu.json").read_bytes()
    assert menu["url"] == f"{BASE}/menu.json"
    assert menu["source"] == "menu.xml"
    assert (menu["sha256"], menu["size"]) == (hashlib.sha256(data).hexdigest(), len(data))


def test_folders_stay(tmp_path: Path) -> None:
    build_tree(tmp_path, {"shop/hours.json": document(say("Open."), HANGUP)})
    assert set(published(tmp_path / "out")) == {"shop/hours.json"}


@pytest.mark.parametrize(
    ("name", "text", "rule", "line"),
    [
        ("bad.xml", "<Response>\n  <Sya>hi</Sya>\n</Response>", "unknown-verb", 2),
        ("bad.json", '{"voxml_version": "1.0",\n "instructions": [{"verb": "Say"}]}', "missing-member", 2),
        ("bad.xml", "<Response>\n  <Say>hi\n</Response>", "syntax", 3),
        ("bad.json", document(redirect("nowhere.json")), "broken-link", 1),
        ("bad.xml", f"<Response>\n\n<Redirect>{BASE}/sales.json</Redirect></Response>", "post-to-static-host", 3),
        ("sales.xml", "<Response><Hangup/></Response>", "duplicate-name", 1),
        ("MENU.xml", "<Response><Hangup/></Response>", "case-clash", 1),
        ("straße.xml", "<Response><Hangup/></Response>", "unservable-name", 1),
        ("a b.xml", "<Response><Hangup/></Response>", "unservable-name", 1),
        ("sales.json/x.xml", "<Response><Hangup/></Response>", None, 1),
        ("menu.json/x.xml", "<Response><Hangup/></Response>", "name-clash", 1),
    ],
)
def test_nothing_is_written_when_anything_is_wrong(
    tmp_path: Path, name: str, text: str, rule: str | None, line: int
) -> None:
    if rule is None:
        pytest.skip("a file and a folder of one name can't both be sources")
    build_tree(tmp_path, SITE)
    before = published(tmp_path / "out")
    manifest = (tmp_path / "src/.voxml/manifest.json").read_bytes()
    result = build_tree(tmp_path, {name: text, "new.json": document(say("New."), HANGUP)})
    assert result.manifest is None
    worst = [each for each in result.diagnostics if each.severity == "error"]
    assert [(each.rule, each.line) for each in worst] == [(rule, line)]
    assert published(tmp_path / "out") == before
    assert (tmp_path / "src/.voxml/manifest.json").read_bytes() == manifest


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    for place in ("one", "two"):
        build_tree(tmp_path / place, SITE, hashed=True)
    assert published(tmp_path / "one/out") == published(tmp_path / "two/out")
    first, second = ((tmp_path / place / "src/.voxml/manifest.json").read_bytes() for place in ("one", "two"))
    assert first == second


def test_unchanged_sources_are_not_made_again(tmp_path: Path) -> None:
    assert build_tree(tmp_path, SITE).rendered == 2
    assert build_tree(tmp_path, {}).rendered == 0
    again = build_tree(tmp_path, {"sales.json": document(say("Other."), HANGUP)})
    assert (again.rendered, again.change.changed) == (1, ("sales.json",))
    assert build_tree(tmp_path, {}, use_cache=False).rendered == 2


def test_a_lost_or_altered_file_is_put_back(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE)
    right = published(tmp_path / "out")
    (tmp_path / "out/menu.json").unlink()
    (tmp_path / "out/sales.json").write_text("{}")
    build_tree(tmp_path, {})
    assert published(tmp_path / "out") == right


def test_a_source_that_is_gone_is_gone_from_the_site_and_other_files_stay(tmp_path: Path) -> None:
    build_tree(tmp_path, {**SITE, "extra.json": document(HANGUP)})
    write_files(tmp_path / "out", {"CNAME": "voice.example.com", "keep/me.txt": "x"})
    (tmp_path / "src/extra.json").unlink()
    build_tree(tmp_path, {})
    assert set(published(tmp_path / "out")) == {"menu.json", "sales.json", "CNAME", "keep/me.txt"}


def test_out_may_be_a_symlink(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    build_tree(tmp_path, SITE)
    build_tree(tmp_path, {"more.json": document(HANGUP)})
    assert (tmp_path / "out").is_symlink()
    assert set(published(tmp_path / "real")) == {"menu.json", "sales.json", "more.json"}


def test_hashed_files_stand_behind_stable_names(tmp_path: Path) -> None:
    ring = {"a.json": document(say("A."), redirect("b.json")), "b.json": document(say("B."), redirect("a.json"))}
    first = build_tree(tmp_path, ring, hashed=True)
    names = {each.name: each for each in first.manifest.documents}
    hashed = {each.document: each for each in names.values() if each.immutable}
    assert set(names) == {"a.json", "b.json", hashed["a"].name, hashed["b"].name}
    assert hashed["b"].url in (tmp_path / "out/a.json").read_text()
    assert (tmp_path / "out" / hashed["a"].name).read_bytes() == (tmp_path / "out/a.json").read_bytes()
    second = build_tree(tmp_path, {"b.json": document(say("Bee."), redirect("a.json"))}, hashed=True)
    again = {each.document: each.name for each in second.manifest.documents if each.immutable}
    assert again["a"] != hashed["a"].name
    assert again["b"] != hashed["b"].name


def test_links_move_with_the_base_url(tmp_path: Path) -> None:
    settings = f'[site]\nbase_url = "{BASE}"\n'
    result = build_tree(tmp_path, {**SITE, "voxml.toml": settings}, base_url="http://127.0.0.1:8000/x/")
    assert result.manifest.base_url == "http://127.0.0.1:8000/x"
    assert "http://127.0.0.1:8000/x/sales.json" in (tmp_path / "out/menu.json").read_text()


def test_both_forms(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE, form="both")
    out = published(tmp_path / "out")
    assert set(out) == {"menu.json", "menu.xml", "sales.json", "sales.xml"}
    assert loads(out["menu.xml"]) == loads(out["menu.json"])


def test_python_modules(tmp_path: Path) -> None:
    code = (
        "from voxml import Response\nfrom voxml.site.urls import url_for\n"
        "pages = {\n"
        "    'bye': Response().say('Bye.').redirect(url_for('menu'), method=url_for('menu').method),\n"
        "}\n"
    )
    result = build_tree(tmp_path, {**SITE, "code.py": code})
    assert result.manifest is not None, result.diagnostics
    assert f"{BASE}/menu.json" in (tmp_path / "out/bye.json").read_text()
    result = build_tree(tmp_path, {"code.py": code.replace("url_for('menu'),", "url_for('menus'),")})
    (fault,) = [each for each in result.diagnostics if each.severity == "error"]
    assert (fault.rule, fault.line) == ("broken-link", 4)
    assert 'did you mean "menu.json"' in fault.message


def test_a_module_that_fails_is_a_finding_at_its_line(tmp_path: Path) -> None:
    result = build_tree(tmp_path, {"code.py": "x = 1\npages = {'a': 1 / 0}\n"})
    assert [(each.rule, each.line) for each in result.diagnostics] == [("module-failed", 2)]
    result = build_tree(tmp_path, {"code.py": "pages = {'a': 'text'}\n"})
    assert rules_of(result) == ["module-failed"]
    result = build_tree(tmp_path, {"code.py": "from voxml import Say\nSay(5)\npages = {}\n"})
    assert [(each.rule, each.line) for each in result.diagnostics] == [("module-failed", 2)]


def test_findings_about_a_page_stand_where_its_name_does(tmp_path: Path) -> None:
    code = (
        "from voxml import Response\n"
        "def long(): return Response().say('x').pause(length=60).hangup()\n"
        "pages = {\n"
        "    'one': Response().say('x').hangup(),\n"
        "    'two': long(),\n"
        "    **dict(\n"
        "        three=long()),\n"
        "}\n"
        "pages['four'] = long()\n"
        "pages.update({f'fi{\"ve\"}': long()})\n"
    )
    result = build_tree(tmp_path, {"code.py": code})
    found = {each.pointer.partition("]")[0]: each.line for each in result.diagnostics if each.rule == "long-pause"}
    assert found == {"pages['two'": 5, "pages['three'": 7, "pages['four'": 9, "pages['five'": 3}


def test_a_module_is_made_again_when_what_it_imports_changes(tmp_path: Path) -> None:
    files = {
        "code.py": "from voxml import Response\nfrom _texts import HELLO\npages = {'a': Response().say(HELLO).hangup()}\n",
        "_texts.py": "HELLO = 'Hello.'\n",
    }
    build_tree(tmp_path, files)
    assert build_tree(tmp_path, {}).rendered == 0
    build_tree(tmp_path, {"_texts.py": "HELLO = 'Good day.'\n"})
    assert "Good day." in (tmp_path / "out/a.json").read_text()


def test_what_is_not_voxml_is_left_out_and_said(tmp_path: Path) -> None:
    result = build_tree(tmp_path, {**SITE, "icon.xml": "<svg/>", "package.json": "{}", "data.json": '{"a": 1}'})
    assert result.manifest is not None
    assert rules_of(result).count("not-voxml") == 2
    assert set(published(tmp_path / "out")) == {"menu.json", "sales.json"}


def test_audio_is_published_and_links_to_it_are_checked(tmp_path: Path) -> None:
    play = {"verb": "Play", "url": f"{BASE}/hold.wav"}
    result = build_tree(tmp_path, {"hold.wav": b"RIFFxxxxWAVE", "a.json": document(play, HANGUP)})
    assert [each.content_type for each in result.manifest.assets] == ["audio/wav"]
    result = build_tree(tmp_path, {"a.json": document({**play, "url": f"{BASE}/gone.wav"}, HANGUP)})
    assert "broken-link" in rules_of(result)


def test_misuse(tmp_path: Path) -> None:
    write_files(tmp_path / "src", SITE)
    with pytest.raises(ConfigError, match="where will the site be"):
        build(tmp_path / "src", tmp_path / "out")
    for out in (tmp_path / "src", tmp_path):
        with pytest.raises(ConfigError, match="folder of sources"):
            build(tmp_path / "src", out, base_url=BASE)
    with pytest.raises(InputError, match="no such folder"):
        build(tmp_path / "nowhere", tmp_path / "out", base_url=BASE)
    for url in ("voice.example.com", "ftp://x", "https://x?y=1", "https://u:p@x", "https://x y"):
        with pytest.raises(ConfigError, match="base URL"):
            build(tmp_path / "src", tmp_path / "out", base_url=url)
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a file"):
        build(tmp_path / "src", tmp_path / "file", base_url=BASE)
    (tmp_path / "src/voxml.toml").write_text("[site]\nbase_ulr = 'x'\n")
    with pytest.raises(ConfigError, match='did you mean "base_url"'):
        build(tmp_path / "src", tmp_path / "out", base_url=BASE)


def test_the_command(tmp_path: Path) -> None:
    write_files(tmp_path / "src", SITE)
    done = run("build", "src", "-o", "out", "--base-url", BASE, "--output-format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    plain = json.loads(done.stdout)
    assert [each["name"] for each in plain["documents"]] == ["menu.json", "sales.json"]
    write_files(tmp_path / "src", {"menu.xml": MENU.replace("sales", "sails")})
    done = run("build", "src", "-o", "out", "--base-url", BASE, cwd=tmp_path)
    assert done.returncode == 1
    assert "src/menu.xml:2:11: error[broken-link]" in done.stderr
    assert run("build", "src", "-o", "out", cwd=tmp_path).returncode == 2


def test_a_manifest_can_stand_elsewhere(tmp_path: Path) -> None:
    build_tree(tmp_path, SITE, manifest=tmp_path / "m.json")
    assert manifests.load(tmp_path / "m.json").find(f"{BASE}/menu.json?digits=1") is not None
    with pytest.raises(InputError, match="not a manifest"):
        manifests.decode(b"{}", "x")


def test_a_chain_of_menus(tmp_path: Path) -> None:
    files = {"menu.json": document(gather("menu.json", say={"text": "Press."}), HANGUP)}
    assert "keys-not-told-apart" in rules_of(build_tree(tmp_path, files))


def test_a_published_folder_among_the_sources_is_no_source(tmp_path: Path) -> None:
    from voxml.site.open_site import open_site

    write_files(tmp_path, SITE)
    build(tmp_path, tmp_path / "public", base_url=BASE)
    build(tmp_path, tmp_path / "elsewhere", base_url=BASE)
    assert set(open_site(tmp_path, BASE).flow.stops) == {"menu", "sales"}


def test_two_builds_at_once_take_turns(tmp_path: Path) -> None:
    import subprocess
    import sys

    write_files(tmp_path / "src", SITE)
    command = [sys.executable, "-m", "voxml", "build", "src", "-o", "out", "--base-url", BASE]
    builds = [subprocess.Popen([*command, *hashed], cwd=tmp_path) for hashed in ([], ["--hashed"], [], ["--hashed"])]
    assert [each.wait(300) for each in builds] == [0, 0, 0, 0]
    assert len(published(tmp_path / "out")) in (2, 4)
    names = {each.name for each in manifests.load(tmp_path / "src/.voxml/manifest.json").documents}
    assert names == set(published(tmp_path / "out"))
    assert not list(tmp_path.glob(".*"))


def test_build_again_and_again_with_watch(tmp_path: Path) -> None:
    import signal
    import subprocess
    import sys

    write_files(tmp_path / "src", SITE)
    command = [sys.executable, "-m", "voxml", "build", "src", "-o", "out", "--base-url", BASE, "--watch"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "2 new" in process.stdout.readline()
        write_files(tmp_path / "src", {"sales.json": document(say("Other."), HANGUP)})
        assert "1 changed" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(120) in (0, 130)
    finally:
        process.kill()
        process.communicate()


def test_a_template_that_would_hide_another_makes_it_again(tmp_path: Path) -> None:
    files = {
        "a/x.xml.j2": '{% extends "_base.xml.j2" %}',
        "_base.xml.j2": "<Response><Say>Far.</Say><Hangup/></Response>",
    }
    build_tree(tmp_path, files)
    assert b"Far." in published(tmp_path / "out")["a/x.json"]
    build_tree(tmp_path, {"a/_base.xml.j2": "<Response><Say>Near.</Say><Hangup/></Response>"})
    assert b"Near." in published(tmp_path / "out")["a/x.json"]


def test_a_build_of_nothing_leaves_what_stands(tmp_path: Path) -> None:
    write_files(tmp_path / "src", {"a.json": document(HANGUP)})
    assert run("build", "src", "-o", "out", "--base-url", BASE, cwd=tmp_path).returncode == 0
    (tmp_path / "src/a.json").unlink()
    assert run("build", "src", "-o", "out", "--base-url", BASE, cwd=tmp_path).returncode == 3
    write_files(tmp_path / "src", {"notes.json": "{}", "tool.py": "x = 1\n"})
    done = run("build", "src", "-o", "out", "--base-url", BASE, cwd=tmp_path)
    assert done.returncode == 3
    assert "found no documents" in done.stderr
    assert set(published(tmp_path / "out")) == {"a.json"}


@pytest.mark.parametrize(
    "arguments", [("-o", "out", "--manifest", "out/manifest.json"), ("-o", "src/.voxml"), ("-o", "src/.voxml/site")]
)
def test_manifest_and_published_folder_stay_apart(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write_files(tmp_path / "src", {"a.json": document(HANGUP)})
    assert run("build", "src", *arguments, "--base-url", BASE, cwd=tmp_path).returncode == 2
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.rglob("a.json"))[1:]


def test_interrupting_a_watch_is_how_it_ends(tmp_path: Path) -> None:
    write_files(tmp_path / "src", {"a.json": document(HANGUP)})
    command = [sys.executable, "-m", "voxml", "build", "src", "-o", "out", "--base-url", BASE, "--watch"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "watching" not in process.stderr.readline():
            pass
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0
        assert "interrupted" not in process.stderr.read()


def test_a_build_without_the_cache_makes_it_for_the_next(tmp_path: Path) -> None:
    src = write_files(tmp_path / "src", {"a.json": document(HANGUP)})
    counts = [build(src, tmp_path / "out", base_url=BASE, use_cache=use).rendered for use in (True, False, True)]
    assert counts == [1, 1, 0]

"""Every command and sample in README.md runs, in order, in a fresh folder that has the examples."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import voxml
from voxml.version import HOME

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_two_forms_are_one_document() -> None:
    samples = [text for language, text in BLOCKS if language in ("json", "xml")]
    assert voxml.loads(samples[0]) == voxml.loads(samples[1])
    for text in samples:
        assert [found for found in voxml.lint(text) if found.severity != "info"] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("readme")
    shutil.copytree(TOP / "examples", made / "examples", ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
    shutil.copytree(TOP / "schemas", made / "schemas")
    (made / "build").mkdir()
    menu = next(text for language, text in BLOCKS if language == "xml" and "<Gather" in text)
    (made / "menu.xml").write_text(menu)
    return made


COMMANDS = [
    line[2:].split("   #")[0].strip()
    for language, text in BLOCKS
    if language == "console"
    for line in text.splitlines()
    if line.startswith("$ voxml ")
]


def test_every_command_runs(folder: Path) -> None:
    assert len(COMMANDS) >= 15
    environment = {
        **os.environ,
        "PYTHONPATH": str(TOP),
        "GITHUB_ACTIONS": "",
        "TRYVOX_AUTH_ID": "AC1",
        "TRYVOX_API_KEY": "tvx_sk_test_1",
        "TRYVOX_BASE_URL": "http://127.0.0.1:9",
    }
    # In their order and in one folder, as a reader would run them.
    for command in COMMANDS:
        result = subprocess.run(
            command.replace("voxml", f"{sys.executable} -m voxml", 1),
            shell=True,
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            env=environment,
            check=False,
        )
        assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize("number", range(sum(language == "python" for language, _ in BLOCKS)))
def test_a_python_sample_runs(number: int, folder: Path) -> None:
    text = [text for language, text in BLOCKS if language == "python"][number]
    result = subprocess.run(
        [sys.executable, "-c", text], cwd=folder, capture_output=True, text=True, timeout=300,
        env={**os.environ, "PYTHONPATH": str(TOP)}, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert result.stdout
    if number == 0:
        assert len(json.loads(result.stdout)["instructions"]) == 4


def test_every_link_leads_to_a_file() -> None:
    for page in [TOP / "README.md", *(TOP / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{page.relative_to(TOP)} links to {link}"


def test_links_work_on_a_package_index(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("hatchling")
    monkeypatch.syspath_prepend(str(TOP))
    from hatch_build import with_absolute_links

    text = with_absolute_links(README, HOME)
    links = re.findall(r"\]\(([^)\s]+)", text)
    assert links and all(link.startswith("https://") for link in links)
    pictures = re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert f"{HOME}/pictures/loop-light.webp" in pictures and all(each.startswith("https://") for each in pictures)
    assert f"{HOME}/linting.html" in links and f"{HOME}/pictures/example-site.svg" in links

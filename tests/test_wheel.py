"""The wheel holds the schemas, templates and examples, and works far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an installed wheel has in its folder of packages."""
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; it is in the group test")
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=TOP,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(out.glob("*.whl"))) as wheel:
        wheel.extractall(out / "site")
    return out / "site"


def run(unpacked: Path, *arguments: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment["PYTHONPATH"] = str(unpacked)
    result = subprocess.run(
        [sys.executable, "-P", "-m", "voxml", *arguments], cwd=unpacked.parent, env=environment,
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_it_holds_what_it_needs(unpacked: Path) -> None:
    data = unpacked / "voxml" / "_data"
    assert (data / "schemas" / "voxml-1.0.xsd").read_bytes() == (TOP / "schemas" / "voxml-1.0.xsd").read_bytes()
    assert (data / "schemas" / "voxml-1.0.schema.json").exists()
    assert len(list((data / "templates").glob("*.xml.j2"))) >= 12
    assert (data / "examples" / "site" / "welcome.xml").exists()
    assert (unpacked / "voxml" / "py.typed").exists()
    workbench = unpacked / "voxml" / "emulator" / "workbench"
    assert {path.suffix for path in workbench.iterdir()} >= {".html", ".css", ".js"}
    assert (unpacked / "voxml" / "language" / "fluent.py").exists()


def test_it_works_there(unpacked: Path) -> None:
    assert run(unpacked, "schema", "xsd").startswith("<?xml")
    assert "appointment-reminder" in run(unpacked, "templates", "list")
    (unpacked.parent / "a.xml").write_text("<Response><Say>Hi</Say><Hangup/></Response>")
    assert '"Hangup"' in run(unpacked, "convert", "a.xml", "--to", "json")
    run(unpacked, "lint", "--engine", "xsd", "a.xml")
    assert "Welcome to Acme Dental." in run(unpacked, "demo")

"""What a command does not need, it does not import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
HEAVY = {
    "jinja2",
    "httpx2",
    "xmlschema",
    "rich",
    "lxml",
    "msgspec",
    "starlette",
    "uvicorn",
    "hypothesis",
    "boto3",
}


def imported(code: str, cwd: Path) -> set[str]:
    script = (
        f"import sys\nsys.path.insert(0, {str(TOP)!r})\n{code}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, capture_output=True, text=True, check=True, timeout=300
    )
    return set(result.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--version"], set()),
        (["lint", "a.xml"], set()),
        (["lint", "a.json"], set()),
        (["lint", "--engine", "xsd", "a.xml"], {"lxml"}),
        (["schema", "xsd"], set()),
        (["convert", "a.xml", "--to", "json"], {"msgspec"}),
    ],
)
def test_a_command_imports_only_what_it_uses(arguments: list[str], allowed: set[str], tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<Response><Say>Hi</Say><Hangup/></Response>")
    (tmp_path / "a.json").write_text('{"voxml_version":"1.0","instructions":[{"verb":"Hangup"}]}')
    modules = imported(f"from voxml.cli import run\nassert run({arguments!r}) == 0", tmp_path)
    assert modules & HEAVY <= allowed


def test_importing_voxml_imports_nothing_heavy(tmp_path: Path) -> None:
    assert not imported("import voxml", tmp_path) & HEAVY


def test_every_public_name_is_there() -> None:
    import voxml

    assert set(voxml.__all__) == {"__version__", *voxml._HOMES}
    for name in voxml.__all__:
        assert getattr(voxml, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Responce'"):
        voxml.Responce  # noqa: B018

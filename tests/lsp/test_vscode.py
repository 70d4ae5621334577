"""What the VS Code extension ships and names is what the package has. Its own tests run by npm: .ci/vscode."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import Voxml
from tests.lsp.editor import Editor

EXTENSION = Path(__file__).parents[2] / "editors" / "vscode"


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXTENSION / "package.json").read_text())
    return found


def test_its_schema_of_the_settings_is_fresh(voxml: Voxml) -> None:
    fresh = voxml("schema", "settings").out
    assert (EXTENSION / "schemas" / "voxml-settings.schema.json").read_text() == fresh, "run: make emit"


def test_what_it_names_is_there() -> None:
    contributes = manifest()["contributes"]
    named = [each["path"] for kind in ("grammars", "snippets") for each in contributes[kind]]
    named += [each["configuration"] for each in contributes["languages"] if "configuration" in each]
    schemas = [each["url"].rpartition("/")[2] for each in contributes["jsonValidation"]]
    assert all((EXTENSION.parents[1] / "schemas" / name).is_file() for name in schemas), "the build copies them"
    named.append(manifest()["icon"])
    assert [name for name in named if not (EXTENSION / name).is_file()] == []
    lock = (EXTENSION / "package-lock.json").read_text()
    assert '"resolved"' not in lock, "no host of a registry"


def test_its_snippets_are_valid_documents(voxml: Voxml, tmp_path: Path) -> None:
    import re

    for name in ("xml", "json"):
        for title, snippet in json.loads((EXTENSION / "snippets" / f"{name}.json").read_text()).items():
            text = "\n".join(snippet["body"])
            text = re.sub(
                r"\$\{\d\|([^,|]*)[^|]*\|\}|\$\{\d:([^}]*)\}|\$\{?\d\}?", lambda found: found[1] or found[2] or "", text
            )
            if name == "xml" and "<Response" not in text and "<!--" not in text:
                text = f"<Response>{text}</Response>"
            if name == "json" and "instructions" not in text:
                text = f'{{"voxml_version": "1.0", "instructions": [{text}]}}'
            file = tmp_path / f"snippet.{name}"
            file.write_text(text)
            if "<!--" not in text:
                assert voxml("lint", "--fail-on", "error", file.name).code == 0, (title, text)


def test_its_commands_are_not_those_of_the_server(site: Editor) -> None:
    """The client registers the server's commands itself, and no name can be registered twice."""
    own = {each["command"] for each in manifest()["contributes"]["commands"]}
    assert site.started.capabilities.execute_command_provider is not None
    assert not own & set(site.started.capabilities.execute_command_provider.commands)

"""Write everything that is derived from the language: `python -m voxml.schema.emit [--check]`.

Run it after an edit of voxml/language/; a test fails while what is committed differs from what this writes.
"""

from pathlib import Path

from voxml.schema.emit import json_schema, language_page, python_code, xsd_writer


def artifacts() -> dict[str, str]:
    """Return every emitted file, by its path from the top of the checkout."""
    return {
        "voxml/language/fluent.py": python_code.fluent(),
        "voxml/schema/tables.py": python_code.tables(),
        "schemas/voxml-1.0.xsd": xsd_writer.xsd(),
        "schemas/voxml-1.0.schema.json": json_schema.json_schema(),
        "docs/language.md": language_page.language_page(),
    }


def main(arguments: list[str]) -> int:
    """Write the artifacts; with --check only print which are stale, and return 1 if any is."""
    top = Path(__file__).parents[3]
    stale = [
        (top / name, text)
        for name, text in artifacts().items()
        if not (top / name).exists() or (top / name).read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(("stale: " if "--check" in arguments else "wrote ") + str(path.relative_to(top)))
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0

"""Writes everything that is derived from the language: `python -m voxml.schema.emit [--check]`.

Run it after an edit of voxml/language/; a test fails while what is committed differs from what this writes.
"""

from __future__ import annotations

import sys
from pathlib import Path


def artifacts() -> dict[str, str]:
    """Every emitted file, by its path from the top of the checkout."""
    from voxml.schema import emit_code, emit_docs, emit_json_schema, emit_writer, emit_xsd

    return {
        "voxml/language/constructors.py": emit_code.constructors(),
        "voxml/language/wire.py": emit_code.wire(),
        "voxml/language/fluent.py": emit_code.fluent(stub=False),
        "voxml/language/fluent.pyi": emit_code.fluent(stub=True),
        "voxml/formats/xml_elements.py": emit_writer.xml_elements(),
        "voxml/schema/tables.py": emit_code.tables(),
        "schemas/voxml-1.0.xsd": emit_xsd.xsd(),
        "schemas/voxml-1.0.schema.json": emit_json_schema.json_schema(),
        "docs/language.md": emit_docs.language_page(),
    }


def main(arguments: list[str]) -> int:
    """Write the artifacts, or with --check only say which are stale (exit 1)."""
    top = Path(__file__).parents[2]
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

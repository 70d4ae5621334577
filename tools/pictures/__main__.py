"""`python -m tools.pictures [NAME…] [-o FOLDER]`: draw pictures by name, by module, or all."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from tools.pictures.terminal import FOLDER

SCENES = Path(__file__).parent / "scenes"


def main() -> None:
    """Draw the pictures that are asked for."""
    options = argparse.ArgumentParser(prog="python -m tools.pictures", description=__doc__)
    options.add_argument("names", metavar="NAME", nargs="*", help="a picture, or a module of scenes/; without any, all")
    options.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER", help="[docs/pictures]")
    given = options.parse_args()
    unknown = set(given.names)
    for path in sorted(SCENES.glob("[a-z]*.py")):
        for name, draw in import_module(f"tools.pictures.scenes.{path.stem}").PICTURES.items():
            if not given.names or not unknown.isdisjoint((name, path.stem)) or {name, path.stem} & set(given.names):
                unknown -= {name}
                print(f"{name} …", flush=True)
                draw(given.output)
        unknown -= {path.stem}
    if unknown:
        options.error(f"no picture or module called {', '.join(sorted(unknown))}")


if __name__ == "__main__":
    main()

"""The terminal of `voxml lint`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tools.pictures.terminal import draw, put, run, save

MENU = """\
<Response>
  <Gather action_url="https://example.com/menu.json" method="GET" num_digits="1">
    <Say voice="en-US-Wavenet-D" language="de-DE">For sales, press 1.
      Or call 4155550100 **now**.</Say>
  </Gather>
  <Pause lenght="30"/>
  <Say>Goodbye, $NAME$.</Say>
</Response>
"""


#: A workflow with a problem of zizmor's.
WORKFLOW = """\
on: pull_request
permissions: {}
jobs:
  title:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""
MODULE = """\
def greet(name):
    if name == None:
        return "Hello."
"""


def lint(folder: Path) -> None:
    """Draw one file with errors and warnings, in 80 and in 50 columns."""
    for columns in (80, 50):
        draw(folder, f"lint-{columns}", ["voxml lint menu.xml"], columns=columns, files={"menu.xml": MENU})


def peers(folder: Path) -> None:
    """Draw what ruff and zizmor print, which uv fetches if they are not installed."""
    commands = {
        "ruff check greet.py": "uvx --quiet ruff check --isolated --select E greet.py",
        "zizmor .": "uvx --quiet zizmor --quiet --offline .github",
    }
    with TemporaryDirectory() as scratch:
        where = Path(scratch)
        put(where, {"greet.py": MODULE, ".github/workflows/title.yml": WORKFLOW})
        for columns in (80, 50):
            shown = [(name, run(command, columns, where)) for name, command in commands.items()]
            save(folder, f"lint-peers-{columns}", shown, columns)


PICTURES = {"lint": lint, "lint-peers": peers}

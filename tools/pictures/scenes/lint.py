"""The terminal of `voxml lint`."""

from __future__ import annotations

from pathlib import Path

from tools.pictures.terminal import draw

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


def lint(folder: Path) -> None:
    """Draw one file with errors and warnings, in 80 and in 50 columns."""
    for columns in (80, 50):
        draw(folder, f"lint-{columns}", ["voxml lint menu.xml"], columns=columns, files={"menu.xml": MENU})


PICTURES = {"lint": lint}

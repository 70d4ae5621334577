"""Six commands in a terminal of 80 columns."""

from __future__ import annotations

from pathlib import Path

from tools.pictures.terminal import draw


def help_of_voxml(folder: Path) -> None:
    """Draw the help of voxml, and of one command."""
    draw(folder, "help", ["voxml --help", "voxml simulate --help"])


PICTURES = {"help": help_of_voxml}

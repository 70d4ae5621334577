"""A terminal of N columns: runs real commands in a pty and draws what they print, as SVG for light and dark pages."""

from __future__ import annotations

import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from pathlib import Path

from rich.cells import cell_len
from rich.color import ColorTriplet, blend_rgb
from rich.console import Console
from rich.containers import Lines
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

TOP = Path(__file__).parents[2]
FOLDER = TOP / "docs" / "pictures"


def _colors(text: str) -> list[tuple[int, int, int]]:
    return [(code >> 16, code >> 8 & 255, code & 255) for code in (int(each, 16) for each in text.split())]


#: Background and foreground, the eight colours, the bright ones: those of GitHub's light and dark terminals.
THEMES = {
    "light": TerminalTheme(
        *_colors("f6f8fa 1f2328"),
        _colors("24292f cf222e 116329 9a6700 0969da 8250df 1b7c83 6e7781"),
        _colors("57606a a40e26 1a7f37 7d4e00 218bff a475f9 3192aa 8c959f"),
    ),
    "dark": TerminalTheme(
        *_colors("0d1117 e6edf3"),
        _colors("484f58 ff7b72 3fb950 d29922 58a6ff bc8cff 39c5cf b1bac4"),
        _colors("6e7681 ffa198 56d364 e3b341 79c0ff d2a8ff 56d4dd ffffff"),
    ),
}
#: Of a cell, and around the screen, in pixels.
_WIDTH, _HEIGHT, _MARGIN = 8.4, 19, 14
_FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def draw(
    folder: Path,
    name: str,
    commands: Sequence[str],
    *,
    columns: int = 80,
    files: Mapping[str, str | Path] | None = None,
    first: Sequence[str] = (),
    instead: Mapping[str, str] | None = None,
    lines: int | None = None,
) -> None:
    """Run commands in a fresh folder and draw them and what they print as NAME-light.svg and NAME-dark.svg.

    `files` are put into the folder first: texts, or files and folders to copy by their path from the top of the
    project. The commands of `first` run unseen; for a command
    that stands in `instead`, what stands there is run. Only the first `lines` lines are drawn where they are given.
    """
    with tempfile.TemporaryDirectory() as scratch:
        where = Path(scratch)
        put(where, files or {})
        for command in first:
            run(command, columns, where)
        save(
            folder,
            name,
            [(each, run((instead or {}).get(each, each), columns, where)) for each in commands],
            columns,
            lines,
        )


def save(folder: Path, name: str, printed: Sequence[tuple[str, str]], columns: int, lines: int | None = None) -> None:
    """Draw commands and what each has printed as NAME-light.svg and NAME-dark.svg."""
    shown = "\n".join(f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m\n{text}" for command, text in printed)
    kept = "\n".join(shown.rstrip("\n").split("\n")[:lines])
    for theme in THEMES:
        (folder / f"{name}-{theme}.svg").write_text(as_svg(kept, columns, theme), encoding="utf-8")


def put(folder: Path, files: Mapping[str, str | Path]) -> None:
    """Write texts into a folder, and copies of files and folders of the project."""
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            target.write_text(content, encoding="utf-8")
        elif (TOP / content).is_dir():
            shutil.copytree(TOP / content, target, ignore=shutil.ignore_patterns(".voxml", "__pycache__"))
        else:
            shutil.copy(TOP / content, target)


def run(command: str, columns: int, folder: Path, *, timeout: float = 120) -> str:
    """Return what a command prints in a terminal of so many columns, with its colours."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 60, columns, 0, 0))
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "CI", "GITHUB_ACTIONS")
    } | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TOP),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
    }
    with subprocess.Popen(
        ["timeout", str(timeout), "sh", "-c", command],
        cwd=folder,
        env=environment,
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    ):
        os.close(slave)
        pieces = []
        while True:
            try:
                piece = os.read(master, 65_536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            pieces.append(piece)
    os.close(master)
    return b"".join(pieces).decode(errors="replace").replace("\r\n", "\n")


def as_svg(text: str, columns: int, theme: str) -> str:
    """Return a text with escape sequences as SVG in the colours of a theme, `light` or `dark`.

    It has no font of the web, and nothing around the screen but the screen's own colour.
    """
    colors = THEMES[theme]
    rows = [row for line in Text.from_ansi(text).split("\n", allow_blank=True) for row in _folded(line, columns)]
    console = Console(
        file=StringIO(), color_system="truecolor", width=10_000, force_terminal=True, legacy_windows=False
    )
    cells: list[str] = []
    classes: dict[str, str] = {}
    for number, row in enumerate(rows):
        column, y = 0, _MARGIN + number * _HEIGHT
        for piece, style, _ in row.render(console):
            size = cell_len(piece)
            front, back = _css(style or Style.null(), colors)
            x, length = _MARGIN + column * _WIDTH, size * _WIDTH
            if back:
                cells.append(f'<rect x="{x:.1f}" y="{y}" width="{length:.1f}" height="{_HEIGHT}" fill="{back}"/>')
            if piece.strip():
                name = classes.setdefault(front, f"c{len(classes)}")
                words = escape(piece).replace(" ", "&#160;")
                cells.append(f'<text class="{name}" x="{x:.1f}" y="{y + 14}" textLength="{length:.1f}">{words}</text>')
            column += size
    width, height = columns * _WIDTH + 2 * _MARGIN, len(rows) * _HEIGHT + 2 * _MARGIN
    styles = "\n".join(f".{name} {{ {css} }}" for css, name in classes.items())
    background = _hex(colors.background_color)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" width="{width:.0f}" '
        f'height="{height}">\n<style>\ntext {{ font: 14px {_FONT}; }}\n{styles}\n</style>\n'
        f'<rect width="100%" height="100%" rx="8" fill="{background}"/>\n' + "\n".join(cells) + "\n</svg>\n"
    )


def _folded(line: Text, columns: int) -> Lines:
    """Return a line cut wherever the terminal is at its end, in the middle of words too."""
    ends, used = [], 0
    for at, char in enumerate(line.plain):
        used += cell_len(char)
        if used > columns:
            ends.append(at)
            used = cell_len(char)
    return line.divide(ends)


def _css(style: Style, colors: TerminalTheme) -> tuple[str, str | None]:
    """Return the rules of the text, and the colour behind it."""
    front = colors.foreground_color if style.color is None else style.color.get_truecolor(colors)
    back = colors.background_color if style.bgcolor is None else style.bgcolor.get_truecolor(colors, foreground=False)
    if style.reverse:
        front, back = back, front
    if style.dim:
        front = blend_rgb(ColorTriplet(*front), ColorTriplet(*back), 0.4)
    rules = [f"fill: {_hex(front)}"]
    rules += ["font-weight: bold"] if style.bold else []
    rules += ["font-style: italic"] if style.italic else []
    rules += ["text-decoration: underline"] if style.underline else []
    return "; ".join(rules), None if back == colors.background_color else _hex(back)


def _hex(color: tuple[int, int, int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*color)

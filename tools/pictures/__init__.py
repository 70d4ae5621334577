"""Makes docs/pictures from the real screens: `python -m tools.pictures [NAME…]`, or `make pictures` for all.

`scenes/` has one module a subject, each with `PICTURES`: a name and the function that draws it into a folder.
`terminal.py` runs commands in a terminal of N columns and draws what they print; `browser.py` takes screenshots.
"""

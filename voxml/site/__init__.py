"""A site: a folder of sources becomes published answer documents, with a manifest of what was checked.

Read `build.py` first: it collects, renders, checks, links and writes, in that order. `model.py` has the data. Then
`collect.py` (sources, by `pages.py`, `template_pages.py`, `module_pages.py`), `flow.py` and `flow_checks.py` (which
document leads where), `output_files.py` and `atomic.py` (writing). `hosts/` has one module a web host, `publish/` sends
a built folder, `dev_server.py` is `voxml serve`, `probe.py` fetches what was published, `diagram/` draws the flow.
"""

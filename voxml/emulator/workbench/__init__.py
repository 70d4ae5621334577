"""The workbench: one page with a site's documents, flow, phone, source, problems and requests.

Read in this order: `project.py` loads what is shown and played, `page_data.py` makes plain data of it, `phone_line.py`
places calls and reports them, `event_stream.py` sends what happens, `desk.py` answers the page's requests,
`site_door.py` serves the documents at their URLs beside it, `open_workbench.py` puts them together, `call_page.py`
writes a recorded call as one file. The page itself is `workbench.html` with `*.css` and `*.js`, plain ES modules.
"""

"""The language server, `voxml lsp`: what editors show while a document is written.

Read `requests.py` first: every request is there once, with the function that answers it. `language_server.py` says when
texts are checked, `workspace.py` holds what is open, `scan.py` reads texts that may be broken. The other modules answer
one request each, as plain functions.
"""

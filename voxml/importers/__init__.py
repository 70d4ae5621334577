"""Documents of other call-control languages, turned into VoxML, with a report of what is lost.

Read in this order: `model` (what is read and what comes out), `tables` (the entries of a dialect's table), one
dialect such as `twilio`, `engine` (which reads a table), `importing` (from bytes to an `Imported`), `links` (addresses),
`report` (the score of a folder), `to_python`.

A new dialect is a module with one table and a line in `importing.DIALECTS`; a new attribute is one entry.
"""

"""The language, defined once. Read `types.py` (what a value may be), then `verbs.py` (the eleven verbs).

`members.py` reads the members of a verb off its annotations, `validation.py` checks values by them, `element.py` has
the base classes that call it, `arguments.py` the errors for unknown names, `elements.py` all verbs and members as data.
`response.py` has `Response`, a list of verbs that is built by the methods of `fluent.py` (emitted) and written by
`writing.py` as JSON and XML.
"""

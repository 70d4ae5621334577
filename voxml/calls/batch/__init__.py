"""Many calls out of a file, each number dialled once whatever happens on the way.

Read `call_rows` (the file), `runner` (the run), `journal` (what is on the disk), `eligibility` and `zones` (whom not to
call, and when), `reconcile` (unknown rows), `batch_report`.
"""

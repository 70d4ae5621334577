"""One document a row, on all processors of this machine or of many.

The rows are read and named here, one by one; chunks of them are rendered, checked and written by the workers of any
`concurrent.futures` executor. Data and documents may be behind fsspec URLs such as `s3://bucket/folder`.
"""

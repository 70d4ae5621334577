"""What `voxml call` and `voxml calls` do with their options: one call, a batch, and what is printed of both."""

"""Many calls out of a file, each number dialled once whatever happens on the way."""

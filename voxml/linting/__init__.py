"""The parts of a lint run: find files, check them, suppress, cache, fix."""

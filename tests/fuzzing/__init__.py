"""A fuzzer of the command line: `pytest tests/fuzzing --fuzz-rounds 10000 --fuzz-seed 1` runs it for longer."""

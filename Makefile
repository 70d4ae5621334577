# Everything happens in .venv, which the first target that needs it makes. Nothing needs root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check bench emit docs clean help

help:
	@echo "make demo    build, check, host and call on this machine, and print what the callee heard"
	@echo "make test    run all tests"
	@echo "make check   linters, type checks, and whether what is emitted is fresh"
	@echo "make bench   every comparison with other tools, side by side"
	@echo "make emit    write what is derived from voxml/language/ (schemas, tables, fluent methods)"
	@echo "make clean   remove .venv and all caches"

demo: $(VENV)/.installed
	@$(BIN)/voxml demo

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python -m voxml.schema.emit --check
	$(BIN)/python -m voxml.linting.emit --check
	$(BIN)/voxml lint templates examples docs

bench: $(VENV)/.test
	$(BIN)/python -m bench

emit: $(VENV)/.installed
	$(BIN)/python -m voxml.schema.emit
	$(BIN)/python -m voxml.linting.emit

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "voxml needs Python 3.11 or later; run: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[emulator]'
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	@touch $@

$(VENV)/.check: pyproject.toml $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group check
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build

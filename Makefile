# Everything happens in .venv, which the first target that needs it makes. Nothing needs root.
# Packages are installed by uv where it is there, else by pip; both say what they do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell uv pip install --help 2>/dev/null | grep -q -e --group && echo uv)
INSTALL := $(if $(UV),uv pip install --python $(BIN)/python,$(BIN)/python -m pip install --disable-pip-version-check)
EXTRAS := emulator,publish,graph,watch,yaml,keyring,lsp,testing,distributed

.PHONY: demo test test-lowest check docs bench pictures emit dry-run clean help

help:
	@echo "make demo         build, check, host and call on this machine, and print what the callee heard"
	@echo "make test         run all tests"
	@echo "make test-lowest  run all tests with the lowest versions that pyproject.toml allows (needs uv)"
	@echo "make check        linters, type checks, and whether what is emitted is fresh"
	@echo "make docs         build the documentation site into build/docs"
	@echo "make bench        every comparison with other tools, side by side"
	@echo "make pictures     draw docs/pictures again, from the real screens (needs chromium, its driver, and uv)"
	@echo "make emit         write what is derived from voxml/language/ (schemas, tables, fluent methods)"
	@echo "make dry-run      how long pip takes to find the versions of '.[all]', with an old pip and the newest"
	@echo "make clean        remove .venv and all caches"

demo: $(VENV)/.installed
	@$(BIN)/voxml demo

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist loadgroup

test-lowest:
	uv venv --clear --python $(PYTHON) .venv-lowest
	uv pip install --python .venv-lowest/bin/python --resolution lowest-direct -e '.[$(EXTRAS)]' --group test --group check
	.venv-lowest/bin/python -m pytest -n auto --dist loadgroup

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python -m voxml.schema.emit --check
	$(BIN)/python -m voxml.rules.reference --check
	$(BIN)/python -m voxml.importers.reference --check
	$(BIN)/voxml lint templates examples docs

docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "built build/docs; open build/docs/index.html, or serve the folder by any web server"

bench: $(VENV)/.test
	$(BIN)/python -m bench

pictures: $(VENV)/.test
	$(BIN)/python -m tools.pictures

emit: $(VENV)/.installed
	$(BIN)/python -m voxml.schema.emit
	$(BIN)/python -m voxml.rules.reference
	$(BIN)/python -m voxml.importers.reference
	$(BIN)/voxml schema settings -o editors/vscode/schemas/voxml-settings.schema.json

dry-run: $(VENV)/bin/python
	$(BIN)/python .ci/dry_run.py

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "voxml needs Python 3.11 or later; run: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@echo "== making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)
	@$(if $(UV),:,$(BIN)/python -m pip install --disable-pip-version-check --upgrade 'pip>=25.1')

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	@echo "== installing voxml and the emulator ($(or $(UV),pip))"
	@$(INSTALL) --editable '.[emulator]'
	@touch $@

$(VENV)/.test: pyproject.toml $(VENV)/.installed
	@echo "== installing what the tests need ($(or $(UV),pip); about 90 packages)"
	@$(INSTALL) --group test
	@touch $@

$(VENV)/.docs: pyproject.toml $(VENV)/.installed
	@echo "== installing what the documentation site needs ($(or $(UV),pip))"
	@$(INSTALL) --group docs
	@touch $@

$(VENV)/.check: pyproject.toml $(VENV)/.test
	@echo "== installing linters and type checkers ($(or $(UV),pip))"
	@$(INSTALL) --group check
	@touch $@

clean:
	rm -rf $(VENV) .venv-lowest .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build

# inkoopkalender: two commands do all the set-up: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,14))' >/dev/null 2>&1 && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up

.PHONY: help setup lock demo test check bench clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

$(STAMP): requirements.lock requirements-uv.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "No Python 3.11, 3.12 or 3.13 found. Install one, or name it: make PYTHON=/path/to/python3.12 setup" >&2; exit 3; }
	@echo "Setting up $(VENV) with $(PYTHON) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-uv.txt
	@$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@$(BIN)/uv pip check -q --python $(BIN)/python
	@$(BIN)/python -c "from inkoopkalender.orchestration.prefect_child import keep_template; keep_template()"
	@touch $(STAMP)

$(BIN)/uv: requirements-uv.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes --no-deps -r requirements-uv.txt
	@touch $@

setup: $(STAMP)  ## virtual environment with the command and all development tools

lock: $(BIN)/uv  ## resolve the dependencies again (hashes, no addresses)
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--extra postgres --group dev pyproject.toml -o requirements.lock
	awk '/^uv==/{p=1} p{print} p&&!/\\$$/{exit}' requirements.lock > requirements-uv.txt

demo: setup  ## a rehearsed round with 400 invented organisations that goes on: pages, Prefect, letters (ARGS=--exit)
	@$(BIN)/inkoopkalender demo $(ARGS)

test: setup  ## the tests
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: setup  ## formatting, lints, types, layers, calendars
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint -s calendars config .pre-commit-config.yaml
	$(BIN)/inkoopkalender calendar check

benchmarks/.venv/.set-up: benchmarks/requirements.txt | setup
	@$(BIN)/uv venv -q --clear --python $(BIN)/python benchmarks/.venv
	@$(BIN)/uv pip sync -q --compile-bytecode --require-hashes --python benchmarks/.venv/bin/python benchmarks/requirements.txt
	@touch $@

bench: setup benchmarks/.venv/.set-up  ## benchmarks, printed as figures and ratios
	$(BIN)/python benchmarks/calendars.py
	$(BIN)/python benchmarks/drop_folder.py
	$(BIN)/python benchmarks/intake.py
	$(BIN)/python benchmarks/rehearsal.py
	$(BIN)/python benchmarks/unattended.py

clean:  ## remove what was made
	rm -rf $(VENV) benchmarks/.venv var dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

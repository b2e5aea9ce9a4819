# Two commands for a fresh machine with Python 3.11+, git and make:
#   make demo    sets up .venv and runs the main job on the sample review
#   make test    sets up .venv and passes the tests

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types walls setup setup-test clean

demo: setup
	$(BIN)/kg demo

test: setup-test
	$(BIN)/python -m pytest -n auto

lint: setup-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup-test
	$(BIN)/mypy

walls: setup-test
	$(BIN)/lint-imports

setup: $(VENV)/.installed

setup-test: $(VENV)/.installed-test

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("evidence-kg needs Python 3.11 or newer; set PYTHON=/path/to/python3.11 and run make again.") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing evidence-kg into $(VENV) (about a minute the first time) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) demo build dist

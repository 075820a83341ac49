# Bangfu: `make run` needs Python 3.11 and Node 20; everything else is fetched into this folder.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= $(firstword $(foreach name,python3.11 python3,$(if $(shell command -v $(name)),$(name))) python3.11)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --no-input
DIST := web/static/dist
ASSETS := $(shell find web/assets -type f 2>/dev/null)
WORKERS ?= 2

.PHONY: help setup setup-dev assets run check format test test-fast bench docs migration lock clean

help: ## Say what one can make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.run assets ## Make the environment and the front end's assets
setup-dev: $(VENV)/.dev assets ## The same with what tests and checks need

run: setup ## Start everything on this machine (Ctrl-C stops it)
	@$(VENV)/bin/bangfu up

check: setup-dev ## Linters, types, import contracts
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: setup-dev ## Let the formatter and the linter repair what they can
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

test: check ## Every check and every test, on SQLite and PostgreSQL, with the browser tests
	@mkdir -p var/test
	$(VENV)/bin/pytest -q -n $(WORKERS) --dist loadfile --durations 15 --junitxml var/test/junit.xml

test-fast: setup-dev ## Unit tests on SQLite only, for the quick look while working
	$(VENV)/bin/pytest -q -n $(WORKERS) --dist loadfile --db sqlite tests/unit

bench: setup-dev ## Measure; timings appear nowhere else
	$(PY) -m tests.bench

docs: setup-dev ## Write the state diagrams anew from the tables in the code
	$(PY) -m tests.support.state_docs

migration: setup-dev ## Write the next revision of the schema (MESSAGE="why"); read it before use
	$(PY) -m migrations.autogenerate "$(MESSAGE)"

lock: $(VENV)/bin/python ## Lock the requirements anew, with versions and hashes (UPGRADE=--upgrade takes newer versions)
	$(PY) -m venv var/lock
	var/lock/bin/pip install --quiet --disable-pip-version-check uv
	var/lock/bin/uv pip compile -q $(UPGRADE) --python $(PY) --generate-hashes --no-header -o requirements.txt requirements.in
	var/lock/bin/uv pip compile -q $(UPGRADE) --python $(PY) --generate-hashes --no-header -c requirements.txt -o requirements-dev.txt requirements-dev.in

clean: ## Remove what was built; var/ with its data stays
	rm -rf $(VENV) node_modules $(DIST) build *.egg-info

# The stamps hold what was installed from: a second `make` does nothing.
$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "Expected $(PYTHON), but it is not installed. Install Python 3.11, or say where it is: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Expected $(PYTHON) to be Python 3.11, but it is another version. Say where Python 3.11 is: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes -r requirements.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

assets: $(DIST)/.built
$(DIST)/.built: node_modules/.installed $(ASSETS)
	npm run --silent build
	@touch $@

node_modules/.installed: package.json package-lock.json
	@command -v node >/dev/null || { echo "Expected Node 20 or newer, but node is not installed. Install it from https://nodejs.org or with your system's packages."; exit 1; }
	@command -v npm >/dev/null || { echo "Expected npm, but it is not installed. It comes with Node; on Debian: apt-get install npm"; exit 1; }
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)' || { echo "Expected Node 20 or newer, but it is $$(node --version)."; exit 1; }
	npm ci --no-audit --no-fund --loglevel error
	@touch $@

# The developers' only door. On Windows, README.md shows the same commands without make.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
PYTEST_FLAGS ?=
ISSUE ?= 2021-11
KILLS ?= 50
SEED ?= 20211116

.DEFAULT_GOAL := help
.PHONY: help demo test lint check golden chaos bench thunderbird preview screenshots dist update-caniemail compare-npm clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "pynews needs Python 3.11 or newer. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 3; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "This Python lacks venv. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 3; }
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(PIP) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.developer: pyproject.toml constraints.txt | $(VENV)/bin/python
	@$(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.installed

demo: $(VENV)/.installed ## build the November 2021 issue and put it into outbox/
	@$(PY) -m pynews subscribers import subscribers.example.csv
	@$(PY) -m pynews build $(ISSUE)
	@$(PY) -m pynews send $(ISSUE)
	@echo "Look:  build/$(ISSUE)/email.html in a browser, outbox/ in any mail program"
	@echo "Type:  $(VENV)/bin/pynews preview $(ISSUE)   (wherever a hint says pynews, type $(VENV)/bin/pynews)"

test: $(VENV)/.developer ## set up and pass the tests
	@$(PY) tests $(PYTEST_FLAGS)

lint: $(VENV)/.developer ## ruff, mypy, the house's contracts
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports

check: lint ## everything that must hold before a push
	@rm -f .coverage .coverage.*
	@$(MAKE) --no-print-directory test PYTEST_FLAGS="--cov --cov-append --cov-report= --cov-fail-under=0"
	@$(VENV)/bin/coverage report

golden: $(VENV)/.developer ## rewrite the golden files; read the diff
	@PYNEWS_GOLDEN=write $(PY) -m pytest -q tests/render tests/invite
	@git diff --stat -- tests

chaos: $(VENV)/.developer ## kill senders KILLS times, write docs/reliability.md
	@$(PY) scripts/chaos.py --kills $(KILLS) --seed $(SEED) --write

bench: $(VENV)/.developer ## ratios, measured in one run
	@for script in benchmarks/*.py; do $(PY) $$script || exit 1; done

thunderbird: $(VENV)/.installed ## play an event's life to a real Thunderbird; needs Debian's thunderbird and xvfb
	@$(PY) scripts/thunderbird.py

preview: $(VENV)/.installed ## look at ISSUE in the browser, live
	@$(PY) -m pynews preview $(ISSUE)

screenshots: $(VENV)/.developer ## pictures of each page of the preview at both sizes, two of them for README.md
	@$(PY) scripts/preview_shots.py build/preview --readme docs/pictures

update-caniemail: $(VENV)/.developer ## rebuild what mail programs support from the npm package; needs npm
	@folder=$$(mktemp -d) && cd $$folder && npm pack --silent caniemail@1 >/dev/null && \
	  tar -xzf caniemail-*.tgz && $(CURDIR)/$(PY) $(CURDIR)/scripts/update_caniemail.py package; \
	  status=$$?; rm -rf "$$folder"; exit $$status

compare-npm: $(VENV)/.developer ## our HTML against npm mjml's; needs node
	@$(PY) scripts/compare_npm.py

dist: $(VENV)/.developer ## wheel and sdist
	@$(PIP) build
	@$(PY) -m build --outdir dist .

clean: ## remove what the tools made; not the list, not the outbox
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage*

# Each target's comment is its help: run `make`.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help venv demo test check format lint types lexicon pytest docs test-service test-browser bench-service train-tagger train-confidence clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPORA ?= ../shared/corpora
GOLD ?= ../shared/gold/sets
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := src tests $(wildcard training benchmarks examples)

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# A stamp for each state of the environment, so that a second run has nothing to install.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "cnevents needs Python 3.11 or newer; name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "No module venv: on Debian run  apt install python3-venv  and try again."; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.default: pyproject.toml | $(VENV)/.made
	@echo "installing cnevents with its default dependencies ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(VENV)/.made
	@echo "installing cnevents with what its tests need ..."
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.default

venv: $(VENV)/.dev ## make .venv with everything that development needs

demo: $(VENV)/.default ## make .venv, install, print the events of a sample article
	@cat data/samples/visit.txt
	@echo
	@$(BIN)/cnevents extract data/samples/visit.txt --published 2025-04-16 --format table

test: check ## make .venv and run the whole check

check: lint types lexicon pytest ## everything that must pass before a commit

lint: $(VENV)/.dev ## style (ruff)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types: $(VENV)/.dev ## types (mypy --strict)
	$(BIN)/mypy

lexicon: $(VENV)/.dev ## the language tables: columns, codes, doubles
	$(BIN)/cnevents lexicon lint

pytest: $(VENV)/.dev ## the tests, with branch coverage
	$(BIN)/pytest --cov --cov-report=term:skip-covered

$(VENV)/.schemathesis: $(VENV)/.dev
	@$(PIP) 'schemathesis>=4.10,<5'
	@touch $@

test-service: $(VENV)/.schemathesis ## the service: a thousand clients, kills, and requests made from its OpenAPI
	CNEVENTS_HEAVY=1 $(BIN)/pytest tests/service

test-browser: $(VENV)/.dev ## the page of the service in a headless Chromium; screenshots in build/
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	  { echo "This needs Chromium and a Chinese font: on Debian run  apt install chromium fonts-noto-cjk"; exit 1; }
	@$(PIP) 'playwright>=1.49'  # Apache-2.0. Drives the Chromium that is installed; downloads no browser.
	$(BIN)/pytest -rs tests/browser

bench-service: $(VENV)/.dev ## 500 short articles a second for 30 s (docs/service.md); BENCH="--rate 100" for another
	$(BIN)/python benchmarks/service.py $(BENCH)

format: $(VENV)/.dev ## put the code into its form
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

docs: $(VENV)/.dev ## run the commands in README.md and docs/ and write down what they print
	$(BIN)/python tests/doc_blocks.py

train-tagger: $(VENV)/.dev ## train the tagger of names again (see training/README.md)
	@$(PIP) -r training/requirements.txt
	OPENBLAS_NUM_THREADS=1 $(BIN)/python training/train_tagger.py --corpora $(CORPORA) --gold $(GOLD)

train-confidence: $(VENV)/.dev ## train the confidence of events again (see models/events/README.md)
	$(BIN)/python training/extra_events.py $(CORPORA) $(VENV)/extra_events.jsonl
	$(BIN)/python training/train_confidence.py $(GOLD)/real_train.jsonl $(GOLD)/written_dev.jsonl \
	  $(VENV)/extra_events.jsonl

clean: ## remove what the targets above made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

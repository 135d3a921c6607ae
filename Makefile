# Each target's comment is its help: run `make`.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help venv demo test check format lint types lexicon pytest docs bench test-ray test-spark test-hanlp test-browser test-service bench-service train-tagger train-reader train-roles clean growth test-offline test-threads test-wheel test-lowest test-pythons mutation sbom audit fuzz

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORPORA ?= ../shared/corpora
GOLD ?= ../shared/gold/sets
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SOURCES := src tests $(wildcard training benchmarks examples fuzz docs/site)

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

# An environment of its own, so that the others stay without torch. An index with a CPU build of this torch
# gives that one; elsewhere name it: make test-hanlp TORCH="torch --index-url URL"
HANLP_VENV := .venv-hanlp
TORCH ?= torch==2.13.0

$(HANLP_VENV)/.made: pyproject.toml
	@test -x $(HANLP_VENV)/bin/python || $(PYTHON) -m venv $(HANLP_VENV)
	@echo "installing torch, HanLP and what the tests need ..."
	@$(HANLP_VENV)/bin/python -m pip install --quiet --disable-pip-version-check $(TORCH)
	@$(HANLP_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,hanlp]'
	@touch $@

test-hanlp: $(HANLP_VENV)/.made ## HanLP itself, trained, saved, loaded and read with, in an environment with torch
	$(HANLP_VENV)/bin/pytest tests/integrations --cov=cnevents.integrations.hanlp --cov-branch \
	  --cov-report=term-missing --cov-fail-under=98

$(VENV)/.schemathesis: $(VENV)/.dev
	@$(PIP) 'schemathesis>=4.10,<5'
	@touch $@

test-service: $(VENV)/.schemathesis ## the service: a thousand clients, kills, and requests made from its OpenAPI
	CNEVENTS_HEAVY=1 $(BIN)/pytest tests/service

.PHONY: test-container
# A machine may need more: BASE=another base image, BUILD_OPTIONS and RUN_OPTIONS of podman, PODMAN="podman --runtime runc".
PODMAN ?= podman
test-container: $(VENV)/.dev ## build the image of the Containerfile and run it: answers, writes nowhere, is nobody, stops
	$(PODMAN) build --format docker $(if $(BASE),--build-arg BASE=$(BASE)) $(BUILD_OPTIONS) -f Containerfile -t cnevents .
	CNEVENTS_IMAGE=localhost/cnevents CNEVENTS_PODMAN="$(PODMAN)" CNEVENTS_RUN_OPTIONS="$(RUN_OPTIONS)" \
	  $(BIN)/pytest -rs tests/service/test_service_container.py

bench-service: $(VENV)/.dev ## 500 short articles a second for 30 s (docs/service.md); BENCH="--rate 100" for another
	$(BIN)/python benchmarks/service.py $(BENCH)

format: $(VENV)/.dev ## put the code into its form
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

.PHONY: site limits
# An environment of its own: the site's tools and those of the tests need not agree.
.venv-site/.made: pyproject.toml
	@$(PYTHON) -m venv .venv-site
	@echo "installing mkdocs and what the site is made with ..."
	@.venv-site/bin/python -m pip install --quiet --disable-pip-version-check '.[docs]'
	@touch $@

site: .venv-site/.made $(VENV)/.dev ## the pages as a site in build/site; a link that leads nowhere fails
	NO_MKDOCS_2_WARNING=1 .venv-site/bin/mkdocs --quiet build --clean --config-file docs/site/mkdocs.yml
	CNEVENTS_SITE=build/site $(BIN)/pytest tests/test_site.py

limits: $(VENV)/.dev ## measure by type and write the figures into docs/limits.md (with real_dev where $(GOLD) has it)
	$(BIN)/python benchmarks/limits.py $(patsubst %,real_dev=%,$(wildcard $(GOLD)/real_dev.jsonl))

docs: $(VENV)/.dev ## run the commands in README.md and docs/ and write down what they print
	$(BIN)/python tests/doc_blocks.py

# Each backend has an environment of its own: they are large, and they pin what they need.
.venv-ray/.made: pyproject.toml
	@$(PYTHON) -m venv .venv-ray
	@echo "installing cnevents with Ray ..."
	@.venv-ray/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[ray]' 'pytest>=8.3'
	@touch $@

.venv-spark/.made: pyproject.toml
	@$(PYTHON) -m venv .venv-spark
	@echo "installing cnevents with PySpark ..."
	@.venv-spark/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[spark]' 'pytest>=8.3'
	@touch $@

test-ray: .venv-ray/.made ## the Ray backend, in an environment of its own (.venv-ray, .8 GB)
	RAY_USAGE_STATS_ENABLED=0 .venv-ray/bin/pytest -rs tests/backends/test_ray.py

test-spark: ## the Spark backend, in an environment of its own (.venv-spark, 1.2 GB); needs Java 17
	@java -version >/dev/null 2>&1 || \
	  { echo "Spark needs Java 17 or newer: on Debian run  apt install openjdk-17-jre-headless"; exit 1; }
	@$(MAKE) --no-print-directory .venv-spark/.made
	PYSPARK_PYTHON=$(CURDIR)/.venv-spark/bin/python .venv-spark/bin/pytest -rs tests/backends/test_spark.py

growth: $(VENV)/.dev ## how time grows with texts made to be slow (GROWTH="10000 1000000": sizes in characters)
	$(BIN)/python tests/trust/trust_growth.py $(or $(GROWTH),10000 1000000)

test-offline: $(VENV)/.dev ## all tests in a network namespace that has no network at all (Linux)
	unshare -rn $(BIN)/pytest -q -m "not loopback"

test-threads: $(VENV)/.dev ## 10,000 documents by 16 threads of one extractor, 100,000 in one process: same records, flat memory
	$(BIN)/python tests/trust/trust_load.py

test-wheel: $(VENV)/.dev ## sdist, wheel, a clean environment, then records from the wheel alone without network
	PYTHON=$(PYTHON) BIN=$(CURDIR)/$(BIN) sh tests/trust/wheel.sh

test-lowest: ## the tests of the core with the lowest version of each dependency that pyproject.toml allows
	PYTHON=$(PYTHON) sh tests/trust/lowest.sh

PYTHONS ?= python3.12 python3.13 python3.14
test-pythons: ## the tests of the core under newer Pythons (PYTHONS="python3.12 python3.13": those to try)
	PYTHONS="$(PYTHONS)" sh tests/trust/pythons.sh

# mutmut (BSD-3) makes the mutants; tests/trust/trust_mutants.py runs them in forks of one process.
$(VENV)/.mutmut: $(VENV)/.dev
	@$(PIP) 'mutmut>=3.8,<3.9'
	@touch $@

mutation: $(VENV)/.mutmut ## small changes of dates, arguments and qualify that a test must notice (MUTATION="--sample 300")
	$(BIN)/python tests/trust/trust_mutants.py $(MUTATION)

sbom: $(VENV)/.default ## sbom.json: what a plain install brings, as CycloneDX
	@$(PIP) packaging
	$(BIN)/python benchmarks/sbom.py > sbom.json

audit: $(VENV)/.default ## known weaknesses of what a plain install brings; needs the network
	@$(PIP) pip-audit
	$(BIN)/pip-audit --skip-editable

# atheris has wheels for Linux on x86-64. SECONDS is shared by the four targets.
SECONDS ?= 60
.venv-fuzz/.made: pyproject.toml
	@$(PYTHON) -m venv .venv-fuzz
	@.venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check --editable . 'atheris>=3'
	@touch $@

fuzz: .venv-fuzz/.made ## look for input that breaks a reader (SECONDS=60 in all; what does is kept in fuzz/found)
	@mkdir -p fuzz/found
	@for target in extract find_dates jsonl lexicon; do \
	  rm -rf .venv-fuzz/corpus && mkdir .venv-fuzz/corpus && \
	  PYTHONPATH=fuzz .venv-fuzz/bin/python fuzz/fuzz.py $$target -max_total_time=$$(( $(SECONDS) / 4 )) -timeout=20 \
	    -max_len=2000 -dict=fuzz/words.dict -artifact_prefix=fuzz/found/ .venv-fuzz/corpus fuzz/corpus/$$target \
	    >.venv-fuzz/$$target.log 2>&1 || { tail -40 .venv-fuzz/$$target.log; exit 1; }; \
	  echo "$$target: $$(tail -1 .venv-fuzz/$$target.log)"; \
	done

bench: $(VENV)/.dev ## how fast runs over corpora are (BENCH="--megabytes 2" for a short one; docs/speed.md)
	$(BIN)/python benchmarks/batch.py $(BENCH)

test-browser: $(VENV)/.dev site ## all that is looked at, and the site, in a headless Chromium; screenshots in build/
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
	  { echo "This needs Chromium and a Chinese font: on Debian run  apt install chromium fonts-noto-cjk"; exit 1; }
	@$(PIP) 'playwright>=1.49'  # Apache-2.0. Drives the Chromium that is installed; downloads no browser.
	CNEVENTS_SITE=build/site $(BIN)/pytest -rs tests/browser

train-tagger: $(VENV)/.dev ## train the tagger of names again (see training/README.md)
	@$(PIP) -r training/requirements.txt
	OPENBLAS_NUM_THREADS=1 $(BIN)/python training/train_tagger.py --corpora $(CORPORA) --gold $(GOLD)

READER_GOLD = $(GOLD)/real_train.jsonl $(GOLD)/written_dev.jsonl $(VENV)/extra_events.jsonl $(VENV)/read_events.jsonl $(VENV)/more_events.jsonl \
  $(VENV)/late_events.jsonl
FOLDS = $(VENV)/reader_0.npz $(VENV)/reader_1.npz $(VENV)/reader_2.npz

train-reader: $(VENV)/.dev ## train the reader of events again, then their confidence (see models/reader/README.md)
	@$(PIP) -r training/requirements_reader.txt
	$(BIN)/python training/extra_events.py $(CORPORA) $(VENV)/extra_events.jsonl
	$(BIN)/python training/extra_events.py $(CORPORA) $(VENV)/read_events.jsonl --set read
	$(BIN)/python training/extra_events.py $(CORPORA) $(VENV)/more_events.jsonl --set more
	$(BIN)/python training/extra_events.py $(CORPORA) $(VENV)/late_events.jsonl --set late
	$(BIN)/python training/train_vectors.py $(CORPORA) $(VENV)/vectors.npz
	for fold in 0 1 2; do \
	  $(BIN)/python training/train_reader.py $(VENV)/vectors.npz $(READER_GOLD) --fold $$fold/3 --out $(VENV)/reader_$$fold.npz || exit 1; done
	$(BIN)/python training/train_reader.py $(VENV)/vectors.npz $(READER_GOLD) --test $(GOLD)/real_dev.jsonl
	$(BIN)/python training/train_reader.py $(VENV)/vectors.npz $(READER_GOLD) --seed 7 --out models/reader/second.npz
	$(BIN)/python training/train_confidence.py $(READER_GOLD) --readers $(FOLDS)

train-roles: $(VENV)/.dev ## train the chooser of roles again, behind train-reader (see models/roles/README.md)
	@$(PIP) -r training/requirements_reader.txt
	$(BIN)/python training/train_roles.py $(READER_GOLD) --test $(GOLD)/real_dev.jsonl $(GOLD)/seed_article.jsonl

clean: ## remove what the targets above made
	rm -rf $(VENV) $(HANLP_VENV) .venv-ray .venv-spark .venv-fuzz .venv-wheel .venv-lowest .venv-pythons mutants fuzz/found sbom.json build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf .venv-site

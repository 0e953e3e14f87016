# What a person types. `make run` needs Python 3.11 or newer and nothing else.

HOST ?= 127.0.0.1
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# What measures time or starts a server has the machine to itself; two browsers at once leave each other room.
# A browser's loop runs in the process that drives it until that ends, so its tests share a process with no others.
ALONE := browser or faults or packaging or timing
# What runs in `make test-long` only.
LATER := long
SIDE_BY_SIDE := --numprocesses 2 --dist worksteal

.DELETE_ON_ERROR:
# The parts of `make test-long`, each of which can be run by itself.
LONG := long-properties long-frameworks long-mutation long-fuzz long-schema long-lighthouse long-myst long-pictures long-reliability long-embedding

.PHONY: help run install test test-python test-js test-long $(LONG) check format record bench lock clean tools

help: ## Show what can be typed
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.run ## Serve on http://127.0.0.1:8000 (PORT=… and HOST=… change it)
	$(BIN)/python -m app.cli serve --host $(HOST) --port $(PORT)

install: $(VENV)/.test node_modules/.stamp tools ## Install everything that development needs

test: install test-python test-js ## Run every test that belongs to a change (under ten minutes)

test-python: $(VENV)/.test node_modules/.stamp tools
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m "not ($(ALONE) or $(LATER))"
	$(BIN)/python -m pytest -m "($(ALONE)) and not browser and not $(LATER)"
	$(BIN)/python -m pytest -p no:schemathesis --numprocesses 2 --dist loadfile -m "browser and not $(LATER)"

test-js: tools
	@scripts/test-js

test-long: $(LONG) ## Run what takes too long for every change, about two hours

long-reliability: $(VENV)/.test ## Load, kill, stop and flood the service, and search for the dearest request
	$(BIN)/python -W error -m tests.faults.report

long-properties: $(VENV)/.test ## Try every property of the core thousands of times
	$(BIN)/python -m pytest --hypothesis-profile=long $(SIDE_BY_SIDE) tests/convolution

long-frameworks: $(VENV)/.long ## Compare with PyTorch, and run the code for all six frameworks
	@scripts/need octave-cli octave
	$(BIN)/python -m pytest --hypothesis-profile=long $(SIDE_BY_SIDE) -m $(LATER) tests/long

long-fuzz: $(VENV)/.test ## Send a million mutated bodies
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) -m $(LATER) tests/hostile

long-schema: $(VENV)/.test ## Send 10,000 cases an operation by the description (SCHEMA_CASES changes it)
	$(BIN)/python -m pytest -s -m $(LATER) tests/schema

long-embedding: $(VENV)/.test node_modules/.stamp tools ## Show the frame in Firefox, and a moving picture behind a proxy
	@scripts/need firefox-esr firefox-esr
	$(BIN)/python -m pytest -p no:schemathesis -m $(LATER) tests/browser

long-lighthouse: $(VENV)/.test tests/lighthouse/node_modules/.stamp tools ## Ask Lighthouse about the pages that most people see
	$(BIN)/python -m pytest -s -m $(LATER) tests/lighthouse

long-myst: $(VENV)/.myst tests/myst/node_modules/.stamp tools ## Build a course with MyST: the frame on the web, its picture in the PDF
	$(BIN)/python -m pytest -p no:schemathesis -m $(LATER) tests/myst

long-pictures: $(VENV)/.test tools ## Compare all recorded pictures of the pages, of which the suite compares ten
	$(BIN)/python -m pytest -p no:schemathesis -m $(LATER) tests/browser/test_recorded.py

long-mutation: $(VENV)/.long ## Change the core in thousands of places, and count what the tests notice
	rm -rf mutants
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results
	$(BIN)/mutmut export-cicd-stats
	$(BIN)/python scripts/mutation-share mutants/mutmut-cicd-stats.json

check: $(VENV)/.test node_modules/.stamp ## Format, lint, types and the fast tests (under a minute)
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	node_modules/.bin/tsc --project tsconfig.json
	$(BIN)/djlint --lint --quiet templates
	@scripts/test-js
	$(BIN)/python -m pytest --quiet --hypothesis-profile=quick $(SIDE_BY_SIDE) -m "not ($(ALONE) or $(LATER) or slow)"

format: $(VENV)/.test ## Put the code into its form
	$(BIN)/ruff check --fix --quiet
	$(BIN)/ruff format --quiet

record: $(VENV)/.test tools ## Take the recorded pictures of the pages anew: look at each before it is committed
	$(BIN)/python -m tests.browser.pictures

bench: $(VENV)/.test tools ## Print the benchmarks
	$(BIN)/python -m benchmarks

lock: build/lock/bin/uv ## Choose the newest versions and write their hashes
	scripts/lock build/lock/bin/uv

clean: ## Remove what make made
	rm -rf $(VENV) node_modules tests/*/node_modules build dist mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find app tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

tools:
	@scripts/need chromium chromium fonts-liberation
	-@scripts/need chromium-headless-shell chromium-headless-shell
	@scripts/need rsvg-convert librsvg2-bin

# The stamps make a repeated call quick; a changed lock file installs again.

$(BIN)/python:
	"$$(scripts/find-python)" -m venv $(VENV)

$(VENV)/.run: requirements/run.txt | $(BIN)/python
	@echo "Installing what the service needs into $(VENV)"
	@$(PIP) install --quiet --require-hashes --requirement requirements/run.txt
	@touch $@

$(VENV)/.test: requirements/test.txt | $(BIN)/python
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP) install --quiet --require-hashes --requirement requirements/test.txt
	@touch $@ $(VENV)/.run

$(VENV)/.long: requirements/long.txt $(VENV)/.test
	@echo "Installing what the long tests compare with into $(VENV)"
	@$(PIP) install --quiet --requirement requirements/long.txt
	@touch $@

$(VENV)/.myst: requirements/myst.txt $(VENV)/.test
	@echo "Installing what makes and reads the PDF of MyST into $(VENV)"
	@$(PIP) install --quiet --require-hashes --requirement requirements/myst.txt
	@touch $@

node_modules/.stamp: package-lock.json
	@scripts/need npm nodejs npm
	npm ci --no-progress --loglevel=error
	@touch $@

tests/%/node_modules/.stamp: tests/%/package-lock.json
	@scripts/need npm nodejs npm
	cd tests/$* && npm ci --no-progress --no-fund --no-audit --loglevel=error
	@touch $@

build/lock/bin/uv: | $(BIN)/python
	$(BIN)/python -m venv build/lock
	build/lock/bin/python -m pip --disable-pip-version-check install --quiet uv

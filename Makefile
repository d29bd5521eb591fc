# Every duty is one target; `make` alone lists them.
# A fresh machine needs Python 3.11 and make; the rest is installed here.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
export GLOCAL_STORE ?= $(CURDIR)/store

.DEFAULT_GOAL := help
.PHONY: help setup assets build run test lint format bench wheel screenshots gallery docs lock places clean browser engines friends

help:            ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

$(VENV)/.ready: requirements/dev.lock pyproject.toml tools/hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(VENV)/.ready assets   ## install everything into .venv and web/dist

# npm from the machine, else the one that comes as a Python package.
web/dist/.ready: $(VENV)/.ready web/package.json web/package-lock.json $(wildcard web/scripts/* web/scripts/*/* web/styles/* web/build/* web/build.mjs web/messages.toml)
	sh tools/assets.sh $(BIN)
	@touch $@

assets: web/dist/.ready        ## build the browser's scripts and styles by npm

build: setup     ## data/ and ontology/ → a snapshot in store/
	$(BIN)/glocal-graph build

run: setup       ## set everything up and serve the app on http://127.0.0.1:$(PORT)
	$(BIN)/glocal-graph serve --port $(PORT)

browser:
	@sh tools/browser.sh

engines:
	@sh tools/engines.sh

friends: $(VENV)/.ready web/dist/.ready
	@sh tools/friends.sh $(BIN)

test: setup browser engines friends lint       ## set everything up, lint, and run every test
	$(BIN)/python -m pytest -m "not alone" --numprocesses 2 --dist loadfile
	$(BIN)/python -m pytest -m alone

lint: $(VENV)/.ready           ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.ready         ## put the code into the house's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup     ## measure build, store and questions beside other engines, as ratios
	$(BIN)/python tools/bench.py

wheel: setup     ## dist/*.whl, with ontology, data, queries and web files inside
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

screenshots: setup browser     ## make the pictures of the documents
	$(BIN)/python -m tools.screenshots

gallery: setup browser         ## take every page in both languages at three widths: gallery/index.html
	$(BIN)/python -m tools.gallery

docs: build      ## write the parts of the documents that come from code and data
	$(BIN)/python tools/document_settings.py
	$(BIN)/python tools/document_questions.py
	$(BIN)/python tools/document_examples.py

lock: $(VENV)/.ready           ## pin every package anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --no-emit-index-url --generate-hashes \
	  --custom-compile-command "make lock" pyproject.toml requirements/dev.in -o requirements/dev.lock

places: $(VENV)/.ready         ## make the tables of data/places/ anew from the packages they come from
	$(PYTHON) -m venv .venv-places
	.venv-places/bin/pip install --quiet -r requirements/tools.in
	.venv-places/bin/python tools/make_places.py

clean:           ## remove what was built (data and code stay)
	rm -rf $(VENV) .venv-places web/dist web/node_modules tests/friends/node_modules store dist build

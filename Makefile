# `make` or `make help` says what there is. Only Python >= 3.11 and make have to be here; the rest is installed
# into .venv from the locks, with every hash checked.

PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
UV_VERSION := 0.13.9

export PYTHON
export PYTHONUTF8 := 1
# Compiled modules are kept even where the environment says not to: the tests start hundreds of processes.
export PYTHONDONTWRITEBYTECODE :=

BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready-to-run
DEV_READY := $(VENV)/.ready-to-test
COMPILE := .cache/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help venv demo run test campaign lint bench simulate sabotage lock format clean

help: ## Say what each target does
	@echo "o2c: contract to cash. Targets:"
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: $(RUN_READY) ## Run one contract from quotation to cash, and show every step
	@$(BIN)/o2c demo

run: $(RUN_READY) ## Run the whole company on one port (PORT=8000)
	@$(BIN)/o2c run --port $(PORT)

venv: $(DEV_READY) ## Install everything for development into .venv

WORKERS ?= 2
test: $(DEV_READY) ## Run all tests (ARGS="-k signing" to choose, WORKERS=0 one after the other)
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

campaign: $(DEV_READY) ## Run what takes longer: the suite's claims over far more input (ARGS as for test)
	@$(BIN)/python -m pytest -n $(WORKERS) -m campaign --hypothesis-profile=thorough $(ARGS)

lint: $(DEV_READY) ## Check style, types, who imports whom, and the house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/tidy.py

format: $(DEV_READY) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(RUN_READY) ## Measure journeys per second and the cost of a command; prints JSON
	@$(BIN)/python -m deploy.bench

SEEDS ?= 500
simulate: $(DEV_READY) ## Play the company in memory where everything fails by chance (SEEDS=2000)
	@$(BIN)/o2c simulate --seeds $(SEEDS)

sabotage: $(DEV_READY) ## Take one guard away at a time, and see which test notices
	@$(BIN)/python -m tools.sabotage

lock: .cache/lock/.ready ## Compile the locks anew (UPGRADE=--upgrade for newer versions)
	$(COMPILE) $(UPGRADE) --output-file requirements.lock requirements.in
	$(COMPILE) $(UPGRADE) --constraint requirements.lock --output-file requirements-dev.lock requirements-dev.in

clean: ## Remove the environment and what tools left behind (the company's data in .o2c stays)
	rm -rf $(VENV) .cache build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find services shared deploy tests tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(RUN_READY): requirements.lock pyproject.toml tools/venv.sh
	@tools/venv.sh $(VENV) requirements.lock
	@touch $@

# What tests need includes what running needs, so both stamps are set.
$(DEV_READY): requirements-dev.lock requirements.lock pyproject.toml tools/venv.sh
	@tools/venv.sh $(VENV) requirements-dev.lock
	@touch $(RUN_READY) $@

.cache/lock/.ready: Makefile
	@$(PYTHON) -m venv --clear .cache/lock
	@.cache/lock/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

# Everything a contributor or a newcomer runs. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
# Only the folders that exist: some come later.
CODE := $(wildcard src tests bench proef tools/*.py)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test lint format bench proef kader env lock wheel clean

help: ## List what can be run
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.ready-run ## Start Meldcode on http://localhost:8000 (makes the environment the first time)
	@$(BIN)/meldcode start

test: .venv/.ready-dev ## Run the whole test suite; a warning is an error
	@MELDCODE_BROWSER_MISSING="$$(sh tools/browser.sh)" $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: .venv/.ready-dev ## Check style, types and which room imports which
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy --strict $(CODE)
	$(BIN)/lint-imports

format: .venv/.ready-dev ## Put the code in its agreed form
	$(BIN)/ruff check --fix-only $(CODE)
	$(BIN)/ruff format $(CODE)

bench: .venv/.ready-dev ## Measure how fast it is
	@$(BIN)/python -m bench $(ARGS)

proef: .venv/.ready-dev ## Run the long trials
	@$(BIN)/python -m proef $(ARGS)

kader: .venv/.ready-run ## Check the content: every framework, source and fact
	@$(BIN)/meldcode kader controleer $(ARGS)

env: .venv/.ready-dev ## Make the environment for developing (.venv)

lock: .boot/uv.txt ## Renew the locks with the newest versions that fit (LOCK= keeps the present ones)
	@sh tools/lock.sh $(LOCK)

wheel: .venv/.ready-run ## Build the wheel in dist/
	@$(BIN)/python -m meldcode.site.compile
	@.boot/bin/uv build --quiet --wheel --no-build-isolation --python $(BIN)/python --out-dir dist .
	@ls dist/*.whl

clean: ## Remove what tests and builds leave behind (the environment stays: .venv, .boot)
	@rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find src $(wildcard tests bench proef) -name __pycache__ -prune -exec rm -rf {} +

LOCK ?= --upgrade

# The stamps: an environment is made again only when what it was made from has changed.
.venv/.ready-run: pyproject.toml requirements.txt tools/env.sh tools/uv.txt
	@PYTHON="$(PYTHON)" sh tools/env.sh run

.venv/.ready-dev: pyproject.toml requirements.txt requirements-dev.txt tools/env.sh tools/uv.txt
	@PYTHON="$(PYTHON)" sh tools/env.sh dev

.boot/uv.txt: tools/uv.txt tools/env.sh
	@PYTHON="$(PYTHON)" sh tools/env.sh boot

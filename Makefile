# Dateline on a fresh machine: `make demo`, then `make test`. `make help` says the rest.

VENV := .venv
BIN := $(VENV)/bin
RELEASE := 0.3.0
DEMO := build/demo
COMPILE := $(BIN)/uv pip compile -q --universal --fork-strategy fewest --python-version 3.11 \
	--no-annotate --no-header --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev demo results pages test lint golden label-studio chromium postgresql lock clean

help: ## Say what the targets do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.core ## Make .venv with what the dataset, the systems and the scores need
setup-dev: $(VENV)/.dev ## The same with the tools of developers and the Label Studio client

$(VENV)/.core: requirements.lock pyproject.toml
	@tools/setup $(VENV) requirements.lock && touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml
	@tools/setup $(VENV) requirements-dev.lock && touch $(VENV)/.core $@

demo: setup ## Build the release, run two baselines, score them, write the leaderboard
	@tools/demo $(BIN) $(RELEASE) $(DEMO)

results: setup ## Run the baselines on the release again, record their results, refill the pages
	@for system in rules linear; do \
		$(BIN)/dateline predict $$system --release $(RELEASE) --split test --out build/$$system.jsonl && \
		$(BIN)/dateline score build/$$system.jsonl --release $(RELEASE) --split test || exit; \
	done
	@$(MAKE) --no-print-directory pages

pages: setup ## Fill the tables of README, guidelines and datasheet from the data again
	@tools/fill $(BIN) README.md annotation/GUIDELINES.md
	@$(BIN)/dateline datasheet
	@$(BIN)/dateline datasheet status
	@$(BIN)/dateline datasheet diversity

test: setup-dev ## Run the whole suite; what is missing is installed where it can be
	@tools/prepare-tests
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest

lint: setup-dev ## Check style, types and the arrows between the rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

golden: setup-dev ## Rewrite the golden files; review the difference
	@$(BIN)/python -m pytest -q tests/test_golden.py --golden

mutation: setup-dev ## Break the scorer on purpose and see which tests notice (25 minutes)
	@rm -rf build/mutation && mkdir -p build/mutation
	@cp -rL benchmark build/mutation/src && cp -r tests pyproject.toml build/mutation
	@cd build/mutation && $(CURDIR)/$(BIN)/mutmut run --max-children 1 && \
		$(CURDIR)/$(BIN)/mutmut results

label-studio: .venv-labelstudio/.installed ## Install the Label Studio server (1 GB) beside .venv

.venv-labelstudio/.installed: requirements-labelstudio.lock
	@tools/setup .venv-labelstudio requirements-labelstudio.lock bare && touch $@

chromium: ## Install a Chromium for the browser tests (Debian, as root)
	@command -v chromium >/dev/null || { apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends chromium; }

postgresql: ## Install PostgreSQL for the test of a team's database (Debian, as root)
	@ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || { apt-get update -qq && \
		apt-get install -y -qq --no-install-recommends postgresql; }

lock: setup-dev ## Pin the dependencies again, without any registry's address
	@$(BIN)/python -m pip install -q uv
	@$(COMPILE) -U --extra annotation --extra build --extra dev pyproject.toml -o requirements-dev.lock
	@$(COMPILE) -U --extra build -c requirements-dev.lock pyproject.toml -o requirements.lock

clean: ## Remove what was built, not the environments
	@rm -rf build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis

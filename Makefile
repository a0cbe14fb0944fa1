# Recipes are thin: they call scripts/ or the environment. Each may be interrupted and repeated.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
PACKAGES := domain pipeline signing storage workers web sohoa
TYPED := $(PACKAGES) bench samples tests/services tests/conftest.py
PYTEST_JOBS ?= 2

# One page takes one core: more workers are faster than more threads in each.
export OMP_THREAD_LIMIT ?= 1

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup:  ## Install the product: Debian packages, .venv, veraPDF
	@scripts/packages.sh product
	@scripts/venv.sh product
	@scripts/verapdf.sh

.PHONY: demo
demo: setup  ## Digitise the sample dossiers on this machine alone
	@.venv/bin/sohoa demo

.PHONY: serve
serve: setup  ## Run everything in one process: hot folder, worker, web
	@.venv/bin/sohoa run

.PHONY: test-setup
test-setup:  ## Install what the tests need besides: servers, browser, test environment
	@scripts/packages.sh product test
	@scripts/venv.sh test
	@scripts/verapdf.sh
	@scripts/minio.sh

.PHONY: test
test: test-setup lint types  ## Everything: style, types, architecture, the whole suite on real servers
	@$(PYTHON) -m pytest -n $(PYTEST_JOBS)

.PHONY: t
t:  ## The fast loop: unit and architecture tests
	@$(PYTHON) -m pytest -q tests/unit tests/architecture

.PHONY: chaos
chaos: test-setup  ## Thirty documents through two workers, one killed in the middle
	@SOHOA_CHAOS_DOCUMENTS=30 $(PYTHON) -m pytest -s tests/chaos

.PHONY: bench-ocr
bench-ocr: setup  ## Time and errors per page against Tesseract and OCRmyPDF (BENCH="--pages 4 --json FILE")
	@scripts/bench_env.sh
	@$(PYTHON) -m bench.ocr $(BENCH)

.PHONY: bench-fields
bench-fields: setup  ## How right the fields are, and how well confidence tells it (BENCH="--errors --json FILE")
	@$(PYTHON) -m bench.fields $(BENCH)

.PHONY: bench-scale
bench-scale: setup  ## Two processes, memory, long files, a kill in the middle (BENCH="--only kill")
	@scripts/bench_env.sh
	@$(PYTHON) -m bench.scale $(BENCH)

.PHONY: lint
lint:  ## Style and import contracts
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports

.PHONY: format
format:  ## Rewrite to the style
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

.PHONY: types
types:  ## Static types
	@$(PYTHON) -m mypy $(TYPED)

.PHONY: services
services: test-setup  ## Run PostgreSQL, Redis and an S3 server until Ctrl-C; print the settings for them
	@$(PYTHON) -m tests.services up

.PHONY: lock
lock:  ## Recompile the lock files (UPGRADE=1 takes newer versions)
	@scripts/lock.sh

.PHONY: docker-check
docker-check:  ## Lint the images, then really build and run them
	@scripts/docker-check.sh

.PHONY: clean-room
clean-room:  ## Run demo and test from a fresh clone in a Debian that has nothing (ONLY=demo for one)
	@scripts/clean-room.sh $(ONLY)

.PHONY: clean
clean:  ## Remove the environment and what tools left; the tool folder and your data stay
	@rm -rf .venv build dist ./*.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

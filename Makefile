# Every target makes what it needs first; `make` alone lists them.
PY := .venv/bin/python
YEAR ?= 2018
LOCK ?= requirements.lock
ARGS ?=
# A file's tests stay in one process, so that what they share is computed once.
PYTEST := $(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations=15

.DEFAULT_GOAL := help
.PHONY: help report test check lint docs bench pictures lock notebook clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

report: .venv/.ready ## build the report of 2018 (another: make report YEAR=2019)
	.venv/bin/bosetting build $(YEAR)

test: .venv/.ready ## the tests that take seconds, with the pages in a real browser
	@bash tools/ensure_chromium.sh
	$(PYTEST) -m "not long" $(ARGS)

check: lint ## the tests that take minutes, and everything lint does
	@bash tools/ensure_chromium.sh
	$(PYTEST) -m long $(ARGS)

lint: .venv/.ready ## style, types, and notebooks without output
	$(PY) -m ruff check --extend-exclude reports .
	$(PY) -m ruff format --check --extend-exclude reports .
	$(PY) -m mypy
	$(PY) -m nbstripout --keep-id --verify notebooks/*.ipynb

docs: .venv/.ready ## the documentation as a site, in dist/docs
	$(PY) tools/build_docs.py

bench: .venv/.ready ## what a page costs, beside papermill alone (the whole build too: ARGS=--build)
	$(PY) benchmarks/pages.py $(ARGS)

pictures: .venv/.ready ## the pictures that the README opens with, from the built report of November 2018
	@bash tools/ensure_chromium.sh
	$(PY) tools/pictures.py reports/2018/november docs/pictures

lock: .venv/.ready ## write requirements.lock from pyproject.toml (newer versions: ARGS=--upgrade)
	$(PY) -m uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
		--all-extras $(ARGS) pyproject.toml -o $(LOCK)

notebook: .venv/.ready ## open the notebooks in JupyterLab
	cd notebooks && ../$(PY) -m jupyterlab

clean: ## remove the environment and all caches; reports and data stay
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage dist
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

.venv/.ready: requirements.lock pyproject.toml
	@bash tools/setup.sh

# Needs only Python 3.11 or newer and make. `make help` lists the targets.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
# A machine that keeps Python from storing what it compiled has every process compile everything again: seconds each.
unexport PYTHONDONTWRITEBYTECODE
TEST_WORKERS ?= 2
PYTEST = .venv/bin/python tools/check.py -m pytest -q -n $(TEST_WORKERS) --dist loadfile --durations=25 --durations-min=4
PREPARE = @python=$$(sh tools/find-python) && "$$python" tools/prepare.py

.PHONY: help run stop test test-all check fmt docs bench eval clean

help: ## list the targets
	@echo "Mercery. The two that matter: make run, make test"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 | \2/p' Makefile | sed -e :a -e 's/^\(  make [^|]\{1,9\}\)|/\1 |/;ta' -e 's/|//'

run: ## install what is missing and run the shop on http://127.0.0.1:8000 (MERCERY_PORT chooses another port)
	$(PREPARE)
	@exec .venv/bin/mercery run

stop: ## stop what runs from this checkout, or was left running
	@test -x .venv/bin/mercery || { echo "Nothing is installed here."; exit 0; }; exec .venv/bin/mercery stop

test: ## install what the tests need, then all checks and tests except the slow ones (TEST_WORKERS says how many at once)
	$(PREPARE) --dev
	@.venv/bin/python tools/find_chromium.py
	@exec $(PYTEST) -m "not slow"

test-all: ## the same with the slow tests
	$(PREPARE) --dev
	@.venv/bin/python tools/find_chromium.py
	@exec $(PYTEST)

check: ## style, types, import contracts and generated pages, without tests
	$(PREPARE) --dev --no-assets
	@exec .venv/bin/python tools/check.py

fmt: ## format the code and mend what can be mended
	$(PREPARE) --dev --no-assets
	@.venv/bin/ruff check --fix --quiet; .venv/bin/ruff format

docs: ## write the generated reference pages
	$(PREPARE) --dev --no-assets
	@exec .venv/bin/mercery docs

bench: ## measure speed and memory: make bench ARGS="ingest"
	$(PREPARE)
	@exec .venv/bin/mercery bench $(ARGS)

eval: ## score a capability on a folder of cases: make eval ARGS="import path/to/cases"
	$(PREPARE)
	@exec .venv/bin/mercery eval $(ARGS)

clean: ## remove what was installed and built; asks before it removes the shop's data
	@sh tools/clean

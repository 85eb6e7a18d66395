# Everything a person needs, from a machine with Python >= 3.11, Node >= 20.19 and make.
# All paths are relative: make cannot handle a target whose path has a space in it, and the checkout may lie in such a folder.

SHELL := /bin/sh
.DELETE_ON_ERROR:
# Only `run` does two things at a time: what the pages need and what the database needs.
ifndef TOGETHER
.NOTPARALLEL:
endif
# Without it every start would compile some thousand modules again.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.PHONY: help run pages prepared check began test lint fmt gen contract bench soak screenshots pytest frontend-test clean

BIN := .venv/bin
WORKERS := logical
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev
MODULES := frontend/node_modules/.installed
BUILDERS := frontend/node_modules/.for-building
PAGES := frontend/dist/.built
PAGE_SOURCES := $(shell find frontend/src frontend/public frontend/scripts frontend/*.html frontend/*.ts frontend/*.json openapi -type f \
	-not -path 'frontend/src/api/gen/*' -not -name 'routeTree.gen.ts' 2>/dev/null)

# A virtual environment knows its own path: after the checkout was moved, make it again.
ifneq "$(shell cat .venv/.place 2>/dev/null)" "$(CURDIR)"
$(shell rm -f $(INSTALLED) $(INSTALLED_DEV))
endif

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  \033[1m%-12s\033[0m %s\n", $$1, $$2}' Makefile

run: ## Install, build and start everything with a sample workspace (PORT=8000, DATA=folder)
	@$(MAKE) --no-print-directory -j2 TOGETHER=1 pages prepared
	@set -- up --demo --port "$${PORT:-8000}"; \
	if [ -n "$${DATA:-}" ]; then set -- "$$@" --data-dir "$$DATA"; fi; \
	exec $(BIN)/atrium "$$@"

pages: $(PAGES)

# The first time database and contract are made while the pages are; afterwards the server does what is left to do.
prepared: $(INSTALLED)
	@[ -f $(PAGES) ] || { \
		set -- up --demo --only-prepare; \
		if [ -n "$${DATA:-}" ]; then set -- "$$@" --data-dir "$$DATA"; fi; \
		$(BIN)/atrium "$$@" && exec $(BIN)/atrium openapi --keep; }

check: $(INSTALLED_DEV) $(MODULES) ## What a change can affect, in three minutes (BASE=main)
	@cd frontend && { [ -d src/api/gen ] || npm run --silent gen:api; }
	@$(BIN)/python scripts/affected.py $(if $(BASE),--base $(BASE))

test: began lint contract pytest frontend-test ## Everything that must be true, small (about 15 minutes)
	@$(BIN)/python scripts/summary.py build/pytest.xml
	@cd frontend && npm run --silent summary
	@echo "make test: $$(( ($$(date +%s) - $$(cat build/began)) / 60 )) minutes $$(( ($$(date +%s) - $$(cat build/began)) % 60 )) seconds"

began:
	@mkdir -p build && date +%s > build/began

pytest: $(INSTALLED_DEV) $(MODULES)
	@rm -f build/pytest.xml
	$(BIN)/pytest -n $(WORKERS) -m "not soak" --junitxml=build/pytest.xml

frontend-test: $(MODULES) $(PAGES) $(INSTALLED_DEV)
	cd frontend && npm run --silent check && npm run --silent typecheck
	sh scripts/chromium.sh
	@rm -f frontend/test-results/vitest.json frontend/test-results/e2e.json
	cd frontend && npm test
	cd frontend && npm run --silent e2e

lint: $(INSTALLED_DEV) ## Style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: $(INSTALLED_DEV) $(MODULES) ## Format everything
	$(BIN)/ruff check --fix-only --silent
	$(BIN)/ruff format
	cd frontend && npm run --silent format

gen: $(INSTALLED) $(MODULES) ## Write the contract, its changelog and the typed clients from the code
	@mkdir -p build openapi
	$(BIN)/atrium openapi > build/openapi.json
	$(BIN)/python scripts/contract_changes.py openapi/openapi.json build/openapi.json openapi/CHANGELOG.md
	@mv build/openapi.json openapi/openapi.json
	$(BIN)/python scripts/changelog.py
	$(BIN)/python scripts/configure_table.py docs/configure.md
	$(BIN)/python scripts/roles_table.py docs/roles.md
	$(BIN)/python scripts/python_client.py openapi/openapi.json clients/python/src/atrium_client
	$(BIN)/python scripts/typescript_client.py openapi/openapi.json clients/typescript/src/generated/operations.ts
	$(BIN)/python scripts/snippets.py docs/integrators/*.md
	cd frontend && npm run --silent gen:api && npm run --silent gen:client

contract: $(INSTALLED)
	@mkdir -p build
	@$(BIN)/atrium openapi > build/openapi.json
	@diff -u openapi/openapi.json build/openapi.json || { echo 'openapi/openapi.json is not what the code says: run "make gen" and commit it.' >&2; exit 1; }

bench: $(INSTALLED_DEV) $(MODULES) $(PAGES) ## Speed, as ratios in one run (bench/README.md)
	sh scripts/chromium.sh
	$(BIN)/python -m bench

soak: $(INSTALLED_DEV) $(MODULES) $(PAGES) ## The fault tests, large, and every look of every screen
	$(BIN)/pytest -m soak -p no:xdist
	sh scripts/chromium.sh
	cd frontend && ATRIUM_E2E_EVERY_LOOK=1 npm run --silent e2e -- --grep accessible

screenshots: $(MODULES) $(PAGES) ## A picture of every screen, in frontend/screenshots
	sh scripts/chromium.sh
	cd frontend && npm run --silent screenshots

clean: ## Remove what was built (never data)
	rm -rf .venv build frontend/node_modules frontend/dist frontend/src/api/gen

$(INSTALLED): requirements.lock requirements-uv.lock pyproject.toml
	sh scripts/venv.sh
	sh scripts/install.sh requirements.lock
	@pwd > .venv/.place
	@touch $@

$(INSTALLED_DEV): $(INSTALLED) requirements-dev.lock
	sh scripts/install.sh requirements-dev.lock
	@touch $@

$(MODULES): frontend/package-lock.json
	sh scripts/modules.sh all

$(BUILDERS): frontend/package-lock.json
	sh scripts/modules.sh building

$(PAGES): $(BUILDERS) $(PAGE_SOURCES)
	cd frontend && npm run --silent gen:api && npm run --silent build
	@touch $@

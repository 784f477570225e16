# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
STEP := PYTHON='$(PYTHON)' deploy/setup.sh

.PHONY: help run test torture coverage mutants bench docs peer lint setup ready lock clean anywhere
.DELETE_ON_ERROR:

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | \
	  while IFS='|' read -r name words; do printf '  make %-8s %s\n' "$$name" "$$words"; done

run: ready ## open the hall; without a screen, or with HEADLESS=1, play a morning
	@if [ "$(HEADLESS)" = 1 ] || [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  exec $(BIN)/hall demo --headless --out out; \
	else \
	  exec $(BIN)/hall demo --out out; \
	fi

test: lint $(STAMPS)/peers ## lint, types, import contracts and all tests, independent clients too
	$(BIN)/pytest -n 2 --dist worksteal -m 'not torture'

lint: ready ## style, types and import contracts only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

peer: ready $(STAMPS)/peers ## only the independent clients against the simulated devices
	$(BIN)/pytest -m peer tests/peer

torture: ready ## the long runs: power cuts, full disks, kills, clocks, copies (TORTURE_KILLS, TORTURE_CUTS)
	$(BIN)/pytest -m torture tests/torture

coverage: ready ## which lines and branches the suite runs; prints a figure for each package
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n 2 --dist worksteal --timeout 120
	$(BIN)/coverage combine -q
	@for package in broker kiosk queue_display evaluator fingerprint firmware_mocks; do \
	  printf '%-16s %s %%\n' $$package "$$($(BIN)/coverage report --format=total --include="$$package/*")"; \
	done; printf '%-16s %s %%\n' together "$$($(BIN)/coverage report --format=total)"

mutants: ready ## try the tests with small faults in the pure packages: about an hour (JOBS=2)
	nice -n 15 $(BIN)/python -m tests.mutants

bench: ready ## measure what docs/performance.md tells of (ROWS='bus signs': only these)
	$(BIN)/python -m bench $(ROWS)

docs: $(STAMPS)/site ## the pages and the drivers' API reference as a site, in build/site
	PYTHONPATH=. .venv-docs/bin/sphinx-build -q -W --keep-going -c docs/site . build/site
	@echo 'Open build/site/docs/site/index.html'

setup: ready ## set up only
	@echo 'Set up. Next: make run, or make test.'

ready: $(STAMPS)/project

# A stamp is younger than what it was made from; a changed lock redoes only its own step.
$(STAMPS)/system: deploy/debian-packages.txt
	@$(STEP) system
	@mkdir -p $(@D) && touch $@

$(STAMPS)/python: | $(STAMPS)/system
	@$(STEP) python
	@touch $@

$(STAMPS)/packages: requirements.lock $(STAMPS)/python
	@$(STEP) packages
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/packages
	@$(STEP) project
	@touch $@

$(STAMPS)/peers: tests/peer/requirements.lock | $(STAMPS)/system
	@$(STEP) peers
	@touch $@

$(STAMPS)/site: docs/site/requirements.lock | $(STAMPS)/system
	@$(STEP) site
	@mkdir -p $(@D) && touch $@

anywhere: ## both commands as an ordinary user of fresh Debians, in chroots; as root (SUITES, PYTHONS)
	deploy/anywhere.sh $(SUITES)

lock: ## new lock files after a change of pyproject.toml (UPGRADE=1: newest versions)
	@UPGRADE='$(UPGRADE)' $(STEP) lock

clean: ## remove everything that was made here, except the ledger in var/
	rm -rf .venv .venv-peer .venv-docs .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf out build *.egg-info .coverage* mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

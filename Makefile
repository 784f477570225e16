# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest: targets that
# are marked with ##, in the words of deploy/words.sh.
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
STEP := PYTHON='$(PYTHON)' deploy/setup.sh
WORDS := . deploy/words.sh;

.PHONY: help run test suite torture soak coverage mutants bench docs peer lint setup ready lock clean anywhere deb package-test
.DELETE_ON_ERROR:

help: ##
	@$(WORDS) help_lines

run: ready ##
	@if [ "$(HEADLESS)" = 1 ] || [ -z "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
	  exec $(BIN)/hall demo --headless --out out; \
	else \
	  exec $(BIN)/hall demo --out out; \
	fi

# Types are checked beside the tests: mypy keeps one core busy, and the other would wait for it.
test: ready $(STAMPS)/peers ##
	@$(MAKE) --no-print-directory -j 2 lint suite

suite: ready
	$(BIN)/pytest -n 4 --dist worksteal -m 'not torture'

lint: ready ##
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

peer: ready $(STAMPS)/peers ##
	$(BIN)/pytest -m peer tests/peer

torture: ready ##
	$(BIN)/pytest -m torture tests/torture tests/flows tests/gui
	HALL_HYPOTHESIS=torture $(BIN)/pytest -n 2 -m hypothesis tests/unit tests/contract

soak: ready ##
	SOAK_HOURS=$${SOAK_HOURS:-24} $(BIN)/pytest -p no:xdist -q tests/gui/test_soak.py -o log_cli=true --log-cli-level=INFO

coverage: ready ##
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -n 2 --dist worksteal --timeout 300
	$(BIN)/coverage combine -q
	@for package in broker kiosk queue_display evaluator fingerprint firmware_mocks; do \
	  printf '%-16s %s %%\n' $$package "$$($(BIN)/coverage report --format=total --include="$$package/*")"; \
	done; printf '%-16s %s %%\n' "$$($(WORDS) words together)" "$$($(BIN)/coverage report --format=total)"

mutants: ready ##
	nice -n 15 $(BIN)/python -m tests.mutants

bench: ready ##
	$(BIN)/python -m bench $(ROWS)

docs: $(STAMPS)/site ##
	PYTHONPATH=. .venv-docs/bin/sphinx-build -q -W --keep-going -c docs/site . build/site
	@$(WORDS) words open-site build/site/docs/site/index.html

setup: ready ##
	@$(WORDS) words set-up

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

$(STAMPS)/peers: tests/peer/requirements.lock tests/peer/javascript/package-lock.json | $(STAMPS)/system
	@$(STEP) peers
	@touch $@

$(STAMPS)/site: docs/site/requirements.lock | $(STAMPS)/system
	@$(STEP) site
	@mkdir -p $(@D) && touch $@

anywhere: ##
	deploy/anywhere.sh $(SUITES)

deb: ready ##
	$(BIN)/python -m deploy.package

package-test: ready ##
	deploy/package-test.sh

lock: ##
	@UPGRADE='$(UPGRADE)' $(STEP) lock

clean: ##
	rm -rf .venv .venv-peer .venv-docs .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf out build *.egg-info .coverage* mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

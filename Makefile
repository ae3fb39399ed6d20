# What can be done with this checkout. Every target does the set-up that it needs; `make help` lists them.
#
# make ends with 2 whatever a recipe ended with. A missing part of the installation shows as "Error 5", meishi's exit
# code for it, after one line that says what to install; `.ci/set-up` called by itself ends with 5.

PYTHON ?=
BIN := .venv/bin
READY := .venv/.ready
DEMO_HOME := $(CURDIR)/.cache/demo-library

# What `make samples` draws.
SET := train
COUNT :=
SEED := 1
OUTPUT := samples/$(SET)

# What `make batch` imports.
BATCH_COUNT := $(or $(COUNT),500)
BATCH := .cache/batch-$(BATCH_COUNT)-$(SEED)

export PYTHON

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check lint format samples train wording evaluate simulate screenshots bench batch pins hooks \
	system fonts

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-11s %s\n", $$1, $$2 }'

setup: system $(READY) ## Install all that meishi needs; leaves .venv/bin/meishi

system:
	@.ci/system-packages reading

fonts: setup
	@.ci/system-packages fonts libfribidi0 \
		$$(PYTHONPATH=samples $(BIN)/python -c 'from generator.fonts import DEBIAN_PACKAGES; print(*DEBIAN_PACKAGES)')

$(READY): pyproject.toml .ci/constraints.txt .ci/set-up | system
	@.ci/set-up

run: setup ## Import the sample cards into a library of their own and show what came of it
	@MEISHI_HOME=$(DEMO_HOME) $(BIN)/meishi import samples/demo --met-at "the demo exchange"
	@MEISHI_HOME=$(DEMO_HOME) $(BIN)/meishi contacts
	@MEISHI_HOME=$(DEMO_HOME) $(BIN)/meishi today

test: setup ## Run the tests, on all processors
	@$(BIN)/pytest --numprocesses logical --dist worksteal

lint: setup ## Everything of `make check` but the tests: format, lint, types, imports, dependencies
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry src

check: lint test ## Everything that has to be green before a commit is shared

format: setup ## Bring the code into the house's form
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

samples: fonts ## Draw sample cards with their truth: make samples SET=train COUNT=200 SEED=1
	@PYTHONPATH=samples $(BIN)/python -m generator $(SET) $(if $(COUNT),--count $(COUNT)) --seed $(SEED) --output $(OUTPUT)

train: fonts ## Train anew what is in models/: writing direction, field labeller, then the confidence of values
	@PYTHONPATH=samples:models $(BIN)/python -m training.writing_direction
	@PYTHONPATH=samples:models $(BIN)/python -m training.field_labeller
	@PYTHONPATH=samples:models $(BIN)/python -m training.field_confidence
	@PYTHONPATH=samples:models $(BIN)/python -m training.field_labeller.evidence

wording: setup ## Bring new words of the code into the catalogues of other languages
	@mkdir -p .cache
	@PYTHONPATH=tests $(BIN)/pybabel --quiet extract --omit-header --no-location --sort-output --keywords 'say plural:1,2' \
		--mapping .ci/wording.cfg --output .cache/meishi.pot src/meishi
	@$(BIN)/pybabel --quiet update --omit-header --no-fuzzy-matching --ignore-obsolete --no-wrap --locale ja \
		--input-file .cache/meishi.pot --output-file src/meishi/wording/ja.po

evaluate: setup ## Compare what meishi reads on samples/eval with the truth, and how it knows people again
	@$(BIN)/meishi evaluate samples/eval --labeller shipped
	@PYTHONPATH=samples:tests $(BIN)/python tests/bench/duplicates.py

simulate: setup ## Live through a simulated year of aftercare, check its laws and draw it for the README
	@$(BIN)/python tests/simulation --plot tests/simulation/year.png

screenshots: setup ## Take the README's pictures of the page with the sample cards, and draw its icons
	@.ci/system-packages chromium
	@$(BIN)/python tests/screenshots

bench: setup ## Measure CPU seconds a card, stage by stage, and a library of 100,000 contacts with twenty readers
	@$(BIN)/python tests/bench
	@rm -rf .cache/bench-library
	@PYTHONPATH=samples:tests $(BIN)/python tests/bench/library.py --home .cache/bench-library
	@PYTHONPATH=samples:tests $(BIN)/python tests/bench/load.py --home .cache/bench-library

batch: $(BATCH)/truth.jsonl ## Import as after a conference, stopped, on a cluster, two at once: make batch COUNT=500
	@.ci/system-packages postgresql
	@PYTHONPATH=tests .ci/with-postgresql $(BIN)/python tests/bench/batch.py $(BATCH)

$(BATCH)/truth.jsonl: | fonts
	@PYTHONPATH=samples $(BIN)/python -m generator train --count $(BATCH_COUNT) --seed $(SEED) --output $(BATCH)

pins: ## Take the newest version of every dependency and pin it in .ci/constraints.txt
	@rm -rf .venv && : >.ci/constraints.txt && .ci/set-up
	@$(BIN)/pip freeze --all --exclude meishi --exclude setuptools >.ci/constraints.txt && touch $(READY)

hooks: ## Let git run this checkout's hooks: lint before a commit, the tests before a push
	@git config core.hooksPath .githooks

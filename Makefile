# Two commands for a fresh machine: make demo, make test. Both set everything up first.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: accuracy demo test lint format fuzz golden sample soak benchmark clean browser

demo: $(VENV)/.run
	$(BIN)/thememiner run corpora/sample || test $$? -eq 3
	@echo
	@echo "The sample is fictional; three of its files are broken on purpose, to show what happens then."
	@echo "The command itself is $(BIN)/thememiner; 'source $(BIN)/activate' makes it plain thememiner."

test: $(VENV)/.dev browser lint
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Render the sample corpus anew from its sources (needs the fonts named in corpora/README.md).
sample: $(VENV)/.dev
	$(BIN)/python corpora/sample/render.py

# Look for new counterexamples to every property, some minutes long; what it finds becomes an @example.
fuzz: $(VENV)/.dev
	$(BIN)/python -m pytest --hypothesis-profile=fuzz -n auto $$(grep -rl "from hypothesis" tests --include="test_*.py")

# The tests of faults, for half an hour: hundreds of runs killed and interrupted, thousands of damaged PDFs.
soak: $(VENV)/.dev
	THEMEMINER_KILLS="kill 150 interrupt 60 starve 25 command 25" THEMEMINER_FUZZ=2500 \
		$(BIN)/python -m pytest --durations=20 tests/reliability

# Write the golden files anew, to be read in the diff before they are committed.
golden: $(VENV)/.dev
	$(BIN)/python -m pytest tests/test_golden.py --golden

$(VENV)/.run: pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "thememiner needs Python 3.11 or later; install it, or say where it is: make demo PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@

# What the tests need of the system: a browser (the system's Chromium or Chrome, else installed from the
# system's packages, or Playwright's own), and for rendering the sample anew Pango and its fonts. Without
# the latter that one test says that it was skipped, and why.
SYSTEM := chromium libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation fonts-dejavu-core

browser: $(VENV)/.dev
	@have=; for b in chromium chromium-browser google-chrome chrome; do command -v $$b >/dev/null 2>&1 && have=1; done; \
	fonts=/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && { [ -z "$$have" ] || [ ! -e $$fonts ]; }; then \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM); } \
			|| [ -n "$$have" ]; \
	elif [ -z "$$have" ] && ! ls $$HOME/.cache/ms-playwright/chromium* >/dev/null 2>&1; then \
		$(BIN)/playwright install chromium; \
	fi

# How fast the PDFs of FOLDER are read, and how much of their own structure is found.
benchmark: $(VENV)/.dev
	$(BIN)/python benchmarks/extraction.py $(or $(FOLDER),corpora/sample)
	$(BIN)/python benchmarks/structure.py $(or $(FOLDER),corpora/sample)

# Measure the packaged codebook on passages that people coded: GOLD=reference.jsonl NAME="what they are".
accuracy: $(VENV)/.dev
	$(BIN)/thememiner evaluate $(GOLD) --card src/thememiner/codebook/accuracy.json --name "$(NAME)" \
		$(if $(KIND),--kind "$(KIND)") $(if $(BESIDE),--beside)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

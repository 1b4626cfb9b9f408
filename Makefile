# Two commands do everything on a fresh machine with python3 (venv included) and make:
#   make run    the server with demo data, on SQLite      (PORT=8001 for another port)
#   make test   everything, against real PostgreSQL and Redis servers that the tests start
PYTHON ?= python3
BIN := .venv/bin
WEB := web/graphiql web/client
# Of the environment where it has a Node of its own (see .venv/node), else the machine's.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
NPM := $(WITH_NODE) npm --prefix
TYPES := web/client/src/generated/graphql.ts
PACKAGES := $(WEB:%=%/node_modules/.package-lock.json)

.PHONY: bench chaos run test fuzz check format lock migration clean graphiql client browser screenshots

run: .venv/runtime
	@$(MAKE) --no-print-directory graphiql || echo "GraphiQL is not built (see above); the API runs without it."
	@$(BIN)/python -m server demo $(if $(PORT),--port $(PORT))

# Four at a time on two cores, because for a third of their time tests wait.
test: .venv/dev graphiql client browser
	@$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder

# Fresh documents over fresh rows, N of each kind, asked of both databases and of the reference.
N ?= 5000
fuzz: .venv/dev
	@FUZZ=$(N) $(BIN)/python -m pytest -n 2 --dist loadfile tests/reading/test_agreement.py tests/reading/test_agreement_generated.py
	@FUZZ=100 $(BIN)/python -m pytest -n 2 tests/waking

# Everything that can break breaks, again and again, under a crowd; SEED= for the same again.
MINUTES ?= 10
chaos: .venv/dev
	@MINUTES=$(MINUTES) SEED=$(SEED) $(BIN)/python -m pytest -s tests/chaos

check: .venv/dev $(PACKAGES) $(TYPES)
	@for each in $(WEB); do $(NPM) $$each run --silent check || exit 1; done
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy
	@$(BIN)/python -m pytest tests/test_house.py tests/test_live_promises.py

bench: .venv/dev
	@$(BIN)/python -m bench

bench-%: .venv/dev
	@$(BIN)/python -m bench $*

format: .venv/dev $(PACKAGES)
	@for each in $(WEB); do $(NPM) $$each run --silent format || exit 1; done
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/python -m server export-schema
	@$(BIN)/python -m server export-rights
	@$(BIN)/python -m server export-settings

# GraphiQL, from the project's own build: only what changed is built again.
graphiql: web/dist/graphiql.html
	@:

web/dist/graphiql.html: web/graphiql/node_modules/.package-lock.json $(wildcard web/graphiql/*.* web/graphiql/src/* graphql/operations/*)
	@echo "Building GraphiQL"
	@$(NPM) web/graphiql run --silent build

# Types and typed documents for front ends, and the worked examples in JavaScript.
client: web/client/dist/.built

web/client/dist/.built: $(TYPES) $(wildcard web/client/*.json web/client/src/*.ts)
	@$(NPM) web/client run --silent build
	@touch $@

$(TYPES): web/client/node_modules/.package-lock.json web/client/codegen.ts graphql/schema.graphql graphql/operations $(wildcard graphql/operations/*)
	@echo "Generating types for front ends"
	@said=$$($(NPM) web/client run --silent generate 2>&1) || { echo "$$said"; exit 1; }
	@touch $@

web/%/node_modules/.package-lock.json: web/%/package-lock.json | .venv/node
	@echo "Fetching the packages of web/$*"
	@$(NPM) web/$* ci --loglevel=error >/dev/null
	@touch $@

# A Chromium to drive: the machine's own, else npm's.
browser: .venv/dev .venv/node
	@$(WITH_NODE) $(BIN)/python -m tests.browser.chromium

screenshots: .venv/dev graphiql browser
	@$(BIN)/python -m tests.browser.screenshots

# The environment is exactly what the hash-locked requirements say; a stamp per set of them.
.venv/bin/uv:
	@echo "Fetching Python packages"
	@$(PYTHON) -m venv .venv || { echo "python3 needs its venv module (Debian: apt-get install python3-venv)"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt

.venv/runtime: requirements/runtime.txt | .venv/bin/uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/runtime.txt
	@touch $@

.venv/dev: requirements/dev.txt .venv/runtime
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

# A machine without Node, or with one that is too old, is given one by a wheel. The `engines` of what is
# locked in web/ and tests/browser/ ask for that much.
NEW_ENOUGH := const [a, b] = process.versions.node.split("."); process.exit(a >= 24 || (a == 22 && b >= 17) ? 0 : 1)

.venv/node: requirements/node.txt | .venv/bin/uv
	@{ npm --version && node -e '$(NEW_ENOUGH)'; } >/dev/null 2>&1 \
		|| { echo "Fetching Node"; $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt; }
	@touch $@

COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

lock: .venv/bin/uv
	@echo 'uv>=0.13,<0.14' | $(COMPILE) - -o requirements/bootstrap.txt
	@$(COMPILE) pyproject.toml -o requirements/runtime.txt
	@$(COMPILE) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt
	@$(COMPILE) --group node -o requirements/node.txt

clean:
	@rm -rf .venv var web/dist web/client/dist web/client/src/generated $(WEB:%=%/node_modules) tests/browser/chromium/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis

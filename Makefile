# A machine with python3 (3.11 or newer) and make is enough: every target fetches what it lacks into .venv.

UV_VERSION := 0.13.9
PYTHON := .venv/bin/python
UV := .venv/bin/uv
INSTALL := $(UV) pip install --quiet --python $(PYTHON)
# The lock as a constraint, with hashes required: a package that is missing there, or differs, stops the install.
LOCKED := --require-hashes --constraint requirements.lock --requirement pyproject.toml
THIS_PROJECT := --no-deps --editable .

.SILENT:
.ONESHELL:
.DELETE_ON_ERROR:
.SHELLFLAGS := -euc
.DEFAULT_GOAL := help
.PHONY: help demo test check bench nightly lock chromium

help: ## show these lines
	sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile

demo: .venv/core-installed ## a school at work, in the browser of this machine
	exec $(PYTHON) -m bot demo

# In the files' own order: xdist would put those with few tests last, and they are the slow ones.
test: chromium ## all tests but the slow ones: SQLite, PostgreSQL and the browser
	echo "Running the tests, ten minutes or so …"
	exec $(PYTHON) -m pytest -n 4 --dist loadfile --no-loadscope-reorder -m "not slow"

check: .venv/all-installed ## format, lint, types and the one arrow
	echo "Checking the format …"
	$(call quietly,$(PYTHON) -m ruff format --check .)
	echo "Checking the style …"
	$(call quietly,$(PYTHON) -m ruff check .)
	echo "Checking the types …"
	$(call quietly,$(PYTHON) -m mypy)
	echo "Checking the arrow …"
	$(call quietly,.venv/bin/lint-imports --no-logo)
	echo "All checks passed."

bench: .venv/all-installed ## each benchmark's ratio against a floor measured in the same run
	failed=
	for script in $(sort $(basename $(notdir $(wildcard benchmarks/[a-z]*.py)))); do
		echo "Benchmark $$script …"
		$(PYTHON) -m benchmarks.$$script || failed="$$failed $$script"
	done
	[ -z "$$failed" ] || { echo "Not good enough:$$failed"; exit 1; }

nightly: .venv/all-installed ## the slow tests: thousands of schools, long faults
	echo "Running the slow tests, up to an hour …"
	exec $(PYTHON) -m pytest -n 2 -m slow

lock: .venv/with-uv-$(UV_VERSION) ## pin the dependencies anew (make lock UPGRADE=--upgrade: the newest)
	echo "Resolving the dependencies …"
	$(UV) pip compile --quiet pyproject.toml --extra test --extra documents --extra teams --extra graph --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE) --output-file requirements.lock >/dev/null

.venv/core-installed: pyproject.toml requirements.lock | .venv/with-uv-$(UV_VERSION)
	echo "Installing what the bot needs, some seconds …"
	$(INSTALL) $(LOCKED) --extra documents
	$(INSTALL) $(THIS_PROJECT)
	touch $@

.venv/all-installed: pyproject.toml requirements.lock | .venv/with-uv-$(UV_VERSION)
	echo "Installing the bot and what its tests need, about half a minute …"
	$(INSTALL) $(LOCKED) --extra test --extra documents --extra teams --extra graph
	$(INSTALL) $(THIS_PROJECT)
	touch .venv/core-installed $@

.venv/with-uv-$(UV_VERSION):
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
		{ echo "Skolsteg needs Python 3.11 or newer; here python3 is missing or older."; exit 1; }
	case "$$($(UV) --version 2>&1 || true)" in "uv $(UV_VERSION)"*) touch $@; exit 0 ;; esac
	python3 -c 'import ensurepip' 2>/dev/null || { $(call system_package,python3-venv,which makes .venv); }
	echo "Making .venv and fetching uv, some seconds …"
	python3 -m venv --clear .venv
	$(PYTHON) -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	touch $@

chromium: .venv/all-installed
	{ command -v chromium && $(PYTHON) -m playwright --version; } >/dev/null 2>&1 ||
		{ $(call system_package,chromium libatomic1,for the browser tests); }

# A command that is silent unless it fails.
define quietly
report=$$($(1) 2>&1) || { printf '%s\n' "$$report"; exit 1; }
endef

# A Debian package, and what it is for: installed as root or with sudo, otherwise asked for.
define system_package
if ! command -v apt-get >/dev/null || { [ "$$(id -u)" != 0 ] && ! command -v sudo >/dev/null; }; then
	echo "Please install $(1), $(2) (on Debian, as root: apt-get install $(1)), then call make again."
	exit 1
fi
echo "Installing $(1) with apt-get, $(2), up to a minute …"
as_root=; [ "$$(id -u)" = 0 ] || as_root=sudo
report=$$({ $$as_root apt-get update &&
	$$as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $(1); } 2>&1) ||
	{ printf '%s\n' "$$report" "$(1) could not be installed; the lines above say why."; exit 1; }
endef

# duban: every target makes what it needs in a private environment (.venv) and leaves yours alone.
# Needs Python 3.11 or newer, and make.

VENV := .venv
PY := $(VENV)/bin/python
HANLP_VENV := .venv-hanlp
HANLP_PY := $(HANLP_VENV)/bin/python
SCHEMA := schemas/duban-document-1.0.schema.json
SAMPLES := $(sort $(wildcard corpus/*.txt corpus/*.html))

# A moved checkout, other pins or another pyproject.toml make the environment stale.
HERE := $(firstword $(shell printf '%s' '$(CURDIR)' | cksum))
READY := $(VENV)/.ready-$(HERE)
HANLP_READY := $(HANLP_VENV)/.ready-$(HERE)

unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PIP_TARGET PIP_PREFIX PIP_ROOT DUBAN_LEXICONS
export PYTHONNOUSERSITE := 1
export PIP_USER := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-hanlp check format bench schema clean distclean

help:
	@echo 'make demo      extract the sample announcements and print their commitments'
	@echo 'make test      run the tests'
	@echo 'make test-hanlp  install HanLP and the CPU build of PyTorch in $(HANLP_VENV) and run their tests'
	@echo 'make check     lint, strict types, schema'
	@echo 'make format    format the code'
	@echo 'make bench     time the whole extraction beside jieba.posseg on the same text'
	@echo 'make schema    write $(SCHEMA)'
	@echo 'make clean     remove caches and builds; make distclean: the environment too'

demo: $(READY)
	@$(PY) -m duban extract $(SAMPLES) --format table

test: $(READY)
	$(PY) -m pytest

test-hanlp: $(HANLP_READY)
	$(HANLP_PY) -m pytest tests/test_hanlp.py

check: $(READY)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m duban schema | cmp - $(SCHEMA)

format: $(READY)
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: $(READY)
	$(PY) benchmarks/speed.py

schema: $(READY)
	$(PY) -m duban schema > $(SCHEMA).part
	mv $(SCHEMA).part $(SCHEMA)

$(READY): pyproject.toml constraints.txt
	@set -e; \
	if ! $(PY) -c 'import pip' 2>/dev/null; then \
	  python=; \
	  for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	    if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$python" ]; then echo 'duban needs Python 3.11 or newer: make PYTHON=/path/to/python3' >&2; exit 1; fi; \
	  echo "making $(VENV) with $$python"; \
	  $$python -m venv --clear $(VENV) || { echo 'python -m venv failed: install the venv module of your Python (Debian: python3-venv)' >&2; exit 1; }; \
	fi; \
	echo 'installing duban and its tools in $(VENV)'; \
	$(PY) -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@rm -f $(VENV)/.ready-*
	@touch $@

# The CPU build of PyTorch where the package index has it, else the build that it has.
$(HANLP_READY): pyproject.toml constraints.txt | $(READY)
	$(PY) -m venv $(HANLP_VENV)
	$(HANLP_PY) -m pip install --quiet 'torch==2.13.0+cpu' || \
	  $(HANLP_PY) -m pip install --quiet 'torch==2.13.0'
	$(HANLP_PY) -m pip install --quiet --constraint constraints.txt --editable '.[hanlp]' pytest hypothesis
	@rm -f $(HANLP_VENV)/.ready-*
	@touch $@

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find pipeline tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean
	rm -rf $(VENV) $(HANLP_VENV)

# Pyrite's commands. `make demo` and `make test` do all the set-up themselves; run `make help` for the rest.

SHELL := /bin/bash
PYTHON := .venv/bin/python
ENGINE := python/pyrite/_engine/libpyrite.so

# The processor is this machine's when it has AVX2 (`haswell` is the name of that level in Swift); `make wheel
# PROCESSOR=baseline` is portable.
PROCESSOR ?= $(shell grep -qsm1 avx2 /proc/cpuinfo && echo haswell || echo baseline)
BUILD_FOLDER := .build
ifeq ($(PROCESSOR),baseline)
PROCESSOR_FLAGS :=
else
PROCESSOR_FLAGS := -Xswiftc -target-cpu -Xswiftc $(PROCESSOR)
endif
SWIFT_FLAGS := -c release --scratch-path $(BUILD_FOLDER) $(PROCESSOR_FLAGS)

# Sizes of the demonstration.
ROWS ?= 200000
DEMO_FLAGS ?=

.PHONY: help setup build demo test test-swift test-python lint format wheel bench clean

help:
	@echo "make demo    the taxi revenue job, from raw CSV to the report (ROWS=$(ROWS) green trips, 4x yellow, 2x for-hire)"
	@echo "make test    every test"
	@echo "make build   the engine: $(ENGINE)"
	@echo "make wheel   dist/*.whl, self-contained"
	@echo "make bench   Pyrite beside DuckDB, Polars and others: taxi job, TPC-H (TPCH_FLAGS=--scale=10), functions, operators"
	@echo "make lint    formatters and linters, without changing a file (make format changes them)"
	@echo "make setup   what is missing on this machine (the other targets call it)"
	@echo "make clean   removes what was built"

setup:
	@scripts/setup.sh

build: setup
	swift build $(SWIFT_FLAGS) --product pyrite
	@scripts/link-engine.sh $(BUILD_FOLDER)/release $(ENGINE)

demo: build
	PYTHONPATH=python $(PYTHON) examples/taxi/taxi.py --rows $(ROWS) $(DEMO_FLAGS)

test: lint test-swift test-python
	@echo "== all tests passed"

# In debug: with every check of the language on. The Python tests run the optimized engine.
test-swift: setup
	swift test --scratch-path $(BUILD_FOLDER)

test-python: build
	PYTHONPATH=python $(PYTHON) -m pytest python/tests

lint: setup
	swift format lint --strict --recursive --parallel Package.swift $(wildcard Sources/*/) Tests examples
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	cd python && ../$(PYTHON) -m mypy

format: setup
	swift format format --in-place --recursive --parallel Package.swift $(wildcard Sources/*/) Tests examples
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

wheel: build
	@PROCESSOR=$(PROCESSOR) scripts/wheel.sh $(PYTHON) dist

bench: build
	PYTHONPATH=python $(PYTHON) benchmarks/run.py $(BENCH_FLAGS)
	$(PYTHON) benchmarks/tpch/run.py $(TPCH_FLAGS)
	$(PYTHON) benchmarks/python_code.py $(PYTHON_CODE_FLAGS)
	$(PYTHON) benchmarks/operators/run.py $(OPERATORS_FLAGS)

clean:
	rm -rf .build dist python/build python/*.egg-info python/pyrite/_engine/*.so examples/taxi/data examples/taxi/output

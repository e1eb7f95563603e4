# The front door. Every target is one line that calls cmake, ctest or a script; `make` prints them.
.DEFAULT_GOAL := help
.NOTPARALLEL:
# Stands in CMakeLists.txt and nowhere else but in the chart, where `make lint` compares it.
VERSION := $(shell scripts/version.sh)
RELEASE := build/release
BIN := $(RELEASE)/bin
CCACHE := $(shell command -v ccache)
CONFIGURE = cmake --preset $(1) $(if $(CCACHE),-DCMAKE_CXX_COMPILER_LAUNCHER=ccache) $(2) > build/$(1).log 2>&1 || { tail -n 30 build/$(1).log; exit 1; }
DATA ?= build/data
LISTEN ?= 127.0.0.1:50050

.PHONY: help
help: ## Print this list
	@awk -F ':.*## ' '/^## /{print "\n" substr($$0, 4)} /^[a-z0-9-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

## Try it
.PHONY: demo run call
demo: suite ## Prepare Nghệ An's XX provincial congress through the gateway; prints the folder of its results
	@scripts/demo.sh $(BIN) examples/nghe-an build/demo
run: suite ## Run the suite on SQLite until Ctrl-C, with a development token (DATA=folder LISTEN=host:port)
	$(BIN)/congressd --dev --data-dir $(DATA) --listen $(LISTEN)
call: suite ## List organisations of the running suite, as a first call
	$(BIN)/congressctl organisations list --server $(LISTEN) --token-file $(DATA)/token

## Build
.PHONY: deps deps-build deps-bench deps-asan deps-tsan deps-tidy deps-fuzz deps-check deps-pictures suite build
deps: ## Check what `make test` needs, and install what is missing
	@scripts/deps.sh test
deps-build deps-bench deps-asan deps-tsan deps-tidy deps-fuzz deps-check deps-pictures: deps-%:
	@scripts/deps.sh $*
suite: deps-build configure ## Build congressd and congressctl only (build/release/bin)
	@cmake --build --preset release --target congressd congressctl
build: deps configure ## Build everything, tests included
	@cmake --build --preset release
.PHONY: configure
configure:
	@mkdir -p build && { $(call CONFIGURE,release,$(if $(shell scripts/deps.sh bench --list 2>/dev/null && echo yes),-DBUILD_TESTING=ON,-DBUILD_TESTING=OFF)); }

## Test
.PHONY: test test-unit test-store test-service test-e2e chart lint
test: build ## Everything that CI runs: release build, all floors of tests, lint, chart
	@ctest --preset release
	@$(MAKE) --no-print-directory lint chart
test-unit: build ## Domain and library tests
	@ctest --preset release -L unit
test-store: build ## The store suite on SQLite and a real Redis, contents on files and a real S3 server
	@ctest --preset release -L store
test-service: build ## Services in process
	@ctest --preset release -L service
test-e2e: build ## Real processes, kills included
	@ctest --preset release -L e2e
chart: ## Lint, render and check the Helm chart
	@tests/chart/run.sh
lint: ## Format, protos, layers, names, sizes, versions
	@scripts/lint.sh

## Check deeper
.PHONY: check asan tsan tidy fuzz torture conformance bench bench-store bench-judges bench-build judge-audit
check: deps-check asan tsan tidy fuzz ## Sanitizers, clang-tidy and 60 s of each fuzzer
	@echo "make check: asan, tsan, clang-tidy and fuzzers passed"
asan: deps-asan ## All tests under address and undefined behaviour sanitizers
	@mkdir -p build && { $(call CONFIGURE,asan,); } && cmake --build --preset asan && ctest --preset asan
tsan: deps-tsan ## Tests without gRPC under the thread sanitizer
	@mkdir -p build && { $(call CONFIGURE,tsan,); } && cmake --build --preset tsan --target tsan_tests && ctest --preset tsan
tidy: deps-tidy ## clang-tidy on all our code
	@mkdir -p build && { $(call CONFIGURE,tidy,); } && cmake --build --preset tidy --target generated && scripts/tidy.sh
fuzz: deps-fuzz ## Each fuzzer for SECONDS (60)
	@mkdir -p build && { $(call CONFIGURE,fuzz,); } && cmake --build --preset fuzz --target fuzzers && tests/fuzz/run.sh build/fuzz/bin $(or $(SECONDS),60)
torture: deps configure ## Kill, fail and delay at random for SECONDS (60) on each backend; SEED=… has a run again
	@cmake --build --preset release --target torture_test && CONGRESS_TORTURE_SECONDS=$(or $(SECONDS),60) $(if $(SEED),CONGRESS_KILL_SEED=$(SEED)) $(RELEASE)/tests/torture_test --gtest_filter='*AtRandom*' --gtest_brief=1
conformance: deps configure ## Connect's conformance suite and h2spec against the door; needs Go, and takes both from its proxy
	@scripts/conformance.sh
bench: bench-store deps-bench suite ## Benchmarks, with the ratios that they claim
	@tests/bench/suite.sh $(BIN)
	@cmake --build --preset release --target apportion_bench audit_bench backup_bench certificate_bench content_bench door_bench draft_bench duplicates_bench find_bench front_bench gate_bench issue_bench number_bench opinion_bench paper_bench plan_bench progress_bench schedule_bench seal_bench tables_bench text_bench && $(BIN)/apportion_bench && $(BIN)/audit_bench && $(BIN)/backup_bench && $(BIN)/certificate_bench && $(BIN)/content_bench && $(BIN)/door_bench && $(BIN)/draft_bench && $(BIN)/duplicates_bench && $(BIN)/find_bench && $(BIN)/front_bench && $(BIN)/gate_bench && $(BIN)/issue_bench && $(BIN)/number_bench && $(BIN)/opinion_bench && $(BIN)/paper_bench && $(BIN)/plan_bench && $(BIN)/progress_bench && $(BIN)/schedule_bench && $(BIN)/seal_bench && $(BIN)/tables_bench && $(BIN)/text_bench

bench-store: deps-bench suite ## Commits at once beside one at a time, raw SQLite and redis-benchmark
	@cmake --build --preset release --target store_bench && $(BIN)/store_bench

bench-judges: deps configure ## CP-SAT and HiGHS from PyPI on the province and the small problems that the solver of schedules is measured on
	@python3 -m venv build/judges && build/judges/bin/pip install -q -r tests/bench/judges_requirements.txt
	@build/judges/bin/python tests/bench/schedule_judges.py services/scheduling/testing/nghe-an-130.json 100
	@cmake --build --preset release --target stand_in_bench && $(BIN)/stand_in_bench 1 120 > build/judges/stand_in.jsonl
	@build/judges/bin/python tests/bench/stand_in_judge.py build/judges/stand_in.jsonl 12 build/judges/known.json

judge-audit: suite ## Exports and proofs of an audit log verified by public Go libraries (go, from its proxy)
	@tests/judges/audit/run.sh $(BIN)

bench-build: deps configure ## Build everything anew without a compiler cache; prints where the time goes
	@scripts/bench_build.py $(RELEASE)

## Ship
.PHONY: images pictures format clean
images: ## Build the one image with all binaries
	docker build --file deploy/docker/Dockerfile --tag congress:$(VERSION) .
pictures: deps-pictures suite ## Draw docs/pictures, which README shows, from what the demo makes
	@scripts/demo.sh $(BIN) examples/nghe-an build/demo scripts/pictures.sh $(BIN) build/demo/results docs/pictures
format: ## Format our C++ with clang-format-14
	@git ls-files -co --exclude-standard '*.h' '*.cc' | xargs clang-format-14 -i
clean: ## Remove what was built
	rm -rf build

# Two commands matter: "make run" opens the app, "make test" passes every test. Both set up what they need.

.PHONY: help run test test-full quick lint texts cross windows bench bench-go bench-downloads bench-service bench-app pictures soak-downloads sample clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' Makefile

run: ## open the app; without a display, the whole journey in the terminal (ARGS, DIR)
	@sh scripts/run.sh

test: ## every test, once, with the race detector (ARGS="-count=1")
	@sh scripts/test.sh

test-full: ## the long forms of the tests too: kills, power cuts, faults of a disk, soaks; an hour (ONLY)
	@sh scripts/test-full.sh

quick: ## the tests that need no C compiler, without the race detector
	@CGO_ENABLED=0 go test $$(CGO_ENABLED=0 go list ./... | grep -v '/cmd/program-connect$$')

lint: ## golangci-lint with the laws of the house, texts that a language lacks, scripts, known vulnerabilities
	@sh scripts/lint.sh

texts: ## take over what was translated, and write what is to be translated
	@sh scripts/texts.sh update

cross: ## build and vet everything for Linux, Windows and macOS, without cgo
	@sh scripts/cross.sh

windows: ## build both clients for Windows, and run them and the tests under wine (ONLY)
	@sh scripts/windows.sh

bench: bench-go bench-downloads bench-service ## all benchmarks

bench-go: ## the Go benchmarks
	@CGO_ENABLED=0 go test -run '^$$' -bench . -benchmem ./auth ./downloads ./internal/...

bench-downloads: ## whole downloads beside curl and aria2 (ROUNDS, ONLY)
	@bash scripts/bench-downloads.sh

bench-service: ## the lists of a program service beside /healthz, with the figures of before (TIME, BASE)
	@sh scripts/bench-service.sh

bench-app: ## the desktop app beside its toolkit's demo: first frame, idle, memory, downloads (TIME, ROUNDS)
	@sh scripts/bench-app.sh

pictures: ## drive the real app through every screen and write docs/pictures (LOOKS)
	@sh scripts/pictures.sh

soak-downloads: ## random faults for SOAK (default 3m; 1h for the long run)
	@ONLY=soak sh scripts/test-full.sh

sample: ## build the sample program's MSI from its source (needs wixl)
	@sh scripts/sample.sh

clean: ## remove what was built
	@rm -rf build program-connect-demo

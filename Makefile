# Two commands matter: "make run" opens the app, "make test" passes every test. Both set up what they need.

.PHONY: run test quick lint cross windows bench bench-go bench-downloads soak-downloads sample clean

run: ## open the app; without a display, the whole journey in the terminal (ARGS, DIR)
	@sh scripts/run.sh

test: ## every test, with the race detector (ARGS="-count=1")
	@sh scripts/test.sh

quick: ## the tests that need no C compiler
	@CGO_ENABLED=0 go test $$(CGO_ENABLED=0 go list ./... | grep -v '/cmd/program-connect$$')

lint: ## vet, golangci-lint with the laws of the house, known vulnerabilities
	@sh scripts/lint.sh

cross: ## build everything for Linux, Windows and macOS, without cgo
	@sh scripts/cross.sh

windows: ## build both clients for Windows, and run what wine can
	@sh scripts/windows.sh

bench: bench-go bench-downloads ## all benchmarks

bench-go: ## the Go benchmarks
	@CGO_ENABLED=0 go test -run '^$$' -bench . -benchmem ./auth ./downloads ./internal/...

bench-downloads: ## whole downloads beside curl and aria2 (ROUNDS, ONLY)
	@bash scripts/bench-downloads.sh

soak-downloads: ## random faults for SOAK (default 3m; 1h for the long run)
	@DOWNLOADS_SOAK=$${SOAK:-3m} CGO_ENABLED=0 go test -count=1 -timeout 0 -v -run Soak ./downloads

sample: ## build the sample program's MSI from its source (needs wixl)
	@sh scripts/sample.sh

clean: ## remove what was built
	@rm -rf build program-connect-demo

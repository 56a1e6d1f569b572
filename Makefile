# The commands of the house. `make help` lists them.

NPM := npm --prefix web-widget
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# Benchmarks that take the time; `instructions` needs more than Rust.
TIMED := append decision understanding vectors
# The runner must be of the very version of the library.
GUNGRAUN = $(shell sed -n '/^name = "gungraun"/{n;s/version = "\(.*\)"/\1/p;}' Cargo.lock)

.PHONY: help run build web test rust-test answers web-test e2e lint fmt bench screenshots deps browser

help: ## Lists the commands.
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: build ## Builds everything and serves the demo on http://127.0.0.1:8080.
	./target/release/bolt serve --demo

build: web ## Builds the release binary with the widget in it.
	cargo build --release

web: deps ## Builds the widget, the console and the help center's pages.
	$(NPM) run build

deps: web-widget/node_modules/.installed

web-widget/node_modules/.installed: web-widget/package.json web-widget/package-lock.json
	$(NPM) ci --no-audit --no-fund
	@touch $@

browser: ## Installs Debian's Chromium where no Chromium is found.
	@if [ -z "$(CHROMIUM)" ]; then \
		echo "Chromium is missing; installing Debian's."; \
		if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -y -q --no-install-recommends chromium; \
		else sudo apt-get update -q && sudo apt-get install -y -q --no-install-recommends chromium; fi; \
	fi

test: lint rust-test web-test e2e ## Runs every test: Rust, TypeScript, real browser.

lint: web
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	$(NPM) run typecheck
	$(NPM) run lint

rust-test: web ## Runs the Rust tests; the answer tests are among them.
	cargo test

answers: ## Runs the answer tests alone.
	cargo run -q -- test --content .

web-test: web
	$(NPM) test
	$(NPM) run size

e2e: web browser
	cargo build
	$(NPM) run e2e

fmt: ## Formats the Rust sources.
	cargo fmt

bench: ## Runs the benchmarks, and counts instructions where valgrind is installed.
	cargo bench $(TIMED:%=--bench %)
	@if command -v valgrind >/dev/null && command -v gungraun-runner >/dev/null; then \
		cargo bench --bench instructions; \
	else \
		echo "Instructions are not counted. That needs valgrind (apt-get install valgrind) and its runner:"; \
		echo "cargo install --locked gungraun-runner --version $(GUNGRAUN)"; \
	fi

screenshots: web browser ## Makes the pictures in docs/images anew.
	cargo build
	UPDATE_SCREENSHOTS=1 $(NPM) run e2e

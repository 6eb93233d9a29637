# Two commands do all the set-up: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test build install fuzz lint format clean toolchain system

RELEASE := -c release --static-swift-stdlib
ifeq ($(shell uname -s),Darwin)
RELEASE := -c release
endif
PREFIX ?= /usr/local
FUZZ := Fuzz/Package.swift Fuzz/Sources/Fuzz Fuzz/Sources/Crypto

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: toolchain system ## Build the release and open the console over a simulated world
	@echo "[3/4] Building Supercargo (release; the first time takes some minutes)"
	@swift build $(RELEASE) --product supercargo
	@echo "[4/4] Opening the console on a new store (q quits)"
	@"$$(swift build $(RELEASE) --show-bin-path)/supercargo" demo

test: toolchain system ## Build everything and run the whole test suite
	@echo "[3/4] Building Supercargo and its tests (the first time takes some minutes)"
	@swift build --build-tests
	@echo "[4/4] Running the tests: the parts, the sockets, then the built program"
	@swift test --skip-build --no-parallel --skip '(EndToEnd|Sync|Server)Tests\.'
	@swift test --skip-build --filter '(Sync|Server)Tests\.'
	@swift test --skip-build --no-parallel --filter 'EndToEndTests\.'

build: toolchain system ## Build the release binary
	@echo "[3/3] Building Supercargo (release; the first time takes some minutes)"
	@swift build $(RELEASE) --product supercargo
	@echo "The program is $$(swift build $(RELEASE) --show-bin-path)/supercargo"

install: build ## Copy the release binary, its manual page and completions to PREFIX (default /usr/local)
	@install -d "$(PREFIX)/bin"
	@install -m 755 "$$(swift build $(RELEASE) --show-bin-path)/supercargo" "$(PREFIX)/bin/supercargo"
	@install -d "$(PREFIX)/share/man/man1"
	@"$(PREFIX)/bin/supercargo" man > "$(PREFIX)/share/man/man1/supercargo.1"
	@install -d "$(PREFIX)/share/bash-completion/completions" "$(PREFIX)/share/zsh/site-functions" "$(PREFIX)/share/fish/vendor_completions.d"
	@"$(PREFIX)/bin/supercargo" completions bash > "$(PREFIX)/share/bash-completion/completions/supercargo"
	@"$(PREFIX)/bin/supercargo" completions zsh > "$(PREFIX)/share/zsh/site-functions/_supercargo"
	@"$(PREFIX)/bin/supercargo" completions fish > "$(PREFIX)/share/fish/vendor_completions.d/supercargo.fish"

SECONDS ?= 60
fuzz: toolchain ## Throw damaged answers at every decoder, for a minute each (SECONDS=60)
	@Fuzz/run $(SECONDS)

lint: toolchain ## Check the layout of the source
	@swift format lint --strict -r Package.swift Sources Tests $(FUZZ)

format: toolchain ## Lay the source out
	@swift format -i -r Package.swift Sources Tests $(FUZZ)

clean: ## Remove what was built
	@rm -rf .build Fuzz/.build

toolchain:
	@echo "[1/4] Looking for a Swift 6.2 toolchain"
	@command -v swift >/dev/null || { echo "supercargo: no Swift toolchain found: install Swift 6.2 or newer from https://www.swift.org/install and put it on your PATH" >&2; exit 1; }
	@version="$$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+)\.([0-9]+).*/\1 \2/p' | head -1)"; \
	read -r major minor <<< "$${version:-0 0}"; \
	if (( major < 6 || (major == 6 && minor < 2) )); then \
	  echo "supercargo: Swift $$major.$$minor is too old: install Swift 6.2 or newer from https://www.swift.org/install" >&2; exit 1; fi

system:
	@echo "[2/4] Looking for ncurses and SQLite"
ifeq ($(shell uname -s),Linux)
	@missing=""; \
	for package in libncursesw5-dev libsqlite3-dev; do \
	  dpkg -s "$$package" >/dev/null 2>&1 || missing="$$missing $$package"; \
	done; \
	if [[ -f /usr/include/ncursesw/curses.h || -f /usr/include/curses.h ]]; then missing="$${missing/ libncursesw5-dev/}"; fi; \
	if [[ -n "$$missing" ]]; then \
	  command -v apt-get >/dev/null || { echo "supercargo: please install the development files of ncursesw and sqlite3 with your package manager" >&2; exit 1; }; \
	  sudo=""; [[ $$(id -u) -eq 0 ]] || sudo="sudo"; \
	  echo "      installing$$missing"; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq $$missing; \
	fi
endif

# Two commands for a newcomer: `make demo` and `make test`.
SHELL := /bin/bash
PACKAGES := libxml2-dev libstemmer-dev libzstd-dev libutf8proc-dev libcld2-dev libicu-dev libuchardet-dev libxxhash-dev libsimdjson-dev libcmark-dev libarchive-dev libgmime-3.0-dev
PREFIX ?= /usr/local
BUILD ?= .build

.PHONY: demo test release install dependencies swift

# Indexes the sample articles, or the folder ARTICLES=DIR, and searches them.
demo: release
	@.ci/demo '$(BUILD)' "$$ARTICLES"

test: dependencies
	swift test

release: dependencies
	swift build -c release --product dossier --static-swift-stdlib --build-path '$(BUILD)'

# Puts the program into PREFIX/bin, which should be on PATH: make install PREFIX=$$HOME/.local
install: release
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 '$(BUILD)/release/dossier' '$(DESTDIR)$(PREFIX)/bin/dossier'
	@.ci/install-shell-files '$(BUILD)/release/dossier' '$(DESTDIR)$(PREFIX)/share'

dependencies: swift
	@missing=$$(for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || echo $$p; done); \
	[ -d /usr/include/c++ ] || missing="$$missing g++"; \
	[ -z "$$missing" ] && exit 0; \
	command -v apt-get >/dev/null || { echo "These packages are needed, and apt-get is not here to install them:" $$missing >&2; exit 1; }; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	[ -z "$$sudo" ] || command -v sudo >/dev/null || { echo "As root, run: apt-get install" $$missing >&2; exit 1; }; \
	echo "Installing" $$missing; \
	$$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq $$missing >/dev/null || \
	{ echo "Could not install:" $$missing "- is there a network? Then run: $${sudo:+sudo }apt-get install" $$missing >&2; exit 1; }

swift:
	@command -v swift >/dev/null || { echo "No Swift found. Install Swift 6.2 or later from https://www.swift.org/install/linux/ and put its usr/bin on PATH." >&2; exit 1; }

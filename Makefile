# `make run` and `make test` work on a fresh machine that has Python 3.11 or newer; `make help` lists the rest.
# Every path is relative, so a checkout in a folder with spaces in its name works too.

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --quiet
BABEL := $(PYTHON) -m babel.messages.frontend --quiet

# Options of `make run`; they reach the recipe through the environment, so spaces in a path need no care here.
data ?=
port ?= 8501
lan ?=
export data port lan

.PHONY: help run setup test proof lint bench demo-data messages lock system-packages

help:
	@grep -E '^## ' Makefile | sed 's/^## //'

## make run         set up what is missing and serve the app; options: data=FOLDER  port=8501  lan=1
run: .venv/.stamp-run
	@exec $(PYTHON) -m dashboard serve --port "$$port" $(if $(data),--data "$$data") $(if $(filter-out 0,$(lan)),--lan)

## make setup       the environment of a developer: run, test and bench packages, Chromium, a Chinese font and PostgreSQL
setup: system-packages .venv/.stamp-dev

## make test        set up what is missing and run the tests, Chromium's among them
test: setup
	@$(PYTHON) -m pytest -n 2 --dist loadfile -m "not proof" $(args)

## make proof       the long tests, left out of `make test`
proof: setup
	@$(PYTHON) -m pytest -m proof $(args)

## make lint        ruff (rules and format) and mypy
lint: .venv/.stamp-dev
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy -p dashboard -p geo

## make bench       measure; one file: make bench only=import
bench: .venv/.stamp-dev
	@$(PYTHON) -m bench $(only)

## make demo-data   write the synthetic county and city again (same seed, same bytes)
demo-data: .venv/.stamp-run
	@$(PYTHON) -m dashboard demo-data

## make messages    collect the words of the source and merge them into each language (dashboard/locale/*.po)
messages: .venv/.stamp-run
	@$(BABEL) extract -k t -k words -k plural:1,2 --no-location -o .venv/messages.pot dashboard pages
	@for catalogue in dashboard/locale/*.po; do \
		$(BABEL) update --no-fuzzy-matching --ignore-pot-creation-date -i .venv/messages.pot -o "$$catalogue" \
			-l "$$(basename "$$catalogue" .po)" || exit 1; \
	done

## make lock        write both lock files from pyproject.toml; upgrade=1 takes newer versions
lock: .venv/.stamp-run
	@$(PYTHON) .ci/lock.py $(if $(upgrade),--upgrade)

system-packages:
	@.ci/system-packages

.venv/.stamp-run: requirements.lock .ci/venv
	@.ci/venv
	@echo "Installing requirements.lock (a few minutes the first time) ..."
	@$(PIP) install -r requirements.lock
	@touch $@

.venv/.stamp-dev: .venv/.stamp-run requirements-dev.lock
	@echo "Installing requirements-dev.lock ..."
	@$(PIP) install -r requirements-dev.lock
	@touch $@

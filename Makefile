# Dauso: `make help` prints every target. One Makefile, no recursion; objects under build/.
SHELL := /bin/bash
ifeq ($(origin CC),default)
CC := gcc
endif
BUILD := build
PREFIX ?= /usr/local
SHARE = $(DESTDIR)$(PREFIX)/share/dauso

# The modules that exist, in the order of engine/LAYERS, which says the layers once for everybody.
MODULES := $(foreach m,$(shell sed -n 's/^\([a-z]*\):.*/\1/p' engine/LAYERS),$(if $(wildcard engine/$(m)/*.c),$(m)))
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
ifeq ($(CI),true)
WARN += -Werror
endif
# The day of the last commit: a verifier's clock is never believed to be earlier than this.
BUILD_DATE := $(or $(shell git log -1 --format=%cs 2>/dev/null),2026-11-22)
PACKAGES := lua5.4 sqlite3 libmicrohttpd libsodium libqrencode jansson libutf8proc libcurl zlib libssl libcrypto zbar libpng libjpeg
# Asked once, when first used: `make run` may have to install pkg-config itself before.
PACKAGE_FLAGS = $(eval PACKAGE_FLAGS := $(filter-out -I/usr/include,$(shell pkg-config --cflags $(PACKAGES))))$(PACKAGE_FLAGS)
LIBS = $(eval LIBS := $(shell pkg-config --libs $(PACKAGES)) -lhpdf -lm -lpthread)$(LIBS)
CPPFLAGS_ALL = -Iengine -I$(BUILD)/generated -D_GNU_SOURCE -DDAUSO_SHARE='"$(PREFIX)/share/dauso"' \
	-DBUILD_DATE='"$(BUILD_DATE)"' $(PACKAGE_FLAGS) $(CPPFLAGS)
# -ffp-contract=off: the same scores on every CPU (PRODUCT.md section 1).
CFLAGS ?= -O2 -g
CFLAGS_ALL = -std=c11 $(CFLAGS) $(WARN) -ffp-contract=off -fstack-protector-strong -MMD -MP
# Sums over a grid are what takes time there; -O3 turns no sum round (no -ffast-math).
$(BUILD)/obj/scoring/%.o: CFLAGS_ALL += -O3
SAN := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

# `make V=1` shows the commands.
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-8s %s\n' '$(1)' '$(2)')

# What a module is linked with: itself, the modules whose doors it may include, and theirs.
$(foreach m,$(MODULES),$(eval below_$(m) := $(filter $(MODULES),$(shell sed -n 's/^$(m)://p' engine/LAYERS))))
closure = $(sort $(1) $(foreach b,$(below_$(1)),$(call closure,$(b))))
sources = $(wildcard engine/$(1)/*.c)
objects = $(patsubst engine/%.c,$(BUILD)/$(2)/%.o,$(call sources,$(1)))
ARCHIVES := $(foreach m,$(MODULES),$(BUILD)/lib/$(m).a)

.PHONY: all
all: $(BUILD)/dauso $(BUILD)/fonts/.done $(BUILD)/verifier/.done ## builds build/dauso, the fonts of the paper, the verifier page

$(BUILD)/dauso: $(BUILD)/obj/main.o $(ARCHIVES)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)

# Only what `dauso verify` needs is taken out of the archives; the libraries of the rest are not even named.
VERIFY_LIBS = $(shell pkg-config --libs libsodium jansson libutf8proc zlib libcrypto zbar libpng libjpeg) -lm
.PHONY: verifier
verifier: $(BUILD)/dauso-verify ## builds build/dauso-verify, a program that only checks
$(BUILD)/dauso-verify: $(BUILD)/obj/main_verify.o $(foreach m,base credential cli,$(BUILD)/lib/$(m).a)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(VERIFY_LIBS)

$(BUILD)/obj/%.o: engine/%.c | $(BUILD)/.tools
	@mkdir -p $(@D)
	$(call say,compile,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -c -o $@ $<
$(BUILD)/san/%.o: engine/%.c | $(BUILD)/.tools
	@mkdir -p $(@D)
	$(call say,compile,$< (ASan + UBSan))
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(SAN) -c -o $@ $<

# For `make fuzz`: clang counts which branches an input reaches. Nothing else is built with clang.
CLANG ?= clang
FUZZ_SAN := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
$(BUILD)/fuz/%.o: engine/%.c | $(BUILD)/.tools $(BUILD)/.clang
	@mkdir -p $(@D)
	$(call say,compile,$< (fuzzing))
	$(Q)$(CLANG) $(CPPFLAGS_ALL) -std=c11 -ffp-contract=off -MMD -MP $(FUZZ_SAN) -fsanitize=fuzzer-no-link -c -o $@ $<

# One sentence instead of a page of compiler errors when a library is missing.
$(BUILD)/.tools: tests/install_deps.sh
	$(if $(shell sh tests/install_deps.sh missing build),$(error Dauso cannot be built yet, these packages \
	are missing: $(shell sh tests/install_deps.sh missing build); run `make deps`))
	@mkdir -p $(@D)
	@touch $@

$(BUILD)/.clang:
	@sh tests/install_deps.sh install fuzz
	@mkdir -p $(@D)
	@touch $@

# What is compiled in from outside the sources: those who use it are compiled again when it changes.
$(shell grep -lE 'BUILD_DATE|DAUSO_SHARE' engine/*/*.c | sed 's|engine/\(.*\)\.c|$(BUILD)/obj/\1.o $(BUILD)/san/\1.o $(BUILD)/fuz/\1.o|'): \
	$(BUILD)/.outside
always:
$(BUILD)/.outside: always
	@mkdir -p $(@D)
	@echo '$(PREFIX) $(BUILD_DATE)' | cmp -s - $@ || echo '$(PREFIX) $(BUILD_DATE)' >$@

define archive_rules
$(BUILD)/lib/$(1).a: $(call objects,$(1),obj)
	@mkdir -p $$(@D)
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
$(BUILD)/sanlib/$(1).a: $(call objects,$(1),san)
	@mkdir -p $$(@D)
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
$(BUILD)/fuzlib/$(1).a: $(call objects,$(1),fuz)
	@mkdir -p $$(@D)
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
endef
$(foreach m,$(MODULES),$(eval $(call archive_rules,$(m))))

# Made from data: the verifier's sentences, the pages' files, the subsets of the fonts.
$(call objects,credential,obj) $(call objects,credential,san) $(call objects,credential,fuz): | $(BUILD)/generated/verdicts.h
$(BUILD)/generated/verdicts.h: certs/verdicts.tsv engine/credential/make_verdicts.sh
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)sh engine/credential/make_verdicts.sh < $< > $@.new && mv $@.new $@
$(foreach o,obj san fuz,$(BUILD)/$(o)/base/language.o): $(BUILD)/generated/languages.h
$(BUILD)/generated/languages.h: $(wildcard scripts/languages/*.tsv) engine/base/make_languages.sh
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)sh engine/base/make_languages.sh scripts/languages > $@.new && mv $@.new $@
$(call objects,web,obj) $(call objects,web,san) $(call objects,web,fuz): | $(BUILD)/generated/ui.h
$(BUILD)/generated/ui.h: $(wildcard engine/web/ui/* scripts/languages/*.tsv) engine/web/make_ui.sh
	@mkdir -p $(@D)
	$(call say,make,$@)
	$(Q)sh engine/web/make_ui.sh engine/web/ui scripts/languages > $@.new && mv $@.new $@
$(BUILD)/fonts/.done: $(wildcard engine/credential/make_fonts.* engine/credential/fonts/*) | $(BUILD)/.tools
	@mkdir -p $(@D)
	$(call say,make,$(@D))
	$(Q)sh engine/credential/make_fonts.sh $(@D)
	@touch $@

$(BUILD)/verifier/.done: $(wildcard certs/verifier/*.* certs/verifier/src/*) certs/verdicts.tsv | $(BUILD)/.tools
	@mkdir -p $(@D)
	$(call say,make,$(@D)/verify.html)
	$(Q)sh certs/verifier/make_page.sh $(@D)/verify.html
	@touch $@

# tests/unit/<module>_<topic>.c is linked with its module and what lies below it only, with ASan and UBSan.
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
.SECONDEXPANSION:
$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h \
		$$(foreach m,$$(call closure,$$(firstword $$(subst _, ,$$*))),$(BUILD)/sanlib/$$(m).a)
	@mkdir -p $(@D)
	$(call say,test,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) -Itests/unit $(CFLAGS_ALL) $(SAN) -o $@ $< \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)
.PHONY: unit
unit: $(UNIT) ## builds the unit tests (ASan and UBSan)

# tests/fuzz/<module>_<what>.c likewise: with gcc to give it the files of tests/fuzz/corpus, with clang to look for more.
FUZZ := $(basename $(notdir $(filter-out %/replay.c,$(wildcard tests/fuzz/*.c))))
$(BUILD)/replay/%: tests/fuzz/%.c tests/fuzz/replay.c tests/fuzz/fuzz.h \
		$$(foreach m,$$(call closure,$$(firstword $$(subst _, ,$$*))),$(BUILD)/sanlib/$$(m).a)
	@mkdir -p $(@D)
	$(call say,replay,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) -Itests/unit $(CFLAGS_ALL) $(SAN) -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/fuzz.h \
		$$(foreach m,$$(call closure,$$(firstword $$(subst _, ,$$*))),$(BUILD)/fuzlib/$$(m).a)
	@mkdir -p $(@D)
	$(call say,fuzz,$<)
	$(Q)$(CLANG) $(CPPFLAGS_ALL) -Itests/unit -std=c11 $(FUZZ_SAN) -fsanitize=fuzzer -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)
# What reads verdicts line by line for the comparison with the page.
$(BUILD)/replay/verdict_lines: tests/certificates/verdict_lines.c $(BUILD)/sanlib/credential.a $(BUILD)/sanlib/base.a
	@mkdir -p $(@D)
	$(call say,test,$<)
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(SAN) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)
.PHONY: replay fuzz
replay: $(FUZZ:%=$(BUILD)/replay/%) $(BUILD)/replay/verdict_lines ## builds what gives the corpus to the fuzz targets (ASan and UBSan)
fuzz: $(FUZZ:%=$(BUILD)/fuzz/%) ## looks for inputs that break something, FUZZ_SECONDS (60) for each target; needs clang
	@bash tests/fuzz/fuzz.sh $(FUZZ)

# tests/measure draws the table of goals of the scoring again (README.md there). Not sanitized: it is all arithmetic.
$(BUILD)/simulate: $(wildcard tests/measure/*.[ch]) $(foreach m,$(call closure,scoring),$(BUILD)/lib/$(m).a)
	$(call say,link,$@)
	$(Q)$(CC) $(CPPFLAGS_ALL) -Itests/measure $(filter-out -MMD -MP,$(CFLAGS_ALL)) -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)
.PHONY: simulate
simulate: $(BUILD)/simulate ## draws the table of goals of the scoring again, by simulation; takes minutes
	@$(BUILD)/simulate | grep -v '^ok '

.PHONY: deps deps-test
deps: ## installs what the build needs (apt-get, as root or with sudo)
	@sh tests/install_deps.sh install build
deps-test: ## installs what the tests need besides
	@sh tests/install_deps.sh install test
ifneq ($(filter run test,$(MAKECMDGOALS)),)
$(BUILD)/.tools: | deps
endif

.PHONY: run
run: all ## installs, builds, makes the data folder if new, and serves the shipped quizzes
	@$(BUILD)/dauso init
	@exec $(BUILD)/dauso serve --open

# Not a second build: only the two files that hold words are compiled again.
.PHONY: translated
translated: $(BUILD)/obj/main.o $(ARCHIVES) ## a program that speaks the languages of LANGUAGES=folder too, written to OUT=file
	@mkdir -p $(OUT).words
	$(Q)sh engine/base/make_languages.sh $(LANGUAGES) >$(OUT).words/languages.h
	$(Q)sh engine/web/make_ui.sh engine/web/ui $(LANGUAGES) >$(OUT).words/ui.h
	$(Q)$(CC) -I$(OUT).words $(CPPFLAGS_ALL) $(filter-out -MMD -MP,$(CFLAGS_ALL)) $(LDFLAGS) -o $(OUT) $< engine/base/language.c \
		engine/web/ui_parts.c -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)

.PHONY: demo
demo: all ## a whole class with 30 simulated learners, over HTTP, into ./dauso-demo
	@$(BUILD)/dauso demo

.PHONY: test
test: all verifier unit replay | deps-test ## every test; the last line is the sum. ONLY=word runs the suites with that word
	@bash tests/run_suites.sh $(ONLY)

.PHONY: check
check: ## layers, homes of libraries, and the house style
	@bash tests/check_layers.sh && layers=0 || layers=1; bash tests/check_style.sh && exit $$layers

.PHONY: bench
bench: all ## speed and memory, as ratios within one run
	@$(BUILD)/dauso bench all

.PHONY: faults
faults: all ## the long run of kills and power cuts (`make test` has a short one); KILLS= POINTS= SEED=
	$(Q)KILLS=$(or $(KILLS),2000) /usr/bin/python3 tests/faults/kill_suite.py
	$(Q)POINTS=$(or $(POINTS),3000) SECONDS=20 /usr/bin/python3 tests/faults/power_suite.py

.PHONY: bench-scan
bench-scan: all build/unit/credential_pages | deps-test ## how well printed codes survive a camera: a table, some minutes
	@/usr/bin/python3 tests/bench/scan_survival.py

.PHONY: install
install: all verifier ## into PREFIX (/usr/local)
	install -D -m 755 $(BUILD)/dauso $(DESTDIR)$(PREFIX)/bin/dauso
	install -D -m 755 $(BUILD)/dauso-verify $(DESTDIR)$(PREFIX)/bin/dauso-verify
	mkdir -p $(SHARE)/fonts
	cp -R quizzes scripts certs $(SHARE)/
	rm -rf $(SHARE)/certs/verifier/node_modules
	test ! -f $(BUILD)/verifier/verify.html || install -D -m 644 $(BUILD)/verifier/verify.html $(SHARE)/verifier/verify.html
	install -m 644 $(BUILD)/fonts/*.ttf $(SHARE)/fonts/
	mkdir -p $(foreach f,applications icons/hicolor/scalable/apps,$(DESTDIR)$(PREFIX)/share/$f) \
	  $(foreach f,system user,$(DESTDIR)$(PREFIX)/lib/systemd/$f)
	sed 's|@PREFIX@|$(PREFIX)|' engine/service/dauso-class.sh > $(DESTDIR)$(PREFIX)/bin/dauso-class
	chmod 755 $(DESTDIR)$(PREFIX)/bin/dauso-class
	sed 's|@PREFIX@|$(PREFIX)|' engine/service/dauso.desktop > $(DESTDIR)$(PREFIX)/share/applications/dauso.desktop
	install -m 644 engine/service/dauso.svg $(DESTDIR)$(PREFIX)/share/icons/hicolor/scalable/apps/dauso.svg
	sed 's|@PREFIX@|$(PREFIX)|' engine/service/dauso.service > $(DESTDIR)$(PREFIX)/lib/systemd/system/dauso.service
	sed 's|@PREFIX@|$(PREFIX)|' engine/service/dauso-user.service > $(DESTDIR)$(PREFIX)/lib/systemd/user/dauso.service

.PHONY: clean
clean: ## removes build/
	rm -rf $(BUILD)

.PHONY: help
help: ## prints every target
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' Makefile | expand -t 14

-include $(wildcard $(BUILD)/obj/*.d $(BUILD)/obj/*/*.d $(BUILD)/san/*/*.d $(BUILD)/unit/*.d \
	$(BUILD)/replay/*.d $(BUILD)/fuz/*/*.d)

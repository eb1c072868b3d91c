# Dauso: `make help` prints every target. One Makefile, no recursion; objects under build/.
SHELL := /bin/bash
CC ?= gcc
BUILD := build
PREFIX ?= /usr/local

MODULES := base eventlog sandbox quiz scoring credential store classroom report web cli
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
ifeq ($(CI),true)
WARN += -Werror
endif
CPPFLAGS := -Iengine -I$(BUILD)/generated -D_GNU_SOURCE -DDAUSO_SHARE='"$(PREFIX)/share/dauso"'
# -ffp-contract=off: the same scores on every CPU (PRODUCT.md section 1).
CFLAGS ?= -O2 -g
CFLAGS_ALL := -std=c11 $(CFLAGS) $(WARN) -ffp-contract=off -fstack-protector-strong -MMD -MP
PACKAGES := lua5.4 sqlite3 libmicrohttpd libsodium libqrencode jansson libutf8proc libcurl zlib
CPPFLAGS += $(filter-out -I/usr/include,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lhpdf -lm -lpthread

# What a module may be linked with, itself first: engine/LAYERS says it once.
closure = $(1) $(shell sed -n 's/^$(1)://p' engine/LAYERS)
sources = $(wildcard engine/$(1)/*.c)
SRC := $(foreach m,$(MODULES),$(call sources,$(m)))
OBJ := $(SRC:engine/%.c=$(BUILD)/obj/%.o)
ARCHIVES := $(foreach m,$(MODULES),$(BUILD)/lib/$(m).a)
SAN := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

.PHONY: all
all: $(BUILD)/dauso ## builds build/dauso

$(BUILD)/dauso: $(BUILD)/obj/main.o $(ARCHIVES)
	$(CC) $(CFLAGS_ALL) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LIBS)

$(BUILD)/obj/%.o: engine/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_ALL) -c -o $@ $<
$(BUILD)/san/%.o: engine/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS_ALL) -O1 $(SAN) -c -o $@ $<

define archive_rules
$(BUILD)/lib/$(1).a: $(patsubst engine/%.c,$(BUILD)/obj/%.o,$(call sources,$(1)))
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcs $$@ $$^
$(BUILD)/sanlib/$(1).a: $(patsubst engine/%.c,$(BUILD)/san/%.o,$(call sources,$(1)))
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach m,$(MODULES),$(eval $(call archive_rules,$(m))))

# tests/unit/<module>_<topic>.c is linked with its module and what lies below it only, with ASan and UBSan.
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
.SECONDEXPANSION:
$(BUILD)/unit/%: tests/unit/%.c tests/unit/unit.h $$(foreach m,$$(call closure,$$(firstword $$(subst _, ,$$*))),$(BUILD)/sanlib/$$(m).a)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS_ALL) -O1 $(SAN) -o $@ $< -Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS)
.PHONY: unit
unit: $(UNIT) ## builds the unit tests (ASan + UBSan)

.PHONY: clean
clean: ## removes build/
	rm -rf $(BUILD)

.PHONY: help
help: ## prints every target
	@grep -hE '^[a-z_-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z_-]+):.*## /\1\t/' | expand -t 14

-include $(OBJ:.o=.d) $(wildcard $(BUILD)/san/*/*.d)

# SPDX-License-Identifier: GPL-3.0-or-later
# Logios. `make demo` shows it at work, `make check` tests it, `make help` lists the rest.
# CFLAGS, LDFLAGS, DESTDIR and PREFIX are yours; BUILD is where everything that is made goes.

VERSION := 0.1.0
BUILD ?= build
PREFIX ?= /usr/local
CFLAGS ?= -O2 -g
DEV ?= 0
SANITIZE ?=

LIBS := libevent_core libevent_extra libsodium inih openssl
PKG_CFLAGS := $(shell pkg-config --cflags $(LIBS) 2>/dev/null)
PKG_LIBS := $(shell pkg-config --libs $(LIBS) 2>/dev/null)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 \
	-Wwrite-strings -Wcast-qual -Wvla -Wundef $(if $(filter 1,$(DEV)),-Werror)
STD := -std=c11 -D_GNU_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
ALL_CFLAGS := $(STD) $(WARNINGS) -fvisibility=hidden -Isrc $(PKG_CFLAGS) \
	-DLOGIOS_VERSION='"$(VERSION)"' -DLOGIOS_PREFIX='"$(PREFIX)"' \
	$(CFLAGS) $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -U_FORTIFY_SOURCE)
ALL_LDFLAGS := -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS) $(if $(SANITIZE),-fsanitize=$(SANITIZE))
ALL_LIBS := $(PKG_LIBS) -lircclient -lm -ldl

SOURCES := $(sort $(wildcard src/*.c src/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
CORE := $(filter-out $(BUILD)/obj/src/main.o,$(OBJECTS))
PLUGINS := $(patsubst plugins/%.c,$(BUILD)/plugins/%.so,$(sort $(wildcard plugins/*.c)))
UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

.PHONY: all clean
all: $(BUILD)/logios $(PLUGINS)

$(BUILD)/logios: $(OBJECTS)
	$(CC) $(ALL_LDFLAGS) -pie -Wl,--export-dynamic -o $@ $^ $(ALL_LIBS)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fPIE -MMD -MP -c -o $@ $<

$(BUILD)/plugins/%.so: plugins/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fPIC -shared -MMD -MP -MF $(@:.so=.d) $(ALL_LDFLAGS) -o $@ $<

$(BUILD)/tests/unit/%: tests/unit/%.c $(CORE)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP -MF $@.d $(ALL_LDFLAGS) -Wl,--export-dynamic -o $@ $< $(CORE) $(ALL_LIBS) -lcmocka

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(PLUGINS:.so=.d) $(UNIT_TESTS:%=%.d)

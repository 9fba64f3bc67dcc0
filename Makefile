# SPDX-License-Identifier: GPL-3.0-or-later
# Logios. `make demo` shows it at work, `make check` tests it, `make help` lists the rest.
# CC, CFLAGS, LDFLAGS, DESTDIR and PREFIX are yours; BUILD is where everything that is made goes.
# New files in src/, plugins/, tests/ and etc/ are found by their place: nothing to add here.

VERSION := 0.1.0
BUILD ?= build
PREFIX ?= /usr/local
SYSCONFDIR ?= /etc
CFLAGS ?= -O2 -g
DEV ?= 0
SANITIZE ?=
Q := $(if $(V),,@)

LIBS := libevent_core libevent_extra libgsasl libsodium inih openssl sqlite3
PKG_CONFIG ?= pkg-config
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(LIBS) 2>/dev/null)
PKG_LIBS := $(shell $(PKG_CONFIG) --libs $(LIBS) 2>/dev/null)

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 \
	-Wwrite-strings -Wcast-qual -Wvla -Wundef $(if $(filter 1,$(DEV)),-Werror)
HARDEN := $(if $(SANITIZE),-fno-omit-frame-pointer,-D_FORTIFY_SOURCE=2) -fstack-protector-strong
SANITIZER := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-sanitize-recover=all)
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE $(WARNINGS) -fvisibility=hidden -Isrc $(PKG_CFLAGS) \
	-DLOGIOS_VERSION='"$(VERSION)"' -DLOGIOS_PREFIX='"$(PREFIX)"' \
	$(HARDEN) $(CPPFLAGS) $(CFLAGS) $(SANITIZER)
ALL_LDFLAGS := -Wl,--as-needed -Wl,-z,relro,-z,now $(LDFLAGS) $(SANITIZER)
ALL_LIBS := $(PKG_LIBS) -lircclient -lm -ldl

SOURCES := $(sort $(wildcard src/*.c src/*/*.c src/*/*/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
CORE := $(filter-out $(BUILD)/obj/src/main.o,$(OBJECTS))
# plugins/NAME.c, or all of plugins/NAME/, is NAME.so.
PLUGIN_SOURCES := $(sort $(wildcard plugins/*.c plugins/*/*.c))
PLUGIN_OBJECTS := $(PLUGIN_SOURCES:%.c=$(BUILD)/obj/%.o)
PLUGIN_NAMES := $(sort $(foreach file,$(PLUGIN_SOURCES),$(basename $(word 2,$(subst /, ,$(file))))))
PLUGIN_PARTS := $(BUILD)/obj/plugins.a
PLUGINS := $(PLUGIN_NAMES:%=$(BUILD)/plugins/%.so)
MANUALS := $(sort $(wildcard etc/man/*.[1-8]))

UNIT_TESTS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/unit/test_*.c)))
CHAT_TEST := $(patsubst tests/%.c,$(BUILD)/tests/%,$(wildcard tests/chat/run_chat.c))
TEST_PLUGINS := $(patsubst tests/%.c,$(BUILD)/tests/%.so,$(sort $(wildcard tests/plugins/*.c)))
TOOLS := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/tools/*.c)))
BENCHES := $(patsubst tests/%.c,$(BUILD)/tests/%,$(sort $(wildcard tests/bench/bench_*.c)))
BENCH_TOOLS := $(BUILD)/tests/bench/floor $(BUILD)/tests/bench/load
FUZZERS := $(patsubst tests/fuzz/fuzz_%.c,%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
REPLAYS := $(FUZZERS:%=$(BUILD)/tests/replay/%)
C_FILES := $(sort $(wildcard src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] plugins/*.[ch] plugins/*/*.[ch] tests/*.[ch] tests/*/*.[ch] etc/page/*.[ch]))
INSTALLED_HEADERS := $(patsubst src/%,%,$(wildcard src/logios.h src/crypto/random.h src/base/api.h \
	src/base/*.h src/dice/again.h src/dice/dice.h src/dice/examples.h src/dice/named.h src/dice/odds.h src/dice/systems.h \
	src/dice/limits.h src/cards/*.h))

.PHONY: all tests help deps demo check test check-asan check-valgrind lint fuzz flood crash oracle check-servers bench \
	install uninstall docs deb clean FORCE
all: $(BUILD)/logios $(PLUGINS) $(BUILD)/verify.html
tests: $(BUILD)/logios $(PLUGINS) $(UNIT_TESTS) $(CHAT_TEST) $(TEST_PLUGINS) $(TOOLS) $(REPLAYS)

# ---- the program ----

# What was built with other flags (another PREFIX, a sanitizer) is built again.
$(BUILD)/flags: export FLAGS_NOW = $(CC) $(ALL_CFLAGS) $(ALL_LDFLAGS)
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' "$$FLAGS_NOW" | cmp -s - $@ || printf '%s\n' "$$FLAGS_NOW" >$@

ifeq ($(strip $(PKG_LIBS)),)
$(BUILD)/flags: no-libraries
.PHONY: no-libraries
no-libraries:
	@echo "Libraries or pkg-config are missing: 'make deps' installs them." >&2; exit 1
endif

$(BUILD)/logios: $(OBJECTS)
	@echo "  LINK   $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -pie -Wl,--export-dynamic -o $@ $^ $(ALL_LIBS)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC     $<"
	$(Q)$(CC) $(ALL_CFLAGS) -fPIE -MMD -MP -c -o $@ $<

$(BUILD)/obj/plugins/%.o: plugins/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC     $<"
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -MMD -MP -c -o $@ $<

plugin-objects = $(filter $(BUILD)/obj/plugins/$1.o $(BUILD)/obj/plugins/$1/%,$(PLUGIN_OBJECTS))
.SECONDEXPANSION:
$(BUILD)/plugins/%.so: $$(call plugin-objects,$$*)
	@mkdir -p $(@D)
	@echo "  PLUGIN $@"
	$(Q)$(CC) -shared $(ALL_LDFLAGS) -o $@ $^

$(BUILD)/tests/plugins/%.so: tests/plugins/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  PLUGIN $@"
	$(Q)$(CC) $(ALL_CFLAGS) -fPIC -shared -MMD -MP -MF $(@:.so=.d) $(ALL_LDFLAGS) -o $@ $<

# ---- verify.html: the page that checks transcripts, with the dice engine inside ----

# The engine is compiled to WebAssembly where clang, lld, wasi-libc and libclang-rt-dev-wasm32 are. Without them the page is
# made all the same, and says in itself what it does not check.
WASM_CC ?= $(if $(findstring ccache,$(CC)),ccache )clang
WASM_SYSROOT ?= /usr
WASM_INCLUDE := $(wildcard $(WASM_SYSROOT)/include/wasm32-wasi)
WASM_FLAGS := --target=wasm32-wasi --sysroot=$(WASM_SYSROOT) -isystem $(WASM_INCLUDE) -std=c11 -D_GNU_SOURCE $(WARNINGS) \
	-Ietc/page -Isrc -Oz -flto
ENGINE_SOURCES := etc/page/engine.c src/crypto/random.c $(filter-out src/base/descriptor.c,$(wildcard src/base/*.c)) \
	$(wildcard src/dice/*.c src/dice/*/*.c)
ENGINE := $(if $(SANITIZE),,$(if $(and $(WASM_INCLUDE),$(shell command -v wasm-ld)),$(BUILD)/page/engine.wasm))
# In the order in which they build upon one another.
PAGE_SCRIPTS := $(patsubst %,etc/page/%.js,bytes scheme ed25519 engine lines history stirring check chat stats view charts odds tabs)
PAGE_PARTS := etc/page/verify.html etc/page/verify.css $(ENGINE) $(PAGE_SCRIPTS) \
	$(sort $(wildcard etc/systems/*.ini)) $(sort $(wildcard etc/dice/*.txt))

$(BUILD)/page/%.o: %.c
	@mkdir -p $(@D)
	@echo "  WASM   $<"
	$(Q)$(WASM_CC) $(WASM_FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/page/engine.wasm: $(ENGINE_SOURCES:%.c=$(BUILD)/page/%.o)
	@echo "  WASM   $@"
	$(Q)$(WASM_CC) --target=wasm32-wasi --sysroot=$(WASM_SYSROOT) -mexec-model=reactor -Oz -flto -Wl,--strip-all -o $@ $^

$(BUILD)/verify.html: $(BUILD)/tests/tools/page $(PAGE_PARTS)
	@echo "  PAGE   $@$(if $(ENGINE),, (without the dice engine))"
	$(Q)$< $(PAGE_PARTS) >$@.new && mv $@.new $@

# ---- test programs: every object but main.o, one file of their own, and what it needs of plugins ----

$(PLUGIN_PARTS): $(PLUGIN_OBJECTS)
	@rm -f $@
	$(Q)$(AR) qcs $@ $^

$(BUILD)/obj/tests/%.o: tests/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC     $<"
	$(Q)$(CC) $(ALL_CFLAGS) -Itests -I. -MMD -MP -c -o $@ $<

define link-test
	@mkdir -p $(@D)
	@echo "  TEST   $@"
	$(Q)$(CC) $(ALL_LDFLAGS) -Wl,--export-dynamic -o $@ $^ $(ALL_LIBS)
endef

$(UNIT_TESTS): ALL_LIBS += -lcmocka -lcjson
$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(CORE) $(PLUGIN_PARTS)
	$(link-test)

$(BUILD)/tests/replay/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o $(CORE) $(PLUGIN_PARTS)
	$(link-test)

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(CORE) $(PLUGIN_PARTS)
	$(link-test)

# ---- what people call ----

help:
	@echo "make                      the program, build/logios, its plugins, build/plugins/*.so, and build/verify.html"
	@echo "make deps                 install the Debian packages needed to build (others install theirs);"
	@echo "                          tests/tools/deps.sh page: those with which verify.html gets its dice engine"
	@echo "make demo                 a private IRC server, the bot, and you at the table"
	@echo "make check                all tests; 'make test' is the same without installing anything"
	@echo "make check-asan           the same under the address and undefined-behaviour sanitizers"
	@echo "make check-valgrind       a session with reloads of every plugin under valgrind"
	@echo "make lint                 formatting, warnings of gcc and clang, cppcheck, walls"
	@echo "make fuzz FUZZ=dice SECONDS=60    one of: $(FUZZERS)"
	@echo "make flood SECONDS=600    twenty people roll as fast as default servers let them"
	@echo "make crash KILLS=500      kill the bot at as many instants under load, and look what it still knows"
	@echo "make check-servers        a table on each IRC server and bouncer that Debian has (10 minutes)"
	@echo "make bench                what a roll and a line cost"
	@echo "make install uninstall    with DESTDIR=, PREFIX=$(PREFIX), SYSCONFDIR=$(SYSCONFDIR)"
	@echo "make deb                  Debian packages in build/deb"
	@echo "make docs                 write the sample configuration and its manual page anew"
	@echo "make clean                remove the build folder"
	@echo "Variables: CC CFLAGS LDFLAGS BUILD DEV=1 (warnings are errors) SANITIZE=address V=1"

deps:
	@tests/tools/deps.sh build

demo:
	@tests/tools/deps.sh build demo
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) bash tests/demo/demo.sh

check:
	@tests/tools/deps.sh build check page
	@$(MAKE) --no-print-directory test

# The page is tested in a browser, by the daemon part; sanitizers have nothing to find in it.
test: tests $(if $(SANITIZE),,$(if $(or $(filter daemon,$(PARTS)),$(if $(PARTS),,all)),$(BUILD)/verify.html))
	@BUILD=$(BUILD) sh tests/run-check.sh $(PARTS)

check-asan:
	@tests/tools/deps.sh build check
	@$(MAKE) --no-print-directory test BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g'

check-valgrind:
	@tests/tools/deps.sh build check valgrind
	@$(MAKE) --no-print-directory test PARTS=valgrind

lint:
	@tests/tools/deps.sh build check lint
	clang-format --dry-run -Werror $(C_FILES)
	+$(MAKE) --no-print-directory tests $(BENCHES:$(BUILD)/%=$(BUILD)/lint-gcc/%) $(BENCH_TOOLS:$(BUILD)/%=$(BUILD)/lint-gcc/%) \
		BUILD=$(BUILD)/lint-gcc CC=gcc DEV=1
	+$(MAKE) --no-print-directory tests $(BENCHES:$(BUILD)/%=$(BUILD)/lint-clang/%) $(BENCH_TOOLS:$(BUILD)/%=$(BUILD)/lint-clang/%) \
		BUILD=$(BUILD)/lint-clang CC=clang DEV=1
	@# ctuuninitvar takes a function that fills what it is given for one that reads it.
	cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr --enable=warning,performance,portability \
		--suppress=missingIncludeSystem --suppress=ctuuninitvar -D_GNU_SOURCE -DLOGIOS_VERSION='""' -DLOGIOS_PREFIX='""' \
		-Isrc -Itests src plugins tests
	BUILD=$(BUILD)/lint-gcc python3 -B tests/check-walls.py

SECONDS ?= 60
fuzz:
	@test -n "$(FUZZ)" || { echo "Say which: make fuzz FUZZ=NAME, of: $(FUZZERS)" >&2; exit 2; }
	@tests/tools/deps.sh build fuzz
	@$(MAKE) --no-print-directory $(BUILD)/fuzz/tests/fuzz/$(FUZZ) BUILD=$(BUILD)/fuzz CC=clang \
		SANITIZE=fuzzer,address,undefined CFLAGS='-O1 -g'
	@mkdir -p $(BUILD)/fuzz/found/$(FUZZ)
	$(BUILD)/fuzz/tests/fuzz/$(FUZZ) -max_total_time=$(SECONDS) -timeout=60 -print_final_stats=1 \
		-artifact_prefix=$(BUILD)/fuzz/found/ $(BUILD)/fuzz/found/$(FUZZ) $(wildcard tests/fuzz/corpus/$(FUZZ))

flood:
	@tests/tools/deps.sh build check
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) python3 -B tests/tools/flood.py $(SECONDS)

crash: KILLS ?= 500
crash:
	@tests/tools/deps.sh build check
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) KILLS=$(KILLS) python3 -B tests/daemon/run.py test_crash

oracle: COMMANDS ?= 10000
oracle:
	@tests/tools/deps.sh build check
	@$(MAKE) --no-print-directory all BUILD=$(BUILD)/asan SANITIZE=address,undefined CFLAGS='-O1 -g'
	@BUILD=$(BUILD)/asan COMMANDS=$(COMMANDS) python3 -B tests/daemon/run.py test_oracle

# TESTS: some of them, as test_ircds.OnNgircd.test_busy.
check-servers:
	@tests/tools/deps.sh build check
	@$(MAKE) --no-print-directory all
	@BUILD=$(BUILD) python3 -B tests/servers/run.py $(TESTS)

bench:
	@tests/tools/deps.sh build check bench
	@$(MAKE) --no-print-directory all $(BENCHES) $(BENCH_TOOLS)
	@for bench in $(BENCHES); do echo "== $${bench##*/}"; $$bench || exit 1; done
	@BUILD=$(BUILD) python3 -B tests/bench/peers.py
	@BUILD=$(BUILD) python3 -B tests/bench/bot_bench.py
	@BUILD=$(BUILD) python3 -B tests/bench/cost.py

.SECONDARY:

# What is written from the rows of the configuration; a unit test tells when this was forgotten.
docs: $(BUILD)/tests/tools/confdoc $(BUILD)/tests/tools/systemdoc
	$< sample >$(BUILD)/logios.ini && cp $(BUILD)/logios.ini etc/logios.ini
	$< man <etc/man/logios.ini.5.in >$(BUILD)/logios.ini.5 && cp $(BUILD)/logios.ini.5 etc/man/logios.ini.5
	$(BUILD)/tests/tools/systemdoc <etc/man/logios-systems.7.in >$(BUILD)/logios-systems.7 && \
		cp $(BUILD)/logios-systems.7 etc/man/logios-systems.7

# Quoted, since DESTDIR may have blanks. example.so is there to be read, not to be run.
INSTALL_ROOT = $(DESTDIR)$(PREFIX)
FOR_PREFIX = sed 's|/usr/bin/|$(PREFIX)/bin/|g; s|/etc/logios|$(SYSCONFDIR)/logios|g; s|@SYSCONFDIR@|$(SYSCONFDIR)|g'
install: all
	install -d "$(INSTALL_ROOT)/bin" "$(INSTALL_ROOT)/lib/logios/plugins" "$(DESTDIR)$(SYSCONFDIR)/logios"
	install -m 755 $(BUILD)/logios "$(INSTALL_ROOT)/bin/"
	install -m 644 $(filter-out %/example.so,$(PLUGINS)) "$(INSTALL_ROOT)/lib/logios/plugins/"
	for folder in decks systems dice tables help; do \
		install -d "$(INSTALL_ROOT)/share/logios/$$folder" && \
		install -m 644 etc/$$folder/* "$(INSTALL_ROOT)/share/logios/$$folder/" || exit 1; done
	install -m 644 $(BUILD)/verify.html "$(INSTALL_ROOT)/share/logios/"
	for header in $(INSTALLED_HEADERS); do \
		install -D -m 644 src/$$header "$(INSTALL_ROOT)/include/logios/$$header" || exit 1; done
	for page in $(MANUALS); do \
		install -D -m 644 $$page "$(INSTALL_ROOT)/share/man/man$${page##*.}/$${page##*/}" || exit 1; done
	install -d "$(INSTALL_ROOT)/lib/systemd/system" "$(INSTALL_ROOT)/lib/sysusers.d" "$(INSTALL_ROOT)/lib/tmpfiles.d"
	$(FOR_PREFIX) debian/logios.service >"$(INSTALL_ROOT)/lib/systemd/system/logios.service"
	$(FOR_PREFIX) etc/systemd/sysusers.conf >"$(INSTALL_ROOT)/lib/sysusers.d/logios.conf"
	$(FOR_PREFIX) etc/systemd/tmpfiles.conf >"$(INSTALL_ROOT)/lib/tmpfiles.d/logios.conf"
	install -D -m 644 etc/completions/logios.bash "$(INSTALL_ROOT)/share/bash-completion/completions/logios"
	install -D -m 644 etc/completions/_logios "$(INSTALL_ROOT)/share/zsh/site-functions/_logios"
	install -D -m 644 etc/completions/logios.fish "$(INSTALL_ROOT)/share/fish/vendor_completions.d/logios.fish"
	test -e "$(DESTDIR)$(SYSCONFDIR)/logios/logios.ini" || \
		install -m 640 etc/logios.ini "$(DESTDIR)$(SYSCONFDIR)/logios/logios.ini"

# The configuration stays: it is the user's.
uninstall:
	rm -f "$(INSTALL_ROOT)/bin/logios" "$(INSTALL_ROOT)/lib/systemd/system/logios.service" \
		"$(INSTALL_ROOT)/lib/sysusers.d/logios.conf" "$(INSTALL_ROOT)/lib/tmpfiles.d/logios.conf" \
		"$(INSTALL_ROOT)/share/bash-completion/completions/logios" \
		"$(INSTALL_ROOT)/share/zsh/site-functions/_logios" \
		"$(INSTALL_ROOT)/share/fish/vendor_completions.d/logios.fish"
	rm -rf "$(INSTALL_ROOT)/lib/logios" "$(INSTALL_ROOT)/share/logios" "$(INSTALL_ROOT)/include/logios"
	for page in $(MANUALS); do \
		rm -f "$(INSTALL_ROOT)/share/man/man$${page##*.}/$${page##*/}"; done

deb:
	@tests/tools/deps.sh build deb
	@VERSION=$(VERSION) BUILD=$(BUILD) sh tests/tools/deb.sh

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d) $(PLUGIN_OBJECTS:.o=.d) $(TEST_PLUGINS:.so=.d)
-include $(ENGINE_SOURCES:%.c=$(BUILD)/page/%.d)
-include $(patsubst tests/%.c,$(BUILD)/obj/tests/%.d,$(wildcard tests/*/*.c))

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration file: what a right one comes out as, key by key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "config/keys.h"
#include "config/read.h"
#include "config/value.h"
#include "crypto/password.h"

static struct config *read_text(const char *text, struct strbuf *mistakes)
{
	FILE *stream = fmemopen((void *)(uintptr_t)text, strlen(text), "r");
	struct config *config;

	assert_non_null(stream);
	config = config_read(stream, "/some/folder/f", 0600, mistakes);
	fclose(stream);
	return config;
}

static struct config *good(const char *text)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = read_text(text, &mistakes);

	assert_string_equal(mistakes.text, "");
	assert_non_null(config);
	strbuf_release(&mistakes);
	return config;
}

/* ---- every key ---- */

#define HEX32 "00112233445566778899aabbccddeeff"
#define COLONS "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"

static char hash[PASSWORD_HASH_ROOM]; /* made at the start; the same in the rows below */

static const struct {
	enum config_section_id section;
	const char *key;
	const char *by_default; /* what the member is without the key, as `show` writes it */
	const char *value;      /* in the file; NULL: `hash` */
	const char *shown;      /* what the member is then; NULL: `hash` */
} keys[] = {
	{SECTION_LOGIOS, "prefix", "!", ".", "."},
	{SECTION_LOGIOS, "plugins", "dice|cards|calc|tables|turns", "x,y  z", "x|y|z"},
	{SECTION_LOGIOS, "max_lines", "4", "20", "20"},
	{SECTION_LOGIOS, "colour", "yes", "no", "no"},
	{SECTION_LOGIOS, "trust_ops", "yes", "0", "no"},
	{SECTION_LOGIOS, "show_numbers", "yes", "no", "no"},
	{SECTION_LOGIOS, "fair_seal_seconds", "60", "10", "10"},
	{SECTION_LOGIOS, "verify_url", "", "https://x.test", "https://x.test"},
	{SECTION_LOGIOS, "transcript_dir", "", "/t", "/t"},
	{SECTION_LOGIOS, "transcript_mode", "0644", "640", "0640"},
	{SECTION_LOGIOS, "transcript_url", "", "https://x.test", "https://x.test"},
	{SECTION_LOGIOS, "history_days", "365", "0", "0"},
	{SECTION_LOGIOS, "log_level", "2", "DEBUG", "3"},
	{SECTION_LOGIOS, "log_file", "", "l/og", "/some/folder/l/og"},
	{SECTION_LOGIOS, "state_dir", "/var/lib/logios", "/s", "/s"},
	{SECTION_LOGIOS, "durability", "0", "process", "1"},
	{SECTION_LOGIOS, "plugin_dir", "", "p", "/some/folder/p"},
	{SECTION_LOGIOS, "data_dir", "", "/d", "/d"},
	{SECTION_NETWORK, "host", "h", "a b:70, [::1]:7", "a|b:70|[::1]:7"},
	{SECTION_NETWORK, "port", "6697", "7000", "7000"},
	{SECTION_NETWORK, "tls", "yes", "off", "no"},
	{SECTION_NETWORK, "tls_verify", "yes", "false", "no"},
	{SECTION_NETWORK, "tls_ca", "", "/ca", "/ca"},
	{SECTION_NETWORK, "tls_fingerprint", "", COLONS ":" COLONS, HEX32 HEX32},
	{SECTION_NETWORK, "tls_cert", "", "/c\ntls_key=/k", "/c"},
	{SECTION_NETWORK, "tls_key", "", "/k\ntls_cert=/c", "/k"},
	{SECTION_NETWORK, "server_password", "", "a = b;c", "a = b;c"},
	{SECTION_NETWORK, "sasl_mechanism", "0", "scram-sha-256\nsasl_password = p", "3"},
	{SECTION_NETWORK, "sasl_user", "", "bot\nsasl_password = p", "bot"},
	{SECTION_NETWORK, "sasl_password", "", "p = w;d", "p = w;d"},
	{SECTION_NETWORK, "sasl_required", "no", "yes\nsasl_password = p", "yes"},
	{SECTION_NETWORK, "nickserv_password", "", "p w", "p w"},
	{SECTION_NETWORK, "nickserv_mask", "", "N!N@services.test", "N!N@services.test"},
	{SECTION_NETWORK, "nick", "Logios", "Bob", "Bob"},
	{SECTION_NETWORK, "alt_nicks", "Logios_", "Bob, Rob", "Bob|Rob"},
	{SECTION_NETWORK, "username", "logios", "bob", "bob"},
	{SECTION_NETWORK, "realname", "Logios dice bot", "100% dice", "100% dice"},
	{SECTION_NETWORK, "bind", "", "127.0.0.1", "127.0.0.1"},
	{SECTION_NETWORK, "channels", "", "#a,&b  k=1,\n #c ,\n# no\n  +d", "#a|&b k=1|#c|+d"},
	{SECTION_NETWORK, "rejoin_on_kick", "no", "yes", "yes"},
	{SECTION_NETWORK, "keep_bouncer_channels", "no", "yes", "yes"},
	{SECTION_NETWORK, "rejoin_delay", "10", "1", "1"},
	{SECTION_NETWORK, "nick_regain_interval", "60", "0", "0"},
	{SECTION_NETWORK, "join_on_invite", "0", "anyone", "2"},
	{SECTION_NETWORK, "burst", "5", "6", "6"},
	{SECTION_NETWORK, "line_interval_ms", "1000", "0", "0"},
	{SECTION_NETWORK, "connect_timeout", "20", "21", "21"},
	{SECTION_NETWORK, "register_timeout", "60", "61", "61"},
	{SECTION_NETWORK, "ping_interval", "120", "121", "121"},
	{SECTION_NETWORK, "ping_timeout", "60", "59", "59"},
	{SECTION_NETWORK, "reconnect_min", "2", "3", "3"},
	{SECTION_NETWORK, "reconnect_max", "300", "299", "299"},
	{SECTION_CHANNEL, "max_lines", "4", "1", "1"},
	{SECTION_CHANNEL, "colour", "yes", "no", "no"},
	{SECTION_CHANNEL, "trust_ops", "yes", "no", "no"},
	{SECTION_CHANNEL, "show_numbers", "yes", "no", "no"},
	{SECTION_ADMIN, "account", "", "ann, Bob", "ann|Bob"},
	{SECTION_ADMIN, "certfp", "", COLONS ":" COLONS, HEX32 HEX32},
	{SECTION_ADMIN, "mask", "*!*@h", "a!b@c d!e@f", "a!b@c|d!e@f"},
	{SECTION_ADMIN, "password", "", NULL, NULL},
	{SECTION_ADMIN, "networks", "", "n", "n"},
	{SECTION_ADMIN, "role", "3", "owner", "4"},
	{SECTION_FILTER, "allow", "", "*!*@h account:a", "*!*@h|account:a"},
	{SECTION_FILTER, "deny", "", "a!*@*", "a!*@*"},
	{SECTION_LIMITS, "enabled", "yes", "no", "no"},
	{SECTION_LIMITS, "user_burst", "12", "1", "1"},
	{SECTION_LIMITS, "user_rate", "50", "100000", "100000"},
	{SECTION_LIMITS, "channel_burst", "60", "61", "61"},
	{SECTION_LIMITS, "channel_rate", "400", "1", "1"},
	{SECTION_LIMITS, "notice_after", "3", "1", "1"},
	{SECTION_LIMITS, "ignore_after", "10", "0", "0"},
	{SECTION_LIMITS, "ignore_minutes", "1", "2", "2"},
	{SECTION_LIMITS, "ignore_max_minutes", "120", "121", "121"},
	{SECTION_LIMITS, "forgive_minutes", "60", "1", "1"},
	{SECTION_LIMITS, "user_kib_a_day", "1024", "1", "1"},
};

static const struct {
	const char *title;
	const char *needed_key, *needed; /* without which the section is not complete */
} sections[] = {
	[SECTION_LOGIOS] = {"[logios]", "", ""},
	[SECTION_NETWORK] = {"[network n]", "host", "host = h\n"},
	[SECTION_CHANNEL] = {"[channel n/#x]", "", ""},
	[SECTION_ADMIN] = {"[admin z]", "mask", "mask = *!*@h\n"},
	[SECTION_FILTER] = {"[filter]", "", ""},
	[SECTION_LIMITS] = {"[limits]", "", ""},
};

static void *record_of(struct config *config, enum config_section_id id)
{
	void *records[] = {
		[SECTION_LOGIOS] = config,
		[SECTION_NETWORK] = config->networks,
		[SECTION_CHANNEL] = config->channels,
		[SECTION_ADMIN] = config->admins,
		[SECTION_FILTER] = &config->filter,
		[SECTION_LIMITS] = &config->limits,
	};

	return records[id];
}

static void show_list(struct strbuf *out, const struct config_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		strbuf_addf(out, "%s%s", i > 0 ? "|" : "", list->items[i]);
}

static void show_channels(struct strbuf *out, const struct config_network *network)
{
	for (size_t i = 0; i < network->channel_count; i++)
		strbuf_addf(out, "%s%s%s%s", i > 0 ? "|" : "", network->channels[i].name,
			network->channels[i].key != NULL ? " " : "",
			network->channels[i].key != NULL ? network->channels[i].key : "");
}

static void show(struct strbuf *out, const struct config_key *key, void *record)
{
	void *member = (char *)record + key->offset;
	unsigned choice;

	if (key->type == CONFIG_FLAG)
		strbuf_addstr(out, *(bool *)member ? "yes" : "no");
	else if (key->type == CONFIG_NUMBER)
		strbuf_addf(out, "%ld", *(long *)member);
	else if (key->type == CONFIG_MODE)
		strbuf_addf(out, "%04o", *(unsigned *)memcpy(&choice, member, sizeof choice));
	else if (key->type == CONFIG_TEXT || key->type == CONFIG_PATH)
		strbuf_addstr(out, *(char **)member);
	else if (key->type == CONFIG_LIST)
		show_list(out, member);
	else if (key->type == CONFIG_CHANNELS)
		show_channels(out, record);
	else if (key->type == CONFIG_CHOICE)
		strbuf_addf(out, "%u", *(unsigned *)memcpy(&choice, member, sizeof choice));
}

/* What KEY's member is in a file with LINES in its section. */
static char *member_with(enum config_section_id id, const struct config_key *key, const char *lines)
{
	struct strbuf shown = STRBUF_INIT;
	char *text = mem_printf("%s%s\n%s", id == SECTION_NETWORK ? "" : "[network n]\nhost=h\n",
		sections[id].title, lines);
	struct config *config = good(text);

	show(&shown, key, record_of(config, id));
	config_free(config);
	free(text);
	return strbuf_detach(&shown);
}

static void test_every_key(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		enum config_section_id id = keys[i].section;
		const struct config_key *key = config_key_find(&config_sections[id], keys[i].key);
		bool needed = strcmp(sections[id].needed_key, keys[i].key) == 0;
		char *lines = mem_printf("%s%s = %s\n", needed ? "" : sections[id].needed,
			keys[i].key, keys[i].value != NULL ? keys[i].value : hash);
		char *member;

		assert_non_null(key);
		member = member_with(id, key, sections[id].needed);
		assert_string_equal(member, keys[i].by_default);
		free(member);
		member = member_with(id, key, lines);
		assert_string_equal(member, keys[i].shown != NULL ? keys[i].shown : hash);
		free(member);
		free(lines);
	}
}

static void test_no_key_forgotten(void **state)
{
	size_t rows = 0;

	(void)state;
	for (size_t id = 0; id < SECTION_COUNT; id++)
		for (const struct config_key *key = config_sections[id].keys; key && key->name;
			key++)
			rows++;
	assert_int_equal(rows, sizeof keys / sizeof *keys);
}

static void test_dependent_defaults(void **state)
{
	struct config *config = good(
		"[channel n/#x]\ncolour = no\n[network n]\nhost=h\ntls=no\nnick=Bob\n"
		"[logios]\nmax_lines = 7\n");
	const struct config_network *network = &config->networks[0];

	(void)state;
	assert_int_equal(network->port, 6667);
	assert_true(network->tls_verify);
	assert_string_equal(network->alt_nicks.items[0], "Bob_");
	assert_string_equal(network->name, "n");
	assert_int_equal(network->line, 3);
	assert_string_equal(config->channels[0].network, "n");
	assert_string_equal(config->channels[0].channel, "#x");
	assert_int_equal(config_channel_settings(config, "N", "#X", CASEMAP_ASCII)->max_lines, 7);
	assert_false(config_channel_settings(config, "n", "#x", CASEMAP_ASCII)->colour);
	assert_true(config_channel_settings(config, "n", "#y", CASEMAP_ASCII)->colour);
	assert_true(config_channel_settings(config, "m", "#x", CASEMAP_ASCII)->colour);
	config_free(config);
}

/* A pinned certificate need not be valid otherwise, unless that is asked for. */
static void test_what_a_pin_asks_for(void **state)
{
	struct config *config = good("[network n]\nhost=h\ntls_fingerprint = " HEX32 HEX32
				     "\n[network m]\nhost=h\ntls_verify = yes\n"
				     "tls_fingerprint = " HEX32 HEX32 "\n");

	(void)state;
	assert_false(config->networks[0].tls_verify);
	assert_true(config->networks[1].tls_verify);
	config_free(config);
}

static void test_empty_lists(void **state)
{
	struct config *config = good("[logios]\nplugins =\n[network n]\nhost=h\nalt_nicks =\n");

	(void)state;
	assert_int_equal(config->plugins.count, 0);
	assert_int_equal(config->networks[0].alt_nicks.count, 0);
	config_free(config);
}

static void test_plugin_sections(void **state)
{
	struct config *config = good(
		"[network n]\nhost=h\n[plugin dice]\n\nmost = 3,\nwords = a b ; c\n");
	const struct config_plugin *plugin = config_plugin_section(config, "dice");

	(void)state;
	assert_non_null(plugin);
	assert_null(config_plugin_section(config, "cards"));
	assert_int_equal(plugin->line, 3);
	assert_int_equal(plugin->count, 2);
	assert_string_equal(plugin->values[0].key, "most");
	assert_string_equal(plugin->values[0].value, "3,");
	assert_int_equal(plugin->values[0].line, 5);
	assert_string_equal(plugin->values[1].value, "a b");
	config_free(config);
}

static void test_plugin_settings(void **state)
{
	static const struct setting flag = {.name = "f", .type = SETTING_FLAG};
	static const struct setting number = {
		.name = "n", .type = SETTING_NUMBER, .min = -1, .max = 5};
	static const struct setting text = {.name = "t", .type = SETTING_TEXT};
	static const struct {
		const struct setting *row;
		const char *value, *error;
	} rows[] = {
		{&flag, "Yes", NULL},
		{&flag, "", "'' is neither yes nor no"},
		{&number, "-1", NULL},
		{&number, "6", "'6' is no number from -1 to 5"},
		{&text, "", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct error err = {.text = ""};
		bool valid = config_setting_valid(rows[i].row, rows[i].value, &err);
		assert_int_equal(valid, rows[i].error == NULL);
		assert_string_equal(err.text, valid ? "" : rows[i].error);
	}
}

static int set_up(void **state)
{
	(void)state;
	return password_hash("secret", hash, NULL) ? 0 : -1;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_key),
		cmocka_unit_test(test_no_key_forgotten),
		cmocka_unit_test(test_dependent_defaults),
		cmocka_unit_test(test_what_a_pin_asks_for),
		cmocka_unit_test(test_empty_lists),
		cmocka_unit_test(test_plugin_sections),
		cmocka_unit_test(test_plugin_settings),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}

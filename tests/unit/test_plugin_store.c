/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What plugins keep: apart from one another, bounded, part of the request, and forgotten by whoever
 * believed it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "plugin/impl.h"
#include "test.h"

struct host {
	struct loop *loop;
	struct store *store;
	struct plugins plugins;
	struct plugin one, two;
};

static void begin(struct host *host)
{
	*host = (struct host){.loop = loop_new_scripted()};
	host->store = store_open(host->loop, NULL, STORE_MEMORY, NULL);
	assert_non_null(host->store);
	host->plugins.store = host->store;
	host->one = (struct plugin){.host = &host->plugins, .name = mem_strdup("one")};
	host->two = (struct plugin){.host = &host->plugins, .name = mem_strdup("two")};
}

static void end(struct host *host)
{
	store_close(host->store);
	loop_free(host->loop);
	free(host->one.name);
	free(host->two.name);
}

static void put(struct plugin *plugin, const char *place, const char *key, const char *value)
{
	struct error err = {.text = ""};

	if (!plugin_store_put(plugin, place, key, value, strlen(value), &err))
		fail_msg("%s", err.text);
}

static bool list_key(void *arg, const char *key, const void *value, size_t len)
{
	strbuf_addf(arg, "%s=%.*s ", key, (int)len, (const char *)value);
	return strcmp(key, "last") != 0;
}

static bool list_place(void *arg, const char *place, size_t bytes)
{
	strbuf_addf(arg, "%s:%zu ", place, bytes);
	return true;
}

static void expect(struct plugin *plugin, const char *place, const char *wanted)
{
	struct strbuf out = STRBUF_INIT;
	struct error err;

	if (place != NULL)
		assert_true(plugin_store_each(plugin, place, list_key, &out, &err));
	else
		assert_true(plugin_store_places(plugin, list_place, &out, &err));
	assert_string_equal(out.text, wanted);
	strbuf_release(&out);
}

static void test_rows(void **state)
{
	struct host host;
	struct error err;
	char *value;
	size_t len;

	(void)state;
	begin(&host);
	put(&host.one, "net/#a", "key", "first");
	put(&host.one, "net/#a", "key", "second");
	put(&host.one, "net/#a", "else", "");
	put(&host.one, "net/#a", "last", "z");
	put(&host.one, "net/#a", "later", "not seen");
	put(&host.one, "net/#b", "key", "b");
	put(&host.two, "net/#a", "key", "two's");
	expect(&host.one, "net/#a", "else= key=second last=z ");
	expect(&host.two, "net/#a", "key=two's ");
	expect(&host.one, "net/#c", "");
	expect(&host.one, NULL, "net/#a:15 net/#b:1 ");
	value = plugin_store_get(&host.one, "net/#a", "key", &len, &err);
	assert_string_equal(value, "second");
	assert_int_equal(len, 6);
	free(value);
	assert_null(plugin_store_get(&host.one, "net/#a", "none", &len, &err));
	assert_string_equal(err.text, "");
	assert_true(plugin_store_delete(&host.one, "net/#a", "none", &err));
	assert_true(plugin_store_delete(&host.one, "net/#a", "last", &err));
	expect(&host.one, "net/#a", "else= key=second later=not seen ");
	assert_true(plugin_store_delete(&host.one, "net/#a", NULL, &err));
	expect(&host.one, NULL, "net/#b:1 ");
	expect(&host.two, NULL, "net/#a:5 ");
	end(&host);
}

static void test_bounds(void **state)
{
	struct host host;
	struct error err;
	char *large = mem_zalloc(1, PLUGIN_VALUE_BYTES_MAX + 1);
	char key[PLUGIN_KEY_BYTES_MAX + 2];

	(void)state;
	begin(&host);
	assert_true(plugin_store_put(&host.one, "p", "k", large, PLUGIN_VALUE_BYTES_MAX, &err));
	assert_false(
		plugin_store_put(&host.one, "p", "k", large, PLUGIN_VALUE_BYTES_MAX + 1, &err));
	assert_non_null(strstr(err.text, "4194304"));
	memset(key, 'k', sizeof key);
	key[sizeof key - 1] = '\0';
	assert_false(plugin_store_put(&host.one, "p", key, "", 0, &err));
	assert_non_null(strstr(err.text, "A key in the store has at most 512 bytes."));
	assert_false(plugin_store_put(&host.one, key, "k", "", 0, &err));
	assert_non_null(strstr(err.text, "A place"));
	key[sizeof key - 2] = '\0';
	assert_true(plugin_store_put(&host.one, key, key, "", 0, &err));
	free(large);
	end(&host);
}

static void test_part_of_the_request(void **state)
{
	struct host host;
	struct error err;

	(void)state;
	begin(&host);
	put(&host.one, "p", "a", "1");
	store_begin(host.store);
	put(&host.one, "p", "a", "2");
	assert_true(plugin_store_delete(&host.one, "p", "x", &err));
	put(&host.one, "p", "b", "2");
	expect(&host.one, "p", "a=2 b=2 ");
	assert_true(store_end(host.store, false, &err));
	expect(&host.one, "p", "a=1 ");
	end(&host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_part_of_the_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

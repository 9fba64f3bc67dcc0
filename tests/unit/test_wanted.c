/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The channels that we mean to be in: the configuration's come and go with it, those that somebody
 * asked for are kept over a restart, and taken back with their request. */
#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "config/read.h"
#include "irc/network/wanted.h"
#include "os/loop.h"
#include "test.h"

struct scene {
	struct loop *loop;
	struct store *store;
	struct wanted *wanted;
};

static void restart(struct scene *scene)
{
	wanted_free(scene->wanted);
	scene->wanted = wanted_new();
	wanted_keep(scene->wanted, scene->store, NULL, "net");
}

static void begin(struct scene *scene)
{
	*scene = (struct scene){.loop = loop_new_scripted()};
	scene->store = store_open(scene->loop, NULL, STORE_MEMORY, NULL);
	assert_non_null(scene->store);
	restart(scene);
}

static void end(struct scene *scene)
{
	wanted_free(scene->wanted);
	store_close(scene->store);
	loop_free(scene->loop);
}

static int by_name(const void *a, const void *b)
{
	const struct wanted_channel *const *one = a, *const *two = b;

	return strcmp((*one)->name, (*two)->name);
}

/* "name:key" of each, sorted, parted by blanks. */
static void expect(const struct scene *scene, const char *wanted)
{
	const struct wanted_channel *items[16] = {NULL};
	size_t count = wanted_count(scene->wanted);
	struct strbuf out = STRBUF_INIT;

	assert_true(count <= COUNT_OF(items));
	for (size_t i = 0; i < count; i++)
		items[i] = wanted_at(scene->wanted, i);
	qsort(items, count, sizeof *items, by_name);
	for (size_t i = 0; i < count; i++)
		strbuf_addf(&out, "%s%s:%s", i > 0 ? " " : "", items[i]->name,
			items[i]->key != NULL ? items[i]->key : "-");
	assert_string_equal(out.text, wanted);
	strbuf_release(&out);
}

static void ignore_leave(void *arg, const char *name)
{
	(void)name;
	++*(int *)arg;
}

/* The configuration names these channels of the section, which are parted by commas. */
static int configure(struct scene *scene, const char *channels)
{
	char text[256];
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config;
	FILE *file;
	int left = 0;

	snprintf(text, sizeof text, "[network net]\nhost = h\nchannels = %s\n", channels);
	file = fmemopen(text, strlen(text), "r");
	config = config_read(file, "f", 0600, &mistakes);
	fclose(file);
	assert_non_null(config);
	wanted_configure(scene->wanted, CASEMAP_RFC1459, &config->networks[0], ignore_leave, &left);
	config_free(config);
	strbuf_release(&mistakes);
	return left;
}

static void test_kept(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#One", NULL);
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#two[]", "sesame");
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#TWO{}", "open");
	expect(&scene, "#One:- #two[]:open");
	restart(&scene);
	expect(&scene, "#One:- #two[]:open");
	wanted_remove(scene.wanted, CASEMAP_RFC1459, "#one");
	restart(&scene);
	expect(&scene, "#two[]:open");
	end(&scene);
}

static void test_configured(void **state)
{
	struct scene scene;

	(void)state;
	begin(&scene);
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#asked", "old");
	assert_int_equal(configure(&scene, "#home, #ASKED key"), 0);
	expect(&scene, "#asked:key #home:-");
	restart(&scene);
	expect(&scene, "#asked:old");
	assert_int_equal(configure(&scene, "#home, #asked"), 0);
	assert_int_equal(configure(&scene, "#home"), 1);
	restart(&scene);
	expect(&scene, "");
	end(&scene);
}

static void test_taken_back(void **state)
{
	struct scene scene;
	struct error err;

	(void)state;
	begin(&scene);
	configure(&scene, "#home");
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#one", NULL);
	store_begin(scene.store);
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#two", NULL);
	wanted_remove(scene.wanted, CASEMAP_RFC1459, "#one");
	expect(&scene, "#home:- #two:-");
	assert_true(store_end(scene.store, false, &err));
	expect(&scene, "#home:- #one:-");
	end(&scene);
}

/* Another network's channels are its own. */
static void test_apart(void **state)
{
	struct scene scene;
	struct wanted *other = wanted_new();

	(void)state;
	begin(&scene);
	wanted_keep(other, scene.store, NULL, "other");
	wanted_add(other, CASEMAP_RFC1459, "#there", NULL);
	wanted_add(scene.wanted, CASEMAP_RFC1459, "#here", NULL);
	wanted_remove(other, CASEMAP_RFC1459, "#here");
	wanted_free(other);
	restart(&scene);
	expect(&scene, "#here:-");
	end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_configured),
		cmocka_unit_test(test_taken_back),
		cmocka_unit_test(test_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

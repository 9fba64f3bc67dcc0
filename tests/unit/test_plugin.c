/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plugin host with real files: those of tests/plugins/ (each says what is wrong with it), and
 * the bot's own. Nothing of a refused or unloaded plugin may stay. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "config/read.h"
#include "plugin/plugin.h"
#include "request/request.h"
#include "test.h"

struct scene {
	struct loop *loop;
	struct commands *commands;
	struct store *store;
	struct plugins *plugins;
	struct config *config;
	char *dir;
	struct strbuf said;
};

static void core_run(struct plugin *self, struct request *rq, int argc, const char *const argv[])
{
	(void)self, (void)argc, (void)argv;
	reply(rq, "core");
}

static const struct command core[] = {
	{.name = "help", .usage = "", .summary = "Help.", .example = "help", .run = core_run},
	{.name = NULL}};

/* The folder of the fixtures, or with OWN that of the bot's plugins. */
static char *built_dir(bool own)
{
	struct config *config = config_default();
	char *dir = plugins_dir(config);
	char *fixtures = mem_printf("%s/../tests/plugins", dir);

	config_free(config);
	free(own ? fixtures : dir);
	return own ? dir : fixtures;
}

/* "[logios]" with PLUGINS and DIR, then SECTIONS from line 6 on. */
static struct config *read_config(const char *dir, const char *plugins, const char *sections)
{
	struct strbuf text = STRBUF_INIT, mistakes = STRBUF_INIT;
	struct config *config;
	FILE *file;

	strbuf_addf(&text,
		"[network a]\nhost = a.test\n[logios]\nplugins = %s\nplugin_dir = %s\n%s", plugins,
		dir, sections);
	file = fmemopen(text.text, text.len, "r");
	config = config_read(file, "test.ini", 0600, &mistakes);
	fclose(file);
	assert_string_equal(mistakes.text, "");
	strbuf_release(&mistakes);
	strbuf_release(&text);
	return config;
}

/* A host over DIR, which becomes the scene's. */
static struct scene scene_new(char *dir, const char *sections)
{
	struct scene scene = {.loop = loop_new_scripted(), .dir = dir, .said = STRBUF_INIT};

	scene.commands = commands_new();
	assert_true(commands_add(scene.commands, core, NULL, NULL));
	scene.store = store_open(scene.loop, NULL, STORE_MEMORY, NULL);
	assert_non_null(scene.store);
	scene.plugins = plugins_new(scene.loop, NULL, scene.store, scene.commands, dir, "/data");
	scene.config = read_config(dir, "", sections);
	return scene;
}

static void scene_release(struct scene *scene)
{
	plugins_free(scene->plugins);
	store_close(scene->store);
	commands_free(scene->commands);
	config_free(scene->config);
	loop_free(scene->loop); /* looks that all timers are gone */
	free(scene->dir);
	strbuf_release(&scene->said);
}

static void load(struct scene *scene, const char *name)
{
	struct error err = {.text = ""};

	if (!plugins_load(scene->plugins, name, scene->config, &err))
		fail_msg("%s: %s", name, err.text);
}

/* What LINE is answered with, "(unknown)" when no word fits. */
static const char *type(struct scene *scene, const char *line)
{
	struct arena arena = ARENA_INIT;
	struct request rq = {.nick = "ann",
		.hostmask = "ann!a@h",
		.place = "p",
		.prefix = "!",
		.settings = config_channel_settings(scene->config, "a", "#x", CASEMAP_RFC1459),
		.arena = &arena};

	request_init(&rq);
	strbuf_reset(&scene->said);
	if (!commands_run(scene->commands, &rq, line))
		strbuf_addstr(&scene->said, "(unknown)");
	else if (rq.first != NULL)
		strbuf_addstr(&scene->said, rq.first->text);
	arena_release(&arena);
	return scene->said.text;
}

static size_t word_count(const struct scene *scene)
{
	size_t at = 0, count = 0;

	while (commands_next(scene->commands, &at, NULL) != NULL)
		count++;
	return count;
}

static void test_refused(void **state)
{
	static const struct {
		const char *name, *why; /* all of it, or what must be in it after a '*' */
	} cases[] = {
		{"bad_abi", "it was built for ABI 12, this is ABI 11: build it again"},
		{"bad_magic", "it is no plugin: its logios_plugin is something else"},
		{"no_symbol", "it is no plugin: it has no logios_plugin"},
		{"missing_function", "*logios_function_of_tomorrow"},
		{"missing_function", "*(build it against this version's headers)"},
		{"open_fails", "the well is dry"},
		{"duplicate_command", "the word \"twice\" is taken already, by \"twice\""},
		{"takes_core_word", "the word \"help\" is taken already, by \"help\""},
		{"keeps_time", "it was told to fail"},
		{"nothing_there", "*there is no nothing_there.so in "},
		{"../plugins/bad_abi", "*only lower-case letters"},
		{"Bad_abi", "*only lower-case letters"},
		{"", "*only lower-case letters"},
	};
	struct scene scene = scene_new(built_dir(false), "[plugin keeps_time]\nfail = yes\n");

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const char *why = cases[i].why;
		struct error err = {.text = ""};
		assert_false(plugins_load(scene.plugins, cases[i].name, scene.config, &err));
		if (why[0] == '*' ? strstr(err.text, why + 1) == NULL : strcmp(err.text, why) != 0)
			fail_msg("%s: %s", cases[i].name, err.text);
		assert_int_equal(plugins_count(scene.plugins), 0);
		assert_int_equal(word_count(&scene), 1);
	}
	assert_string_equal(type(&scene, "help"), "core");
	loop_advance(scene.loop, 60000);
	scene_release(&scene);
}

static void test_load_and_unload(void **state)
{
	struct scene scene = scene_new(built_dir(false), "");
	struct error err;

	(void)state;
	for (int i = 0; i < 20; i++) {
		load(&scene, "reloads_itself");
		load(&scene, "keeps_time");
		assert_string_equal(type(&scene, "turn"), "turn 1");
		assert_string_equal(type(&scene, "turn"), "turn 2");
		assert_true(plugins_unload(scene.plugins, "reloads_itself", &err));
		assert_string_equal(type(&scene, "turn"), "(unknown)");
		assert_true(plugins_unload(scene.plugins, "keeps_time", &err));
		assert_int_equal(word_count(&scene), 1);
	}
	assert_false(plugins_unload(scene.plugins, "keeps_time", &err));
	assert_string_equal(err.text, "no plugin of that name is loaded");
	load(&scene, "keeps_time");
	assert_false(plugins_load(scene.plugins, "keeps_time", scene.config, &err));
	assert_string_equal(err.text, "it is loaded already");
	scene_release(&scene);
}

/* Whether the plugins take TEXT, and that the host would have let it through to them. */
static bool hear(struct scene *scene, const char *text)
{
	static const struct config_channel_settings settings = {.max_lines = 4};
	struct arena arena = ARENA_INIT;
	struct request rq = {.nick = "ann", .text = text, .settings = &settings, .arena = &arena};
	bool taken;

	request_init(&rq);
	taken = plugins_examine(scene->plugins, &rq) == TAKEN;
	assert_int_equal(plugins_listen(scene->plugins, text), taken);
	arena_release(&arena);
	return taken;
}

static void test_listening(void **state)
{
	struct scene scene = scene_new(built_dir(false), "");

	(void)state;
	load(&scene, "keeps_time");
	assert_false(hear(&scene, "she rolls [[2d6]]"));
	load(&scene, "listens");
	assert_true(hear(&scene, "she rolls [[2d6]]"));
	assert_false(hear(&scene, "just talk [2d6]"));
	scene_release(&scene);
}

static void test_found(void **state)
{
	struct scene scene = scene_new(built_dir(false), "");

	(void)state;
	load(&scene, "reloads_itself");
	load(&scene, "keeps_time");
	assert_int_equal(plugins_count(scene.plugins), 2);
	assert_string_equal(plugins_info(scene.plugins, 0)->name, "keeps_time");
	assert_string_equal(plugins_info(scene.plugins, 1)->name, "reloads_itself");
	assert_string_equal(plugins_find(scene.plugins, "LOGIOStime")->name, "keeps_time");
	assert_string_equal(plugins_find(scene.plugins, "Keeps_Time")->name, "keeps_time");
	assert_null(plugins_find(scene.plugins, "keeps"));
	scene_release(&scene);
}

static void test_timers(void **state)
{
	struct scene scene = scene_new(built_dir(false), "");
	struct error err;

	(void)state;
	load(&scene, "keeps_time");
	assert_string_equal(type(&scene, "wait"), "0, hello"); /* due at 500 */
	loop_advance(scene.loop, 499);
	assert_string_equal(type(&scene, "wait"), "0, hello"); /* due at 999 */
	loop_advance(scene.loop, 1);
	assert_string_equal(type(&scene, "cancel"), "100");
	loop_advance(scene.loop, 500); /* the one that open has set */
	assert_string_equal(type(&scene, "wait"), "101, hello");
	assert_true(plugins_unload(scene.plugins, "keeps_time", &err));
	loop_advance(scene.loop, 60000);
	scene_release(&scene);
}

static void test_settings(void **state)
{
	struct scene scene = scene_new(
		built_dir(false), "[plugin keeps_time]\ndelay_ms = 70\ngreeting = good day\n");
	struct config *config = read_config(scene.dir, "keeps_time, bad_abi, reloads_itself",
		"[plugin keeps_time]\ndelay_ms = many\ngreeting = farewell\n");
	struct strbuf mistakes = STRBUF_INIT;

	(void)state;
	load(&scene, "keeps_time");
	assert_string_equal(type(&scene, "wait"), "0, good day");
	loop_advance(scene.loop, 70);
	assert_string_equal(type(&scene, "wait"), "100, good day");

	/* a value that is not valid is the default; what is there stays as it is */
	plugins_apply(scene.plugins, config, &mistakes);
	assert_string_equal(mistakes.text, "farewell:1: no greeting\n");
	strbuf_release(&mistakes);
	assert_int_equal(plugins_count(scene.plugins), 2);
	loop_advance(scene.loop, 70);
	assert_string_equal(type(&scene, "wait"), "200, farewell");
	loop_advance(scene.loop, 499);
	assert_string_equal(type(&scene, "cancel"), "200");

	plugins_apply(scene.plugins, scene.config, &mistakes); /* names none */
	assert_int_equal(plugins_count(scene.plugins), 0);
	assert_int_equal(word_count(&scene), 1);
	config_free(config);
	scene_release(&scene);
}

static void test_check(void **state)
{
	static const struct {
		const char *plugins, *sections, *mistakes;
	} cases[] = {
		{"keeps_time", "[plugin keeps_time]\ndelay_ms = 70\n", ""},
		{"keeps_time", "[plugin keeps_time]\nfail = yes\n", ""}, /* open is not called */
		{"keeps_time", "[plugin keeps_time]\ndelay = 70\n",
			"test.ini:7: [plugin keeps_time] has no key \"delay\"\n"},
		{"keeps_time", "[plugin keeps_time]\ngreting = hm\n",
			"test.ini:7: [plugin keeps_time] has no key \"greting\" (did you mean "
			"\"greeting\"?)\n"},
		{"bad_abi", "",
			"test.ini: plugin bad_abi: it was built for ABI 12, this is ABI 11: build "
			"it again\n"},
		{"keeps_time", "[plugin dice]\n",
			"test.ini:6: [plugin dice] is not among `plugins =` (name it there, or "
			"remove the section)\n"},
	};
	char *dir = built_dir(false);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct config *config = read_config(dir, cases[i].plugins, cases[i].sections);
		struct strbuf mistakes = STRBUF_INIT;
		assert_int_equal(plugins_check(config, &mistakes), cases[i].mistakes[0] == '\0');
		assert_string_equal(mistakes.text, cases[i].mistakes);
		strbuf_release(&mistakes);
		config_free(config);
	}
	free(dir);
}

#define HERE "[channel a/#x]\n" /* line 6 */

/* Settings of channels belong to a plugin by name; a bare name will do where it can mean one. */
static void test_check_channels(void **state)
{
	static const struct {
		const char *plugins, *sections, *mistakes;
	} cases[] = {
		{"north", HERE "detail = full\nstars = 3\n", ""},
		{"north", HERE "north.detail = full\nnorth.stars = 3\n", ""},
		{"north, south", HERE "north.detail = full\nsouth.detail = brief\nstars = 1\n", ""},
		{"north, south", HERE "colour = no\ndetail = full\n",
			"test.ini:8: 'detail' in [channel] may mean more than one plugin (write "
			"'north.detail' or 'south.detail')\n"},
		{"north", HERE "detal = full\n",
			"test.ini:7: unknown key 'detal' in [channel] (no plugin has such a "
			"setting for "
			"channels)\n"},
		{"north", HERE "own = yes\n",
			"test.ini:7: unknown key 'own' in [channel] (no plugin has such a setting "
			"for "
			"channels)\n"},
		{"north", HERE "north.own = yes\n",
			"test.ini:7: north.own: plugin north has no such setting for channels\n"},
		{"north, south", HERE "south.stars = 3\n",
			"test.ini:7: south.stars: plugin south has no such setting for channels\n"},
		{"north", HERE "north.detal = full\n",
			"test.ini:7: north.detal: plugin north has no such setting for channels "
			"(did "
			"you mean 'north.detail'?)\n"},
		{"north", HERE ".detail = full\n",
			"test.ini:7: unknown key '.detail' in [channel] (no plugin has such a "
			"setting for channels)\n"},
		{"north", HERE "south.detail = full\n",
			"test.ini:7: south.detail: plugin south is not among `plugins =`\n"},
		{"north", HERE "north.stars = 10\n",
			"test.ini:7: north.stars: '10' is no number from 0 to 9\n"},
		{"north", HERE "stars = 10\n",
			"test.ini:7: stars: '10' is no number from 0 to 9\n"},
		{"north", HERE "stars = 3\nnorth.stars = 3\n",
			"test.ini:8: 'north.stars' is set already, in line 7\n"},
		{"north", HERE "detail = a\ndetail = b\n",
			"test.ini:8: 'detail' is set already, in line 7\n"},
		{"north", HERE "detail = a\n[channel a/#y]\nnorth.detail = b\n", ""},
		{"grows", HERE "grows.height = 3\n", ""}, /* it may add that */
		{"grows", HERE "height = 3\n",
			"test.ini:7: unknown key 'height' in [channel] (no plugin has such a "
			"setting "
			"for channels)\n"},
		{"grows", "[plugin grows]\nheight = 3\n", ""},
	};
	char *dir = built_dir(false);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct config *config = read_config(dir, cases[i].plugins, cases[i].sections);
		struct strbuf mistakes = STRBUF_INIT;
		assert_int_equal(plugins_check(config, &mistakes), cases[i].mistakes[0] == '\0');
		assert_string_equal(mistakes.text, cases[i].mistakes);
		strbuf_release(&mistakes);
		config_free(config);
	}
	free(dir);
}

/* Whatever the configuration says, a plugin gets its own settings alone. */
static void test_channel_settings(void **state)
{
	static const struct {
		const char *plugins, *sections, *north, *south;
	} cases[] = {
		{"north, south", HERE "north.detail = full\n", "full 7", "south's"},
		{"north, south", HERE "south.detail = full\nstars = 1\n", "north's 1", "full"},
		{"north, south", HERE "detail = full\n", "north's 7", "south's"}, /* for neither */
		{"north", HERE "detail = full\n", "full 7", "south's"},
		{"south", HERE "detail = full\nnorth.stars = 1\n", "north's 1", "full"},
		{"north", HERE "north.stars = many\n", "north's 7", "south's"},
		{"north", HERE "north.detail = full\n[plugin north]\ndetail = some\n", "full 7",
			"south's"},
		{"north", "[channel a/#y]\ndetail = full\n[plugin north]\ndetail = some\n",
			"some 7", "south's"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct scene scene = scene_new(built_dir(false), "");
		struct config *config = read_config(scene.dir, cases[i].plugins, cases[i].sections);
		config_free(scene.config);
		scene.config = config;
		load(&scene, "north");
		load(&scene, "south");
		assert_string_equal(type(&scene, "north"), cases[i].north);
		assert_string_equal(type(&scene, "south"), cases[i].south);
		scene_release(&scene);
	}
}

static void test_check_values(void **state)
{
	static const char *const values[] = {"0", "9001", "many", "1.5"};
	char *dir = built_dir(false);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		char *section = mem_printf("[plugin keeps_time]\n\ndelay_ms = %s\n", values[i]);
		struct config *config = read_config(dir, "keeps_time", section);
		struct strbuf mistakes = STRBUF_INIT;
		assert_false(plugins_check(config, &mistakes));
		assert_non_null(strstr(mistakes.text, "test.ini:8: delay_ms: "));
		assert_non_null(strstr(mistakes.text, "9000"));
		strbuf_release(&mistakes);
		config_free(config);
		free(section);
	}
	free(dir);
}

/* ---- reloading ---- */

/* Put a copy of FILE of the fixtures at PATH, in one step, as an installation does. */
static void put_file(const char *file, const char *path)
{
	char *dir = built_dir(false), *from = mem_printf("%s/%s", dir, file);
	char *beside = mem_printf("%s.new", path), bytes[4096];
	FILE *in = fopen(from, "rb"), *out = fopen(beside, "wb");
	size_t len;

	assert_non_null(in);
	assert_non_null(out);
	while ((len = fread(bytes, 1, sizeof bytes, in)) > 0)
		assert_int_equal(fwrite(bytes, 1, len, out), len);
	fclose(in);
	fclose(out);
	assert_int_equal(rename(beside, path), 0);
	free(beside);
	free(from);
	free(dir);
}

static bool reload(struct scene *scene, struct error *err)
{
	return plugins_reload(scene->plugins, "reloads_itself", scene->config, err);
}

/* A new file that is no good must not cost the old plugin. */
static void test_reload(void **state)
{
	char folder[] = "/tmp/logios-plugins-XXXXXX";
	struct scene scene;
	struct error err;
	char *path;

	(void)state;
	assert_non_null(mkdtemp(folder));
	path = mem_printf("%s/reloads_itself.so", folder);
	scene = scene_new(mem_strdup(folder), "");
	assert_false(reload(&scene, &err));
	assert_string_equal(err.text, "no plugin of that name is loaded");

	put_file("reloads_itself.so", path);
	load(&scene, "reloads_itself");
	assert_string_equal(type(&scene, "turn"), "turn 1");
	assert_true(reload(&scene, &err)); /* the same file */
	assert_string_equal(type(&scene, "turn"), "turn 1");

	put_file("bad_abi.so", path);
	assert_false(reload(&scene, &err));
	assert_string_equal(err.text, "it was built for ABI 12, this is ABI 11: build it again");
	assert_string_equal(type(&scene, "turn"), "turn 2");
	put_file("keeps_time.so", path);
	assert_false(reload(&scene, &err));
	assert_string_equal(err.text, "it calls itself keeps_time: name the file keeps_time.so");
	unlink(path);
	assert_false(reload(&scene, &err));
	assert_string_equal(type(&scene, "turn"), "turn 3");

	put_file("reloads_itself.so", path); /* a new file, and a good one */
	for (int i = 0; i < 20; i++) {
		assert_true(reload(&scene, &err));
		assert_string_equal(type(&scene, "turn"), "turn 1");
	}
	scene_release(&scene);
	unlink(path);
	rmdir(folder);
	free(path);
}

/* ---- the bot's own ---- */

static void test_own(void **state)
{
	static const char *const names[] = {"dice", "cards", "calc", "example"};
	struct scene scene = scene_new(built_dir(true), "");
	struct error err;

	(void)state;
	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < COUNT_OF(names); i++)
			load(&scene, names[i]);
		assert_int_equal(plugins_count(scene.plugins), COUNT_OF(names));
		assert_non_null(commands_find(scene.commands, "roll", NULL)->owner);
		for (size_t i = 0; i < COUNT_OF(names); i++)
			assert_true(plugins_reload(scene.plugins, names[i], scene.config, &err));
		for (size_t i = 0; i < COUNT_OF(names); i++)
			assert_true(plugins_unload(scene.plugins, names[i], &err));
		assert_int_equal(word_count(&scene), 1);
	}
	scene_release(&scene);
}

/* A configured folder is taken as it stands; the others are where the build has them. */
static void test_folders(void **state)
{
	struct config *config = read_config("/somewhere", "", "data_dir = /elsewhere\n");
	struct config *unset = config_default();
	char *dirs[] = {plugins_dir(config), plugins_data_dir(config), plugins_data_dir(unset)};
	char *decks = mem_printf("%s/decks", dirs[2]);

	(void)state;
	assert_string_equal(dirs[0], "/somewhere");
	assert_string_equal(dirs[1], "/elsewhere");
	assert_int_equal(access(decks, R_OK), 0);
	for (size_t i = 0; i < COUNT_OF(dirs); i++)
		free(dirs[i]);
	free(decks);
	config_free(config);
	config_free(unset);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_load_and_unload),
		cmocka_unit_test(test_listening),
		cmocka_unit_test(test_found),
		cmocka_unit_test(test_timers),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_check),
		cmocka_unit_test(test_check_values),
		cmocka_unit_test(test_check_channels),
		cmocka_unit_test(test_channel_settings),
		cmocka_unit_test(test_reload),
		cmocka_unit_test(test_own),
		cmocka_unit_test(test_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

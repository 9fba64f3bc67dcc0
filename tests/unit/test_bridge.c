/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bridge over plain TCP. */
#include "scene.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <time.h>

/* A scene with a connection from the bridge to 127.0.0.1, which the server has accepted. */
static void scene_connected(struct scene *scene, bool deaf)
{
	assert_true(scene_open(scene, "127.0.0.1"));
	scene->deaf = deaf;
	connect_to(scene, "127.0.0.1", NULL);
	await(scene, "<connected>");
	await(scene, "[start]");
}

static void lines_go_both_ways(void **state)
{
	struct scene scene;

	(void)state;
	scene_connected(&scene, false);
	assert_true(bridge_is_private(scene.bridge));
	say(&scene, "NICK Bot\r\n");
	await(&scene, "NICK Bot\r\n");
	server_say(&scene, "one\r\ntwo\n\r\nth");
	await(&scene, "<line two>");
	server_say(&scene, "ree\r\nb\rad\r\nfour\r\n");
	await(&scene, "<line four>");
	assert_string_equal(
		scene.seen.text, "<connected><line one><line two><line three><line four>");
	assert_int_equal(bridge_dropped(scene.bridge), 1);
	say(&scene, "QUIT\r\n");
	bridge_close(scene.bridge);
	assert_false(bridge_is_private(scene.bridge));
	await(&scene, "QUIT\r\n");
	assert_null(strstr(scene.seen.text, "<closed"));
	scene_close(&scene);
}

static void a_refusing_port_is_told(void **state)
{
	struct scene scene;
	char *expected;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	watch_free(scene.on_listener);
	scene.on_listener = NULL;
	close(scene.listener);
	scene.listener = -1;
	connect_to(&scene, "127.0.0.1", NULL);
	await(&scene, "<closed");
	expected = mem_printf(
		"<closed cannot connect to 127.0.0.1:%hu: Connection refused>", scene.port);
	assert_string_equal(scene.seen.text, expected);
	free(expected);
	scene_close(&scene);
}

/* Of the two addresses of localhost only one listens: whichever it is, it is found. */
static void every_address_is_tried(void **state)
{
	static const char *const addresses[] = {"127.0.0.1", "::1"};
	struct scene scene;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		if (!scene_open(&scene, addresses[i]))
			continue; /* no IPv6 here */
		connect_to(&scene, "localhost", NULL);
		await(&scene, i == 0 ? "<connected>" : "<c");
		if (strstr(scene.seen.text, "127.0.0.1") == NULL) /* else hosts lacks ::1 */
			assert_string_equal(scene.seen.text, "<connected>");
		scene_close(&scene);
	}
}

static void the_local_address_is_used(void **state)
{
	static const struct {
		const char *bind, *expected;
	} cases[] = {
		{"127.0.0.9", "<connected>"},
		{"nowhere", "is not an address"},
		{"::1", "of the other kind"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene scene;
		struct bridge_address address = {
			.host = "127.0.0.1", .bind = cases[i].bind, .timeout_ms = 3000};
		assert_true(scene_open(&scene, "127.0.0.1"));
		address.port = scene.port;
		bridge_connect(scene.bridge, &address);
		await(&scene, cases[i].expected);
		if (i == 0) {
			struct sockaddr_in from;
			socklen_t len = sizeof from;
			await(&scene, "[start]");
			getpeername(scene.peer, (struct sockaddr *)&from, &len);
			assert_int_equal(ntohl(from.sin_addr.s_addr), 0x7f000009);
		}
		scene_close(&scene);
	}
}

static void an_end_in_mid_line_is_told(void **state)
{
	struct scene scene;

	(void)state;
	scene_connected(&scene, false);
	server_say(&scene, "whole\r\nhal");
	server_hang_up(&scene);
	strbuf_addstr(&scene.heard, "[end]");
	await(&scene, "<closed");
	assert_non_null(strstr(scene.seen.text, "<line whole><closed 127.0.0.1:"));
	assert_non_null(strstr(scene.seen.text, ": the server closed the connection>"));
	strbuf_reset(&scene.seen); /* and the bridge can be used again, with nothing left over */
	connect_to(&scene, "127.0.0.1", NULL);
	await(&scene, "<connected>");
	await(&scene, "[end][start]");
	server_say(&scene, "new\r\n");
	await(&scene, "<line new>");
	scene_close(&scene);
}

static void a_port_that_speaks_tls_is_told(void **state)
{
	struct scene scene;

	(void)state;
	scene_connected(&scene, false);
	server_say(&scene, "\x15\x03\x03"); /* how an alert begins */
	server_hang_up(&scene);
	await(&scene, ": this port speaks TLS: tls = yes>");
	scene_close(&scene);
}

/* Long lines are read where the server has said that it sends such, until the connection ends. */
static void long_lines_are_read(void **state)
{
	struct scene scene;
	char line[1002];

	(void)state;
	memset(line, 'x', 998);
	memcpy(line + 998, "\r\n", 3);
	scene_connected(&scene, false);
	server_say(&scene, line);
	server_say(&scene, "one\r\n");
	await(&scene, "<line one>");
	assert_null(strstr(scene.seen.text, "xxx"));
	bridge_set_line_bytes(scene.bridge, 1000);
	server_say(&scene, line);
	await(&scene, "xxx>");
	assert_int_equal(scene.seen.len, strlen("<connected><line one><line >") + 998);
	bridge_set_line_bytes(scene.bridge, 100000);
	strbuf_reset(&scene.seen);
	server_hang_up(&scene);
	await(&scene, "<closed");
	strbuf_reset(&scene.seen);
	strbuf_reset(&scene.heard);
	connect_to(&scene, "127.0.0.1", NULL);
	await(&scene, "[start]");
	server_say(&scene, line);
	server_say(&scene, "two\r\n");
	await(&scene, "<line two>");
	assert_null(strstr(scene.seen.text, "xxx"));
	scene_close(&scene);
}

static void a_slow_reader_gets_everything(void **state)
{
	struct scene scene;
	char *piece = mem_alloc(PIECE);

	(void)state;
	scene_connected(&scene, true);
	for (int i = 0; i < 12; i++) {
		memset(piece, 'a' + i, PIECE);
		bridge_write(scene.bridge, piece, PIECE);
	}
	say(&scene, "done\r\n");
	server_listen_to_peer(&scene);
	await(&scene, "done\r\n");
	assert_int_equal(scene.heard.len, strlen("[start]done\r\n") + 12 * PIECE);
	for (size_t i = 0; i < 12 * PIECE; i++)
		if (scene.heard.text[strlen("[start]") + i] != (char)('a' + i / PIECE))
			fail_msg("byte %zu is out of order", i);
	free(piece);
	scene_close(&scene);
}

static void one_who_never_reads_is_left(void **state)
{
	struct scene scene;
	char *piece = mem_zalloc(PIECE, 1);

	(void)state;
	scene_connected(&scene, true);
	server_say(&scene, "last words\r\n");
	for (int i = 0; i < 1024; i++)
		bridge_write(scene.bridge, piece, PIECE);
	assert_string_equal(scene.seen.text, "<connected>"); /* not from inside the call */
	await(&scene, "does not read: over 1 MiB");
	assert_non_null(strstr(scene.seen.text, "<line last words><closed"));
	free(piece);
	scene_close(&scene);
}

static void acknowledge(struct scene *scene)
{
	bridge_acknowledge(scene->bridge);
}

/* How long the bridge waits for a second line that the server says right after the first, in
 * microseconds: the median of some. The server gathers small packets, and the bridge has just
 * spoken, so that the kernel holds back its acknowledgement. */
static long wait_for_second_us(struct scene *scene)
{
	long waits[9] = {0}, kept;

	for (size_t i = 0; i < 9; i++) {
		struct timespec from, to;
		size_t at = i;

		say(scene, "PING\r\n");
		await(scene, "PING\r\n");
		strbuf_reset(&scene->heard);
		strbuf_reset(&scene->seen);
		clock_gettime(CLOCK_MONOTONIC, &from);
		server_say(scene, "PONG\r\n");
		server_say(scene, "second\r\n");
		await(scene, "<line second>");
		clock_gettime(CLOCK_MONOTONIC, &to);
		kept = (to.tv_sec - from.tv_sec) * 1000000 + (to.tv_nsec - from.tv_nsec) / 1000;
		for (; at > 0 && waits[at - 1] > kept; at--)
			waits[at] = waits[at - 1];
		waits[at] = kept;
	}
	return waits[4];
}

static void what_is_not_answered_is_acknowledged(void **state)
{
	struct scene scene;
	long before, after;

	(void)state;
	scene_connected(&scene, false);
	before = wait_for_second_us(&scene);
	scene.on_line = acknowledge;
	after = wait_for_second_us(&scene);
	print_message("a second line waits %ld us, acknowledged %ld us\n", before, after);
	assert_true(after < before);
	scene_close(&scene);
}

static void free_bridge(struct scene *scene)
{
	bridge_free(scene->bridge);
	scene->bridge = NULL;
}

static void close_bridge(struct scene *scene)
{
	bridge_close(scene->bridge);
}

static void callbacks_may_end_it(void **state)
{
	void (*const ends[])(struct scene * scene) = {free_bridge, close_bridge};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct scene scene;
		scene_connected(&scene, false);
		scene.on_line = ends[i];
		server_say(&scene, "one\r\ntwo\r\n");
		await(&scene, "[end]");
		assert_string_equal(scene.seen.text, "<connected><line one>");
		scene_close(&scene);
	}
}

/* Nobody has to answer: it is freed in the same turn in which the question is sent. */
static void a_lookup_can_be_abandoned(void **state)
{
	struct scene scene;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	connect_to(&scene, "name.invalid", NULL);
	timer_set(scene.patience, 0);
	loop_run(scene.loop);
	free_bridge(&scene);
	assert_int_equal(scene.seen.len, 0);
	scene_close(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_go_both_ways),
		cmocka_unit_test(a_refusing_port_is_told),
		cmocka_unit_test(every_address_is_tried),
		cmocka_unit_test(the_local_address_is_used),
		cmocka_unit_test(an_end_in_mid_line_is_told),
		cmocka_unit_test(a_port_that_speaks_tls_is_told),
		cmocka_unit_test(long_lines_are_read),
		cmocka_unit_test(a_slow_reader_gets_everything),
		cmocka_unit_test(one_who_never_reads_is_left),
		cmocka_unit_test(what_is_not_answered_is_acknowledged),
		cmocka_unit_test(callbacks_may_end_it),
		cmocka_unit_test(a_lookup_can_be_abandoned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bridge against small servers on loopback ports, driven by the same loop. */
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/bridge.h"
#include "irc/socket.h"
#include "loop.h"

enum { PATIENCE_MS = 5000, PIECE = 64 * 1024, SMALL_BUFFER = 4096 };

struct scene {
	struct loop *loop;
	struct bridge *bridge;
	struct timer *patience;
	int listener, peer;
	unsigned short port;
	struct watch *on_listener, *on_peer;
	bool deaf; /* the server accepts, and reads nothing */
	SSL_CTX *server_tls;
	SSL *peer_tls;
	struct strbuf seen;  /* what the bridge told: "<kind text>" */
	struct strbuf heard; /* what the server got */
	const char *wanted;  /* the loop stops when it is in one of the two */
	void (*on_line)(struct scene *scene);
};

static bool noticed(const struct scene *scene, const char *text)
{
	return strstr(scene->seen.text, text) != NULL || strstr(scene->heard.text, text) != NULL;
}

static void look(struct scene *scene)
{
	if (scene->wanted != NULL && noticed(scene, scene->wanted))
		loop_stop(scene->loop);
}

/* Run the loop until WANTED was seen or heard. */
static void await(struct scene *scene, const char *wanted)
{
	if (noticed(scene, wanted))
		return;
	scene->wanted = wanted;
	timer_set(scene->patience, PATIENCE_MS);
	loop_run(scene->loop);
	scene->wanted = NULL;
	timer_stop(scene->patience);
	if (!noticed(scene, wanted))
		fail_msg("waited for \"%s\", saw \"%s\", heard \"%.80s\"", wanted, scene->seen.text,
			scene->heard.text);
}

static void on_connected(void *arg)
{
	struct scene *scene = arg;

	strbuf_addstr(&scene->seen, "<connected>");
	look(scene);
}

static void on_line(void *arg, char *line, size_t len)
{
	struct scene *scene = arg;

	assert_int_equal(strlen(line), len);
	strbuf_addf(&scene->seen, "<line %s>", line);
	if (scene->on_line != NULL)
		scene->on_line(scene);
	look(scene);
}

static void on_closed(void *arg, const char *why)
{
	struct scene *scene = arg;

	strbuf_addf(&scene->seen, "<closed %s>", why);
	look(scene);
}

static const struct bridge_events events = {on_connected, on_line, on_closed};

static void give_up(void *arg)
{
	loop_stop(((struct scene *)arg)->loop);
}

/* ---- the server ---- */

static void server_say(struct scene *scene, const char *text)
{
	size_t len = strlen(text);

	if (scene->peer_tls != NULL)
		assert_int_equal(SSL_write(scene->peer_tls, text, (int)len), len);
	else
		assert_int_equal(write(scene->peer, text, len), len);
}

static void server_hang_up(struct scene *scene)
{
	watch_free(scene->on_peer);
	SSL_free(scene->peer_tls);
	close(scene->peer);
	scene->on_peer = NULL;
	scene->peer_tls = NULL;
	scene->peer = -1;
}

static void server_shake_hands(struct scene *scene)
{
	X509 *certificate;

	if (SSL_is_init_finished(scene->peer_tls) || SSL_accept(scene->peer_tls) != 1)
		return;
	certificate = SSL_get1_peer_certificate(scene->peer_tls);
	server_say(scene, certificate != NULL ? "known friend\r\n" : "stranger\r\n");
	X509_free(certificate);
}

static void server_read(void *arg)
{
	struct scene *scene = arg;
	static char bytes[PIECE];
	ssize_t got;

	if (scene->peer_tls != NULL) {
		server_shake_hands(scene);
		got = SSL_read(scene->peer_tls, bytes, sizeof bytes);
		if (got <= 0 && SSL_get_error(scene->peer_tls, (int)got) == SSL_ERROR_WANT_READ)
			return;
	} else {
		got = read(scene->peer, bytes, sizeof bytes);
	}
	strbuf_addstr(&scene->heard, got > 0 ? "" : "[end]");
	strbuf_add(&scene->heard, bytes, got > 0 ? (size_t)got : 0);
	if (got <= 0)
		server_hang_up(scene);
	look(scene);
}

static void server_listen_to_peer(struct scene *scene)
{
	scene->on_peer = watch_readable(scene->loop, scene->peer, server_read, scene);
}

static void server_accept(void *arg)
{
	struct scene *scene = arg;

	if (scene->peer >= 0)
		server_hang_up(scene);
	scene->peer = accept4(scene->listener, NULL, NULL, SOCK_NONBLOCK);
	assert_true(scene->peer >= 0);
	if (scene->server_tls != NULL) {
		scene->peer_tls = SSL_new(scene->server_tls);
		SSL_set_fd(scene->peer_tls, scene->peer);
	}
	if (!scene->deaf)
		server_listen_to_peer(scene);
	strbuf_addstr(&scene->heard, "[start]");
	look(scene);
}

/* A port of ADDRESS in PORT that is listened on, or -1. */
static int listen_on(const char *address, unsigned short *port)
{
	struct socket_address local;
	const int small = SMALL_BUFFER;
	int fd;

	assert_true(socket_address_parse(address, 0, &local));
	fd = socket(local.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&local.storage, local.len) != 0) {
		close(fd);
		return -1;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	assert_int_equal(listen(fd, 4), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&local.storage, &local.len), 0);
	*port = ntohs(
		((struct sockaddr_in *)&local.storage)->sin_port); /* the same place in IPv6 */
	return fd;
}

/* ---- scenes ---- */

static bool scene_open(struct scene *scene, const char *address)
{
	int listener;

	*scene = (struct scene){.peer = -1, .seen = STRBUF_INIT, .heard = STRBUF_INIT};
	listener = listen_on(address, &scene->port);
	if (listener < 0)
		return false;
	scene->listener = listener;
	scene->loop = loop_new();
	scene->bridge = bridge_new(scene->loop, &events, scene);
	scene->patience = timer_new(scene->loop, give_up, scene);
	scene->on_listener = watch_readable(scene->loop, listener, server_accept, scene);
	return true;
}

static void scene_close(struct scene *scene)
{
	bridge_free(scene->bridge);
	if (scene->peer >= 0)
		server_hang_up(scene);
	watch_free(scene->on_listener);
	close(scene->listener);
	timer_free(scene->patience);
	loop_free(scene->loop);
	SSL_CTX_free(scene->server_tls);
	strbuf_release(&scene->seen);
	strbuf_release(&scene->heard);
}

static void connect_to(struct scene *scene, const char *host, const struct bridge_tls *tls)
{
	struct bridge_address address = {
		.host = host, .port = scene->port, .bind = "", .timeout_ms = 3000, .tls = tls};

	bridge_connect(scene->bridge, &address);
	assert_int_equal(scene->seen.len, 0); /* nothing from inside the call */
}

static void say(struct scene *scene, const char *text)
{
	bridge_write(scene->bridge, text, strlen(text));
}

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
	char *peer;

	(void)state;
	scene_connected(&scene, false);
	peer = mem_printf("127.0.0.1:%hu", scene.port);
	assert_string_equal(bridge_peer(scene.bridge), peer);
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
	assert_string_equal(bridge_peer(scene.bridge), "");
	await(&scene, "QUIT\r\n");
	assert_null(strstr(scene.seen.text, "<closed"));
	free(peer);
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

/* ---- TLS ---- */

struct identity { /* a self-signed certificate for irc.test and 127.0.0.1 */
	EVP_PKEY *key;
	X509 *certificate;
	char path[32];        /* both as PEM */
	char fingerprint[65]; /* SHA-256 */
};

static void sign(struct identity *id)
{
	X509 *cert = id->certificate = X509_new();
	X509_EXTENSION *names;

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
	X509_gmtime_adj(X509_getm_notBefore(cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
	X509_set_pubkey(cert, id->key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
		(const unsigned char *)"irc.test", -1, -1, 0);
	X509_set_issuer_name(cert, X509_get_subject_name(cert));
	names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "DNS:irc.test,IP:127.0.0.1");
	X509_add_ext(cert, names, -1);
	X509_EXTENSION_free(names);
	assert_true(X509_sign(cert, id->key, EVP_sha256()) > 0);
}

static int identity_make(void **state)
{
	struct identity *id = mem_zalloc(1, sizeof *id);
	unsigned char digest[EVP_MAX_MD_SIZE];
	FILE *file;

	id->key = EVP_EC_gen("P-256");
	sign(id);
	X509_digest(id->certificate, EVP_sha256(), digest, NULL);
	for (size_t i = 0; i < 32; i++)
		snprintf(id->fingerprint + 2 * i, 3, "%02x", digest[i]);
	memcpy(id->path, "/tmp/logios-test-XXXXXX", sizeof "/tmp/logios-test-XXXXXX");
	file = fdopen(mkstemp(id->path), "w");
	PEM_write_PrivateKey(file, id->key, NULL, NULL, 0, NULL, NULL);
	PEM_write_X509(file, id->certificate);
	fclose(file);
	*state = id;
	return 0;
}

static int identity_drop(void **state)
{
	struct identity *id = *state;

	unlink(id->path);
	X509_free(id->certificate);
	EVP_PKEY_free(id->key);
	free(id);
	return 0;
}

static int anybody(int ok, X509_STORE_CTX *store)
{
	(void)ok, (void)store;
	return 1;
}

static void scene_open_tls(struct scene *scene, const struct identity *id)
{
	assert_true(scene_open(scene, "127.0.0.1"));
	scene->server_tls = SSL_CTX_new(TLS_server_method());
	SSL_CTX_use_certificate(scene->server_tls, id->certificate);
	SSL_CTX_use_PrivateKey(scene->server_tls, id->key);
	SSL_CTX_set_verify(scene->server_tls, SSL_VERIFY_PEER, anybody);
}

static void certificates_are_judged(void **state)
{
	const struct identity *id = *state;
	static const char other[] =
		"0000000000000000000000000000000000000000000000000000000000000000";
	const struct {
		const char *host;
		bool verify, ca;
		const char *pin;
		const char *expected;
	} cases[] = {
		{"127.0.0.1", false, false, NULL, "<line stranger>"},
		{"127.0.0.1", true, true, NULL, "<line stranger>"},
		{"127.0.0.1", true, false, id->fingerprint, "<line stranger>"},
		{"localhost", false, false, id->fingerprint, "<line stranger>"},
		{"127.0.0.1", true, false, NULL, "for 127.0.0.1 is refused: self-signed"},
		{"localhost", true, true, NULL, "for localhost is refused: hostname mismatch"},
		{"127.0.0.1", true, true, other, "<line stranger>"},
		{"127.0.0.1", false, false, other, "refused: it is not the one that is pinned"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene scene;
		char *pin = cases[i].pin != NULL ? mem_strdup(cases[i].pin) : NULL;
		struct bridge_tls tls = {
			.verify = cases[i].verify, .ca = "", .cert = "", .key = ""};
		if (cases[i].ca)
			tls.ca = id->path;
		tls.fingerprints = &pin;
		tls.fingerprint_count = pin != NULL;
		scene_open_tls(&scene, id);
		connect_to(&scene, cases[i].host, &tls);
		free(pin);
		await(&scene, cases[i].expected);
		if (strstr(scene.seen.text, "refused") != NULL) {
			assert_non_null(strstr(scene.seen.text, id->fingerprint));
			assert_null(strstr(scene.seen.text, "<connected>"));
		}
		scene_close(&scene);
	}
}

static void tls_carries_lines_and_our_certificate(void **state)
{
	const struct identity *id = *state;
	const struct bridge_tls tls = {.ca = "", .cert = id->path, .key = id->path};
	struct scene scene;
	char *piece = mem_alloc(PIECE);

	memset(piece, 'x', PIECE);
	scene_open_tls(&scene, id);
	connect_to(&scene, "127.0.0.1", &tls);
	await(&scene, "<line known friend>");
	assert_true(bridge_is_private(scene.bridge));
	for (int i = 0; i < 4; i++)
		bridge_write(scene.bridge, piece, PIECE);
	say(&scene, "done\r\n");
	await(&scene, "done\r\n");
	assert_int_equal(scene.heard.len, strlen("[start]done\r\n") + 4 * PIECE);
	server_say(&scene, "one\r\ntwo\r\n");
	await(&scene, "<line one><line two>");
	bridge_close(scene.bridge);
	await(&scene, "[end]");
	free(piece);
	scene_close(&scene);
}

static void tls_to_one_who_has_none_fails(void **state)
{
	const struct bridge_tls tls = {.ca = "", .cert = "", .key = ""};
	struct scene scene;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	connect_to(&scene, "127.0.0.1", &tls);
	await(&scene, "[start]");
	server_say(&scene, "NOTICE * :Looking up your hostname\r\n");
	await(&scene, "<closed cannot connect to 127.0.0.1:");
	assert_non_null(strstr(scene.seen.text, "TLS: wrong version number"));
	scene_close(&scene);
}

static void a_missing_file_is_told(void **state)
{
	const struct bridge_tls tls = {.ca = "", .cert = "/nowhere/bot.pem", .key = ""};
	struct scene scene;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	connect_to(&scene, "127.0.0.1", &tls);
	await(&scene, "<closed cannot use tls_cert /nowhere/bot.pem: No such file");
	scene_close(&scene);
}

int main(void)
{
	const struct CMUnitTest plain[] = {
		cmocka_unit_test(lines_go_both_ways),
		cmocka_unit_test(a_refusing_port_is_told),
		cmocka_unit_test(every_address_is_tried),
		cmocka_unit_test(the_local_address_is_used),
		cmocka_unit_test(an_end_in_mid_line_is_told),
		cmocka_unit_test(a_slow_reader_gets_everything),
		cmocka_unit_test(one_who_never_reads_is_left),
		cmocka_unit_test(callbacks_may_end_it),
		cmocka_unit_test(a_lookup_can_be_abandoned),
	};
	const struct CMUnitTest tls[] = {
		cmocka_unit_test(certificates_are_judged),
		cmocka_unit_test(tls_carries_lines_and_our_certificate),
		cmocka_unit_test(tls_to_one_who_has_none_fails),
		cmocka_unit_test(a_missing_file_is_told),
	};

	signal(SIGPIPE, SIG_IGN); /* as the program does */
	return cmocka_run_group_tests(plain, NULL, NULL) +
	       cmocka_run_group_tests(tls, identity_make, identity_drop);
}

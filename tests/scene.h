/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_SCENE_H
#define LOGIOS_TESTS_SCENE_H

/* A bridge and a small server on a loopback port, driven by one loop; both write down what
 * happens. */

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>
#include <openssl/ssl.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/wire/bridge.h"
#include "irc/wire/socket.h"
#include "os/loop.h"

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

static inline bool noticed(const struct scene *scene, const char *text)
{
	return strstr(scene->seen.text, text) != NULL || strstr(scene->heard.text, text) != NULL;
}

static inline void look(struct scene *scene)
{
	if (scene->wanted != NULL && noticed(scene, scene->wanted))
		loop_stop(scene->loop);
}

/* Run the loop until WANTED was seen or heard. */
static inline void await(struct scene *scene, const char *wanted)
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

static inline void on_connected(void *arg)
{
	struct scene *scene = arg;

	strbuf_addstr(&scene->seen, "<connected>");
	look(scene);
}

static inline void on_line(void *arg, char *line, size_t len)
{
	struct scene *scene = arg;

	assert_int_equal(strlen(line), len);
	strbuf_addf(&scene->seen, "<line %s>", line);
	if (scene->on_line != NULL)
		scene->on_line(scene);
	look(scene);
}

static inline void on_closed(void *arg, const char *why)
{
	struct scene *scene = arg;

	strbuf_addf(&scene->seen, "<closed %s>", why);
	look(scene);
}

static const struct bridge_events events = {
	.connected = on_connected, .line = on_line, .closed = on_closed};

static inline void give_up(void *arg)
{
	loop_stop(((struct scene *)arg)->loop);
}

/* ---- the server ---- */

static inline void server_say(struct scene *scene, const char *text)
{
	size_t len = strlen(text);

	if (scene->peer_tls != NULL)
		assert_int_equal(SSL_write(scene->peer_tls, text, (int)len), len);
	else
		assert_int_equal(write(scene->peer, text, len), len);
}

static inline void server_hang_up(struct scene *scene)
{
	watch_free(scene->on_peer);
	SSL_free(scene->peer_tls);
	close(scene->peer);
	scene->on_peer = NULL;
	scene->peer_tls = NULL;
	scene->peer = -1;
}

static inline void server_shake_hands(struct scene *scene)
{
	X509 *certificate;

	if (SSL_is_init_finished(scene->peer_tls) || SSL_accept(scene->peer_tls) != 1)
		return;
	certificate = SSL_get1_peer_certificate(scene->peer_tls);
	server_say(scene, certificate != NULL ? "known friend\r\n" : "stranger\r\n");
	X509_free(certificate);
}

static inline void server_read(void *arg)
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

static inline void server_listen_to_peer(struct scene *scene)
{
	scene->on_peer = watch_readable(scene->loop, scene->peer, server_read, scene);
}

static inline void server_accept(void *arg)
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
static inline int listen_on(const char *address, unsigned short *port)
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

static inline bool scene_open(struct scene *scene, const char *address)
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

static inline void scene_close(struct scene *scene)
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

static inline void connect_to(struct scene *scene, const char *host, const struct tls_options *tls)
{
	struct bridge_address address = {
		.host = host, .port = scene->port, .bind = "", .timeout_ms = 3000, .tls = tls};

	bridge_connect(scene->bridge, &address);
	assert_int_equal(scene->seen.len, 0); /* nothing from inside the call */
}

static inline void say(struct scene *scene, const char *text)
{
	bridge_write(scene->bridge, text, strlen(text));
}

#endif

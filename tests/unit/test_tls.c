/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bridge over TLS, with a certificate made on the spot. */
#include "scene.h"

#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "irc/wire/roots.h"
#include "irc/wire/tls.h"

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
		{"127.0.0.1", true, true, id->fingerprint, "<line stranger>"},
		{"127.0.0.1", true, false, id->fingerprint,
			"for 127.0.0.1 is refused: self-signed certificate; it is pinned, but"},
		{"localhost", false, false, id->fingerprint, "<line stranger>"},
		{"127.0.0.1", true, false, NULL, "for 127.0.0.1 is refused: self-signed"},
		{"localhost", true, true, NULL, "for localhost is refused: hostname mismatch"},
		{"127.0.0.1", true, true, other, "refused: it is not one that is pinned"},
		{"127.0.0.1", false, false, other, "refused: it is not one that is pinned"},
	};
	struct tls_roots *roots = tls_roots_new();

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene scene;
		char *pin = cases[i].pin != NULL ? mem_strdup(cases[i].pin) : NULL;
		struct tls_options tls = {
			.verify = cases[i].verify, .ca = "", .cert = "", .key = ""};
		if (cases[i].ca)
			tls.ca = id->path;
		tls.fingerprints = &pin;
		tls.fingerprint_count = pin != NULL;
		tls.roots = roots;
		scene_open_tls(&scene, id);
		connect_to(&scene, cases[i].host, &tls);
		free(pin);
		await(&scene, cases[i].expected);
		if (strstr(scene.seen.text, "refused") != NULL) {
			assert_true(strstr(scene.seen.text, id->fingerprint) != NULL ||
				    strstr(scene.seen.text, "it is pinned") != NULL);
			assert_null(strstr(scene.seen.text, "<connected>"));
		}
		scene_close(&scene);
	}
	tls_roots_free(roots);
}

/* Count of certificates in STORE, which is given back. */
static int certificates_of(struct x509_store_st *store)
{
	STACK_OF(X509) *all = X509_STORE_get1_all_certs(store);
	int count = sk_X509_num(all);

	sk_X509_pop_free(all, X509_free);
	X509_STORE_free(store);
	return count;
}

static void roots_are_read_once_until_their_file_changes(void **state)
{
	const struct identity *id = *state, *other;
	struct tls_roots *roots = tls_roots_new();
	struct x509_store_st *first, *again;
	void *made;
	struct error err;
	FILE *file;

	first = tls_roots_store(roots, id->path, &err);
	again = tls_roots_store(roots, id->path, &err);
	assert_non_null(first);
	assert_ptr_equal(first, again);
	X509_STORE_free(again);
	again = tls_roots_store(NULL, id->path, &err);
	assert_ptr_not_equal(first, again);
	assert_int_equal(certificates_of(again), 1);

	identity_make(&made);
	other = made;
	file = fopen(id->path, "a");
	PEM_write_X509(file, other->certificate);
	fclose(file);
	again = tls_roots_store(roots, id->path, &err);
	assert_ptr_not_equal(first, again);
	assert_int_equal(certificates_of(again), 2);
	assert_int_equal(certificates_of(first), 1);

	unlink(other->path);
	assert_null(tls_roots_store(roots, other->path, &err));
	assert_non_null(strstr(err.text, "cannot use tls_ca /tmp/logios-test-"));
	for (int i = 0; i < 40; i++) { /* more files than are kept: all but a path are the same */
		char path[128];
		snprintf(path, sizeof path, "%.*s%s", i, "////////////////////////////////////////",
			id->path);
		X509_STORE_free(tls_roots_store(roots, path, &err));
	}
	assert_int_equal(certificates_of(tls_roots_store(roots, id->path, &err)), 2);
	identity_drop(&made);
	tls_roots_free(roots);
}

static void tls_carries_lines_and_our_certificate(void **state)
{
	const struct identity *id = *state;
	const struct tls_options tls = {.ca = "", .cert = id->path, .key = id->path};
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
	const struct tls_options tls = {.ca = "", .cert = "", .key = ""};
	struct scene scene;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	connect_to(&scene, "127.0.0.1", &tls);
	await(&scene, "[start]");
	server_say(&scene, "NOTICE * :Looking up your hostname\r\n");
	await(&scene, "<closed cannot connect to 127.0.0.1:");
	assert_non_null(
		strstr(scene.seen.text, ": this port does not speak TLS: port 6697, or tls = no>"));
	scene_close(&scene);
}

static void the_handshake_has_its_time(void **state)
{
	const struct tls_options tls = {.ca = "", .cert = "", .key = ""};
	struct bridge_address address = {
		.host = "127.0.0.1", .bind = "", .timeout_ms = 50, .tls = &tls};
	struct scene scene;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	address.port = scene.port;
	bridge_connect(scene.bridge, &address);
	await(&scene, ": the TLS handshake takes too long; perhaps this port does not speak TLS>");
	scene_close(&scene);
}

static void a_missing_file_is_told(void **state)
{
	const struct tls_options tls = {.ca = "", .cert = "/nowhere/bot.pem", .key = ""};
	struct scene scene;

	(void)state;
	assert_true(scene_open(&scene, "127.0.0.1"));
	connect_to(&scene, "127.0.0.1", &tls);
	await(&scene, "<closed cannot use tls_cert /nowhere/bot.pem: No such file");
	scene_close(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(certificates_are_judged),
		cmocka_unit_test(roots_are_read_once_until_their_file_changes),
		cmocka_unit_test(tls_carries_lines_and_our_certificate),
		cmocka_unit_test(tls_to_one_who_has_none_fails),
		cmocka_unit_test(the_handshake_has_its_time),
		cmocka_unit_test(a_missing_file_is_told),
	};

	signal(SIGPIPE, SIG_IGN); /* as the program does */
	return cmocka_run_group_tests(tests, identity_make, identity_drop);
}

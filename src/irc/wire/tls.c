/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS by OpenSSL, which is included nowhere else. The certificate is judged in the middle of the
 * handshake, by judge(): so a server that is refused is told so by an alert, and gets neither our
 * certificate nor a byte of ours. */
#include "irc/wire/tls.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "irc/wire/roots.h"

enum { FINGERPRINT_BYTES = 32, FINGERPRINT_TEXT = 2 * FINGERPRINT_BYTES + 1 };

struct tls_context {
	SSL_CTX *ssl;
	char *host;
	bool host_is_address;
	bool verify;
	char **fingerprints;
	size_t fingerprint_count;
};

struct tls {
	SSL *ssl;
	const struct tls_context *context;
	char refused[FINGERPRINT_TEXT]; /* of the certificate that was refused, or "" */
};

#define TLS_NOT_SPOKEN "this port does not speak TLS: port 6697, or tls = no"

/* What OpenSSL's words do not tell those who run the bot. */
static const struct {
	int reason;
	const char *words;
} explained[] = {
	{SSL_R_WRONG_VERSION_NUMBER, TLS_NOT_SPOKEN},
	{SSL_R_HTTP_REQUEST, TLS_NOT_SPOKEN},
	{SSL_R_UNSUPPORTED_PROTOCOL, "the server speaks no TLS 1.2 or later, which is too old"},
	{SSL_R_TLSV1_ALERT_PROTOCOL_VERSION,
		"the server speaks no TLS 1.2 or later, which is too old"},
};

/* Say why OpenSSL has just failed. Empties its queue of errors. */
static const char *openssl_reason(void)
{
	unsigned long code = ERR_peek_error();
	const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;

	if (reason == NULL)
		reason = ERR_SYSTEM_ERROR(code) ? strerror(ERR_GET_REASON(code))
						: "it did not say why";
	ERR_clear_error();
	return reason;
}

/* Explain the error that OpenSSL has just had. Returns a sentence, or NULL; then openssl_reason
 * knows more. */
static const char *explanation(void)
{
	unsigned long code = ERR_peek_error();

	for (size_t i = 0; i < sizeof explained / sizeof *explained; i++)
		if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == explained[i].reason)
			return explained[i].words;
	return NULL;
}

static void tell_failure(struct error *err)
{
	const char *sentence = explanation();

	error_set(err, "%s%s",
		sentence != NULL ? "" : "TLS: ", sentence != NULL ? sentence : openssl_reason());
	ERR_clear_error();
}

/* ---- the certificate ---- */

static bool fingerprint(const X509 *certificate, char out[FINGERPRINT_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (certificate == NULL || !X509_digest(certificate, EVP_sha256(), digest, &len) ||
		len != FINGERPRINT_BYTES)
		return false;
	for (size_t i = 0; i < FINGERPRINT_BYTES; i++) {
		out[2 * i] = digits[digest[i] >> 4];
		out[2 * i + 1] = digits[digest[i] & 15];
	}
	out[FINGERPRINT_TEXT - 1] = '\0';
	return true;
}

static bool pinned(const struct tls_context *context, const char *print)
{
	for (size_t i = 0; i < context->fingerprint_count; i++)
		if (strcmp(context->fingerprints[i], print) == 0)
			return true;
	return false;
}

/* Answer OpenSSL's question whether the chain in STORE will do: 1 or 0. */
static int judge(X509_STORE_CTX *store, void *arg)
{
	const struct tls_context *context = arg;
	SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls *tls = SSL_get_app_data(ssl);
	char print[FINGERPRINT_TEXT] = "";

	if (!fingerprint(X509_STORE_CTX_get0_cert(store), print)) {
		X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
		return 0;
	}
	if (context->fingerprint_count > 0 && !pinned(context, print))
		X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
	else if (!context->verify)
		X509_STORE_CTX_set_error(store, X509_V_OK);
	else
		(void)X509_verify_cert(store);
	if (X509_STORE_CTX_get_error(store) == X509_V_OK)
		return 1;
	memcpy(tls->refused, print, sizeof print);
	return 0;
}

static void explain_refusal(const struct tls *tls, struct error *err)
{
	long verdict = SSL_get_verify_result(tls->ssl);
	bool strange = verdict == X509_V_ERR_APPLICATION_VERIFICATION;
	const char *why = strange ? "it is not one that is pinned"
				  : X509_verify_cert_error_string(verdict);
	bool is_pinned = !strange && tls->context->fingerprint_count > 0;

	ERR_clear_error();
	error_set(err, "the certificate for %.40s is refused: %.50s; %s%s", tls->context->host, why,
		is_pinned ? "it is pinned, but tls_verify = yes asks for a valid chain as well"
			  : "to trust it, pin tls_fingerprint = ",
		is_pinned ? "" : tls->refused);
}

/* ---- the context ---- */

static bool load_roots(SSL_CTX *ssl, const struct tls_options *how, struct error *err)
{
	X509_STORE *store = tls_roots_store(how->roots, how->ca, err);

	if (store != NULL)
		SSL_CTX_set_cert_store(ssl, store);
	return store != NULL;
}

/* An encrypted key is refused: a daemon has nobody to ask. */
static int no_password(char *out, int room, int writing, void *arg)
{
	(void)out, (void)room, (void)writing, (void)arg;
	return -1;
}

static bool load_own(SSL_CTX *ssl, const struct tls_options *how, struct error *err)
{
	const char *key = *how->key != '\0' ? how->key : how->cert;

	if (*how->cert == '\0')
		return true;
	SSL_CTX_set_default_passwd_cb(ssl, no_password);
	if (SSL_CTX_use_certificate_chain_file(ssl, how->cert) != 1)
		return error_set(
			err, "cannot use tls_cert %.120s: %s", how->cert, openssl_reason());
	if (SSL_CTX_use_PrivateKey_file(ssl, key, SSL_FILETYPE_PEM) != 1)
		return error_set(err, "cannot use tls_key %.120s: %s", key, openssl_reason());
	return true;
}

static void set_manner(struct tls_context *context)
{
	SSL_CTX *ssl = context->ssl;
	bool choosy = context->verify || context->fingerprint_count > 0;

	SSL_CTX_set_min_proto_version(ssl, TLS1_2_VERSION);
	SSL_CTX_set_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_NO_RENEGOTIATION);
	SSL_CTX_set_mode(ssl, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
				      SSL_MODE_RELEASE_BUFFERS);
	SSL_CTX_set_session_cache_mode(ssl, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(ssl, choosy ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, NULL);
	if (choosy)
		SSL_CTX_set_cert_verify_callback(ssl, judge, context);
}

static void copy_options(
	struct tls_context *context, const char *host, const struct tls_options *how)
{
	struct socket_address address;

	context->host = mem_strdup(host);
	context->host_is_address = socket_address_parse(host, 0, &address);
	context->verify = how->verify;
	context->fingerprint_count = how->fingerprint_count;
	context->fingerprints = mem_zalloc(how->fingerprint_count, sizeof *context->fingerprints);
	for (size_t i = 0; i < how->fingerprint_count; i++)
		context->fingerprints[i] = mem_strdup(how->fingerprints[i]);
}

struct tls_context *tls_context_new(
	const char *host, const struct tls_options *how, struct error *err)
{
	struct tls_context *context = mem_zalloc(1, sizeof *context);

	ERR_clear_error();
	copy_options(context, host, how);
	context->ssl = SSL_CTX_new(TLS_client_method());
	if (context->ssl == NULL) {
		error_set(err, "TLS cannot start: %s", openssl_reason());
		goto failed;
	}
	set_manner(context);
	if (!load_own(context->ssl, how, err))
		goto failed;
	if (how->verify && !load_roots(context->ssl, how, err))
		goto failed;
	return context;
failed:
	tls_context_free(context);
	return NULL;
}

void tls_context_free(struct tls_context *context)
{
	if (context == NULL)
		return;
	SSL_CTX_free(context->ssl);
	for (size_t i = 0; i < context->fingerprint_count; i++)
		free(context->fingerprints[i]);
	free(context->fingerprints);
	free(context->host);
	free(context);
}

/* ---- a connection ---- */

/* A zone ("fe80::1%eth0") says by which way, not to whom: no certificate has it. */
static bool expect_address(SSL *ssl, const char *host)
{
	char *address = mem_strndup(host, strcspn(host, "%"));
	bool done = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), address) == 1;

	free(address);
	return done;
}

/* Set whom the certificate must name, and the name that we ask for, which no address can be (RFC
 * 6066). */
static bool expect_host(SSL *ssl, const struct tls_context *context)
{
	if (context->host_is_address)
		return expect_address(ssl, context->host);
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(ssl, context->host) == 1 &&
	       SSL_set_tlsext_host_name(ssl, context->host) == 1;
}

struct tls *tls_new(struct tls_context *context, int fd, struct error *err)
{
	struct tls *tls = mem_zalloc(1, sizeof *tls);

	ERR_clear_error();
	tls->context = context;
	tls->ssl = SSL_new(context->ssl);
	if (tls->ssl == NULL || !expect_host(tls->ssl, context) || SSL_set_fd(tls->ssl, fd) != 1) {
		error_set(err, "TLS cannot start: %s", openssl_reason());
		tls_free(tls);
		return NULL;
	}
	SSL_set_app_data(tls->ssl, tls);
	SSL_set_connect_state(tls->ssl);
	return tls;
}

void tls_free(struct tls *tls)
{
	if (tls == NULL)
		return;
	SSL_free(tls->ssl);
	free(tls);
}

/* The result of a call that returned STATUS. */
static enum io_result outcome(const struct tls *tls, int status, struct error *err)
{
	int system = errno;

	switch (SSL_get_error(tls->ssl, status)) {
	case SSL_ERROR_NONE:
		return IO_DONE;
	case SSL_ERROR_WANT_READ:
		return IO_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return IO_WANT_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return IO_CLOSED;
	case SSL_ERROR_SYSCALL:
		ERR_clear_error();
		error_set(err, "%s", system != 0 ? strerror(system) : "the connection ended");
		return IO_FAILED;
	default:
		tell_failure(err);
		return IO_FAILED;
	}
}

/* SSL_get_error looks at the thread's errors and at errno: both must be clean before a call. */
static void begin_call(void)
{
	ERR_clear_error();
	errno = 0;
}

enum io_result tls_handshake(struct tls *tls, struct error *err)
{
	enum io_result result;

	begin_call();
	result = outcome(tls, SSL_do_handshake(tls->ssl), err);
	if (result == IO_CLOSED) {
		error_set(err, "the connection ended during the TLS handshake");
		return IO_FAILED;
	}
	if (result == IO_FAILED && tls->refused[0] != '\0')
		explain_refusal(tls, err);
	return result;
}

enum io_result tls_read(struct tls *tls, char *bytes, size_t len, size_t *got, struct error *err)
{
	*got = 0;
	begin_call();
	return outcome(tls, SSL_read_ex(tls->ssl, bytes, len, got), err);
}

enum io_result tls_write(
	struct tls *tls, const char *bytes, size_t len, size_t *sent, struct error *err)
{
	*sent = 0;
	begin_call();
	return outcome(tls, SSL_write_ex(tls->ssl, bytes, len, sent), err);
}

void tls_goodbye(struct tls *tls)
{
	begin_call();
	(void)SSL_shutdown(tls->ssl); /* once: the peer's answer is not waited for */
	ERR_clear_error();
}

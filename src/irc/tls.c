/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "irc/tls.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/mem.h"

enum { FINGERPRINT = 64 + 1 };

struct tls_settings {
	SSL_CTX *context;
	bool verify;
	char **fingerprints;
	size_t fingerprint_count;
};

struct tls {
	const struct tls_settings *settings;
	const char *host;
	SSL *ssl;
};

/* ---- setting up ---- */

static bool failed(struct error *err, const char *what, const char *file)
{
	unsigned long code = ERR_get_error();
	const char *reason = code != 0 ? ERR_reason_error_string(code) : NULL;

	return error_set(err, "%s %s: %s", what, file, reason != NULL ? reason : "unknown reason");
}

static bool load_files(SSL_CTX *context, const struct bridge_tls *options, struct error *err)
{
	if (options->ca[0] != '\0') {
		if (SSL_CTX_load_verify_locations(context, options->ca, NULL) != 1)
			return failed(err, "cannot read the CA file", options->ca);
	} else if (SSL_CTX_set_default_verify_paths(context) != 1) {
		return failed(err, "cannot read", "the system's certificates");
	}
	if (options->cert[0] == '\0')
		return true;
	if (SSL_CTX_use_certificate_chain_file(context, options->cert) != 1)
		return failed(err, "cannot read the certificate", options->cert);
	if (SSL_CTX_use_PrivateKey_file(context, options->key, SSL_FILETYPE_PEM) != 1)
		return failed(err, "cannot read the key", options->key);
	return true;
}

/* OpenSSL's macro for this casts const away; the call below it copies the name. */
static bool set_server_name(SSL *ssl, const char *host)
{
	char *copy = mem_strdup(host);
	bool done = SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, copy) ==
		    1;

	free(copy);
	return done;
}

/* The name goes into SNI and into the check; an address is only checked. */
static bool set_host(SSL *ssl, const char *host)
{
	unsigned char address[16];

	if (inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host) == 1;
	SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(ssl, host) == 1 && set_server_name(ssl, host);
}

struct tls_settings *tls_settings_new(const struct bridge_tls *options, struct error *err)
{
	struct tls_settings *settings = mem_zalloc(1, sizeof *settings);
	bool done;

	ERR_clear_error();
	settings->verify = options->verify;
	settings->fingerprint_count = options->fingerprint_count;
	settings->fingerprints = mem_zalloc(
		options->fingerprint_count, sizeof *settings->fingerprints);
	for (size_t i = 0; i < options->fingerprint_count; i++)
		settings->fingerprints[i] = mem_strdup(options->fingerprints[i]);
	settings->context = SSL_CTX_new(TLS_client_method());
	done = settings->context != NULL &&
	       SSL_CTX_set_min_proto_version(settings->context, TLS1_2_VERSION) == 1;
	if (!done)
		failed(err, "cannot set up", "TLS");
	if (!done || !load_files(settings->context, options, err)) {
		tls_settings_free(settings);
		return NULL;
	}
	/* A partial write may be tried again from another place in memory. */
	SSL_CTX_set_mode(settings->context,
		SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return settings;
}

void tls_settings_free(struct tls_settings *settings)
{
	if (settings == NULL)
		return;
	SSL_CTX_free(settings->context);
	for (size_t i = 0; i < settings->fingerprint_count; i++)
		free(settings->fingerprints[i]);
	free(settings->fingerprints);
	free(settings);
}

struct tls *tls_new(
	const struct tls_settings *settings, const char *host, int fd, struct error *err)
{
	struct tls *tls = mem_zalloc(1, sizeof *tls);

	ERR_clear_error();
	tls->settings = settings;
	tls->host = host;
	tls->ssl = SSL_new(settings->context);
	if (tls->ssl != NULL && SSL_set_fd(tls->ssl, fd) == 1 && set_host(tls->ssl, host))
		return tls;
	failed(err, "cannot set up TLS for", host);
	tls_free(tls);
	return NULL;
}

void tls_free(struct tls *tls)
{
	if (tls == NULL)
		return;
	SSL_free(tls->ssl);
	free(tls);
}

/* ---- the certificate ---- */

static bool fingerprint_of(X509 *certificate, char hex[FINGERPRINT])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (X509_digest(certificate, EVP_sha256(), hash, &len) != 1 || len * 2 + 1 != FINGERPRINT)
		return false;
	for (unsigned i = 0; i < len; i++) {
		hex[2 * i] = digits[hash[i] >> 4];
		hex[2 * i + 1] = digits[hash[i] & 15];
	}
	hex[2 * len] = '\0';
	return true;
}

static bool pinned(const struct tls *tls, const char *fingerprint)
{
	for (size_t i = 0; i < tls->settings->fingerprint_count; i++)
		if (strcasecmp(tls->settings->fingerprints[i], fingerprint) == 0)
			return true;
	return false;
}

/* Any pinned certificate will do; where none is pinned, the chain and the name must hold. */
static bool trusted(struct tls *tls, struct error *err)
{
	X509 *certificate = SSL_get1_peer_certificate(tls->ssl);
	long result = SSL_get_verify_result(tls->ssl);
	char fingerprint[FINGERPRINT];
	bool named = certificate != NULL && fingerprint_of(certificate, fingerprint);

	X509_free(certificate);
	if (!named)
		return error_set(err, "the server showed no certificate");
	if (pinned(tls, fingerprint))
		return true;
	if (tls->settings->fingerprint_count > 0)
		return error_set(err,
			"the certificate of %s is not the one in tls_fingerprint; its own is %s",
			tls->host, fingerprint);
	if (!tls->settings->verify || result == X509_V_OK)
		return true;
	return error_set(err,
		"the certificate is not good for %s: %s; to trust it all the same: tls_fingerprint "
		"= %s",
		tls->host, X509_verify_cert_error_string(result), fingerprint);
}

/* ---- bytes ---- */

static enum tls_result result_of(struct tls *tls, int status)
{
	switch (SSL_get_error(tls->ssl, status)) {
	case SSL_ERROR_WANT_READ:
		return TLS_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return TLS_WANT_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return TLS_CLOSED;
	default:
		return TLS_FAILED;
	}
}

enum tls_result tls_handshake(struct tls *tls, struct error *err)
{
	enum tls_result result;
	int status;

	ERR_clear_error();
	status = SSL_connect(tls->ssl);
	if (status == 1)
		return trusted(tls, err) ? TLS_DONE : TLS_FAILED;
	result = result_of(tls, status);
	if (result == TLS_FAILED)
		failed(err, "TLS with", tls->host);
	else if (result == TLS_CLOSED)
		error_set(err, "the server closed in the middle of TLS's handshake");
	return result;
}

enum tls_result tls_read(struct tls *tls, char *bytes, size_t room, size_t *done)
{
	int status;

	ERR_clear_error();
	status = SSL_read_ex(tls->ssl, bytes, room, done);
	return status == 1 ? TLS_DONE : result_of(tls, status);
}

enum tls_result tls_write(struct tls *tls, const char *bytes, size_t len, size_t *done)
{
	int status;

	ERR_clear_error();
	status = SSL_write_ex(tls->ssl, bytes, len, done);
	return status == 1 ? TLS_DONE : result_of(tls, status);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trusted certificates, kept by the file that they are from, as long as it stays the same. */
#include "irc/wire/roots.h"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"

enum { ROOTS_MAX = 16 }; /* files whose certificates are kept */

struct root {
	char *ca;
	struct stat seen; /* of the file, when it was read */
	X509_STORE *store;
};

struct tls_roots {
	struct root rows[ROOTS_MAX];
	size_t count, next; /* the row that gives way when all are taken */
};

struct tls_roots *tls_roots_new(void)
{
	return mem_zalloc(1, sizeof(struct tls_roots));
}

static void release(struct root *root)
{
	X509_STORE_free(root->store);
	free(root->ca);
}

void tls_roots_free(struct tls_roots *roots)
{
	if (roots == NULL)
		return;
	for (size_t i = 0; i < roots->count; i++)
		release(&roots->rows[i]);
	free(roots);
}

/* Return the file whose change says that CA, or the system's certificates, must be read again. */
static const char *file_of(const char *ca)
{
	const char *named = getenv(X509_get_default_cert_file_env());

	if (*ca != '\0')
		return ca;
	return named != NULL ? named : X509_get_default_cert_file();
}

/* What cannot be looked at is like any other that cannot. */
static struct stat look_at(const char *ca)
{
	struct stat now;

	if (stat(file_of(ca), &now) != 0)
		memset(&now, 0, sizeof now);
	return now;
}

static bool is_same(const struct stat *one, const struct stat *other)
{
	return one->st_dev == other->st_dev && one->st_ino == other->st_ino &&
	       one->st_size == other->st_size && one->st_mtim.tv_sec == other->st_mtim.tv_sec &&
	       one->st_mtim.tv_nsec == other->st_mtim.tv_nsec;
}

static X509_STORE *load(const char *ca, struct error *err)
{
	X509_STORE *store = X509_STORE_new();
	const char *reason;

	if (store != NULL && (*ca == '\0' ? X509_STORE_set_default_paths(store)
					  : X509_STORE_load_file(store, ca)) == 1)
		return store;
	reason = ERR_reason_error_string(ERR_peek_error());
	error_set(err, "cannot use %s%.120s: %s",
		*ca == '\0' ? "the system's certificates" : "tls_ca ", ca,
		reason != NULL ? reason : "it holds no certificates");
	ERR_clear_error();
	X509_STORE_free(store);
	return NULL;
}

static struct root *find(struct tls_roots *roots, const char *ca)
{
	for (size_t i = 0; i < roots->count; i++)
		if (strcmp(roots->rows[i].ca, ca) == 0)
			return &roots->rows[i];
	return NULL;
}

/* Return the row for CA, which is empty. */
static struct root *make_row(struct tls_roots *roots, const char *ca)
{
	struct root *row = find(roots, ca);

	if (row == NULL && roots->count < ROOTS_MAX) {
		row = &roots->rows[roots->count++];
	} else {
		if (row == NULL) {
			row = &roots->rows[roots->next];
			roots->next = (roots->next + 1) % ROOTS_MAX;
		}
		release(row);
	}
	*row = (struct root){.ca = mem_strdup(ca)};
	return row;
}

struct x509_store_st *tls_roots_store(struct tls_roots *roots, const char *ca, struct error *err)
{
	struct stat now = look_at(ca);
	struct root *row = roots != NULL ? find(roots, ca) : NULL;
	X509_STORE *store;

	if (row != NULL && is_same(&row->seen, &now)) {
		X509_STORE_up_ref(row->store);
		return row->store;
	}
	store = load(ca, err);
	if (store == NULL || roots == NULL)
		return store;
	row = make_row(roots, ca);
	row->seen = now;
	row->store = store;
	X509_STORE_up_ref(store);
	return store;
}

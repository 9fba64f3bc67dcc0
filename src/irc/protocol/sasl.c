/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SASL by libgsasl, which is included nowhere else, with a look at what the server asks for and
 * proves. */
#include "irc/protocol/sasl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsasl.h>

#include "base/mem.h"
#include "base/number.h"

static const struct mechanism {
	const char *name;
	bool authzid, password; /* what it is given beside the user's name */
	bool proof;             /* the server has to prove that it knows the password */
} mechanisms[SASL_MECHANISMS] = {
	[SASL_EXTERNAL] = {.name = "EXTERNAL"},
	[SASL_SCRAM_SHA_256] = {.name = "SCRAM-SHA-256", .password = true, .proof = true},
	/* Services differ in which of the two names they look at. */
	[SASL_PLAIN] = {.name = "PLAIN", .authzid = true, .password = true},
};

struct sasl {
	const struct mechanism *mechanism;
	Gsasl *library;
	Gsasl_session *session;
	unsigned steps;
	bool complete, betrayed;
};

const char *sasl_name(enum sasl_mechanism mechanism)
{
	return mechanisms[mechanism].name;
}

bool sasl_listed(const char *list, enum sasl_mechanism mechanism)
{
	size_t len = strlen(mechanisms[mechanism].name);

	for (;;) {
		size_t size = strcspn(list, ",");
		if (size == len && strncasecmp(list, mechanisms[mechanism].name, len) == 0)
			return true;
		if (list[size] == '\0')
			return false;
		list += size + 1;
	}
}

static int give(struct sasl *sasl, const char *user, const char *password)
{
	int status = GSASL_OK;

	if (sasl->mechanism->password)
		status = gsasl_property_set(sasl->session, GSASL_AUTHID, user);
	if (status == GSASL_OK && sasl->mechanism->authzid)
		status = gsasl_property_set(sasl->session, GSASL_AUTHZID, user);
	if (status == GSASL_OK && sasl->mechanism->password)
		status = gsasl_property_set(sasl->session, GSASL_PASSWORD, password);
	return status;
}

struct sasl *sasl_new(
	enum sasl_mechanism mechanism, const char *user, const char *password, struct error *err)
{
	struct sasl *sasl = mem_zalloc(1, sizeof *sasl);
	int status = gsasl_init(&sasl->library);

	sasl->mechanism = &mechanisms[mechanism];
	if (status == GSASL_OK)
		status = gsasl_client_start(sasl->library, sasl->mechanism->name, &sasl->session);
	if (status == GSASL_OK)
		status = give(sasl, user, password);
	if (status == GSASL_OK)
		return sasl;
	error_set(err, "%s: %s", sasl->mechanism->name, gsasl_strerror(status));
	sasl_free(sasl);
	return NULL;
}

void sasl_free(struct sasl *sasl)
{
	if (sasl == NULL)
		return;
	if (sasl->session != NULL)
		gsasl_finish(sasl->session);
	if (sasl->library != NULL)
		gsasl_done(sasl->library);
	free(sasl);
}

void sasl_wipe(char *text)
{
	if (text != NULL)
		explicit_bzero(text, strlen(text));
	free(text);
}

bool sasl_is_complete(const struct sasl *sasl)
{
	return sasl->complete;
}

bool sasl_is_betrayed(const struct sasl *sasl)
{
	return sasl->betrayed;
}

/* The server's first message of SCRAM, LEN bytes of "r=nonce,s=salt,i=4096", decides how long we
 * reckon. */
static bool iterations_allowed(const char *message, size_t len, struct error *err)
{
	const char *at = memmem(message, len, ",i=", 3), *end = message + len, *comma;
	char digits[12] = "";
	long count;

	if (at != NULL) {
		comma = memchr(at + 3, ',', (size_t)(end - at - 3));
		snprintf(digits, sizeof digits, "%.*s",
			(int)((comma != NULL ? comma : end) - at - 3), at + 3);
	}
	if (strlen(digits) == sizeof digits - 1 || !number_parse(digits, 1, 2000000000, &count))
		return error_set(err, "the server's challenge makes no sense");
	if (count < SASL_ITERATIONS_LEAST || count > SASL_ITERATIONS_MOST)
		return error_set(err, "the server asks for %ld iterations; %d to %d are allowed",
			count, SASL_ITERATIONS_LEAST, SASL_ITERATIONS_MOST);
	return true;
}

static bool step(struct sasl *sasl, const char *input, size_t len, char **output,
	size_t *output_len, struct error *err)
{
	int status;

	if (sasl->mechanism->proof && sasl->steps == 2 &&
		!iterations_allowed(input != NULL ? input : "", len, err))
		return false;
	status = gsasl_step(sasl->session, input, len, output, output_len);
	if (status == GSASL_OK || status == GSASL_NEEDS_MORE) {
		sasl->complete = status == GSASL_OK;
		return true;
	}
	sasl->betrayed = sasl->mechanism->proof && sasl->steps > 2;
	if (sasl->betrayed)
		return error_set(err, "the server does not prove that it knows the password (%s)",
			gsasl_strerror(status));
	return error_set(err, "%s", gsasl_strerror(status));
}

bool sasl_step(struct sasl *sasl, const char *base64, char **answer, struct error *err)
{
	char *input = NULL, *output = NULL;
	size_t len = 0, output_len = 0;
	bool fine = false;

	*answer = NULL;
	sasl->steps++;
	if (sasl->complete)
		return error_set(err, "the server goes on after the end");
	if (base64[0] != '\0' &&
		gsasl_base64_from(base64, strlen(base64), &input, &len) != GSASL_OK) {
		error_set(err, "the server's challenge is no base64");
		goto done;
	}
	if (!step(sasl, input, len, &output, &output_len, err))
		goto done;
	if (output_len == 0)
		*answer = mem_strdup("");
	else if (gsasl_base64_to(output, output_len, answer, NULL) != GSASL_OK)
		error_set(err, "no memory");
	fine = *answer != NULL;
done:
	if (output != NULL)
		explicit_bzero(output, output_len);
	gsasl_free(input);
	gsasl_free(output);
	return fine;
}

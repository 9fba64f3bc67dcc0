/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SASL: the vectors of RFC 4616, an exchange with the server's side of libgsasl (the client's nonce
 * is its own to choose, so RFC 7677's example cannot be replayed), servers that lie; and
 * AUTHENTICATE's pieces. */
#include <stdio.h>
#include <stdlib.h>

#include <gsasl.h>

#include "irc/protocol/authenticate.h"
#include "irc/protocol/sasl.h"
#include "test.h"

static char *base64(const char *bytes, size_t len)
{
	char *text = NULL;

	assert_int_equal(gsasl_base64_to(bytes, len, &text, NULL), GSASL_OK);
	return text;
}

static struct sasl *begin(enum sasl_mechanism mechanism, const char *user, const char *password)
{
	struct error err;
	struct sasl *sasl = sasl_new(mechanism, user, password, &err);

	if (sasl == NULL)
		fail_msg("%s", err.text);
	return sasl;
}

static void test_plain(void **state)
{
	static const struct {
		const char *user, *password, *message;
		size_t len;
	} rows[] = {
		/* RFC 4616 section 4, with the name twice: services differ in which one they look
		   at. */
		{"tim", "tanstaaftanstaaf", "tim\0tim\0tanstaaftanstaaf", 24},
		{"Kurt", "xipj3plmq", "Kurt\0Kurt\0xipj3plmq", 19},
		{"\xc3\xa4rger", "p:%s,=x", "\xc3\xa4rger\0\xc3\xa4rger\0p:%s,=x", 21},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sasl *sasl = begin(SASL_PLAIN, rows[i].user, rows[i].password);
		char *answer, *expected = base64(rows[i].message, rows[i].len);
		struct error err;

		assert_true(sasl_step(sasl, "", &answer, &err));
		assert_string_equal(answer, expected);
		assert_true(sasl_is_complete(sasl));
		sasl_wipe(answer);
		assert_false(sasl_step(sasl, "", &answer, &err));
		assert_false(sasl_is_betrayed(sasl));
		gsasl_free(expected);
		sasl_free(sasl);
	}
}

static void test_external(void **state)
{
	struct sasl *sasl = begin(SASL_EXTERNAL, "", "");
	struct error err;
	char *answer;

	(void)state;
	assert_true(sasl_step(sasl, "", &answer, &err));
	assert_string_equal(answer, "");
	assert_true(sasl_is_complete(sasl));
	sasl_wipe(answer);
	sasl_free(sasl);
}

/* ---- SCRAM against the other side of the same library ---- */

static int know_password(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	const char *password = gsasl_callback_hook_get(library);

	if (property == GSASL_PASSWORD)
		return gsasl_property_set(session, property, password);
	if (property == GSASL_SCRAM_ITER)
		return gsasl_property_set(session, property, "4096");
	return GSASL_NO_CALLBACK;
}

struct peer {
	Gsasl *library;
	Gsasl_session *session;
};

static void peer_begin(struct peer *peer, char *password)
{
	assert_int_equal(gsasl_init(&peer->library), GSASL_OK);
	gsasl_callback_set(peer->library, know_password);
	gsasl_callback_hook_set(peer->library, password);
	assert_int_equal(
		gsasl_server_start(peer->library, "SCRAM-SHA-256", &peer->session), GSASL_OK);
}

static void peer_end(struct peer *peer)
{
	gsasl_finish(peer->session);
	gsasl_done(peer->library);
}

/* Let both talk; SPOIL, or NULL, changes what the server says at the end. Whether the client is
 * content. */
static bool talk(struct sasl *sasl, struct peer *peer, void (*spoil)(char *base64), int *status)
{
	char *said = strdup(""), *answer;
	struct error err;
	bool content = true;

	do {
		content = sasl_step(sasl, said, &answer, &err);
		free(said);
		said = NULL;
		if (!content || sasl_is_complete(sasl))
			break;
		*status = gsasl_step64(peer->session, answer, &said);
		sasl_wipe(answer);
		answer = NULL;
		if (*status == GSASL_OK && spoil != NULL)
			spoil(said);
	} while (*status == GSASL_OK || *status == GSASL_NEEDS_MORE);
	free(said);
	sasl_wipe(answer);
	return content;
}

static void other_signature(char *text)
{
	text[10] = text[10] == 'A' ? 'B' : 'A';
}

static void test_scram(void **state)
{
	static const struct {
		const char *ours, *theirs;
		void (*spoil)(char *base64);
		int status; /* the server's last */
		bool content, complete, betrayed;
	} rows[] = {
		{"pencil", "pencil", NULL, GSASL_OK, true, true, false},
		{"p,e=n%sc\xc3\xafl", "p,e=n%sc\xc3\xafl", NULL, GSASL_OK, true, true, false},
		{"pencil", "pencils", NULL, GSASL_AUTHENTICATION_ERROR, true, false, false},
		{"pencil", "pencil", other_signature, GSASL_OK, false, false, true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sasl *sasl = begin(SASL_SCRAM_SHA_256, "u,s=er", rows[i].ours);
		char *theirs = strdup(rows[i].theirs);
		struct peer peer;
		int status = GSASL_OK;

		peer_begin(&peer, theirs);
		assert_int_equal(talk(sasl, &peer, rows[i].spoil, &status), rows[i].content);
		assert_int_equal(status, rows[i].status);
		assert_int_equal(sasl_is_complete(sasl), rows[i].complete);
		assert_int_equal(sasl_is_betrayed(sasl), rows[i].betrayed);
		peer_end(&peer);
		sasl_free(sasl);
		free(theirs);
	}
}

/* What a server may say first; NONCE stands for ours. */
static void test_scram_challenges(void **state)
{
	static const struct {
		const char *challenge;
		bool fine;
	} rows[] = {
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=4096", true},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=4095", false},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=1000001", false},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=99999999999999999999", false},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=000000000000000004096", false},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=-4096", false},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92,i=", false},
		{"r=NONCExyz,s=QSXCR+Q6sek8bf92", false},
		{"r=othernonce,s=QSXCR+Q6sek8bf92,i=4096", false},
		{"r=,s=,i=4096", false},
		{",i=4096", false},
		{"e=no-resources", false},
		{"%s%n", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sasl *sasl = begin(SASL_SCRAM_SHA_256, "user", "pencil");
		const char *mark = strstr(rows[i].challenge, "NONCE");
		char challenge[200], *answer, *first = NULL, *said;
		struct error err;
		size_t len;

		assert_true(sasl_step(sasl, "", &answer, &err));
		assert_int_equal(gsasl_base64_from(answer, strlen(answer), &first, &len), GSASL_OK);
		assert_memory_equal(first, "n,,n=user,r=", 12);
		sasl_wipe(answer);
		if (mark != NULL)
			snprintf(challenge, sizeof challenge, "%.*s%.*s%s",
				(int)(mark - rows[i].challenge), rows[i].challenge, (int)len - 12,
				first + 12, mark + 5);
		else
			snprintf(challenge, sizeof challenge, "%s", rows[i].challenge);
		said = base64(challenge, strlen(challenge));
		if (sasl_step(sasl, said, &answer, &err) != rows[i].fine)
			fail_msg("%s", challenge);
		sasl_wipe(answer);
		gsasl_free(said);
		gsasl_free(first);
		sasl_free(sasl);
	}
}

static void test_no_base64(void **state)
{
	static const char *const lines[] = {"A", "====", "!!!!", "QUJD*", "\x01\x02"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct sasl *sasl = begin(SASL_SCRAM_SHA_256, "user", "pencil");
		struct error err = {.text = ""};
		char *answer;

		assert_true(sasl_step(sasl, "", &answer, &err));
		sasl_wipe(answer);
		assert_false(sasl_step(sasl, lines[i], &answer, &err));
		assert_string_not_equal(err.text, "");
		assert_null(answer);
		sasl_free(sasl);
	}
}

static void test_listed(void **state)
{
	(void)state;
	assert_true(sasl_listed("PLAIN,EXTERNAL", SASL_EXTERNAL));
	assert_true(sasl_listed("plain", SASL_PLAIN));
	assert_false(sasl_listed("PLAIN2,XPLAIN", SASL_PLAIN));
	assert_false(sasl_listed("SCRAM-SHA-256-PLUS", SASL_SCRAM_SHA_256));
	assert_false(sasl_listed("", SASL_PLAIN));
	assert_true(sasl_listed(",,SCRAM-SHA-256,", SASL_SCRAM_SHA_256));
}

/* ---- pieces ---- */

static void note_piece(void *arg, const char *piece)
{
	strbuf_addf(arg, "%zu%s ", strlen(piece), strcmp(piece, "+") == 0 ? "+" : "");
}

static void test_pieces(void **state)
{
	static const struct {
		size_t len;
		const char *pieces;
	} rows[] = {
		{0, "1+ "},
		{1, "1 "},
		{399, "399 "},
		{400, "400 1+ "},
		{401, "400 1 "},
		{800, "400 400 1+ "},
		{1000, "400 400 200 "},
	};
	char text[1001];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct strbuf seen = STRBUF_INIT;

		memset(text, 'A', sizeof text);
		text[rows[i].len] = '\0';
		authenticate_say(text, note_piece, &seen);
		assert_string_equal(seen.text, rows[i].pieces);
		strbuf_release(&seen);
	}
}

struct heard {
	struct authenticate au;
	int pieces;
};

static void hear_piece(void *arg, const char *piece)
{
	struct heard *heard = arg;

	heard->pieces++;
	assert_int_not_equal(authenticate_hear(&heard->au, piece), AUTHENTICATE_TOO_LONG);
}

static void test_pieces_come_together(void **state)
{
	char text[1301];

	(void)state;
	for (size_t len = 0; len < sizeof text; len += 100) {
		struct heard heard = {.au = AUTHENTICATE_INIT};

		for (size_t i = 0; i < len; i++)
			text[i] = (char)('a' + i % 26);
		text[len] = '\0';
		authenticate_say(text, hear_piece, &heard);
		assert_string_equal(heard.au.base64.text, text);
		assert_int_equal(heard.pieces, len / 400 + 1);
		authenticate_release(&heard.au);
	}
}

static void test_too_long(void **state)
{
	struct authenticate au = AUTHENTICATE_INIT;
	char piece[402];

	(void)state;
	memset(piece, 'A', sizeof piece);
	piece[401] = '\0';
	assert_int_equal(authenticate_hear(&au, piece), AUTHENTICATE_TOO_LONG);
	piece[400] = '\0';
	for (int i = 0; i < AUTHENTICATE_MOST / AUTHENTICATE_PIECE; i++)
		assert_int_equal(authenticate_hear(&au, piece), AUTHENTICATE_MORE);
	assert_int_equal(authenticate_hear(&au, piece), AUTHENTICATE_TOO_LONG);
	assert_true(au.base64.len <= AUTHENTICATE_MOST);
	authenticate_release(&au);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_external),
		cmocka_unit_test(test_scram),
		cmocka_unit_test(test_scram_challenges),
		cmocka_unit_test(test_no_base64),
		cmocka_unit_test(test_listed),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_pieces_come_together),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Take the lines of a transcript, and read each by the row of its kind, of which there are six.
 * Rolls wait in their epoch until its seed is shown; then they are made again. */
#include "fair/verify.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "fair/verify_epoch.h"
#include "fair/verify_line.h"

enum { HELD_BYTES_MAX = 4 << 20 };

struct fair_verify *fair_verify_new(fair_fault *fault, void *arg)
{
	struct fair_verify *verify = mem_zalloc(1, sizeof *verify);

	verify->fault = fault;
	verify->fault_arg = arg;
	verify->arena = (struct arena)ARENA_INIT;
	verify->salt = fair_no_salt;
	verify->stream = fair_stream_new();
	verify->held = (struct strbuf)STRBUF_INIT;
	return verify;
}

void fair_verify_free(struct fair_verify *verify)
{
	if (verify == NULL)
		return;
	for (size_t i = 0; i < verify->count; i++)
		free(verify->epochs[i].rolls);
	free(verify->epochs);
	fair_stream_free(verify->stream);
	arena_release(&verify->arena);
	strbuf_release(&verify->held);
	free(verify);
}

/* The key by which a kind of line is known. A header may have a salt, and a roll an epoch: the
 * order matters. */
static const struct kind {
	const char *key;
	void (*read)(struct fair_verify *verify);
} kinds[] = {
	{"scheme", fair_read_header},
	{"roll", fair_read_roll},
	{"shuffle", fair_read_shuffle},
	{"reveal", fair_read_reveal},
	{"commitment", fair_read_commitment},
	{"salt", fair_read_salt},
};

/* ---- the whole ---- */

/* Check that the first line is of our kind; reading ends if it is not. */
static bool is_ours(struct fair_verify *verify)
{
	const char *scheme = fair_text_of(verify, "scheme");

	if (scheme == NULL)
		fair_fault_now(
			verify, "this is no transcript: its first line does not name its scheme");
	else if (strcmp(scheme, FAIR_SCHEME) != 0)
		fair_fault_now(verify, "this is of the scheme %.40s; only %s is known here", scheme,
			FAIR_SCHEME);
	else
		return true;
	return false;
}

static void read_whole(struct fair_verify *verify, const char *text, size_t len)
{
	struct error err;

	if (!json_line_parse(&verify->now, text, len, &verify->arena, &err)) {
		fair_fault_now(verify,
			"this is not a line of a transcript, or is cut short: %s (column %d)",
			err.text, err.column);
		verify->stopped = verify->network == NULL;
		return;
	}
	if (verify->network == NULL && !is_ours(verify)) {
		verify->stopped = true;
		return;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (json_has(&verify->now, kinds[i].key)) {
			kinds[i].read(verify);
			return;
		}
	fair_fault_now(verify, "a line of no known kind");
}

/* Read the line that is held, which has come to its end. */
static void settle(struct fair_verify *verify)
{
	if (verify->holding && !verify->stopped)
		read_whole(verify, verify->held.text, verify->held.len);
	verify->holding = false;
}

/* Say whether TEXT goes on with the line that is held. One that was too long for IRC comes in
 * pieces: if it is not whole, it goes on in a line that begins no other. */
static bool goes_on(struct fair_verify *verify, const char *text, size_t len)
{
	struct strbuf *held = &verify->held;

	if (!verify->holding || len == 0 || text[0] == '{' || held->len + len > HELD_BYTES_MAX)
		return false;
	if (held->len > 0 && held->text[held->len - 1] == '\r')
		strbuf_cut(held, held->len - 1);
	return held->len > 0 && held->text[held->len - 1] != '}';
}

void fair_verify_line(struct fair_verify *verify, const char *text, size_t len)
{
	verify->came++;
	if (!goes_on(verify, text, len)) {
		settle(verify);
		strbuf_reset(&verify->held);
		verify->line = verify->came;
		verify->holding = true;
	}
	strbuf_add(&verify->held, text, len);
}

void fair_verify_seed(struct fair_verify *verify, const unsigned char seed[FAIR_SEED_BYTES])
{
	char hex[HASH_HEX_ROOM];

	settle(verify);
	if (!verify->verdict.readable)
		return;
	fair_commitment(seed, hex);
	for (size_t i = 0; i < verify->count; i++) {
		struct epoch *epoch = &verify->epochs[i];
		if (strcmp(hex, epoch->commitment) != 0)
			continue;
		verify->now.count = 0;
		if (!epoch->revealed && epoch->shuffles == 0)
			fair_epoch_prove(verify, epoch, seed);
		return;
	}
	fair_fault_at(verify, 0, "no epoch here was committed to with the seed given");
}

void fair_verify_end(struct fair_verify *verify, struct fair_verdict *verdict)
{
	settle(verify);
	if (verify->line == 0)
		fair_fault_at(verify, 0, "there is nothing in it");
	for (size_t i = 0; i < verify->count; i++) {
		const struct epoch *epoch = &verify->epochs[i];
		for (size_t j = 0; j < epoch->count; j++) {
			verify->verdict.hidden += epoch->rolls[j].hidden;
			verify->verdict.pending += !epoch->rolls[j].hidden && !epoch->proven;
		}
	}
	verify->verdict.epochs = verify->count;
	*verdict = verify->verdict;
}

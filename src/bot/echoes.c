/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bot's last words, without formatting, in a ring. */
#include "bot/echoes.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "irc/outbox/outbox.h"

struct echoes {
	struct said {
		char text[ECHOES_BYTES + 1];
		size_t len; /* 0: none */
		int64_t at_ms;
	} said[ECHOES_KEPT];
	size_t next;
};

struct echoes *echoes_new(void)
{
	return mem_zalloc(1, sizeof(struct echoes));
}

void echoes_free(struct echoes *echoes)
{
	free(echoes);
}

/* Keep LEN bytes of TEXT. */
static void keep(struct echoes *echoes, const char *text, size_t len, int64_t now_ms)
{
	struct said *said = &echoes->said[echoes->next];

	said->len = len < ECHOES_BYTES ? len : ECHOES_BYTES;
	memcpy(said->text, text, said->len);
	said->text[said->len] = '\0';
	said->at_ms = now_ms;
	echoes->next = (echoes->next + 1) % ECHOES_KEPT;
}

/* Return how many bytes of the beginning of TEXT are a part of WHOLE. */
static size_t repeated(const struct strbuf *text, const struct strbuf *whole)
{
	size_t len = 0;

	while (len < text->len && memmem(whole->text, whole->len, text->text, len + 1) != NULL)
		len++;
	return len;
}

void echoes_said(struct echoes *echoes, const char *text, const char *heard, int64_t now_ms)
{
	struct strbuf plain = STRBUF_INIT, theirs = STRBUF_INIT;
	size_t end, from;

	outbox_clean(&plain, text, false);
	outbox_clean(&theirs, heard != NULL ? heard : "", false);
	end = repeated(&plain, &theirs) + ECHOES_OURS;
	from = end > ECHOES_BYTES ? end - ECHOES_BYTES : 0;
	if (end <= plain.len && from + ECHOES_LEAST <= plain.len)
		keep(echoes, plain.text + from, plain.len - from, now_ms);
	strbuf_release(&plain);
	strbuf_release(&theirs);
}

static bool has(const struct echoes *echoes, const struct strbuf *plain, int64_t now_ms)
{
	for (size_t i = 0; i < ECHOES_KEPT; i++) {
		const struct said *said = &echoes->said[i];
		if (said->len > 0 && said->len <= plain->len && now_ms - said->at_ms < ECHOES_MS &&
			strstr(plain->text, said->text) != NULL)
			return true;
	}
	return false;
}

bool echoes_has(const struct echoes *echoes, const char *text, int64_t now_ms)
{
	struct strbuf plain = STRBUF_INIT;
	bool found;

	if (strlen(text) < ECHOES_LEAST)
		return false;
	outbox_clean(&plain, text, false);
	found = has(echoes, &plain, now_ms);
	strbuf_release(&plain);
	return found;
}

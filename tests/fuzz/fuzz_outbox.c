/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from people on its way out: cleaned, cut, dressed again. Nothing that ends a line gets
 * through, every piece fits and is whole, and the pieces together are the text. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "irc/outbox/outbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_valid(const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t size = utf8_size(text + at, len - at);
		assert(size > 0);
		at += size;
	}
}

static void check_pieces(const char *text, size_t len, size_t room)
{
	struct strbuf codes = STRBUF_INIT, whole = STRBUF_INIT;

	outbox_format_after(&whole, text, len);
	while (len > 0) {
		size_t skip, piece = outbox_cut(text, len, room, &skip);
		assert(piece > 0 && piece <= room && piece + skip <= len);
		for (size_t i = 0; i < skip; i++)
			assert(text[piece + i] == ' ');
		check_valid(text, piece);
		outbox_format_after(&codes, text, piece);
		assert(codes.len <= 32);
		text += piece + skip;
		len -= piece + skip;
	}
	assert(strcmp(codes.text, whole.text) == 0);
	strbuf_release(&codes);
	strbuf_release(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct strbuf clean = STRBUF_INIT, plain = STRBUF_INIT;
	size_t room = size > 0 ? 20 + data[0] : 20;
	char *text = mem_strndup((const char *)data, size);

	outbox_clean(&clean, text, true);
	outbox_clean(&plain, text, false);
	assert(clean.len > 0 && strpbrk(clean.text, "\r\n\x01\x7f") == NULL);
	assert(strpbrk(plain.text, "\x02\x03\x04\x0f\x11\x16\x1d\x1e\x1f") == NULL);
	check_valid(clean.text, clean.len);
	check_pieces(clean.text, clean.len, room);
	strbuf_release(&clean);
	strbuf_release(&plain);
	free(text);
	return 0;
}

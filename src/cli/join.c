/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Join the words of a command line, clean enough to print. */
#include "cli/cli.h"

#include "base/strbuf.h"
#include "base/utf8.h"

void cli_join(struct strbuf *out, int count, char **words)
{
	struct strbuf raw = STRBUF_INIT, clean = STRBUF_INIT;

	for (int i = 0; i < count; i++) {
		strbuf_addstr(&raw, i > 0 ? " " : "");
		strbuf_addstr(&raw, words[i]);
	}
	utf8_clean(&clean, raw.text, raw.len);
	for (size_t i = 0; i < clean.len; i++) {
		char c = clean.text[i];
		bool control = ((unsigned char)c < ' ' && c != '\t') || c == 0x7f;

		if (control)
			strbuf_addstr(out, "\xef\xbf\xbd");
		else
			strbuf_addch(out, c);
	}
	strbuf_release(&clean);
	strbuf_release(&raw);
}

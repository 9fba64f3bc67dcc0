/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run `logios seal`: seal words for stirring fair dice, and print the two lines to say. */
#include <stdio.h>
#include <string.h>

#include "base/strbuf.h"
#include "cli/cli.h"
#include "crypto/random.h"
#include "fair/hashes.h"

enum { TAIL = 16, WORDS_MAX = 280 };

static const char usage[] = "usage: logios seal WORDS\n";

int cli_seal(int argc, char **argv)
{
	struct strbuf words = STRBUF_INIT;
	struct fair_hash seal;
	char tail[TAIL + 1], hex[FAIR_HEX_ROOM];
	int status = EXIT_OK;

	if (argc < 2 || argv[1][0] == '-')
		return cli_usage(usage);
	cli_join(&words, argc - 1, argv + 1);
	if (words.len > WORDS_MAX) {
		fprintf(stderr, "logios seal: these words are too long, more than %d bytes\n",
			WORDS_MAX);
		status = EXIT_INPUT;
	} else {
		fair_letters(tail, TAIL);
		strbuf_addf(&words, " %s", tail);
		fair_seal(&seal, words.text);
		fair_hex(&seal, hex);
		printf("!fair seal %s\n!fair open %s\n", hex, words.text);
	}
	strbuf_release(&words);
	return status;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_LIMIT_H
#define LOGIOS_LIMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config.h"

/* How much one person and one channel may ask of the bot: a bucket of tokens each, [limits] in the
 * configuration. Who goes on although it is empty is first not answered, then sent one notice, then
 * ignored for a while, longer each time; whoever keeps quiet is forgiven. Pure: knows neither the
 * network nor the time. */
struct limits;

enum limit_verdict {
	LIMIT_ANSWER, /* within the limits */
	LIMIT_QUIET,  /* not to be answered */
	LIMIT_NOTICE, /* not to be answered, but sent one notice */
	LIMIT_IGNORE, /* from now on not to be heard for some minutes */
};

struct limit_answer {
	enum limit_verdict verdict;
	bool channel; /* it is the channel's limit, not the person's */
	long minutes; /* of an ignore: the one that begins, or the one that a notice warns of (0:
			 none) */
};

enum { LIMIT_MAX_PEOPLE = 4096, LIMIT_MAX_CHANNELS = 1024 };

struct limits *limit_new(void);
void limit_free(struct limits *limits); /* NULL is fine */

/* Count that PERSON (a person_key) asks for something in CHANNEL (a place; NULL in private) at
 * NOW_MS, a clock that never goes back. Returns what to do. While somebody is ignored all is
 * LIMIT_QUIET. */
struct limit_answer limit_ask(struct limits *limits, const struct config_limits *config,
	const char *person, const char *channel, int64_t now_ms);

/* Return whether limit_ask would let the same pass. Counts nothing. */
bool limit_would_answer(const struct limits *limits, const struct config_limits *config,
	const char *person, const char *channel, int64_t now_ms);

/* Count that BYTES are recorded for PERSON at NOW_S (since 1970). Returns false, and counts
 * nothing, when that is more than one person may have in a day. */
bool limit_record(struct limits *limits, const struct config_limits *config, const char *person,
	size_t bytes, int64_t now_s);

/* Forget what PERSON did. */
void limit_forgive(struct limits *limits, const char *person);

/* A channel that is not heard. */
struct limit_silence {
	const char *channel; /* its place; lent until the next question */
	int64_t until_ms;
};

/* Walk the channels that are not heard at NOW_MS: start with *AT = 0, until it returns false. */
bool limit_next_silence(
	const struct limits *limits, size_t *at, int64_t now_ms, struct limit_silence *silence);

/* Hear CHANNEL (a place) again, and forget what was asked there. Returns whether it was not heard
 * at NOW_MS. */
bool limit_end_silence(struct limits *limits, const char *channel, int64_t now_ms);

size_t limit_people(const struct limits *limits);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_PACKED_H
#define LOGIOS_PACKED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strbuf;

/* Dice in few bytes, as they are kept on disk. Neighbours with the same sides are a run: how many,
 * and of how many sides (both as LEB128: seven bits a byte, the low ones first, the top bit set but
 * in the last), then each value less one in as many bits as the greatest needs, high bits first,
 * the last byte filled with zeros. 4d6 take four bytes. */

enum { PACKED_MAX = 65536 }; /* dice in one piece; what claims more is damaged */

/* How much room dice take. Begins as a zeroed struct. */
struct packed_size {
	size_t before;       /* bytes of the runs that are over */
	uint32_t sides, run; /* of the run that grows */
};

/* Add COUNT dice of SIDES sides (at least 1) to those of SIZE. */
void packed_size_add(struct packed_size *size, uint32_t sides, uint32_t count);
size_t packed_size_bytes(const struct packed_size *size);

/* Append COUNT dice (at most PACKED_MAX), packed, to OUT. Each value is from 1 to its sides. */
void packed_add(struct strbuf *out, const uint32_t *sides, const uint32_t *values, size_t count);

/* Return how many dice LEN bytes hold, as far as they are sound, without reading their values. */
size_t packed_count(const void *bytes, size_t len);

/* Reads dice one by one from bytes, which outlive it. Begins with packed_read. */
struct packed_reader {
	const unsigned char *at, *end;
	uint32_t sides, left; /* of the run */
	unsigned bit;         /* how many bits of the byte at `at` are read */
	size_t total;         /* dice of all runs that began */
	bool damaged;
};

void packed_read(struct packed_reader *reader, const void *bytes, size_t len);

/* Read the next die. Returns false at the end, and where the bytes are damaged: then `damaged` is
 * set. */
bool packed_next(struct packed_reader *reader, uint32_t *sides, uint32_t *value);

#endif

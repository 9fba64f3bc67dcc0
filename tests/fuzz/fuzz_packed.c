/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as packed dice: each die that comes out is possible, there are no more than there may
 * be, and what is read to its end comes out of packing again, in the room that is foretold. */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/packed.h"
#include "base/strbuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int kept)
{
	if (!kept)
		abort();
}

static size_t unpack(
	const void *bytes, size_t len, uint32_t *sides, uint32_t *values, bool *damaged)
{
	struct packed_reader reader;
	size_t count = 0;

	packed_read(&reader, bytes, len);
	while (packed_next(&reader, &sides[count], &values[count])) {
		demand(values[count] >= 1 && values[count] <= sides[count]);
		demand(++count <= PACKED_MAX);
	}
	*damaged = reader.damaged;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t *sides = mem_alloc((PACKED_MAX + 1) * sizeof *sides),
		 *values = mem_alloc((PACKED_MAX + 1) * sizeof *values);
	struct packed_size foretold = {0};
	struct strbuf out = STRBUF_INIT;
	bool damaged;
	size_t count = unpack(data, size, sides, values, &damaged);

	packed_add(&out, sides, values, count);
	for (size_t i = 0; i < count; i++)
		packed_size_add(&foretold, sides[i], 1);
	demand(packed_count(data, size) >= count);
	demand(packed_count(out.text, out.len) == count);
	demand(packed_size_bytes(&foretold) == out.len);
	demand(damaged || out.len <= size); /* runs that could be one become one */
	demand(unpack(out.text, out.len, sides, values, &damaged) == count && !damaged);
	strbuf_release(&out);
	free(sides);
	free(values);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes from a server: made into lines, taken apart, let through or not, written for libircclient. What
 * is written must be one clean line that reads the same again. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "irc/isupport.h"
#include "irc/linebuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_written(const struct message *msg, char *line, size_t len)
{
	struct message again;

	assert(len <= MESSAGE_WRITTEN + 2 && memcmp(line + len - 2, "\r\n", 2) == 0);
	line[len - 2] = '\0';
	assert(strlen(line) == len - 2 && strpbrk(line, "\r\n") == NULL);
	assert(message_parse(line, &again) && message_well_formed(&again));
	assert(strcmp(again.command, msg->command) == 0);
	assert(again.param_count <= msg->param_count);
	for (int i = 0; i < again.param_count; i++)
		assert(strcmp(again.params[i], msg->params[i]) == 0);
}

static int on_line(void *arg, char *line, size_t len)
{
	struct message msg;
	char written[MESSAGE_WRITTEN + 3];
	size_t size;

	assert(len > 0 && len <= MESSAGE_LINE && strlen(line) == len);
	if (!message_parse(line, &msg) || !message_well_formed(&msg))
		return 1;
	if (message_numeric(&msg) == 5)
		isupport_read(arg, &msg);
	size = message_write(&msg, written);
	assert(size > 0);
	check_written(&msg, written, size);
	return 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct linebuf lb;
	struct isupport is;

	isupport_init(&is);
	linebuf_init(&lb);
	linebuf_feed(&lb, (const char *)data, size, on_line, &is);
	isupport_release(&is);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Listens for lines with double brackets, and takes them all. */
#include "logios.h"

static enum verdict examine(struct plugin *self, struct request *rq)
{
	(void)self;
	reply(rq, "heard %s", request_text(rq));
	return TAKEN;
}

LOGIOS_PLUGIN(.name = "listens", .version = "1", .summary = "listens for [[", .examine = examine,
	.examine_text = "[[");

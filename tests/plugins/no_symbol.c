/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shared object that is no plugin at all. */
#include "base/api.h"

LOGIOS_API int no_symbol_answer(void);

int no_symbol_answer(void)
{
	return 42;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dice/ast.h"

/* A face from 1 to 6 on the two Fate dice. */
static const int8_t fate_values[] = {0, -1, -1, 0, 0, 1, 1};
static const int8_t fate_one_values[] = {0, -1, 0, 0, 0, 0, 1};

const struct die_kind die_numbered = {.label = NULL};
const struct die_kind die_percent = {.label = "%", .sides = 100};
const struct die_kind die_fate = {.label = "F", .sides = 6, .values = fate_values};
const struct die_kind die_fate_one = {.label = "F.1", .sides = 6, .values = fate_one_values};

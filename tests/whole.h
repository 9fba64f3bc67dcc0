/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_TESTS_WHOLE_H
#define LOGIOS_TESTS_WHOLE_H

/* What a test needs that runs the whole bot in its own process. */

#include "base/strbuf.h"
#include "bot/answer.h"
#include "bot/networks.h"
#include "bot/speak.h"
#include "config/read.h"
#include "crypto/random.h"
#include "fair/fair.h"
#include "irc/network/network.h"
#include "life.h"
#include "os/log.h"
#include "os/loop.h"
#include "plugin/plugin.h"
#include "request/command.h"
#include "request/request.h"
#include "store/store.h"

#endif

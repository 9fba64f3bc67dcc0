/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_REQUEST_ROLL_H
#define LOGIOS_REQUEST_ROLL_H

#include "fair/fair.h"
#include "request/request.h"

/* Rolls of a request: the public half (request_roll, reply_roll, …) is in logios.h. */

/* Return where RQ's rolls are recorded: at its table. Lent as long as RQ. */
struct fair_where request_where(const struct request *rq);

/* RQ's asker. Lent as long as RQ. */
struct fair_asker request_asker(const struct request *rq);

/* A mark of RQ's asker as the only one who may show a roll: their account, or else this very
 * connection, for as long as it is in sight; "" is nobody. Lent as long as RQ. */
const char *request_roll_keeper(const struct request *rq);

/* A roll that was begun and forgotten is recorded as one that failed. When RQ is finished. */
void request_roll_settle(struct request *rq);

#endif

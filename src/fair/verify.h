/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_FAIR_VERIFY_H
#define LOGIOS_FAIR_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "fair/scheme.h"

/* The check of the transcript of a place, line by line (the format is in logios-fair(7)). It needs
 * nothing but the lines: each roll is made again from the seed, once that is shown, and the
 * commitments, salts and numbers before it.
 *
 * Rules: the first line names scheme, network and place. Commitments come in the order of their
 * epochs, without a gap, each before anything happens in its epoch and before the seed of the epoch
 * before is shown. Numbers are 1, 2, 3 … in each epoch. Nothing happens in an epoch whose seed is
 * known, but that hidden rolls are shown in full. */
struct fair_verify;

/* Report what is wrong, found at LINE (from 1; 0: in the whole). TEXT is one sentence, lent. */
typedef void fair_fault(void *arg, size_t line, const char *text);

struct fair_verdict {
	bool readable;  /* it is a transcript of this scheme */
	size_t faults;  /* sound: none */
	size_t rolls;   /* rolls and shuffles made again from their seed */
	size_t dice;    /* the numbers in them */
	size_t pending; /* those whose seed is not shown yet, or was wrong */
	size_t hidden;  /* hidden ones that were never shown in full */
	size_t epochs;
};

struct fair_verify *fair_verify_new(fair_fault *fault, void *arg);
void fair_verify_free(struct fair_verify *verify); /* NULL is fine */

/* Take the next line, without its newline. One that does not end with } goes on in the next, if
 * that does not begin with {: so IRC, whose lines are shorter, brings long ones in pieces. Faults
 * name the first of them. */
void fair_verify_line(struct fair_verify *verify, const char *text, size_t len);

/* Take a seed that was shown elsewhere, to be used for the epoch that it was committed for; before
 * fair_verify_end. */
void fair_verify_seed(struct fair_verify *verify, const unsigned char seed[FAIR_SEED_BYTES]);

/* End it, and give the verdict. */
void fair_verify_end(struct fair_verify *verify, struct fair_verdict *verdict);

#endif

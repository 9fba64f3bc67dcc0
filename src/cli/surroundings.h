/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CLI_SURROUNDINGS_H
#define LOGIOS_CLI_SURROUNDINGS_H

struct config;
struct strbuf;

/* Append a line to OUT for each thing around a right configuration that is probably a mistake: a
 * folder or a plugin that others may write, TLS on a port that speaks none. */
void surroundings_warn(const struct config *config, struct strbuf *out);

/* The same for a state_dir or a log_file that the user who runs this cannot use. */
void surroundings_try(const struct config *config, struct strbuf *out);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_CONFIG_VALUE_H
#define LOGIOS_CONFIG_VALUE_H

#include "config/keys.h"

/* Values of the configuration, from text into the members of its structs. RECORD is the section's
 * struct, in which KEY knows its member. */

/* Set KEY's member to what TEXT says. What was there is released first. On failure ERR says what is
 * expected, and the member is as it was. */
bool config_value_set(
	const struct config_key *key, void *record, const char *text, struct error *err);

/* Set every member of KEYS to its default in a RECORD of zeros. Required ones become empty. */
void config_value_defaults(const struct config_key *keys, void *record);

/* Free what the members of KEYS hold; secrets are wiped. */
void config_value_release(const struct config_key *keys, void *record);

/* Wipe and free TEXT. NULL is fine. */
void config_wipe(char *text);

/* Check what a kind of name looks like; the `check` of the rows. On failure ERR says why not. */
bool config_check_account(char *text, struct error *err);
bool config_check_bind(char *text, struct error *err);
bool config_check_certfp(char *text, struct error *err); /* SHA-1 to SHA-512 */
bool config_check_fingerprint(char *text, struct error *err);
bool config_check_hash(char *text, struct error *err);
bool config_check_mask(char *text, struct error *err);
bool config_check_name(char *text, struct error *err);    /* an admin, a network in use */
bool config_check_network(char *text, struct error *err); /* a network of its own */
bool config_check_plugin(char *text, struct error *err);  /* a plugin's name */
bool config_check_service(char *text, struct error *err); /* the mask of NickServ */
bool config_check_word(char *text, struct error *err);
bool config_check_nick(char *text, struct error *err);
bool config_check_server(char *text, struct error *err); /* one of `host =` */
bool config_check_prefix(char *text, struct error *err);
bool config_check_username(char *text, struct error *err);
bool config_check_who(char *text, struct error *err); /* a mask, or account:NAME */
bool config_check_channel(char *text, struct error *err);

#endif

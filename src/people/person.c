/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make keys and masks of people, and compare people with masks. */
#include "people/person.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "crypto/hash.h"

enum { ACCOUNT_LEN = sizeof PERSON_ACCOUNT - 1 };

/* Return what follows the nick in HOSTMASK: user@host. */
static const char *host_of(const char *hostmask)
{
	const char *bang = strchr(hostmask, '!');

	return bang != NULL ? bang + 1 : hostmask;
}

static bool is_account(const char *mask)
{
	return strncasecmp(mask, PERSON_ACCOUNT, ACCOUNT_LEN) == 0;
}

/* Write "NETWORK/account:NAME" of WHO, or "NETWORK/OTHER" while no account is known. */
static const char *key_of(const struct person *who, const char *other, char out[PERSON_KEY])
{
	size_t len = text_join(
		out, PERSON_KEY, who->network, "/", who->account != NULL ? PERSON_ACCOUNT : "");

	casemap_fold(who->casemap, who->account != NULL ? who->account : other, out + len,
		PERSON_KEY - len);
	return out;
}

const char *person_key(const struct person *who, char out[PERSON_KEY])
{
	return key_of(who, host_of(who->hostmask), out);
}

const char *person_place(const struct person *who, char out[PERSON_KEY])
{
	return key_of(who, who->hostmask, out);
}

bool person_owner(const struct person *who, char out[PERSON_KEY])
{
	char visit[] = "visit:0123456789abcdef";
	unsigned char bytes[sizeof who->visit];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(who->visit >> (8 * (sizeof bytes - 1 - i)));
	hex_write(strchr(visit, ':') + 1, bytes, sizeof bytes);
	key_of(who, visit, out);
	return who->account != NULL || who->visit != 0;
}

const char *person_mask(const struct person *who, char out[PERSON_MASK])
{
	const char *host = host_of(who->hostmask);

	if (who->account != NULL) {
		snprintf(out, PERSON_MASK, PERSON_ACCOUNT "%s", who->account);
		return out;
	}
	/* What is too long for a mask is cut, and the end left open. */
	if (snprintf(out, PERSON_MASK, "*!%s", host) >= PERSON_MASK)
		out[PERSON_MASK - 2] = '*';
	/* A star in somebody's own name shall not fit others. */
	for (char *c = out + 2; *c != '\0'; c++)
		if (*c == '*' && c != out + PERSON_MASK - 2)
			*c = '?';
	return out;
}

bool person_fits(const struct person *who, const char *mask)
{
	if (!is_account(mask))
		return casemap_match(who->casemap, mask, who->hostmask);
	return who->account != NULL &&
	       casemap_equal(who->casemap, mask + ACCOUNT_LEN, who->account);
}

bool person_mask_is_empty(const char *mask)
{
	/* What is not a wildcard may be all that a nick has, "_" or "{}"; but nearly every host has
	 * dots, and every user without ident a "~". */
	return !is_account(mask) && mask[strspn(mask, "*?!@.:/~-")] == '\0';
}

/* Write TEXT with the parts that it lacks into OUT. Returns its length, as snprintf does. A nick
 * has no '.', ':' and '/', a host nearly always one of them. */
static int complete(const char *text, char out[PERSON_MASK])
{
	const char *bang = strchr(text, '!'), *at = strchr(text, '@');

	if (bang != NULL && at != NULL)
		return snprintf(out, PERSON_MASK, "%s", text);
	if (bang != NULL)
		return snprintf(out, PERSON_MASK, "%s@*", text);
	if (at != NULL)
		return snprintf(out, PERSON_MASK, "*!%s", text);
	if (strpbrk(text, ".:/") != NULL)
		return snprintf(out, PERSON_MASK, "*!*@%s", text);
	return snprintf(out, PERSON_MASK, "%s!*@*", text);
}

bool person_mask_parse(const char *text, char out[PERSON_MASK], struct error *err)
{
	int len;

	if (is_account(text)) {
		if (text[ACCOUNT_LEN] == '\0')
			return error_set(err, "After account: there is no name.");
		len = snprintf(out, PERSON_MASK, PERSON_ACCOUNT "%s", text + ACCOUNT_LEN);
	} else {
		len = complete(text, out);
	}
	if (len >= PERSON_MASK)
		return error_set(err, "A mask has at most %d bytes.", PERSON_MASK - 1);
	if (person_mask_is_empty(out))
		return error_set(err, "%s fits everybody: say more.", out);
	return true;
}

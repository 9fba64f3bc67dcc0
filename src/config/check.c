/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check what names look like. Values have come through the reader: they are UTF-8 without control
 * bytes, and the row's limits of length hold. */
#include "config/value.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "config/config.h"
#include "crypto/password.h"

enum { FINGERPRINT_DIGITS = 64 };

static const char letters_and_digits[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/* Return whether all of TEXT is letters, digits or one of MORE. */
static bool made_of(const char *text, const char *more)
{
	for (; *text != '\0'; text++)
		if (strchr(letters_and_digits, *text) == NULL && strchr(more, *text) == NULL)
			return false;
	return true;
}

bool config_check_account(char *text, struct error *err)
{
	if (strpbrk(text, "*?!@:") == NULL)
		return true;
	return error_set(err, "'%s' is no name of an account", text);
}

bool config_check_bind(char *text, struct error *err)
{
	struct in6_addr address; /* the larger of the two kinds */

	if (*text == '\0' || inet_pton(AF_INET, text, &address) == 1 ||
		inet_pton(AF_INET6, text, &address) == 1)
		return true;
	return error_set(err, "'%s' is no IPv4 or IPv6 address", text);
}

/* Rewrite TEXT to lower case without colons. Returns how many hexadecimal digits are left, or -1
 * and ERR when there is anything else. */
static int fingerprint_digits(char *text, struct error *err)
{
	int digits = 0;

	for (const char *from = text; *from != '\0'; from++) {
		if (*from == ':')
			continue;
		if (!isxdigit((unsigned char)*from)) {
			error_set(err, "'%c' is no hexadecimal digit", *from);
			return -1;
		}
		text[digits++] = (char)tolower((unsigned char)*from);
	}
	text[digits] = '\0';
	return digits;
}

bool config_check_fingerprint(char *text, struct error *err)
{
	int digits = fingerprint_digits(text, err);

	if (digits < 0 || digits == FINGERPRINT_DIGITS)
		return digits > 0;
	return error_set(err, "a fingerprint of SHA-256 has %d hexadecimal digits, not %d",
		FINGERPRINT_DIGITS, digits);
}

bool config_check_certfp(char *text, struct error *err)
{
	static const int sizes[] = {40, 64, 96, 128}; /* SHA-1, SHA-256, SHA-384, SHA-512 */
	int digits = fingerprint_digits(text, err);

	if (digits < 0)
		return false;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (digits == sizes[i])
			return true;
	return error_set(
		err, "a fingerprint has 40, 64, 96 or 128 hexadecimal digits, not %d", digits);
}

bool config_check_hash(char *text, struct error *err)
{
	if (*text == '\0' || password_hash_valid(text))
		return true;
	return error_set(err, "this is no hash (make one with 'logios hash-password')");
}

/* Check that a mask says something about the host: the nick and the user name are the client's to
 * choose. */
bool config_check_mask(char *text, struct error *err)
{
	const char *bang = strchr(text, '!');
	const char *at = bang != NULL ? strchr(bang, '@') : NULL;

	if (at == NULL || bang == text || at == bang + 1 || at[1] == '\0')
		return error_set(err, "'%s' is not of the form nick!user@host", text);
	if (strpbrk(at + 1, letters_and_digits) == NULL)
		return error_set(err, "'%s' fits everybody (say more of the host)", text);
	return true;
}

/* Check the mask of a service: we speak to its nick, so that must be one. */
bool config_check_service(char *text, struct error *err)
{
	if (*text == '\0')
		return true;
	if (strcspn(text, "*?") < strcspn(text, "!"))
		return error_set(err, "'%s' does not name one nick", text);
	return config_check_mask(text, err);
}

bool config_check_word(char *text, struct error *err)
{
	if (strpbrk(text, " \t") != NULL)
		return error_set(err, "'%s' is more than one word", text);
	return true;
}

bool config_check_name(char *text, struct error *err)
{
	if (made_of(text, "-_."))
		return true;
	return error_set(err, "'%s' has more than letters, digits, '-', '_' and '.'", text);
}

bool config_check_network(char *text, struct error *err)
{
	if (strcasecmp(text, CONFIG_CONSOLE) == 0)
		return error_set(err,
			"'%s' is what the places of `logios console` are called (take another "
			"name)",
			text);
	return config_check_name(text, err);
}

bool config_check_plugin(char *text, struct error *err)
{
	if (text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0')
		return true;
	return error_set(err,
		"'%s' is no name of a plugin (lower-case letters, digits, '-' and '_', without "
		".so)",
		text);
}

bool config_check_nick(char *text, struct error *err)
{
	static const char marks[] = "[]\\`_^{|}-";

	if (isdigit((unsigned char)*text) || *text == '-')
		return error_set(err, "'%s' is no nick (it may not begin with '%c')", text, *text);
	if (made_of(text, marks))
		return true;
	return error_set(err, "'%s' is no nick (letters, digits and %s)", text, marks);
}

bool config_check_prefix(char *text, struct error *err)
{
	for (const char *c = text; *c != '\0'; c++)
		if (!ispunct((unsigned char)*c))
			return error_set(err, "'%s' must be punctuation marks, as in ! or .", text);
	return true;
}

bool config_check_username(char *text, struct error *err)
{
	if (made_of(text, "-_.~"))
		return true;
	return error_set(err, "'%s' has more than letters, digits, '-', '_', '.' and '~'", text);
}

bool config_check_who(char *text, struct error *err)
{
	static const char account[] = "account:";
	const char *bang = strchr(text, '!');

	if (strncasecmp(text, account, sizeof account - 1) == 0) {
		if (text[sizeof account - 1] == '\0')
			return error_set(err, "after account: there is no name");
		return config_check_account(text + sizeof account - 1, err);
	}
	if (bang == NULL || bang == text || bang[1] == '@' || strchr(bang, '@') == NULL ||
		strchr(bang, '@')[1] == '\0')
		return error_set(err, "'%s' is neither nick!user@host nor account:NAME", text);
	if (strpbrk(text, letters_and_digits) == NULL)
		return error_set(err, "'%s' fits everybody", text);
	return true;
}

bool config_check_channel(char *text, struct error *err)
{
	if (*text == '\0' || strchr("#&+!", *text) == NULL)
		return error_set(
			err, "'%s' is no channel (its name begins with one of # & + !)", text);
	if (text[1] == '\0')
		return error_set(err, "'%s' is no channel (there is no name)", text);
	if (strpbrk(text, " \t,") != NULL)
		return error_set(err, "'%s' is no channel (no blanks or commas)", text);
	return true;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The modes of channels, and of their members: read from MODE and 324 by what ISUPPORT says. */
#include <string.h>

#include "irc/network/channels.h"

bool channels_is_operator(
	const struct channels *cs, const struct channel *channel, const char *nick)
{
	const struct member *member = channels_member(cs, channel, nick);
	const char *modes = channels_isupport(cs)->prefix_modes, *o = strchr(modes, 'o');

	if (member == NULL || o == NULL)
		return false;
	return (member->prefixes & ((2u << (o - modes)) - 1)) != 0;
}

bool channels_is_reader(const struct channels *cs, const struct channel *channel,
	const char *target, const char *nick)
{
	const struct isupport *is = channels_isupport(cs);
	const struct member *member = channels_member(cs, channel, nick);
	unsigned enough = 0;

	if (isupport_is_channel(is, target))
		return member != NULL;
	for (; *target != '\0' && strchr(is->statusmsg, *target) != NULL; target++) {
		const char *sign = strchr(is->prefix_signs, *target);
		if (sign != NULL)
			enough |= (2u << (sign - is->prefix_signs)) - 1;
	}
	return member != NULL && (member->prefixes & enough) != 0;
}

static void set_prefix(
	struct channels *cs, struct channel *channel, char mode, bool adding, const char *nick)
{
	const char *modes = channels_isupport(cs)->prefix_modes, *at = strchr(modes, mode);
	struct member *member = at != NULL ? channels_member(cs, channel, nick) : NULL;
	unsigned bit;

	if (member == NULL)
		return;
	bit = 1u << (at - modes);
	member->prefixes = adding ? member->prefixes | bit : member->prefixes & ~bit;
}

/* The bit of a letter; 0 for what is none. */
static uint64_t mode_bit(char letter)
{
	if (letter >= 'a' && letter <= 'z')
		return UINT64_C(1) << (letter - 'a');
	if (letter >= 'A' && letter <= 'Z')
		return UINT64_C(1) << (26 + letter - 'A');
	return 0;
}

bool channels_has_mode(const struct channel *channel, char letter)
{
	return (channel->modes & mode_bit(letter)) != 0;
}

static void set_mode(struct channel *channel, char letter, bool adding)
{
	uint64_t bit = mode_bit(letter);

	channel->modes = adding ? channel->modes | bit : channel->modes & ~bit;
}

void channels_modes_are(struct channels *cs, const char *name, const char *letters,
	const char *const *params, int count)
{
	struct channel *channel = channels_find(cs, name);

	if (channel == NULL)
		return;
	channel->modes = 0;
	channel->modes_known = true;
	channels_mode(cs, name, letters, params, count);
}

/* A mode that belongs to the channel itself: neither a list nor a member's. */
static bool is_own_mode(const struct isupport *is, char letter)
{
	return strchr(is->prefix_modes, letter) == NULL && strchr(is->chanmodes[0], letter) == NULL;
}

void channels_mode(struct channels *cs, const char *name, const char *letters,
	const char *const *params, int count)
{
	const struct isupport *is = channels_isupport(cs);
	struct channel *channel = channels_find(cs, name);
	bool adding = true;
	int used = 0;

	for (; channel != NULL && *letters != '\0'; letters++) {
		if (*letters == '+' || *letters == '-') {
			adding = *letters == '+';
			continue;
		}
		if (is_own_mode(is, *letters))
			set_mode(channel, *letters, adding);
		if (isupport_mode_has_parameter(is, *letters, adding)) {
			if (used == count)
				return;
			set_prefix(cs, channel, *letters, adding, params[used++]);
		}
	}
}

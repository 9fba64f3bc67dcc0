/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find people in sight for plugins: by nick, or by the key of what is theirs alone. */
#include "bot/find.h"

#include <stddef.h>

#include "bot/outlet.h"

bool find_somebody(
	void *bot, const char *place, const char *nick, const char *owner, struct somebody *found)
{
	const char *what, *channel;
	struct outlet outlet;

	if (!outlet_of_key(bot, place, &outlet, &what))
		return false;
	channel = outlet.kind->channel_of(outlet.arg, what);
	if (channel != NULL && outlet.kind->find(outlet.arg, channel, nick, owner, found))
		return true;
	return owner != NULL && outlet.kind->find(outlet.arg, NULL, NULL, owner, found);
}

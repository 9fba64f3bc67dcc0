/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Find people in sight for plugins: by nick, or by the key of what is theirs alone; and what they
 * may do in a channel. */
#include "bot/find.h"

#include <stddef.h>
#include <string.h>

#include "bot/answer.h"
#include "bot/outlet.h"
#include "people/gms.h"
#include "request/request.h"

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

bool find_is_gm(const struct gm *gm, const struct request *rq)
{
	const char *host = strchr(rq->hostmask, '!');

	return gm_is(gm, rq->casemap, rq->nick, host != NULL ? host + 1 : NULL, rq->account);
}

enum role find_role(void *arg, const struct request *rq, const char *place)
{
	const struct bot *bot = arg;
	const struct gm *gm;
	const char *what, *channel;
	struct outlet outlet;

	if (rq->role >= ROLE_OPERATOR || !outlet_of_key(bot, place, &outlet, &what) ||
		strcmp(outlet.name, rq->network) != 0)
		return rq->role;
	channel = outlet.kind->channel_of(outlet.arg, what);
	if (channel == NULL)
		return rq->role;
	if (answer_settings(bot, &outlet, channel)->trust_ops &&
		outlet.kind->is_operator(outlet.arg, channel, rq->nick))
		return ROLE_OPERATOR;
	gm = gms_find(
		bot->gms, rq->network, request_base(outlet_place(&outlet, channel, rq->arena)));
	return gm != NULL && find_is_gm(gm, rq) ? ROLE_GM : rq->role;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which server is next, and when. The wait doubles with each round of the list that fails, and with
 * each connection that a server ends soon after it began; only one that lasted makes it short
 * again. Servers that say why they throw us out are believed. */
#include <stdint.h>
#include <string.h>

#include "base/number.h"
#include "irc/network/impl.h"

enum {
	LASTED_MS = 60000, /* a connection that lived this long was a good one */
	THROTTLED_MS = 60 * 1000,
	BANNED_MS = 5 * 60 * 1000,
	DOOMED_MS = 5000, /* a server that has said ERROR closes within this, or we do */
	CHANCE = 1000,    /* steps of the random part of a wait */
};

/* Why a server does not want us, the gravest last. */
static const struct trouble {
	int64_t hold_ms;    /* the least wait then */
	const char *advice; /* for the log; NULL: time mends it */
} troubles[] = {
	[TROUBLE_NONE] = {0, NULL},
	[TROUBLE_THROTTLED] = {THROTTLED_MS, NULL},
	[TROUBLE_PASSWORD] = {BANNED_MS, "server_password is wrong or missing"},
	[TROUBLE_BANNED] = {BANNED_MS, "we are banned; only the network's operators can help"},
};

/* What the text of an ERROR means, by words of ircd-hybrid and its heirs, InspIRCd, UnrealIRCd and
 * ngIRCd. */
static const struct {
	const char *words;
	enum trouble_kind kind;
} signs[] = {
	{"throttl", TROUBLE_THROTTLED},
	{"reconnect", TROUBLE_THROTTLED},
	{"too fast", TROUBLE_THROTTLED},
	{"too many", TROUBLE_THROTTLED},
	{"no more connections", TROUBLE_THROTTLED},
	{"session limit", TROUBLE_THROTTLED},
	{"bad password", TROUBLE_PASSWORD},
	{"password incorrect", TROUBLE_PASSWORD},
	{"password mismatch", TROUBLE_PASSWORD},
	{"banned", TROUBLE_BANNED},
	{"k-line", TROUBLE_BANNED},
	{"k:line", TROUBLE_BANNED},
	{"kline", TROUBLE_BANNED},
	{"g-line", TROUBLE_BANNED},
	{"g:line", TROUBLE_BANNED},
	{"gline", TROUBLE_BANNED},
	{"d-line", TROUBLE_BANNED},
	{"dline", TROUBLE_BANNED},
	{"z-line", TROUBLE_BANNED},
	{"z:line", TROUBLE_BANNED},
	{"zline", TROUBLE_BANNED},
	{"akill", TROUBLE_BANNED},
	{"blacklist", TROUBLE_BANNED},
	{"dnsbl", TROUBLE_BANNED},
	{"not authorized", TROUBLE_BANNED},
	{"not authorised", TROUBLE_BANNED},
};

/* What the text of an ERROR says when we have said too much. */
static const char *const floods[] = {"excess flood", "recvq exceeded", "flooding"};

/* RFC 2812, 5.2. */
static const struct {
	int numeric;
	enum trouble_kind kind;
} refusals[] = {
	{463, TROUBLE_BANNED},   /* ERR_NOPERMFORHOST */
	{464, TROUBLE_PASSWORD}, /* ERR_PASSWDMISMATCH */
	{465, TROUBLE_BANNED},   /* ERR_YOUREBANNEDCREEP */
	{466, TROUBLE_BANNED},   /* ERR_YOUWILLBEBANNED */
};

static void note(struct network *net, enum trouble_kind kind, const char *text)
{
	if (kind <= net->trouble)
		return;
	net->trouble = kind;
	if (troubles[kind].advice != NULL)
		log_error(net->log, "%s: the server does not let us in (%s): %s", net->config->name,
			text, troubles[kind].advice);
}

void network_error(struct network *net, const char *text)
{
	log_write(net->log, net->quitting ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING,
		"%s: the server says: %s", net->config->name, text);
	if (net->quitting) {
		outbox_prove_all(net->outbox);
		return;
	}
	timer_set(net->doomed, DOOMED_MS);
	for (size_t i = 0; i < sizeof floods / sizeof *floods; i++)
		net->flooded |= strcasestr(text, floods[i]) != NULL;
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (strcasestr(text, signs[i].words) != NULL)
			note(net, signs[i].kind, text);
}

void network_refused(struct network *net, const struct message *msg)
{
	long numeric;

	if (!number_parse(msg->command, 0, 999, &numeric))
		return;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (refusals[i].numeric == numeric)
			note(net, refusals[i].kind, msg->params[msg->param_count - 1]);
}

/* A random time, up to a quarter of MS. */
static int64_t chance_ms(struct network *net, int64_t ms)
{
	uint32_t step = 1;

	(void)rng_uniform(net->chance, CHANCE, &step); /* a plain one never fails */
	return ms * step / (4 * CHANCE);
}

int64_t network_next_delay_ms(struct network *net)
{
	int64_t least = net->config->reconnect_min * 1000, most = net->config->reconnect_max * 1000;
	int64_t hold = troubles[net->trouble].hold_ms, delay;
	bool lasted = net->welcomed_ms > 0 &&
		      loop_now_ms(net->loop) - net->welcomed_ms >= LASTED_MS;

	net->server = lasted ? 0 : (net->server + 1) % net->config->hosts.count;
	if (net->backoff_ms < least || lasted)
		net->backoff_ms = least;
	delay = net->backoff_ms < most ? net->backoff_ms : most;
	if (net->met || net->server == 0)
		net->backoff_ms = delay * 2;
	else
		delay = least; /* the rest of the list has not been asked yet */
	net->trouble = TROUBLE_NONE;
	net->met = false;
	if (delay < hold)
		return hold + chance_ms(net, hold);
	return 2 * delay > most ? delay - chance_ms(net, delay) : delay + chance_ms(net, delay);
}

void network_server(const struct network *net, struct config_server *out)
{
	const struct config_list *hosts = &net->config->hosts;

	/* The configuration's own check has let it pass. */
	(void)config_server_parse(
		hosts->items[net->server % hosts->count], net->config->port, out, NULL);
}

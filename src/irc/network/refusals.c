/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server's refusal of a channel means for when we try again: a row each. */
#include "irc/network/refusals.h"

#include <stddef.h>

enum {
	SOON_MS = 30 * 1000, /* after a refusal that passes by itself */
	SOON_MOST_MS = 15 * 60 * 1000,
	SLOW_MS = 5 * 60 * 1000, /* after one that somebody must lift */
	SLOW_MOST_MS = 60 * 60 * 1000,
};

static const struct join_refusal refusals[] = {
	{403, REMEDY_RELOAD, 0, 0, NULL},                /* ERR_NOSUCHCHANNEL */
	{405, REMEDY_PART, 0, 0, NULL},                  /* ERR_TOOMANYCHANNELS */
	{437, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* ERR_UNAVAILRESOURCE */
	{439, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* ERR_TARGETTOOFAST */
	{448, REMEDY_RELOAD, 0, 0, NULL},                /* UnrealIRCd: forbidden */
	{470, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS,
		NULL}, /* forwarded elsewhere, where we do not stay */
	{471, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* ERR_CHANNELISFULL */
	{473, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, "somebody there must invite us"}, /* +i */
	{474, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, "we are banned there"},           /* +b */
	{475, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS,
		"the key in the configuration is wrong or missing"},
	{476, REMEDY_RELOAD, 0, 0, NULL}, /* ERR_BADCHANMASK */
	{477, REMEDY_LOGIN, SLOW_MS, SLOW_MOST_MS, "it wants a nick that is logged in"}, /* +r */
	{479, REMEDY_RELOAD, 0, 0, NULL},                /* Solanum: ERR_BADCHANNAME */
	{480, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* Solanum: +j, throttled */
	{485, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, NULL}, /* closed by the network */
	{489, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, "it wants tls = yes"}, /* InspIRCd: +z */
	{495, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* InspIRCd: kicked just now */
	{500, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* UnrealIRCd: too many joins */
	{520, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, NULL}, /* operators only */
	{609, REMEDY_TIME, SOON_MS, SOON_MOST_MS, NULL}, /* InspIRCd: +j */
	{926, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, NULL}, /* InspIRCd: forbidden */
};

/* Any other error about a channel that we have just asked for. */
static const struct join_refusal unknown_refusal = {0, REMEDY_TIME, SLOW_MS, SLOW_MOST_MS, NULL};

/* Whether NUMERIC, of a channel, answers something else than a JOIN: what was said there, or asked
 * about it, while we were still in. */
static bool is_of_others(int numeric)
{
	static const int numerics[] = {401, 404, 408, 441, 442, 482};

	for (size_t i = 0; i < sizeof numerics / sizeof *numerics; i++)
		if (numerics[i] == numeric)
			return true;
	return false;
}

const struct join_refusal *refusal_of(int numeric, bool asked)
{
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (refusals[i].numeric == numeric)
			return &refusals[i];
	return asked && !is_of_others(numeric) ? &unknown_refusal : NULL;
}

const char *refusal_outlook(const struct join_refusal *refusal)
{
	static const char *const outlooks[] = {
		[REMEDY_TIME] = "trying again now and then",
		[REMEDY_LOGIN] = "trying again when we are logged in, and now and then",
		[REMEDY_PART] = "trying again when we have left another channel",
		[REMEDY_RELOAD] = "giving up until the configuration is read again",
	};

	return outlooks[refusal->remedy];
}

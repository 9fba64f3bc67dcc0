/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The path of a line: clean it, ask whether it is meant for us, run the command or offer it to the
 * plugins; answer.c lets the gathered replies go. */
#include "bot/hear.h"

#include <inttypes.h>
#include <string.h>

#include "base/quote.h"
#include "base/text.h"
#include "bot/answer.h"
#include "bot/audience.h"
#include "bot/certs.h"
#include "bot/echoes.h"
#include "bot/find.h"
#include "bot/near.h"
#include "bot/overhear.h"
#include "bot/turn.h"
#include "config/config.h"
#include "crypto/random.h"
#include "os/loop.h"
#include "people/access.h"
#include "people/gms.h"
#include "plugin/plugin.h"
#include "request/address.h"
#include "request/command.h"
#include "request/roll.h"

/* ---- the request ---- */

static struct person speaker_of(const struct line *line)
{
	return (struct person){.network = line->outlet->name,
		.casemap = line->outlet->casemap,
		.hostmask = line->hostmask,
		.account = line->account,
		.visit = line->visit};
}

/* Return the key of where LINE was said; see request_place. */
static const char *place_of(struct bot *bot, const struct line *line)
{
	struct person who = speaker_of(line);
	char key[PERSON_KEY];

	if (line->channel != NULL)
		return outlet_place(line->outlet, line->channel, &bot->arena);
	person_place(&who, key);
	return arena_strdup(&bot->arena, key);
}

/* Return the key of what is the speaker's alone; see request_owner. */
static const char *owner_of(struct bot *bot, const struct line *line)
{
	struct person who = speaker_of(line);
	char key[PERSON_KEY];

	if (line->local)
		person_place(&who, key);
	else if (!person_owner(&who, key))
		return NULL;
	return arena_strdup(&bot->arena, key);
}

/* Return the key of what is rolled and dealt where LINE was said; see request_table. */
static const char *table_of(struct bot *bot, const struct line *line, const struct request *rq)
{
	uint64_t once;

	if (line->channel != NULL && line->target == NULL)
		return rq->place;
	if (line->channel != NULL)
		return outlet_place(line->outlet, line->target, &bot->arena);
	if (rq->owner != NULL)
		return rq->owner;
	random_bytes(&once, sizeof once);
	return arena_printf(&bot->arena, "%s/once:%016" PRIx64, line->outlet->name, once);
}

static enum role role_of(struct bot *bot, const struct line *line, bool trust_ops)
{
	struct person who = speaker_of(line);
	enum role role;

	if (line->trusted)
		return ROLE_OWNER;
	logins_expire(access_logins(bot->access), loop_now_ms(bot->loop));
	role = access_role(bot->access, &who);
	return role < ROLE_OPERATOR && trust_ops && line->is_operator ? ROLE_OPERATOR : role;
}

/* Return the GM of where RQ was said, or NULL. */
static const struct gm *gm_of(const struct bot *bot, const struct request *rq)
{
	return rq->channel != NULL ? gms_find(bot->gms, rq->network, request_base(rq->place))
				   : NULL;
}

/* Find out whether there is a GM, and whether that is RQ's asker. */
static void look_for_gm(struct bot *bot, struct request *rq)
{
	const struct gm *gm;

	gms_expire(bot->gms, rq->now_ms, outlet_sees_gm, bot);
	gm = gm_of(bot, rq);
	rq->has_gm = gm != NULL;
	if (gm != NULL && rq->role < ROLE_GM && find_is_gm(gm, rq))
		rq->role = ROLE_GM;
}

static void fill_request(struct bot *bot, const struct line *line, struct request *rq)
{
	const char *target = line->channel != NULL ? line->channel : line->nick;

	*rq = (struct request){
		.bot = bot,
		.network = line->outlet->name,
		.nick = line->nick,
		.hostmask = line->hostmask,
		.account = line->account,
		.channel = line->channel,
		.target = line->target,
		.msgid = line->msgid,
		.action = line->action,
		.plain = line->plain,
		.prefix = bot->config->prefix,
		.private_line = line->private_line,
		.outside = line->outside,
		.local = line->local,
		.unseen = line->channel == NULL && line->visit == 0 && !line->local,
		.casemap = line->outlet->casemap,
		.line_bytes = line->room,
		.rng = bot->rng,
		.fair = bot->fair,
		.now_s = loop_wall_ms(bot->loop) / 1000,
		.now_ms = loop_now_ms(bot->loop),
		.arena = &bot->arena,
	};
	rq->place = place_of(bot, line);
	rq->owner = owner_of(bot, line);
	rq->table = table_of(bot, line, rq);
	rq->settings = answer_settings(bot, line->outlet, target);
	rq->role = role_of(bot, line, rq->settings->trust_ops);
	look_for_gm(bot, rq);
	request_init(rq);
}

enum { WORD_BYTES = 40 }; /* of a word that is looked up; none has more */

/* Copy the word that LINE begins with to WORD. */
static void first_word(const char *line, char word[WORD_BYTES])
{
	text_copy(word, WORD_BYTES, line, strcspn(line, " "));
}

/* A plugin's own word, as LogiosBot had one for each module: its version line. */
static bool plugin_word(struct request *rq, const char *line)
{
	char word[WORD_BYTES];
	const struct plugin_info *info;

	first_word(line, word);
	info = plugins_find(rq->bot->plugins, word);
	if (info == NULL)
		return false;
	reply(rq, "%s %s: %s", info->aka != NULL ? info->aka : info->name, info->version,
		info->summary);
	return true;
}

/* What to type for WORD of other bots, if we can do that; or NULL. */
static const char *word_here(const struct request *rq, const char *word)
{
	const char *instead = near_word(word);
	char first[WORD_BYTES];

	if (instead == NULL)
		return NULL;
	first_word(instead, first);
	return commands_find(rq->bot->commands, first, rq->place) != NULL ? instead : NULL;
}

/* Whether a word of other bots may be meant for us: not what only looks like one, "! deal". */
static bool may_be_ours(const struct request *rq, enum address address)
{
	return address != ADDRESS_PREFIX || rq->text[strlen(rq->bot->config->prefix)] != ' ';
}

/* Tell somebody who speaks to us by name or in private that we do not know a word, and everybody
 * who used one of other bots, or one before dice, what does the same here; now and then, and by
 * NOTICE: it may be another bot. */
static void unknown_word(struct request *rq, enum address address, const char *line)
{
	const char *prefix = rq->bot->config->prefix, *instead;
	char word[WORD_BYTES];

	first_word(line, word);
	instead = may_be_ours(rq, address) ? word_here(rq, word) : NULL;
	if (instead == NULL && may_be_ours(rq, address))
		instead = plugins_offer(rq->bot->plugins, rq, line);
	if (*word == '\0' || (address == ADDRESS_PREFIX && instead == NULL) ||
		!audience_explains(rq->bot, rq))
		return;
	if (instead != NULL)
		reply_notice(rq, "I do not know the word %s, but %s%s.",
			quote_words(rq->arena, word), prefix, quote_words(rq->arena, instead));
	else
		reply_notice(rq, "I do not know the word %s. %shelp lists what I know.",
			quote_words(rq->arena, word), prefix);
}

/* Whether REST begins with a word that will be answered: a command's or a plugin's. */
static bool is_known(const struct bot *bot, const struct request *rq, const char *rest)
{
	char word[WORD_BYTES];

	first_word(rest, word);
	return commands_find(bot->commands, word, rq->place) != NULL ||
	       plugins_find(bot->plugins, word) != NULL;
}

/* RQ, whose text begins with the word REST after its ADDRESS, is for us. */
static void hear_command(
	struct bot *bot, struct request *rq, enum address address, const char *rest)
{
	const char *text = rq->text;

	if (!audience_serves(bot, rq) || commands_run(bot->commands, rq, rest) ||
		plugin_word(rq, rest))
		return;
	rq->text = text;
	if (plugins_examine(bot->plugins, rq) == PASS && !rq->action)
		unknown_word(rq, address, rest);
}

/* Whether a client certificate could give RQ's asker the role that the word at REST needs. */
static bool wants_certificate(
	struct bot *bot, struct request *rq, const struct line *line, const char *rest)
{
	const struct command_entry *entry;
	char word[WORD_BYTES];

	first_word(rest, word);
	entry = commands_find(bot->commands, word, rq->place);
	return entry != NULL && rq->role < ROLE_OWNER &&
	       (rq->role < entry->row->role || (entry->row->flags & COMMAND_KNOWN)) &&
	       certs_may_help(bot->certs, line) && audience_would_serve(bot, rq);
}

/* RQ is talk, unless a plugin takes it. */
static void hear_talk(struct bot *bot, struct request *rq)
{
	if (!audience_would_serve(bot, rq))
		return;
	if (plugins_examine(bot->plugins, rq) == TAKEN || rq->first != NULL)
		audience_serves(bot, rq);
}

/* Let plugins replace *REST of RQ, unless the asker asks too much already: what they say and do
 * then would be beside the limits. False, and ERR says why, when it cannot be replaced. */
static bool replace(const struct bot *bot, struct request *rq, const char **rest, struct error *err)
{
	return !plugins_replacing(bot->plugins) || !audience_would_serve(bot, rq) ||
	       plugins_replace(bot->plugins, rq, rest, err);
}

/* RQ is for us, unless it begins with the prefix and nothing knows its word: then it may be another
 * bot's. LINE is where it came from, REST what follows its ADDRESS. */
static void hear_addressed(struct bot *bot, struct request *rq, const struct line *line,
	enum address address, const char *rest)
{
	struct error err;

	if (!replace(bot, rq, &rest, &err)) {
		if (audience_serves(bot, rq))
			reply_error(rq, &err);
	} else if (address == ADDRESS_PREFIX && !is_known(bot, rq, rest)) {
		hear_talk(bot, rq);
		if (rq->first == NULL && !rq->action && audience_would_serve(bot, rq))
			unknown_word(rq, address, rest);
	} else if (wants_certificate(bot, rq, line, rest)) {
		certs_wait(bot->certs, line);
		request_init(rq); /* all is said when the line is heard again */
	} else {
		hear_command(bot, rq, address, rest);
	}
}

/* Whether cleaning TEXT might take bytes out: then it has to be done before one can tell. */
static bool needs_cleaning(const char *text)
{
	for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++)
		if (*c < 0x20 || *c == 0x7f || *c == 0xc2)
			return true;
	return false;
}

/* Return TEXT, of RQ, without formatting in the word that it begins with, and in the next if that
 * names somebody: by those we see whom it is meant for. */
static const char *plain_beginning(const struct request *rq, const char *text)
{
	size_t len = strcspn(text, " ");
	const char *plain = request_clean(rq, arena_strndup(rq->arena, text, len), false);

	if (*plain == '@' || strpbrk(plain, ":,") != NULL) {
		len += strspn(text + len, " ");
		len += strcspn(text + len, " ");
		plain = request_clean(rq, arena_strndup(rq->arena, text, len), false);
	}
	return arena_printf(rq->arena, "%s%s", plain, text + len);
}

/* Take RQ, made of LINE, for what it is. */
static void take(struct bot *bot, struct request *rq, const struct line *line)
{
	const struct addressing how = {.prefix = bot->config->prefix,
		.our_nick = line->our_nick,
		.casemap = line->outlet->casemap,
		.in_private = line->channel == NULL};
	const char *rest = "";
	enum address address;

	if (needs_cleaning(rq->text))
		rq->text = plain_beginning(rq, rq->text);
	address = address_of(&how, rq->text, &rest);
	if (address == ADDRESS_NONE)
		hear_talk(bot, rq);
	else
		hear_addressed(bot, rq, line, address, rest);
}

void bot_hear(struct bot *bot, const struct line *line)
{
	struct person who = speaker_of(line);
	struct request rq;

	if (!line->local && !audience_hears(bot, &who, line->channel))
		return;
	fill_request(bot, line, &rq);
	rq.heard = rq.text = request_clean(&rq, line->text, true);
	if (!line->asked)
		overhear_line(bot, line, rq.text);
	turn_begin(bot, &rq);
	/* What another bot repeats of our words is not answered: it would repeat that, too. */
	if (line->local || !echoes_has(bot->echoes, rq.text, rq.now_ms))
		take(bot, &rq, line);
	turn_end(bot);
}

/* ---- what is worth hearing ---- */

/* Whether REST may begin with a word that will be answered somewhere. */
static bool may_be_known(const struct bot *bot, const char *rest)
{
	char word[WORD_BYTES];

	first_word(rest, word);
	return commands_know(bot->commands, word) || plugins_find(bot->plugins, word) != NULL ||
	       plugins_replacing(bot->plugins);
}

bool hear_wants(const struct bot *bot, const char *our_nick, enum casemap map, const char *text)
{
	const struct addressing how = {
		.prefix = bot->config->prefix, .our_nick = our_nick, .casemap = map};
	enum address address;
	const char *rest;

	text += strspn(text, " ");
	if (plugins_listen(bot->plugins, text) || plugins_overhearing(bot->plugins) ||
		needs_cleaning(text))
		return true;
	address = address_of(&how, text, &rest);
	return address == ADDRESS_NICK || (address == ADDRESS_PREFIX && may_be_known(bot, rest));
}

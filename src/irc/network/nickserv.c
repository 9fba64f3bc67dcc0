/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NickServ, where SASL did not log us in. Anybody may take that nick while services are away, so
 * with a mask in the configuration we look first who has it, and only then say the password; and
 * only what comes from that mask is listened to. Nothing is ever said that others could read
 * along. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "irc/network/impl.h"

enum {
	MAX_IDENTIFIES = 4, /* a connection */
	AGAIN_MS = 30000,   /* least time between two */
};

static const char *mask_of(const struct network *net)
{
	return net->config->nickserv_mask;
}

/* Write the nick of the service that we speak to into NICK. */
static void service_nick(const struct network *net, char nick[MESSAGE_NICK])
{
	const char *mask = mask_of(net);

	if (mask[0] == '\0')
		mask = "NickServ";
	snprintf(nick, MESSAGE_NICK, "%.*s", (int)strcspn(mask, "!"), mask);
}

static void say_password(struct network *net)
{
	char nick[MESSAGE_NICK], verb[2 * MESSAGE_NICK + 64];
	const char *own = net->config->nick;

	service_nick(net, nick);
	/* Under another nick the account's must be named. */
	snprintf(verb, sizeof verb, "PRIVMSG %s :IDENTIFY %s%s", nick,
		network_is_us(net, own) ? "" : own, network_is_us(net, own) ? "" : " ");
	net->login.identified++;
	net->login.identified_ms = loop_now_ms(net->loop);
	log_info(net->log, "%s: identifying to %s", net->config->name, nick);
	network_send_secret(net, verb, net->config->nickserv_password);
}

void network_identify(struct network *net)
{
	struct login *login = &net->login;
	char nick[MESSAGE_NICK];

	if (net->config->nickserv_password[0] == '\0' || login->in || login->betrayed ||
		login->identified >= MAX_IDENTIFIES ||
		(login->identified > 0 && loop_now_ms(net->loop) - login->identified_ms < AGAIN_MS))
		return;
	if (!network_is_private(net)) {
		log_warning(net->log,
			"%s: NickServ is not told the password, others could read it (set tls = "
			"yes)",
			net->config->name);
		return;
	}
	if (mask_of(net)[0] == '\0') {
		say_password(net);
		return;
	}
	login->looking = true;
	service_nick(net, nick);
	network_send(net, OUTBOX_ADMIN, "USERHOST %s", nick);
}

/* Write WORD, "NickServ*=+user@host", as "NickServ!user@host" into HOSTMASK. False when it is
 * nothing of the kind, or does not fit. */
static bool hostmask_of(const char *word, size_t len, char *hostmask, size_t size)
{
	const char *equals = memchr(word, '=', len);
	size_t nick;

	if (equals == NULL || equals == word || (size_t)(equals - word) + 2 >= len)
		return false;
	nick = (size_t)(equals - word) - (equals[-1] == '*');
	return (size_t)snprintf(hostmask, size, "%.*s!%.*s", (int)nick, word,
		       (int)(word + len - equals - 2), equals + 2) < size;
}

void network_userhost(struct network *net, const struct message *msg)
{
	const char *word = msg->params[1] + strspn(msg->params[1], " ");
	char hostmask[MESSAGE_REST];

	if (!net->login.looking)
		return;
	net->login.looking = false;
	if (hostmask_of(word, strcspn(word, " "), hostmask, sizeof hostmask) &&
		casemap_match(net->isupport.casemap, mask_of(net), hostmask)) {
		say_password(net);
		return;
	}
	log_warning(net->log, "%s: nobody there is the one of nickserv_mask", net->config->name);
	network_login_came(net); /* it will not */
}

/* ---- what it says ---- */

static bool says(const char *text, const char *const *phrases)
{
	for (; *phrases != NULL; phrases++)
		if (strcasestr(text, *phrases) != NULL)
			return true;
	return false;
}

void network_notice(struct network *net, const struct event *event)
{
	/* Services differ in their words, and have languages; where these are not found, 900 and +r
	 * still are. */
	static const char *const success[] = {"you are now identified", "you are now logged in",
		"you are now recognized", "password accepted", NULL};
	static const char *const question[] = {"nickname is registered", "nick is registered",
		"please identify", "owned by someone", NULL};

	if (mask_of(net)[0] == '\0' || net->config->nickserv_password[0] == '\0' || event->past ||
		event->msg->source == NULL || !network_is_us(net, event->msg->params[0]) ||
		!casemap_match(net->isupport.casemap, mask_of(net), event->msg->source))
		return;
	if (says(event->text, success)) {
		net->login.in = true;
		network_login_came(net);
	} else if (says(event->text, question) && net->registration.settled) {
		network_identify(net);
	}
}

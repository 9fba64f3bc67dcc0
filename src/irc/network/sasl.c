/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logging in while registering, or when SASL comes back later (IRCv3 SASL 3.1 and 3.2). One
 * mechanism after another, the strongest first, until one succeeds, none is left, or time is up. */
#include <stdlib.h>
#include <string.h>

#include "irc/network/impl.h"

enum {
	MOST_MS = 15000,   /* services that take longer are out of order */
	TOLD_MS = 2000,    /* for the refusal after a list of mechanisms */
	MAX_ATTEMPTS = 16, /* a connection */
};

#define MECHANISM_BIT(mechanism) (1u << (mechanism))

static const unsigned allowed[] = {
	[CONFIG_SASL_AUTO] = MECHANISM_BIT(SASL_MECHANISMS) - 1,
	[CONFIG_SASL_PLAIN] = MECHANISM_BIT(SASL_PLAIN),
	[CONFIG_SASL_EXTERNAL] = MECHANISM_BIT(SASL_EXTERNAL),
	[CONFIG_SASL_SCRAM_SHA_256] = MECHANISM_BIT(SASL_SCRAM_SHA_256),
	[CONFIG_SASL_NONE] = 0,
};

/* The mechanisms that the configuration has the means for. */
static unsigned configured(const struct network *net)
{
	const struct config_network *config = net->config;
	unsigned means = 0;

	if (net->tls && config->tls_cert[0] != '\0')
		means |= MECHANISM_BIT(SASL_EXTERNAL);
	if (config->sasl_password[0] != '\0')
		means |= MECHANISM_BIT(SASL_SCRAM_SHA_256) | MECHANISM_BIT(SASL_PLAIN);
	return means & allowed[config->sasl_mechanism];
}

bool network_sasl_configured(const struct network *net)
{
	return configured(net) != 0;
}

/* Keep those of LEFT that LIST has; all of them when the server gives no list. */
static unsigned listed(unsigned left, const char *list)
{
	for (unsigned i = 0; i < SASL_MECHANISMS; i++)
		if (list[0] != '\0' && !sasl_listed(list, (enum sasl_mechanism)i))
			left &= ~MECHANISM_BIT(i);
	return left;
}

static const char *user_of(const struct network *net)
{
	return net->config->sasl_user[0] != '\0' ? net->config->sasl_user : net->config->nick;
}

/* ---- the end of an exchange ---- */

void network_sasl_end(struct network *net)
{
	timer_stop(net->login.late);
	sasl_free(net->login.sasl);
	net->login.sasl = NULL;
	net->login.told_which = false;
	authenticate_release(&net->login.heard);
}

static void give_up(struct network *net, const char *why)
{
	log_warning(net->log, "%s: could not log in by SASL: %s", net->config->name, why);
	network_sasl_end(net);
	net->login.done(net);
}

static void next(struct network *net);

/* Go on to the next mechanism: the one under way failed, and WHY. */
static void failed(struct network *net, const char *why)
{
	struct login *login = &net->login;

	login->told_which = false;
	if (login->left == 0 || login->betrayed) {
		give_up(net, why);
		return;
	}
	log_info(net->log, "%s: could not log in by %s: %s", net->config->name,
		sasl_name(login->mechanism), why);
	next(net);
}

static void succeeded(struct network *net)
{
	log_info(net->log, "%s: logged in by %s", net->config->name,
		sasl_name(net->login.mechanism));
	net->login.in = true;
	network_sasl_end(net);
	net->login.done(net);
}

/* ---- an exchange ---- */

static void next(struct network *net)
{
	struct login *login = &net->login;
	struct error err;
	unsigned mechanism = 0;

	while ((login->left & MECHANISM_BIT(mechanism)) == 0)
		mechanism++;
	login->left &= ~MECHANISM_BIT(mechanism);
	login->mechanism = (enum sasl_mechanism)mechanism;
	authenticate_release(&login->heard);
	sasl_free(login->sasl);
	login->sasl = sasl_new(login->mechanism, user_of(net), net->config->sasl_password, &err);
	if (login->sasl == NULL || login->attempts++ >= MAX_ATTEMPTS) {
		give_up(net, login->sasl == NULL ? err.text : "too many tries");
		return;
	}
	log_debug(net->log, "%s: SASL %s", net->config->name, sasl_name(login->mechanism));
	network_send(net, OUTBOX_NOW, "AUTHENTICATE %s", sasl_name(login->mechanism));
}

bool network_sasl_begin(struct network *net)
{
	struct login *login = &net->login;
	const struct cap *cap = &net->registration.cap;
	int64_t most_ms = net->config->register_timeout * 1000 / 2;

	if (login->in || login->betrayed || login->tried || login->sasl != NULL ||
		!network_sasl_configured(net) || login->attempts >= MAX_ATTEMPTS)
		return false;
	if (!cap_on(cap, CAP_SASL)) {
		if (net->state == NETWORK_REGISTERING)
			log_warning(net->log, "%s: the server offers no SASL", net->config->name);
		return false;
	}
	login->tried = true;
	login->left = listed(configured(net), cap->sasl);
	if ((login->left & MECHANISM_BIT(SASL_PLAIN)) && !network_is_private(net)) {
		login->left &= ~MECHANISM_BIT(SASL_PLAIN);
		log_warning(net->log,
			"%s: SASL PLAIN is not used, others could read the password (set tls = "
			"yes)",
			net->config->name);
	}
	if (login->left == 0) {
		log_warning(net->log, "%s: none of the server's ways to log in is ours (%s)",
			net->config->name, cap->sasl);
		return false;
	}
	timer_set(login->late, most_ms < MOST_MS ? most_ms : MOST_MS);
	next(net);
	return login->sasl != NULL;
}

static void say_piece(void *arg, const char *piece)
{
	network_send_secret(arg, "AUTHENTICATE ", piece);
}

/* Answer what the server has said. */
static void answer(struct network *net)
{
	struct login *login = &net->login;
	struct error err;
	char *base64 = NULL;

	if (sasl_step(login->sasl, login->heard.base64.text, &base64, &err)) {
		authenticate_say(base64, say_piece, net);
		sasl_wipe(base64);
	} else {
		log_warning(net->log, "%s: SASL %s: %s", net->config->name,
			sasl_name(login->mechanism), err.text);
		login->betrayed = sasl_is_betrayed(login->sasl);
		/* The server answers 904 or 906, and we go on from there. */
		network_send(net, OUTBOX_NOW, "AUTHENTICATE *");
	}
	authenticate_release(&login->heard);
}

void network_sasl_hear(struct network *net, const char *piece)
{
	struct login *login = &net->login;

	if (login->sasl == NULL)
		return;
	switch (authenticate_hear(&login->heard, piece)) {
	case AUTHENTICATE_MORE:
		break;
	case AUTHENTICATE_WHOLE:
		answer(net);
		break;
	case AUTHENTICATE_TOO_LONG:
		authenticate_release(&login->heard);
		network_send(net, OUTBOX_NOW, "AUTHENTICATE *");
		break;
	}
}

/* ---- numerics ---- */

void network_logged_in(struct network *net, const struct message *msg)
{
	log_info(net->log, "%s: services know us as %s", net->config->name, msg->params[2]);
	net->login.in = true;
	/* While an exchange is under way, its end decides. */
	if (net->login.sasl == NULL)
		network_login_came(net);
}

void network_logged_out(struct network *net, const struct message *msg)
{
	(void)msg;
	log_info(net->log, "%s: services know us no longer", net->config->name);
	net->login.in = false;
}

void network_sasl_done(struct network *net, const struct message *msg)
{
	struct login *login = &net->login;

	(void)msg;
	if (login->sasl == NULL)
		return;
	if (sasl_is_complete(login->sasl)) {
		succeeded(net);
		return;
	}
	login->in = false;
	login->betrayed = true;
	failed(net, "the server claims success without proving that it knows the password");
}

void network_sasl_refused(struct network *net, const struct message *msg)
{
	if (net->login.sasl == NULL)
		return;
	net->login.in = false;
	failed(net, msg->params[msg->param_count - 1]);
}

void network_sasl_already(struct network *net, const struct message *msg)
{
	(void)msg;
	if (net->login.sasl != NULL)
		succeeded(net);
}

void network_sasl_mechanisms(struct network *net, const struct message *msg)
{
	struct login *login = &net->login;

	if (login->sasl == NULL)
		return;
	login->left = listed(login->left, msg->params[1]);
	login->told_which = true;
	timer_set(login->late, TOLD_MS);
}

void network_sasl_unknown(struct network *net)
{
	if (net->login.sasl == NULL)
		return;
	net->login.left = 0;
	failed(net, "the server does not know AUTHENTICATE");
}

void network_sasl_late(void *arg)
{
	struct network *net = arg;

	if (net->login.told_which) {
		timer_set(net->login.late, MOST_MS);
		failed(net, "the server wants another mechanism");
		return;
	}
	network_send(net, OUTBOX_NOW, "AUTHENTICATE *");
	net->login.left = 0;
	give_up(net, "services do not answer in time");
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From connected to welcomed: CAP LS, what is asked of the offered, logging in, CAP END (IRCv3
 * capability negotiation 3.2). Where strangers may read along, our names and the server's password
 * wait until the server has said what it offers: perhaps that is a better connection. */
#include <string.h>

#include "irc/network/impl.h"

enum {
	STEP_MS = 5000,        /* a server that takes longer for a step gets no more patience */
	HOLD_JOINS_MS = 10000, /* joining does not wait longer for NickServ */
};

static void on_late(void *arg);
static void go_on(struct network *net);

void network_register_init(struct network *net)
{
	net->registration.late = timer_new(net->loop, on_late, net);
	net->registration.names = (struct strbuf)STRBUF_INIT;
	net->login.late = timer_new(net->loop, network_sasl_late, net);
	net->login.heard = (struct authenticate)AUTHENTICATE_INIT;
	net->login.done = go_on;
}

void network_register_forget(struct network *net)
{
	struct registration *reg = &net->registration;
	struct login *login = &net->login;

	network_sasl_end(net);
	timer_stop(reg->late);
	strbuf_release(&reg->names);
	*reg = (struct registration){.late = reg->late, .names = STRBUF_INIT};
	*login = (struct login){.late = login->late, .heard = login->heard, .done = login->done};
}

void network_register_release(struct network *net)
{
	network_register_forget(net);
	timer_free(net->registration.late);
	timer_free(net->login.late);
}

/* ---- names ---- */

/* Keep LINE back: libircclient gives its lines out before it takes any, which may be too early. */
static void keep_line(void *arg, const char *line)
{
	struct network *net = arg;

	strbuf_addf(&net->registration.names, "%s\r\n", line);
}

static void introduce(struct network *net)
{
	struct strbuf *names = &net->registration.names;

	if (names->len == 0)
		return;
	if (net->config->server_password[0] != '\0')
		network_send_secret(net, "PASS :", net->config->server_password);
	net->transport.write(net->transport.arg, names->text, names->len);
	strbuf_release(names);
}

void network_register(struct network *net)
{
	struct registration *reg = &net->registration;

	cap_init(&reg->cap);
	replay_init(&reg->replay, loop_wall_ms(net->loop) - loop_now_ms(net->loop));
	reg->step = REGISTER_LISTING;
	if (!session_register(net->session, keep_line, net)) {
		network_hang_up(net, "libircclient would not register");
		return;
	}
	network_send(net, OUTBOX_NOW, "CAP LS 302");
	timer_set(reg->late, STEP_MS);
	if (network_is_private(net))
		introduce(net);
}

/* ---- steps ---- */

/* End the negotiation, saying so if SAY: the server may welcome us. */
static void finish(struct network *net, bool say)
{
	struct registration *reg = &net->registration;

	timer_stop(reg->late);
	reg->step = REGISTER_DONE;
	introduce(net);
	if (say && !reg->ended && net->state == NETWORK_REGISTERING)
		network_send(net, OUTBOX_NOW, "CAP END");
	reg->ended = true;
}

/* Ask for what is offered and not had yet; with nothing left to ask, log in; then end. */
static void ask(struct network *net)
{
	struct registration *reg = &net->registration;
	unsigned want = CAP_WANTED | (network_sasl_configured(net) ? CAP_BIT(CAP_SASL) : 0);
	bool registering = net->state == NETWORK_REGISTERING;
	char line[MESSAGE_REST + 1];

	/* After CAP END another request would only hold up the welcome. */
	if (reg->cap.pending != 0 || net->login.sasl != NULL || (registering && reg->ended))
		return;
	if (cap_request(&reg->cap, want, line)) {
		network_send(net, registering ? OUTBOX_NOW : OUTBOX_ADMIN, "%s", line);
		if (registering) {
			reg->step = REGISTER_ASKING;
			timer_set(reg->late, STEP_MS);
		}
		return;
	}
	timer_stop(reg->late);
	if (network_sasl_begin(net))
		reg->step = registering ? REGISTER_LOGGING_IN : REGISTER_DONE;
	else
		go_on(net);
}

static void go_on(struct network *net)
{
	if (net->config->sasl_required && !net->login.in)
		network_hang_up(net, "we could not log in, and sasl_required is set");
	else if (net->state == NETWORK_REGISTERING)
		finish(net, true);
	else if (net->registration.greeted)
		network_settle(net);
}

static void on_late(void *arg)
{
	struct network *net = arg;

	log_info(net->log, "%s: the server does not answer CAP in time", net->config->name);
	go_on(net);
}

void network_register_welcomed(struct network *net)
{
	struct registration *reg = &net->registration;

	finish(net, false);
	if (net->config->sasl_required && !net->login.in && net->login.sasl == NULL) {
		network_hang_up(
			net, "the server let us in without an account, and sasl_required is set");
		return;
	}
	if (reg->cap.offered != 0)
		ask(net);
}

/* Say what is said once, when the server has said all that it says by itself. */
static void settle_once(struct network *net)
{
	const char *bot = isupport_get(&net->isupport, "BOT");

	net->registration.settled = true;
	if (bot != NULL && strlen(bot) == 1)
		network_send(net, OUTBOX_ADMIN, "MODE %s +%s", net->nick, bot);
	network_identify(net);
}

void network_settle(struct network *net)
{
	struct login *login = &net->login;

	net->registration.greeted = true;
	if (login->sasl == NULL && !net->registration.settled)
		settle_once(net);
	if (!login->in && (login->sasl != NULL || login->looking || login->identified > 0))
		timer_set(net->registering, HOLD_JOINS_MS);
	else
		network_login_came(net);
}

void network_login_again(struct network *net)
{
	struct login *login = &net->login;

	if (login->in || login->sasl != NULL)
		return;
	login->tried = false;
	login->attempts = login->identified = 0;
	ask(net);
	if (login->sasl == NULL && net->registration.cap.pending == 0 && net->registration.settled)
		network_identify(net);
}

/* ---- what the server says ---- */

static void on_cap(struct network *net, const struct message *msg)
{
	struct registration *reg = &net->registration;

	if (msg->param_count > 1)
		log_debug(net->log, "%s: CAP %s: %s", net->config->name, msg->params[1],
			msg->params[msg->param_count - 1]);
	switch (cap_read(&reg->cap, msg)) {
	case CAP_LISTED:
		if (network_sts_heard(net))
			break;
		introduce(net);
		ask(net);
		break;
	case CAP_OFFERED:
		if (network_sts_heard(net))
			break;
		/* fall through */
	case CAP_ANSWERED:
		if (reg->step != REGISTER_LISTING)
			ask(net);
		break;
	case CAP_TAKEN:
		net->login.tried &= cap_on(&reg->cap, CAP_SASL);
		break;
	case CAP_NOTHING:
		break;
	}
}

static void on_authenticate(struct network *net, const struct message *msg)
{
	if (msg->param_count > 0)
		network_sasl_hear(net, msg->params[0]);
}

static void on_batch(struct network *net, const struct message *msg)
{
	replay_batch(&net->registration.replay, msg);
}

static const struct {
	const char *command;
	void (*handle)(struct network *net, const struct message *msg);
} lines[] = {
	{"CAP", on_cap},
	{"AUTHENTICATE", on_authenticate},
	{"BATCH", on_batch},
};

bool network_register_line(struct network *net, const struct message *msg)
{
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		if (strcmp(lines[i].command, msg->command) == 0) {
			lines[i].handle(net, msg);
			return true;
		}
	}
	return false;
}

void network_unknown_command(struct network *net, const struct message *msg)
{
	if (strcmp(msg->params[1], "CAP") == 0 && net->registration.step == REGISTER_LISTING)
		finish(net, false);
	else if (strcmp(msg->params[1], "AUTHENTICATE") == 0)
		network_sasl_unknown(net);
}

void network_unregistered(struct network *net, const struct message *msg)
{
	(void)msg;
	/* Nothing else than CAP can have been too early. */
	if (net->registration.step == REGISTER_LISTING)
		finish(net, false);
}

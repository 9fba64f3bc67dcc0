/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each line of the server: the gate that it passes, and what is answered here at once; and the
 * watch over a server that says nothing. */
#include <string.h>

#include "irc/network/impl.h"

enum { COMPLAIN_EVERY_MS = 60000 }; /* malformed lines are logged at most this often */

static void complain(struct network *net, unsigned long count)
{
	int64_t now_ms = loop_now_ms(net->loop);

	net->malformed += count;
	if (net->malformed_logged > 0 && now_ms - net->malformed_logged_ms < COMPLAIN_EVERY_MS)
		return;
	log_warning(net->log, "%s: the server sends malformed lines; %lu dropped so far",
		net->config->name, net->malformed);
	net->malformed_logged = net->malformed;
	net->malformed_logged_ms = now_ms;
}

/* Lines that the bridge threw away for their length or their bytes never come here; their number
 * does. */
static void count_dropped(struct network *net)
{
	unsigned long dropped = net->bridge != NULL ? bridge_dropped(net->bridge) : 0;

	if (dropped == net->bridge_dropped)
		return;
	complain(net, dropped - net->bridge_dropped);
	net->bridge_dropped = dropped;
}

/* Log that an operator, or services, throw us out; the server closes next. */
static void killed(struct network *net, const struct message *msg)
{
	if (network_is_us(net, msg->params[0]))
		log_warning(net->log, "%s: killed by %s: %s", net->config->name,
			msg->source != NULL ? msg->source : "the server",
			msg->param_count > 1 ? msg->params[1] : "no reason given");
}

/* Do not keep the server waiting for an answer to the line in hand. */
static void leave_unanswered(struct network *net)
{
	if (net->bridge != NULL)
		bridge_acknowledge(net->bridge);
}

/* Handle what libircclient need not see. False when MSG is something else. */
static bool handle_directly(struct network *net, const struct message *msg)
{
	if (strcmp(msg->command, "PING") == 0) {
		network_send(net, OUTBOX_NOW, "PONG :%s", msg->params[0]);
		return true;
	}
	if (strcmp(msg->command, "PONG") == 0) {
		outbox_proved(net->outbox, msg->params[msg->param_count - 1]);
		network_attached(net, msg->params[msg->param_count - 1]);
		leave_unanswered(net);
		return true;
	}
	if (strcmp(msg->command, "KILL") == 0) {
		killed(net, msg);
		return true;
	}
	if (strcmp(msg->command, "ERROR") == 0) {
		network_error(net, msg->params[0]);
		return true;
	}
	return network_register_line(net, msg);
}

/* Whether MSG shows the host of somebody of whom only the nick is known: they were there before us,
 * and the server has not answered who they are. */
static bool shows_host(const struct network *net, const struct message *msg)
{
	char nick[MESSAGE_NICK];
	const struct user *user = message_nick(msg, nick) ? channels_user(net->channels, nick)
							  : NULL;

	return user != NULL && user->host == NULL && strchr(msg->source, '!') != NULL;
}

/* Whether MSG is talk among people, which is most of what comes, and asks nothing of us. */
static bool is_chatter(struct network *net, const struct message *msg)
{
	return net->events->wants != NULL && strcmp(msg->command, "PRIVMSG") == 0 &&
	       !net->events->wants(net->arg, net, msg->params[0], msg->params[1]) &&
	       !shows_host(net, msg);
}

/* Hand the line that MSG was parsed from to whom it concerns. */
static void hand_on(struct network *net, const struct message *msg, const char *line, size_t len)
{
	bool taken;

	if (strcmp(msg->command, "PRIVMSG") == 0) {
		taken = session_gather(net->session, msg, line, len);
	} else {
		network_lines_end(net);
		if (net->closing)
			return;
		network_date(net, msg);
		taken = handle_directly(net, msg) || session_feed(net->session, msg);
	}
	if (!taken)
		network_hang_up(net, "libircclient gave up");
}

void network_line(struct network *net, char *line, size_t len)
{
	struct message msg;

	if (net->closing || net->session == NULL)
		return;
	net->heard_ms = loop_now_ms(net->loop);
	net->pinged = false;
	count_dropped(net);
	if (!message_parse(line, &msg) || !message_well_formed(&msg)) {
		complain(net, 1);
		return;
	}
	if (is_chatter(net, &msg))
		leave_unanswered(net);
	else
		hand_on(net, &msg, line, len);
}

void network_lines_end(struct network *net)
{
	if (net->session != NULL && !net->closing && !session_flush(net->session))
		network_hang_up(net, "libircclient gave up");
}

/* Quiet for PING_INTERVAL: ask. Still quiet PING_TIMEOUT later: gone. */
void network_ping_timer(void *arg)
{
	struct network *net = arg;
	int64_t quiet_ms = loop_now_ms(net->loop) - net->heard_ms;
	int64_t interval_ms = net->config->ping_interval * 1000;

	count_dropped(net);
	if (net->pinged) {
		network_hang_up(net, "no answer to our PING");
	} else if (quiet_ms < interval_ms) {
		timer_set(net->ping, interval_ms - quiet_ms);
	} else {
		net->pinged = true;
		network_send(net, OUTBOX_NOW, "PING :%s", net->nick);
		timer_set(net->ping, net->config->ping_timeout * 1000);
	}
}

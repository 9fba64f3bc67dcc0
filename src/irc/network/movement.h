/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_MOVEMENT_H
#define LOGIOS_IRC_MOVEMENT_H

#include <stdbool.h>

/* What happens to somebody who shares a channel with us, or to ourselves, as the server says.
 * PART, KICK, QUIT and UNSEEN are reported while channels.h still knows the person where they were;
 * everything else once channels.h knows it. */

enum movement_kind {
	MOVEMENT_JOIN,    /* came into CHANNEL */
	MOVEMENT_PART,    /* leaves CHANNEL; OTHER is the reason */
	MOVEMENT_KICK,    /* is thrown out of CHANNEL by BY; OTHER is the reason */
	MOVEMENT_QUIT,    /* leaves the network, and so the channels of channels_next_of; OTHER is
			     the reason */
	MOVEMENT_UNSEEN,  /* shares no channel with us any more, whoever left: from now on we do not
			     hear when they quit or change nick */
	MOVEMENT_NICK,    /* is called OTHER now; NICK and HOSTMASK are as before */
	MOVEMENT_ACCOUNT, /* is logged in as ACCOUNT now, or no more (NULL); OTHER is the account
			     before, "" for none */
	MOVEMENT_HOST,    /* is seen as OTHER (user@host) now; HOSTMASK is as before */
	MOVEMENT_LOST,    /* our connection is gone, and with it everybody: no NICK */
};

/* Strings are lent for the call. */
struct movement {
	enum movement_kind kind;
	bool ours;            /* it is ourselves */
	bool past;            /* it is history: it happened before, and is reported late */
	bool split;           /* of QUIT: the net has split; of UNSEEN: it is we who leave. They
				 may come back, or still be there */
	const char *nick;     /* who; NULL with LOST */
	const char *hostmask; /* nick!user@host, or the nick alone while that is not known */
	const char *account;  /* of the services; NULL: none, or not known */
	const char *channel;  /* as we joined it, or NULL */
	const char *by;       /* the nick of who did it, or NULL */
	const char *other;    /* what the kind says; "" for a reason that was not given */
};

#endif

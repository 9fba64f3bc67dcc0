/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef LOGIOS_IRC_NETWORK_PARTS_H
#define LOGIOS_IRC_NETWORK_PARTS_H

/* What single files of a network keep in it; only impl.h includes this. */

#include "irc/network/network.h"
#include "irc/protocol/authenticate.h"
#include "irc/protocol/cap.h"
#include "irc/protocol/replay.h"
#include "irc/protocol/sasl.h"

/* What a WHOIS has brought so far. */
struct whois {
	char nick[MESSAGE_NICK]; /* "": none is under way */
	char host[256];          /* user@host */
	char fingerprint[200];
};

/* The way from connected to welcomed, and what capabilities change later (register.c). */
struct registration {
	enum registration_step {
		REGISTER_LISTING,    /* CAP LS is out */
		REGISTER_ASKING,     /* CAP REQ is out */
		REGISTER_LOGGING_IN, /* AUTHENTICATE is */
		REGISTER_DONE,       /* the server welcomes us when it likes */
	} step;
	struct strbuf names; /* NICK and USER, until they are let out */
	bool ended;          /* negotiation is over; with us so far, CAP END is out */
	bool greeted;        /* the server has said its 005 and its MOTD, or took too long */
	bool settled;        /* we have said what we say then */
	struct cap cap;
	struct replay replay;
	struct timer *late; /* the step takes too long */
};

enum { INVITES_MOST = 50 };

/* Invitations that wait for their turn (invite.c). */
struct invites {
	char *channels[INVITES_MOST]; /* the latest first */
	size_t count;
	unsigned at_once;  /* how many may be followed now */
	int64_t earned_ms; /* when the last of these was earned */
	struct timer *timer;
};

/* Logging in with services (sasl.c, nickserv.c). */
struct login {
	bool in;       /* we are logged in */
	bool betrayed; /* the server claims to know a password and does not: it gets none from us */
	bool tried;    /* by SASL, since the server began to offer it */
	unsigned attempts;
	struct sasl *sasl; /* the exchange under way, or NULL */
	enum sasl_mechanism mechanism;
	unsigned left;   /* mechanisms still to try, a bit each */
	bool told_which; /* 908 has come; the refusal itself may follow */
	struct authenticate heard;
	struct timer *late;
	void (*done)(struct network *net); /* the exchange is over: go on without it */
	unsigned identified;               /* IDENTIFYs said */
	int64_t identified_ms;
	bool looking; /* USERHOST is out: who has NickServ's nick? */
};

/* The server's policy that TLS is to be used (sts.c). */
struct sts {
	struct store *store; /* where it is kept, or NULL */
	long upgrade_port;   /* where to go next, with TLS; 0: as configured */
	bool forced;         /* the connection has TLS against the configuration */
	long duration_s;     /* what the server asked for on this connection; 0: nothing */
};

#endif

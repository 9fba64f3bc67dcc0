/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What we know of whoever speaks (account, bot, host), what is history, and NickServ. */
#include "scripted.h"

#include "irc/network/channels.h"

#define CAPS                                                                                       \
	"account-notify account-tag batch chghost extended-join message-tags multi-prefix "        \
	"server-time "                                                                             \
	"userhost-in-names"

/* Welcomed with CAPS, in #t. */
static void join(struct scripted *s, const char *lines, const char *caps, const char *isupport)
{
	char *config = mem_printf("host = irc.test\nchannels = #t\n%s", lines), *line;

	scripted_open(s, config);
	free(config);
	network_connected(s->net);
	line = mem_printf(":s CAP * LS :%s", caps);
	scripted_skip(s, line);
	free(line);
	line = mem_printf(":s CAP * ACK :%s", caps);
	scripted_skip(s, line);
	free(line);
	line = mem_printf(":s 005 Logios %s :are supported", isupport);
	scripted_skip(s, ":s 001 Logios :Hi");
	scripted_skip(s, line);
	free(line);
	scripted_skip(s, ":s 376 Logios :End");
	scripted_skip(s, ":Logios!l@our.host JOIN #t * :Logios dice bot");
}

static const char *account(struct scripted *s, const char *nick)
{
	const struct user *user = channels_user(network_channels(s->net), nick);

	assert_non_null(user);
	return user->account != NULL ? user->account : "none";
}

static const char *host(struct scripted *s, const char *nick)
{
	const struct user *user = channels_user(network_channels(s->net), nick);

	assert_non_null(user);
	return user->host != NULL ? user->host : "none";
}

static void assert_said(struct scripted *s, const char *line, const char *expected)
{
	scripted_skip(s, line);
	assert_string_equal(s->said.text, expected);
	strbuf_reset(&s->said);
}

static void test_accounts(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", CAPS, "WHOX BOT=B");
	scripted_skip(&s, ":s 353 Logios = #t :@+ann!a@ann.host bob!b@bob.host");
	assert_string_equal(host(&s, "ann"), "a@ann.host");
	assert_string_equal(account(&s, "ann"), "none");
	scripted_skip(&s, ":s 354 Logios 152 #t a ann.host ann H@ annie");
	scripted_skip(&s, ":s 354 Logios 152 #t b b2.host bob HB 0");
	scripted_skip(&s, ":s 354 Logios 7 #t b b3.host bob HB bobby");
	assert_string_equal(account(&s, "ann"), "annie");
	assert_string_equal(account(&s, "bob"), "none");
	assert_string_equal(host(&s, "bob"), "b@b2.host");
	scripted_skip(&s, ":ann!a@ann.host ACCOUNT other");
	assert_string_equal(account(&s, "ann"), "other");
	scripted_skip(&s, ":ann!a@ann.host ACCOUNT *");
	assert_string_equal(account(&s, "ann"), "none");
	scripted_skip(&s, ":carl!c@h JOIN #t carlo :Carl");
	assert_string_equal(account(&s, "carl"), "carlo");
	scripted_skip(&s, ":carl!c@h NICK karl");
	assert_string_equal(account(&s, "karl"), "carlo");
	scripted_skip(&s, ":karl!c@h QUIT :bye");
	scripted_skip(&s, ":karl!x@h JOIN #t * :Carl");
	assert_string_equal(account(&s, "karl"), "none");
	scripted_skip(&s, ":ann!a@ann.host CHGHOST a2 ann2.host");
	assert_string_equal(host(&s, "ann"), "a2@ann2.host");
	scripted_skip(&s, ":nobody!a@h CHGHOST x y");
	scripted_skip(&s, ":nobody!a@h ACCOUNT x");
	scripted_skip(&s, "ACCOUNT x");
	scripted_skip(&s, ":ann ACCOUNT");
	scripted_skip(&s, ":ann CHGHOST x");
	scripted_end(&s);
}

/* Our own host as others see it decides how long a line may be. */
static void test_own_host(void **state)
{
	struct scripted s;
	size_t room;

	(void)state;
	join(&s, "", CAPS, "WHOX");
	room = network_text_room(s.net, "PRIVMSG", "#t");
	scripted_skip(&s, ":Logios!l@our.host CHGHOST l a.longer.our.host");
	assert_int_equal(network_text_room(s.net, "PRIVMSG", "#t"), room - strlen("a.longer."));
	scripted_end(&s);
}

/* Who speaks: the account by the tag where there is one, else as known. */
static void test_account_of_a_line(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", CAPS, "WHOX BOT=B");
	scripted_skip(&s, ":ann!a@h JOIN #t annie :Ann");
	s.show_account = true;
	assert_said(&s, ":ann!a@h PRIVMSG #t :hi", "ann(none) hi|");
	assert_said(&s, "@account=an\\snie :ann!a@h PRIVMSG #t :hi", "ann(an nie) hi|");
	assert_said(&s, "@account=zed :zed!z@h PRIVMSG Logios :hi", "zed(zed) hi|");
	scripted_end(&s);
	join(&s, "", "account-notify extended-join", "WHOX");
	scripted_skip(&s, ":ann!a@h JOIN #t annie :Ann");
	s.show_account = true;
	assert_said(&s, ":ann!a@h PRIVMSG #t :hi", "ann(annie) hi|");
	/* A tag that was not asked for is nobody's word. */
	assert_said(&s, "@account=owner :ann!a@h PRIVMSG #t :hi", "ann(annie) hi|");
	assert_said(&s, "@account=owner :zed!z@h PRIVMSG Logios :hi", "zed(none) hi|");
	scripted_end(&s);
	join(&s, "", "batch", "");
	s.show_account = true;
	scripted_skip(&s, ":eve!e@h JOIN #t owner :no account without extended-join");
	assert_said(&s, ":eve!e@h PRIVMSG #t :hi", "eve(none) hi|");
	scripted_end(&s);
}

static void test_bots(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", CAPS, "WHOX BOT=B");
	scripted_skip(&s, ":s 353 Logios = #t :ann bob");
	scripted_skip(&s, ":s 354 Logios 152 #t b h bob HB 0");
	assert_said(&s, ":bob!b@h PRIVMSG #t :hi", "");
	assert_said(&s, ":bob!b@h PRIVMSG Logios :\x01VERSION\x01", "");
	assert_said(&s, ":ann!a@h PRIVMSG #t :hi", "ann hi|");
	assert_said(&s, "@bot :ann!a@h PRIVMSG #t :hi", "");
	assert_said(&s, "@draft/bot= :ann!a@h PRIVMSG #t :hi", "");
	assert_said(&s, "@+bot :ann!a@h PRIVMSG #t :hi", "ann hi|");
	scripted_skip(&s, ":s 354 Logios 152 #t b h bob H 0");
	assert_said(&s, ":bob!b@h PRIVMSG #t :hi", "bob hi|");
	scripted_line(&s, "@bot :ann!a@h PRIVMSG Logios :\x01PING 1\x01", "");
	scripted_line(&s, ":ann!a@h PRIVMSG Logios :\x01PING 1\x01", "NOTICE ann :\x01PING 1\x01|");
	scripted_end(&s);
}

static void test_history(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", CAPS, "");
	/* The scripted wall clock began at 2025-01-01T00:00:00Z. */
	assert_said(&s, "@time=2024-12-31T23:59:50.000Z :ann!a@h PRIVMSG #t :new", "ann new|");
	assert_said(&s, "@time=2024-12-31T23:59:20.000Z :ann!a@h PRIVMSG #t :old", "");
	scripted_skip(&s, ":s BATCH +1 chathistory #t");
	assert_said(&s, "@batch=1 :ann!a@h PRIVMSG #t :old", "");
	assert_said(&s,
		"@batch=1 :ann!a@h PRIVMSG #t :\x01"
		"ACTION old\x01",
		"");
	assert_said(&s, ":ann!a@h PRIVMSG #t :new", "ann new|");
	scripted_line(&s, "@batch=1 :ann!a@h PRIVMSG Logios :\x01PING 1\x01", "");
	scripted_skip(&s, "@batch=1 :dora!d@h JOIN #t * :Dora");
	assert_non_null(channels_user(network_channels(s.net), "dora"));
	scripted_skip(&s, ":s BATCH -1");
	scripted_skip(&s, ":s BATCH +2 netsplit a.test b.test");
	scripted_skip(&s, "@batch=2 :dora!d@h QUIT :a.test b.test");
	assert_null(channels_user(network_channels(s.net), "dora"));
	loop_advance(s.loop, 60000);
	/* A minute later, by the clock of the server: ours is three hours slow. */
	scripted_skip(&s, "@time=2025-01-01T03:01:00.000Z :s PONG s :x");
	assert_said(&s, "@time=2025-01-01T00:01:00.000Z :ann!a@h PRIVMSG #t :old", "");
	assert_said(&s, "@time=2025-01-01T03:00:50.000Z :ann!a@h PRIVMSG #t :new", "ann new|");
	scripted_end(&s);
}

/* Servers whose clock is off are heard all the same: the first thing that is certainly of now tells
 * how far. */
static void test_a_clock_that_is_off(void **state)
{
	static const char *const first[] = {
		"@time=2024-12-31T23:58:55.000Z :s 004 Logios s 1 i n",
		"@time=2024-12-31T23:58:55.000Z :Logios!l@our.host JOIN #t * :Logios dice bot",
	};
	struct scripted s;

	(void)state;
	for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
		join(&s, "", CAPS, "");
		scripted_skip(&s, ":op!o@h KICK #t Logios");
		scripted_reconfigure(&s, "host = irc.test\nchannels = #t");
		assert_said(&s, "@time=2024-12-31T23:58:55.000Z :ann!a@h PRIVMSG Logios :x", "");
		scripted_skip(&s, first[i]);
		assert_said(
			&s, "@time=2024-12-31T23:58:55.000Z :ann!a@h PRIVMSG #t :new", "ann new|");
		assert_said(&s, "@time=2024-12-31T23:58:20.000Z :ann!a@h PRIVMSG #t :old", "");
		scripted_skip(&s, "@time=2024-12-31T23:58:55.000Z :s PONG s :x");
		assert_int_equal(scripted_logged(&s, "test: the server's clock is 65 s behind"), 1);
		scripted_end(&s);
	}
}

/* A machine without a clock of its own is set right after it has connected, or by hand. */
static void test_a_clock_that_steps(void **state)
{
	static const int64_t steps_s[] = {3600, -3600, 365 * 86400};
	struct scripted s;

	(void)state;
	for (size_t i = 0; i < sizeof steps_s / sizeof *steps_s; i++) {
		join(&s, "", CAPS, "");
		scripted_skip(&s, "@time=2025-01-01T00:00:00.000Z :s 004 Logios s 1 i n");
		loop_step_wall(s.loop, steps_s[i] * 1000);
		assert_said(
			&s, "@time=2025-01-01T00:00:00.000Z :ann!a@h PRIVMSG #t :new", "ann new|");
		assert_said(&s, "@time=2024-12-31T23:58:20.000Z :ann!a@h PRIVMSG #t :old", "");
		scripted_skip(&s, "@time=2025-01-01T00:00:00.000Z :s PONG s :x");
		assert_said(
			&s, "@time=2025-01-01T00:00:00.000Z :ann!a@h PRIVMSG #t :new", "ann new|");
		scripted_end(&s);
	}
}

/* Our own JOIN among what is replayed, or one that we did not ask for, tells nothing. */
static void test_a_join_of_old(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", CAPS, "");
	scripted_skip(&s, ":s BATCH +1 chathistory #t");
	scripted_skip(&s, "@batch=1;time=2024-12-31T20:00:00.000Z :s 004 Logios s 1 i n");
	scripted_skip(&s, "@batch=1;time=2024-12-31T20:00:00.000Z :Logios!l@our.host JOIN #t * :x");
	scripted_skip(&s, "@time=2024-12-31T20:00:00.000Z :Logios!l@our.host JOIN #t * :x");
	scripted_skip(&s, "@time=2024-12-31T20:00:00.000Z :Logios!l@our.host JOIN #u * :x");
	assert_said(&s, "@time=2024-12-31T20:00:00.000Z :ann!a@h PRIVMSG #t :old", "");
	scripted_end(&s);
}

/* What bip says when we attach, as it came from bip 0.9.3 with backlog_timestamp = "none". */
static void test_backlog_of_bip(void **state)
{
	static const char *const lines[] = {
		":b.i.p 353 Logios = #t :@Logios ann",
		":b.i.p 366 Logios #t :End of /NAMES list.",
		":ann!bip@b.i.p PRIVMSG Logios :roll 3d6 oldpriv",
		":ann PRIVMSG Logios :End of backlog",
		":-bip!bip@b.i.p PRIVMSG #t :30-11-2026 01:35:03 -!- ann has joined #t",
		":ann!bip@b.i.p PRIVMSG #t :!roll 1d6 old",
		":-bip!bip@b.i.p PRIVMSG #t :End of backlog",
	};
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = irc.test\nchannels = #t");
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, "JOIN #t|");
	scripted_line(&s, ":Logios!bip@bip.bip.bip JOIN #t", "PING :attached|");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		scripted_line(&s, lines[i], "");
	assert_string_equal(s.said.text, "");
	assert_said(&s, ":ann!a@h PRIVMSG #t :!roll 1d6 still old", "");
	scripted_line(&s, ":n PONG attached", "");
	assert_said(&s, ":ann!a@h PRIVMSG #t :new", "ann new|");
	scripted_end(&s);
}

/* bip that has lost its server puts us out of the channels, and in again when it is back: that is
 * no kick, after which we would stay away. */
static void test_bip_loses_its_server(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = irc.test\nchannels = #t\nping_interval = 3600");
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, "JOIN #t|");
	scripted_skip(&s, ":Logios!bip@bip.bip.bip JOIN #t");
	scripted_line(&s, ":n PONG attached", "");
	scripted_line(&s, ":-bip!bip@b.i.p KICK #t Logios :Server disconnected, reconnecting", "");
	assert_int_equal(scripted_logged(&s, "the bouncer has lost its server, and left #t"), 1);
	assert_int_equal(scripted_logged(&s, "kicked"), 0);
	scripted_expect_in(&s, 60 * 1000, "");
	scripted_skip(&s, ":Logios!l@our.host JOIN #t");
	assert_said(&s, ":ann!a@h PRIVMSG #t :new", "ann new|");
	scripted_line(&s, ":-bip!bip@b.i.p KICK #t Logios :Server disconnected, reconnecting", "");
	scripted_expect_in(&s, 5 * 60 * 1000, "JOIN #t|");
	scripted_end(&s);
}

/* Others have no such mark; but they are in channels that we have not asked for. A bouncer that
 * does not answer does not make us deaf. */
static void test_backlog_of_others(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = irc.test\nchannels = #t");
	network_connected(s.net);
	scripted_skip(&s, ":irc.test 001 Logios :Hi");
	scripted_line(&s, ":Logios!l@h JOIN #t", "PING :attached|");
	assert_said(&s, ":ann!a@h PRIVMSG #t :!roll 1d6 old", "");
	loop_advance(s.loop, 10000);
	assert_said(&s, ":ann!a@h PRIVMSG #t :!roll 1d6 new", "ann !roll 1d6 new|");
	assert_said(&s,
		":*status!znc@znc.in PRIVMSG Logios :Disconnected from IRC. Reconnecting...", "");
	assert_int_equal(scripted_logged(&s, "bouncer's *status says: Disconnected from IRC"), 1);
	scripted_end(&s);
}

/* Where tags are passed on, an answer says to which line, or in private, to which channel it
 * belongs. */
static void test_replies_are_tagged(void **state)
{
	char text[600];
	struct scripted s;

	(void)state;
	join(&s, "", CAPS, "STATUSMSG=@+");
	network_reply_to(s.net, "a;b\\c", "#t");
	network_say(s.net, OUTBOX_REPLY, "PRIVMSG", "#T", "7", NULL);
	scripted_expect_in(&s, 0, "@+draft/reply=a\\:b\\\\c PRIVMSG #T :7|");
	network_say(s.net, OUTBOX_REPLY, "PRIVMSG", "@#t", "7", NULL);
	scripted_expect_in(&s, 0, "@+draft/reply=a\\:b\\\\c PRIVMSG @#t :7|");
	network_say(s.net, OUTBOX_REPLY, "NOTICE", "ann", "8", NULL);
	scripted_expect_in(&s, 0, "@+draft/channel-context=#t NOTICE ann :8|");
	scripted_skip(&s, ":s 439 Logios ann :Please wait 1 second.");
	scripted_expect_in(&s, 2000, "@+draft/channel-context=#t NOTICE ann :8|");
	network_say(s.net, OUTBOX_ADMIN, "NOTICE", "ann", "9", NULL);
	scripted_expect_in(&s, 0, "NOTICE ann :9|");
	network_reply_to(s.net, "id", NULL);
	network_say(s.net, OUTBOX_REPLY, "PRIVMSG", "ann", "10", NULL);
	scripted_expect_in(&s, 0, "@+draft/reply=id PRIVMSG ann :10|");
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	network_say(s.net, OUTBOX_REPLY, "PRIVMSG", "ann", text, NULL);
	loop_advance(s.loop, 0);
	assert_int_equal(s.out.len, strlen("@+draft/reply=id |") + 510); /* tags do not count */
	strbuf_reset(&s.out);
	network_reply_to(s.net, NULL, NULL);
	network_say(s.net, OUTBOX_REPLY, "PRIVMSG", "ann", "11", NULL);
	scripted_expect_in(&s, 0, "PRIVMSG ann :11|");
	scripted_line(&s, "@msgid=77 :ann!a@h PRIVMSG Logios :\x01PING 1\x01",
		"@+draft/reply=77 NOTICE ann :\x01PING 1\x01|");
	scripted_end(&s);
	join(&s, "", "batch", "");
	network_reply_to(s.net, "id", "#t");
	network_say(s.net, OUTBOX_REPLY, "NOTICE", "ann", "12", NULL);
	scripted_expect_in(&s, 0, "NOTICE ann :12|");
	scripted_end(&s);
}

/* ircu lets nobody speak to too many people at once. */
static void test_too_many_targets(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", "", "");
	scripted_skip(&s, ":Logios!l@our.host JOIN #t");
	scripted_skip(&s, ":ann!a@home.test JOIN #t");
	network_say(s.net, OUTBOX_REPLY, "NOTICE", "ann", "7", NULL);
	scripted_expect_in(&s, 0, "NOTICE ann :7|");
	scripted_line(&s, ":s 439 Logios ann :Target change too fast. Please wait 17 seconds.", "");
	network_say(s.net, OUTBOX_REPLY, "NOTICE", "ann", "8", NULL);
	scripted_expect_in(&s, 17999, "");
	scripted_expect_in(&s, 1, "NOTICE ann :7|");
	scripted_expect_in(&s, 2000, "NOTICE ann :8|");
	assert_int_equal(scripted_logged(&s, "what is for ann waits 18 s"), 1);
	scripted_line(&s, ":s 439 Logios ann :Target change too fast.", "");
	scripted_expect_in(&s, 20000, "NOTICE ann :8|");
	scripted_end(&s);
}

/* Some servers and bouncers leave out the "!user@host". */
static void test_sources_without_a_host(void **state)
{
	struct scripted s;

	(void)state;
	join(&s, "", "", "");
	assert_said(&s, ":ann PRIVMSG #t :hi", "ann hi|");
	assert_said(&s, ":ann@h.test PRIVMSG #t :hi", "ann hi|");
	assert_said(&s, ":s PRIVMSG #t :we shut down", "");
	assert_said(&s, ":hub.test PRIVMSG #t :we shut down", "");
	scripted_line(&s, ":ann PRIVMSG Logios :\x01PING 1\x01", "NOTICE ann :\x01PING 1\x01|");
	scripted_line(&s, ":s PRIVMSG Logios :\x01PING 1\x01", "");
	scripted_end(&s);
}

/* What follows the welcome: bot mode; WHO where it tells accounts. */
static void test_settling(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = irc.test\nchannels = #t");
	scripted_welcome(&s, "BOT=B WHOX");
	assert_non_null(strstr(s.out.text, "MODE Logios +B|JOIN #t|"));
	strbuf_reset(&s.out);
	scripted_line(&s, ":Logios!l@h JOIN #t", "WHO #t %tcuhnfa,152|");
	scripted_end(&s);
	scripted_open(&s, "host = irc.test\nchannels = #t");
	scripted_welcome(&s, "BOT=too,long");
	assert_string_equal(s.out.text, "JOIN #t|");
	strbuf_reset(&s.out);
	scripted_line(&s, ":Logios!l@h JOIN #t", "");
	scripted_end(&s);
}

/* ---- NickServ ---- */

#define PASSWORD "channels = #t\nhost = irc.test\nnickserv_password = open sesame\n"
#define MASK PASSWORD "nickserv_mask = NickServ!*@services.test\n"
#define IDENTIFY "PRIVMSG NickServ :IDENTIFY open sesame|"

static void test_nickserv(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, PASSWORD);
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, IDENTIFY);
	/* Without a mask nobody is listened to. */
	scripted_line(&s, ":NickServ!n@services.test NOTICE Logios :You are now identified.", "");
	scripted_expect_in(&s, 9999, "");
	scripted_expect_in(&s, 1, "JOIN #t|");
	assert_int_equal(scripted_logged(&s, "sesame"), 0);
	scripted_end(&s);

	/* The joins come as soon as we are logged in, however that is told. */
	scripted_open(&s, PASSWORD);
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, IDENTIFY);
	scripted_line(
		&s, ":s 900 Logios Logios!l@h Logios :You are now logged in as Logios", "JOIN #t|");
	scripted_end(&s);
	scripted_open(&s, PASSWORD);
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, IDENTIFY);
	scripted_line(&s, ":NickServ MODE Logios :+r", "JOIN #t|");
	scripted_end(&s);
}

static void test_nickserv_by_mask(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, MASK);
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, "USERHOST NickServ|");
	scripted_line(&s, ":s 302 Logios :NickServ*=+services@services.test ", IDENTIFY);
	scripted_line(&s, ":s 302 Logios :NickServ=+services@services.test", "");
	scripted_line(&s, ":NickServ!n@evil.test NOTICE Logios :You are now identified.", "");
	scripted_line(&s, ":Nick!n@services.test NOTICE Logios :You are now identified.", "");
	scripted_line(&s, ":NickServ!n@services.test NOTICE #t :You are now identified.", "");
	scripted_line(&s, ":NickServ!n@services.test NOTICE Logios :Welcome to the network.", "");
	scripted_line(
		&s, ":NickServ!n@services.test NOTICE Logios :You are now identified.", "JOIN #t|");
	scripted_end(&s);

	/* Somebody else has that nick, or nobody. */
	scripted_open(&s, MASK);
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, "USERHOST NickServ|");
	scripted_line(&s, ":s 302 Logios :NickServ=+services@evil.test", "JOIN #t|");
	assert_int_equal(scripted_logged(&s, "nickserv_mask"), 1);
	/* The service asks when it is back; not more often than every half a minute. */
	scripted_line(&s, ":NickServ!n@services.test NOTICE Logios :This nickname is registered.",
		"USERHOST NickServ|");
	scripted_line(&s, ":s 302 Logios :NickServ=-n@services.test", IDENTIFY);
	scripted_line(
		&s, ":NickServ!n@services.test NOTICE Logios :This nickname is registered.", "");
	scripted_expect_in(&s, 30000, "");
	scripted_line(&s, ":NickServ!n@services.test NOTICE Logios :This nickname is registered.",
		"USERHOST NickServ|");
	scripted_line(&s, ":s 302 Logios :", "");
	scripted_end(&s);
}

/* Others could read along: the password stays here. Nor is it said when SASL has done the work. */
static void test_nickserv_keeps_quiet(void **state)
{
	struct scripted s;

	(void)state;
	scripted_open(&s, PASSWORD);
	s.overheard = true;
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 0, "JOIN #t|");
	assert_int_equal(scripted_logged(&s, "NickServ is not told the password"), 1);
	scripted_end(&s);
	scripted_open(&s, PASSWORD);
	network_connected(s.net);
	scripted_skip(&s, ":s 900 Logios Logios!l@h Logios :You are now logged in as Logios");
	scripted_skip(&s, ":s 001 Logios :Hi");
	scripted_line(&s, ":s 376 Logios :End", "JOIN #t|");
	scripted_end(&s);
	/* Under another nick, it is said whose password it is. */
	scripted_open(&s, PASSWORD);
	network_connected(s.net);
	scripted_skip(&s, ":s 433 * Logios :in use");
	scripted_skip(&s, ":s 001 Logios_ :Hi");
	scripted_line(&s, ":s 376 Logios_ :End", "PRIVMSG NickServ :IDENTIFY Logios open sesame|");
	scripted_end(&s);
}

/* A reload with another password tries it; with the same one, or while we are logged in, it does
 * not. */
static void test_another_password(void **state)
{
	static const char right[] = "host = irc.test\nsasl_user = u\nsasl_password = right\n";
	struct scripted s;

	(void)state;
	scripted_open(&s, "host = irc.test\nsasl_user = u\nsasl_password = wrong\n");
	network_connected(s.net);
	scripted_skip(&s, ":s CAP * LS :sasl=PLAIN");
	scripted_skip(&s, ":s CAP * ACK :sasl");
	scripted_line(&s, ":s 904 * :Failed", "CAP END|");
	scripted_line(&s, ":s 001 Logios :Hi", "");
	scripted_line(&s, ":s 376 Logios :End", "");
	scripted_reconfigure(&s, "host = irc.test\nsasl_user = u\nsasl_password = wrong\n");
	scripted_expect_in(&s, 0, "");
	scripted_reconfigure(&s, right);
	scripted_expect_in(&s, 0, "AUTHENTICATE PLAIN|");
	scripted_line(&s, "AUTHENTICATE +", "AUTHENTICATE dQB1AHJpZ2h0|");
	scripted_skip(&s, ":s 903 * :Done");
	scripted_reconfigure(&s, "host = irc.test\nnickserv_password = other\n");
	scripted_expect_in(&s, 0, "");
	scripted_end(&s);
	scripted_open(&s, PASSWORD);
	scripted_welcome(&s, "");
	scripted_expect_in(&s, 20000, IDENTIFY "JOIN #t|");
	scripted_skip(&s, ":Logios!l@h JOIN #t");
	scripted_reconfigure(&s, "channels = #t\nhost = irc.test\nnickserv_password = other\n");
	scripted_expect_in(&s, 0, "PRIVMSG NickServ :IDENTIFY other|");
	scripted_end(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accounts),
		cmocka_unit_test(test_own_host),
		cmocka_unit_test(test_account_of_a_line),
		cmocka_unit_test(test_bots),
		cmocka_unit_test(test_history),
		cmocka_unit_test(test_replies_are_tagged),
		cmocka_unit_test(test_backlog_of_bip),
		cmocka_unit_test(test_bip_loses_its_server),
		cmocka_unit_test(test_backlog_of_others),
		cmocka_unit_test(test_too_many_targets),
		cmocka_unit_test(test_sources_without_a_host),
		cmocka_unit_test(test_a_clock_that_is_off),
		cmocka_unit_test(test_a_clock_that_steps),
		cmocka_unit_test(test_a_join_of_old),
		cmocka_unit_test(test_settling),
		cmocka_unit_test(test_nickserv),
		cmocka_unit_test(test_nickserv_by_mask),
		cmocka_unit_test(test_nickserv_keeps_quiet),
		cmocka_unit_test(test_another_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

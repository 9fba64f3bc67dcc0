/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What we know of a network: folding, ISUPPORT, channels and the people in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "irc/network/channels.h"
#include "irc/protocol/isupport.h"

static void test_fold(void **state)
{
	static const struct {
		enum casemap map;
		const char *name, *folded;
	} rows[] = {
		{CASEMAP_ASCII, "#Foo[]\\^{}|~", "#foo[]\\^{}|~"},
		{CASEMAP_RFC1459, "#Foo[]\\^{}|~", "#foo{}|~{}|~"},
		{CASEMAP_STRICT, "#Foo[]\\^{}|~", "#foo{}|^{}|~"},
		{CASEMAP_RFC1459, "\xc3\x84rger@Z`a", "\xc3\x84rger@z`a"},
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_string_equal(
			casemap_fold(rows[i].map, rows[i].name, out, sizeof out), rows[i].folded);
	assert_string_equal(casemap_fold(CASEMAP_ASCII, "abcdef", out, 4), "abc");
	assert_true(casemap_equal(CASEMAP_RFC1459, "Bot[1]", "bOT{1}"));
	assert_false(casemap_equal(CASEMAP_RFC1459, "Bot", "Bottom"));
}

static void test_match(void **state)
{
	static const struct {
		const char *glob, *text;
		bool matches;
	} rows[] = {
		{"*!*@host.test", "ann!a@host.test", true},
		{"*!*@host.test", "ann!a@host.test.evil", false},
		{"a?n!*@*", "ANN!x@y", true},
		{"a?n!*@*", "an!x@y", false},
		{"*", "", true},
		{"", "", true},
		{"", "x", false},
		{"**a**b**", "xxaxxbxx", true},
		{"*a*b*c*d*e*f*g*h*z", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
			false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (casemap_match(CASEMAP_RFC1459, rows[i].glob, rows[i].text) != rows[i].matches)
			fail_msg("%s ~ %s", rows[i].glob, rows[i].text);
}

static void read_005(struct isupport *is, const char *tokens)
{
	char line[600];
	struct message msg;

	snprintf(line, sizeof line, ":irc.test 005 me %s :are supported by this server", tokens);
	assert_true(message_parse(line, &msg));
	isupport_read(is, &msg);
}

static void test_isupport(void **state)
{
	struct isupport is;

	(void)state;
	isupport_init(&is);
	assert_true(isupport_is_channel(&is, "&local"));
	read_005(&is, "CASEMAPPING=ascii CHANTYPES=# PREFIX=(qaohv)~&@%+ NICKLEN=30 "
		      "CHANMODES=eIbq,k,flj,CF STATUSMSG=@+ NETWORK=A\\x20B\\x3dC BOT=B SAFELIST");
	assert_int_equal(is.casemap, CASEMAP_ASCII);
	assert_false(isupport_is_channel(&is, "&local"));
	assert_false(isupport_is_channel(&is, ""));
	assert_string_equal(is.prefix_modes, "qaohv");
	assert_string_equal(is.prefix_signs, "~&@%+");
	assert_int_equal(is.nicklen, 30);
	assert_string_equal(isupport_get(&is, "NETWORK"), "A B=C");
	assert_string_equal(isupport_get(&is, "SAFELIST"), "");
	assert_null(isupport_get(&is, "WHOX"));
	assert_true(isupport_mode_has_parameter(&is, 'o', false));
	assert_true(isupport_mode_has_parameter(&is, 'e', false));
	assert_true(isupport_mode_has_parameter(&is, 'k', false));
	assert_true(isupport_mode_has_parameter(&is, 'l', true));
	assert_false(isupport_mode_has_parameter(&is, 'l', false));
	assert_false(isupport_mode_has_parameter(&is, 'C', true));
	read_005(&is, "-SAFELIST PREFIX=broken PREFIX=(ov)@ NICKLEN=99999 NICKLEN=x "
		      "CASEMAPPING=klingon =x");
	assert_null(isupport_get(&is, "SAFELIST"));
	assert_string_equal(is.prefix_modes, "qaohv");
	assert_int_equal(is.nicklen, 30);
	assert_int_equal(is.casemap, CASEMAP_ASCII);
	read_005(&is,
		"-CASEMAPPING -PREFIX -CHANTYPES -CHANMODES -STATUSMSG -NICKLEN -MODES -NOTHING -");
	assert_int_equal(is.casemap, CASEMAP_RFC1459);
	assert_string_equal(is.prefix_modes, "ov");
	assert_string_equal(is.chantypes, "#&");
	assert_string_equal(is.chanmodes[2], "l");
	assert_string_equal(is.statusmsg, "");
	assert_int_equal(is.nicklen, 9);
	assert_int_equal(is.modes, 3);
	assert_null(isupport_get(&is, "PREFIX"));
	read_005(&is, "LINELEN=2048 USERLEN=12 HOSTLEN=64");
	assert_int_equal(is.linelen, 2048);
	assert_int_equal(is.userlen, 12);
	assert_int_equal(is.hostlen, 64);
	read_005(&is, "LINELEN=100 USERLEN=0 HOSTLEN=999");
	assert_int_equal(is.linelen, 2048);
	read_005(&is, "-LINELEN -USERLEN -HOSTLEN");
	assert_int_equal(is.linelen, 512);
	assert_int_equal(is.userlen, 10);
	assert_int_equal(is.hostlen, 63);
	read_005(&is, "PREFIX=");
	assert_string_equal(is.prefix_modes, "");
	assert_string_equal(is.prefix_signs, "");
	isupport_release(&is);
}

static void test_endless_tokens(void **state)
{
	struct isupport is;
	char tokens[64];

	(void)state;
	isupport_init(&is);
	for (int i = 0; i < 5000; i++) {
		snprintf(tokens, sizeof tokens, "TOKEN%d=x", i);
		read_005(&is, tokens);
	}
	assert_non_null(isupport_get(&is, "TOKEN0"));
	assert_null(isupport_get(&is, "TOKEN4999"));
	isupport_release(&is);
}

static bool is_op(struct channels *cs, const char *channel, const char *nick)
{
	return channels_is_operator(cs, channels_find(cs, channel), nick);
}

static void test_channels(void **state)
{
	static const char *const ann[] = {"ann"}, *const ban_and_bob[] = {"*!*@x", "bob"};
	struct isupport is;
	struct channels *cs;

	(void)state;
	isupport_init(&is);
	cs = channels_new(&is);
	channels_names(cs, "#nowhere", "eve");
	assert_null(channels_user(cs, "eve"));
	channels_joined_ourselves(cs, "#Table[1]");
	channels_names(cs, "#table{1}", "me @ann +@bob  carl!c@host + @");
	assert_non_null(channels_find(cs, "#TABLE[1]"));
	assert_true(is_op(cs, "#table{1}", "ANN"));
	assert_true(is_op(cs, "#table{1}", "bob"));
	assert_false(is_op(cs, "#table{1}", "carl"));
	assert_false(is_op(cs, "#table{1}", "nobody"));
	channels_mode(cs, "#table{1}", "-o", ann, 1);
	assert_false(is_op(cs, "#table{1}", "ann"));
	channels_mode(cs, "#table{1}", "+bo-o", ban_and_bob, 2);
	assert_true(is_op(cs, "#table{1}", "bob"));
	channels_mode(cs, "#table{1}", "+ooo", ann, 1);
	assert_true(is_op(cs, "#table{1}", "ann"));

	channels_renamed(cs, "ann", "anna");
	assert_true(is_op(cs, "#table{1}", "anna"));
	assert_null(channels_user(cs, "ann"));
	channels_renamed(cs, "anna", "ANNA");
	assert_string_equal(channels_user(cs, "anna")->nick, "ANNA");

	channels_joined_ourselves(cs, "#two");
	channels_joined(cs, "#two", "bob", "b@host.test");
	channels_left(cs, "#table{1}", "bob");
	assert_string_equal(channels_user(cs, "bob")->host, "b@host.test");
	channels_left(cs, "#two", "bob");
	assert_null(channels_user(cs, "bob"));
	channels_quit(cs, "carl");
	assert_null(channels_user(cs, "carl"));
	channels_left_ourselves(cs, "#Table{1}");
	assert_null(channels_user(cs, "anna"));
	channels_clear(cs);
	channels_free(cs);
	isupport_release(&is);
}

static void test_channel_modes(void **state)
{
	static const struct {
		bool all; /* 324 rather than MODE */
		const char *letters, *params[3];
		int count;
		const char *set, *unset;
	} rows[] = {
		{true, "+cnt", {NULL}, 0, "cnt", "klbo"},
		{false, "-c+lk", {"12", "key"}, 2, "ntlk", "c"},
		{false, "+b-l+c", {"c!*@*"}, 1, "ntkc", "lb"},
		{false, "+o-k+C", {"ann", "*"}, 2, "ntcC", "ok"},
		{false, "+1\xff~", {NULL}, 0, "ntcC", ""},
		{true, "+", {NULL}, 0, "", "ntcCklbo"},
		{true, "s", {NULL}, 0, "s", "n"},
		{true, "", {NULL}, 0, "", "s"},
	};
	struct isupport is;
	struct channels *cs;
	const struct channel *channel;

	(void)state;
	isupport_init(&is);
	read_005(&is, "CHANMODES=b,k,l,Ccimnpst");
	cs = channels_new(&is);
	channels_modes_are(cs, "#table", "+c", NULL, 0);
	channels_joined_ourselves(cs, "#table");
	channel = channels_find(cs, "#TABLE");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		(rows[i].all ? channels_modes_are : channels_mode)(
			cs, "#Table", rows[i].letters, rows[i].params, rows[i].count);
		for (const char *c = rows[i].set; *c != '\0'; c++)
			if (!channels_has_mode(channel, *c))
				fail_msg("%s: %c is not set", rows[i].letters, *c);
		for (const char *c = rows[i].unset; *c != '\0'; c++)
			if (channels_has_mode(channel, *c))
				fail_msg("%s: %c is set", rows[i].letters, *c);
	}
	assert_false(channels_has_mode(channel, '+'));
	channels_free(cs);
	isupport_release(&is);
}

/* Somebody takes the nick of one who, as far as we know, is still there. */
static void test_nick_taken_over(void **state)
{
	struct isupport is;
	struct channels *cs;

	(void)state;
	isupport_init(&is);
	cs = channels_new(&is);
	channels_joined_ourselves(cs, "#t");
	channels_names(cs, "#t", "@ann bob");
	channels_renamed(cs, "bob", "ann");
	assert_false(is_op(cs, "#t", "ann"));
	assert_null(channels_user(cs, "bob"));
	channels_quit(cs, "ann");
	channels_free(cs);
	isupport_release(&is);
}

/* Names that one folding takes for the same and another does not: all are let go of, whole. */
static void test_folding_changes(void **state)
{
	struct isupport is;
	struct channels *cs;

	(void)state;
	isupport_init(&is);
	read_005(&is, "CASEMAPPING=ascii");
	cs = channels_new(&is);
	channels_joined_ourselves(cs, "#t[");
	channels_joined_ourselves(cs, "#t{");
	channels_names(cs, "#t[", "me a[ a{");
	channels_names(cs, "#t{", "me a[");
	read_005(&is, "CASEMAPPING=rfc1459");
	channels_clear(cs);
	read_005(&is, "CASEMAPPING=ascii");
	assert_null(channels_user(cs, "a["));
	assert_null(channels_user(cs, "a{"));
	channels_joined_ourselves(cs, "#t[");
	channels_names(cs, "#t[", "me a[");
	assert_string_equal(channels_user(cs, "a[")->nick, "a[");
	channels_free(cs);
	isupport_release(&is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fold),
		cmocka_unit_test(test_match),
		cmocka_unit_test(test_isupport),
		cmocka_unit_test(test_endless_tokens),
		cmocka_unit_test(test_channels),
		cmocka_unit_test(test_channel_modes),
		cmocka_unit_test(test_nick_taken_over),
		cmocka_unit_test(test_folding_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

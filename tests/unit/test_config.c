/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The configuration file: what is told of a wrong one, to the letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/mem.h"
#include "config/read.h"

static struct config *read_bytes(
	const char *bytes, size_t len, unsigned permissions, struct strbuf *mistakes)
{
	FILE *stream = len > 0 ? fmemopen((void *)(uintptr_t)bytes, len, "r") : tmpfile();
	struct config *config;

	assert_non_null(stream);
	config = config_read(stream, "f", permissions, mistakes);
	fclose(stream);
	return config;
}

#define NET "[network a]\nhost=h\n"

static const struct {
	const char *text;
	const char *mistakes; /* "" when there is none */
} cases[] = {
	/* the whole */
	{"", "f: there is no [network NAME], so nothing to connect to\n"},
	{NET, ""},
	{"[network a]\nhost=h", ""},
	{"\xef\xbb\xbf" NET, ""},
	{"[network a]\r\nhost=h\r\n", ""},
	{"  [network   a] ; why\n\t host = h ; why\n\t port = 1\n", ""},
	{"# x\n; y\n" NET "# \xff and \x01 in a comment\n", ""},

	/* lines */
	{"x = 1\n" NET, "f:1: 'x' stands before the first [section]\n"},
	{NET "nonsense\n", "f:3: this is neither 'key = value' nor '[section]'\n"},
	{NET "nonsense", "f:3: this is neither 'key = value' nor '[section]'\n"},
	{NET "= 1\n", "f:3: there is no key before '='\n"},
	{NET "realname = a\x01z\n", "f:3: byte 13 of this line is a control byte, \\x01\n"},
	{NET "realname = a\rz\n", "f:3: byte 13 of this line is a control byte, \\x0D\n"},
	{NET "realname = a\x7f\n", "f:3: byte 13 of this line is a control byte, \\x7F\n"},
	{NET "realname = a\tz\n", "f:3: there is a tab inside the value\n"},
	{NET "realname = \xe9t\xe9\n", "f:3: byte 12 of this line is not UTF-8\n"},
	{NET "realname = \xc3\xa9t\xc3\xa9\n", ""},
	{NET "\x01\n", "f:3: byte 1 of this line is a control byte, \\x01\n"},

	/* sections */
	{NET "[netwrok b]\nhots=1\n",
		"f:3: unknown section [netwrok b] (did you mean [network NAME]?)\n"},
	{NET "[logioss]\n", "f:3: unknown section [logioss] (did you mean [logios]?)\n"},
	{NET "[whatever it is]\n",
		"f:3: unknown section [whatever it is] (logios.ini(5) lists them)\n"},
	{NET "[]\n", "f:3: unknown section [] (logios.ini(5) lists them)\n"},
	{NET "[logios\nx=1\n", "f:3: this section's title does not end in ']'\n"},
	{NET "[logios] x\n", "f:3: this section's title does not end in ']'\n"},
	{NET "[logios x]\n", "f:3: [logios x]: nothing may follow 'logios' here\n"},
	{NET "[network]\n", "f:3: [network]: a name is missing, as in [network NAME]\n"},
	{NET "[network b/c]\n",
		"f:3: [network b/c]: 'b/c' has more than letters, digits, '-', '_' and '.'\n"},
	{NET "[network console]\nhost=h\n",
		"f:3: [network console]: 'console' is what the places of `logios console` are "
		"called (take another name)\n"},
	{NET "[network Console]\nhost=h\n",
		"f:3: [network Console]: 'Console' is what the places of `logios console` are "
		"called (take another name)\n"},
	{NET "[admin console]\nmask = a!b@c\n", ""},
	{NET NET, "f:3: [network a] is there already, in line 1\n"},
	{NET "[network A]\nhost=h\n", "f:3: [network A] is there already, in line 1\n"},
	{"[logios]\n" NET "[logios]\n", "f:4: [logios] is there already, in line 1\n"},
	{NET "[plugin x.so]\n",
		"f:3: [plugin x.so]: 'x.so' is no name of a plugin (lower-case letters, digits, "
		"'-' and '_', without .so)\n"},
	{NET "[plugin x]\nany = thing\nmore = \n", ""},
	{NET "[plugin x]\nany = 1\nany = 2\n", "f:5: 'any' is set already, in line 4\n"},

	/* keys */
	{NET "prot = 1\n", "f:3: unknown key 'prot' in [network a] (did you mean 'port'?)\n"},
	{NET "Port = 1\n", "f:3: unknown key 'Port' in [network a] (did you mean 'port'?)\n"},
	{NET "prefix = .\n", "f:3: unknown key 'prefix' in [network a] (it belongs in [logios])\n"},
	{"[logios]\nhost=h\n" NET,
		"f:2: unknown key 'host' in [logios] (it belongs in [network NAME])\n"},
	{NET "qwertyuiop = 1\n",
		"f:3: unknown key 'qwertyuiop' in [network a] (logios.ini(5) lists them)\n"},
	{NET "xyzzy_user = x\n",
		"f:3: unknown key 'xyzzy_user' in [network a] (logios.ini(5) lists them)\n"},
	{NET "port = 1\nport = 2\n", "f:4: 'port' is set already, in line 3\n"},
	{NET "server_password = x\nserver_password_file = y\n",
		"f:4: 'server_password_file' is set already, in line 3\n"},
	{"[network a]\n", "f:1: [network a] has no 'host'\n"},
	{"[network a]\nhost =\n", "f:2: host: may not be empty\n"},
	{"[network a]\nhost = ;h\n", "f:2: host: may not be empty\n"},

	/* numbers, flags, choices */
	{NET "port = 0\n", "f:3: port: '0' is no number from 1 to 65535\n"},
	{NET "port = 65535\n", ""},
	{NET "port = 65536\n", "f:3: port: '65536' is no number from 1 to 65535\n"},
	{NET "[logios]\ntranscript_mode = 0400\n", "f:4: transcript_mode: '0400' is no mode of a "
						   "file that its owner reads and writes, "
						   "such as 0644 or 0640\n"},
	{NET "[logios]\ntranscript_mode = rw\n",
		"f:4: transcript_mode: 'rw' is no mode of a file that its owner reads and writes, "
		"such as 0644 or 0640\n"},
	{NET "[logios]\ntranscript_mode = 0755\n", "f:4: transcript_mode: '0755' is no mode of a "
						   "file that its owner reads and writes, "
						   "such as 0644 or 0640\n"},
	{NET "[logios]\ntranscript_mode = 04644\n",
		"f:4: transcript_mode: '04644' is no mode of a file that its owner reads and "
		"writes, such as 0644 or 0640\n"},
	{NET "[logios]\ntranscript_mode = 666\n",
		"f:4: transcript_mode: '666' would let everybody write\n"},
	{NET "port =\n", "f:3: port: '' is no number from 1 to 65535\n"},
	{NET "port = 1x\n", "f:3: port: '1x' is no number from 1 to 65535\n"},
	{NET "port = 99999999999999999999\n",
		"f:3: port: '99999999999999999999' is no number from 1 to 65535\n"},
	{NET "port = 1 # why\n",
		"f:3: port: '1 # why' is no number from 1 to 65535 (a comment behind a "
		"value begins with ' ;')\n"},
	{NET "tls = maybe\n", "f:3: tls: 'maybe' is neither yes nor no\n"},
	{NET "tls = OFF\n", ""},
	{NET "join_on_invite = trustd\n",
		"f:3: join_on_invite: 'trustd' is none of no, trusted, anyone "
		"(did you mean 'trusted'?)\n"},
	{"[logios]\nlog_level = verbose\n" NET,
		"f:2: log_level: 'verbose' is none of error, warning, info, debug\n"},
	{NET "ping_interval = 10\nping_timeout = 11\n",
		"f:4: ping_timeout is 11, more than ping_interval, which is 10\n"},
	{NET "ping_interval = 60\nping_timeout = 60\n", ""},
	{NET "reconnect_min = 301\n",
		"f:3: reconnect_min is 301, more than reconnect_max, which is 300\n"},

	/* names */
	{"[network a]\nhost = a b\n", ""},
	{"[network a]\nhost = a, b:7000, [2001:db8::1]:7000, 192.0.2.1:1, fe80::1%eth0, [::1]\n",
		""},
	{"[network a]\nhost = a, b!\n", "f:2: host: 'b!' is no name or address of a host\n"},
	{"[network a]\nhost = a, A\n", "f:2: host: 'A' is there twice\n"},
	{"[network a]\nhost = a:0\n", "f:2: host: '0' is no port from 1 to 65535\n"},
	{"[network a]\nhost = a:\n", "f:2: host: '' is no port from 1 to 65535\n"},
	{"[network a]\nhost = a:65536\n", "f:2: host: '65536' is no port from 1 to 65535\n"},
	{"[network a]\nhost = [::1\n", "f:2: host: '[::1' is no name or address of a host\n"},
	{"[network a]\nhost = [::1]1\n", "f:2: host: '[::1]1' is no name or address of a host\n"},
	{"[network a]\nhost = [a]:1\n", "f:2: host: '[a]:1' is no name or address of a host\n"},
	{"[network a]\nhost = :1\n", "f:2: host: ':1' is no name or address of a host\n"},
	{"[network a]\nhost = a:b:c\n", "f:2: host: 'a:b:c' is no name or address of a host\n"},
	{"[network a]\nhost = 2001:db8::1\n", ""},
	{NET "nick = 9lives\n", "f:3: nick: '9lives' is no nick (it may not begin with '9')\n"},
	{NET "nick = a b\n", "f:3: nick: 'a b' is no nick (letters, digits and []\\`_^{|}-)\n"},
	{NET "nick = [x]`\n", ""},
	{NET "alt_nicks = a, -b\n",
		"f:3: alt_nicks: '-b' is no nick (it may not begin with '-')\n"},
	{NET "alt_nicks = a, A\n", "f:3: alt_nicks: 'A' is there twice\n"},
	{NET "username = a@b\n",
		"f:3: username: 'a@b' has more than letters, digits, '-', '_', '.' and '~'\n"},
	{NET "username = abcdefghijklmnopq\n", "f:3: username: has 17 bytes; at most 16 fit\n"},
	{NET "bind = 1.2.3\n", "f:3: bind: '1.2.3' is no IPv4 or IPv6 address\n"},
	{NET "bind = ::1\n", ""},
	{"[logios]\nprefix = a\n" NET,
		"f:2: prefix: 'a' must be punctuation marks, as in ! or .\n"},
	{"[logios]\nprefix = !!!!!\n" NET, "f:2: prefix: has 5 bytes; at most 4 fit\n"},
	{"[logios]\nplugins = dice, ../x\n" NET,
		"f:2: plugins: '../x' is no name of a plugin (lower-case letters, "
		"digits, '-' and '_', without .so)\n"},
	{"[logios]\nplugins = Dice\n" NET,
		"f:2: plugins: 'Dice' is no name of a plugin (lower-case letters, "
		"digits, '-' and '_', without .so)\n"},
	{NET "tls_fingerprint = ab:cd\n", "f:3: tls_fingerprint: a fingerprint of SHA-256 has 64 "
					  "hexadecimal digits, not 4\n"},
	{NET "tls_fingerprint = xy\n", "f:3: tls_fingerprint: 'x' is no hexadecimal digit\n"},
	{NET "tls_cert = c\n", "f:3: tls_cert needs tls_key, the private key that belongs to it\n"},
	{NET "tls_key = c\n", "f:3: tls_key needs tls_cert, the certificate that belongs to it\n"},

	/* accounts */
	{NET "sasl_user = x\n", "f:3: sasl_user needs sasl_password or tls_cert\n"},
	{NET "sasl_user = x y\nsasl_password = p\n",
		"f:3: sasl_user: 'x y' is more than one word\n"},
	{NET "sasl_mechanism = plain\n", "f:3: sasl_mechanism needs sasl_password\n"},
	{NET "sasl_mechanism = external\n",
		"f:3: sasl_mechanism = external needs tls_cert, the certificate to be known by\n"},
	{NET "tls = no\ntls_cert = c\ntls_key = k\nsasl_mechanism = external\n",
		"f:6: sasl_mechanism = external needs tls = yes\n"},
	{NET "sasl_required = yes\n",
		"f:3: sasl_required needs sasl_password or tls_cert, and a sasl_mechanism\n"},
	{NET "sasl_required = yes\nsasl_password = p\nsasl_mechanism = none\n",
		"f:3: sasl_required needs sasl_password or tls_cert, and a sasl_mechanism\n"},
	{NET "sasl_mechanism = scram\n", "f:3: sasl_mechanism: 'scram' is none of auto, plain, "
					 "external, scram-sha-256, none\n"},
	{NET "nickserv_mask = Nick*!*@services\n",
		"f:3: nickserv_mask: 'Nick*!*@services' does not name one nick\n"},
	{NET "nickserv_mask = NickServ\n",
		"f:3: nickserv_mask: 'NickServ' is not of the form nick!user@host\n"},
	{NET "nickserv_mask = NickServ!*@*\n",
		"f:3: nickserv_mask: 'NickServ!*@*' fits everybody (say more of the host)\n"},

	/* channels */
	{NET "channels = dice\n",
		"f:3: channels: 'dice' is no channel (its name begins with one of # & + !)\n"},
	{NET "channels = #\n", "f:3: channels: '#' is no channel (there is no name)\n"},
	{NET "channels = #a #b\n", "f:3: channels: after '#a' a comma is missing\n"},
	{NET "channels = #a key more\n",
		"f:3: channels: after '#a' there is more than a key (part channels by commas)\n"},
	{NET "channels = #a, #A\n", "f:3: channels: '#A' is there twice\n"},
	{NET "channels = #a,\n", "f:3: 'channels' ends in a comma, and its list does not go on\n"},
	{NET "channels = #a,\nport = 1\n",
		"f:3: 'channels' ends in a comma, and its list does not go on\n"},
	{NET "channels = #a,\n[logios]\n",
		"f:3: 'channels' ends in a comma, and its list does not go on\n"},
	{NET "channels = #a\n  b\n", "f:4: this is neither 'key = value' nor '[section]'\n"},
	{NET "realname = Hi,\nport = 1\n", ""},
	{NET "[channel a/b]\n",
		"f:3: [channel a/b]: 'b' is no channel (its name begins with one of # & + !)\n"},
	{NET "[channel a/]\n",
		"f:3: [channel a/]: '' is no channel (its name begins with one of # & + !)\n"},
	{NET "[channel #b]\n", "f:3: [channel #b]: '#b' is not of the form NETWORK/#CHANNEL\n"},
	{NET "[channel A/#b]\n", ""},
	{NET "[channel a/#b]\n[channel a/#B]\n",
		"f:4: [channel a/#B] is there already, in line 3\n"},
	{"[network libera]\nhost=h\n[channel libra/#b]\n",
		"f:3: there is no [network libra] (did you mean 'libera'?)\n"},

	/* admins */
	{NET "[admin z]\n", "f:3: [admin z] has no 'account', 'certfp', 'mask' or 'password', so "
			    "nobody is known by it\n"},
	{NET "[admin z]\nmask =\npassword =\n", "f:3: [admin z] has no 'account', 'certfp', 'mask' "
						"or 'password', so nobody is known by it\n"},
	{NET "[admin z]\nmask = *!*@*\n",
		"f:4: mask: '*!*@*' fits everybody (say more of the host)\n"},
	{NET "[admin z]\nmask = ann!ann@*.*\n",
		"f:4: mask: 'ann!ann@*.*' fits everybody (say more of the host)\n"},
	{NET "[admin z]\nmask = ann\n", "f:4: mask: 'ann' is not of the form nick!user@host\n"},
	{NET "[admin z]\nmask = !a@h\n", "f:4: mask: '!a@h' is not of the form nick!user@host\n"},
	{NET "[admin z]\nmask = *!*@h.example, *!a@10.0.0.?\n", ""},
	{NET "[admin z]\npassword = secret\n",
		"f:4: password: this is no hash (make one with 'logios hash-password')\n"},
	{NET "[admin z]\nmask = *!*@h\nnetworks = b\n",
		"f:5: there is no [network b] (did you mean 'a'?)\n"},
	{NET "[admin z]\nmask = *!*@h\nrole = king\n",
		"f:5: role: 'king' is none of operator, admin, owner\n"},

	/* all of them, by line */
	{"[admin z]\n[logios]\nmax_lines = 0\n[network a]\ntls = x\n",
		"f:1: [admin z] has no 'account', 'certfp', 'mask' or 'password', so nobody is "
		"known by it\n"
		"f:3: max_lines: '0' is no number from 1 to 20\n"
		"f:4: [network a] has no 'host'\n"
		"f:5: tls: 'x' is neither yes nor no\n"},
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf mistakes = STRBUF_INIT;
		struct config *config = read_bytes(
			cases[i].text, strlen(cases[i].text), 0600, &mistakes);
		if (strcmp(mistakes.text, cases[i].mistakes) != 0)
			print_message("case %zu, for:\n%s", i, cases[i].text);
		assert_string_equal(mistakes.text, cases[i].mistakes);
		assert_int_equal(config != NULL, *cases[i].mistakes == '\0');
		config_free(config);
		strbuf_release(&mistakes);
	}
}

static void expect(const char *bytes, size_t len, unsigned permissions, const char *wanted)
{
	struct strbuf mistakes = STRBUF_INIT;
	struct config *config = read_bytes(bytes, len, permissions, &mistakes);

	assert_string_equal(mistakes.text, wanted);
	assert_int_equal(config != NULL, *wanted == '\0');
	config_free(config);
	strbuf_release(&mistakes);
}

static void test_nul(void **state)
{
	static const char in_value[] = NET "realname = a\0b\n";
	static const char first[] = NET "\0realname = b\n";

	(void)state;
	expect(in_value, sizeof in_value - 1, 0600,
		"f:3: byte 13 of this line is a control byte, \\x00\n");
	expect(first, sizeof first - 1, 0600,
		"f:3: byte 1 of this line is a control byte, \\x00\n");
}

/* LEN bytes of line after "realname = ", in a file whose third line it is. */
static void expect_long(size_t len, const char *wanted)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, NET "realname = ");
	while (text.len < strlen(NET) + len)
		strbuf_addch(&text, 'x');
	strbuf_addstr(&text, "\r\nport = 0\n");
	expect(text.text, text.len, 0600, wanted);
	strbuf_release(&text);
}

static void test_long_lines(void **state)
{
	(void)state;
	expect_long(161, "f:4: port: '0' is no number from 1 to 65535\n");
	expect_long(190, "f:3: realname: has 179 bytes; at most 150 fit\n"
			 "f:4: port: '0' is no number from 1 to 65535\n");
	expect_long(191,
		"f:3: this line has 191 bytes; at most 190 are read (a list may go on in the "
		"next line after a comma)\n"
		"f:4: port: '0' is no number from 1 to 65535\n");
	expect_long(10000,
		"f:3: this line has 10000 bytes; at most 190 are read (a list may go on in "
		"the next line after a comma)\n"
		"f:4: port: '0' is no number from 1 to 65535\n");
}

static void test_huge_file(void **state)
{
	size_t len = (1 << 20) + 1;
	char *text = mem_alloc(len);

	(void)state;
	memset(text, '\n', len);
	expect(text, len, 0600, "f: this file has more than 1048576 bytes\n");
	free(text);
}

static void test_permissions(void **state)
{
	static const char plain[] = NET;
	static const char secret[] = NET "server_password = x\n";
	static const char empty[] = NET "server_password =\n";
	static const char key[] = NET "channels = #a, #b key\n";
	static const char told[] =
		"f:3: here is a secret, and everybody can read this file (chmod o-r)\n";

	(void)state;
	expect(plain, sizeof plain - 1, 0644, "");
	expect(empty, sizeof empty - 1, 0644, "");
	expect(secret, sizeof secret - 1, 0640, "");
	expect(secret, sizeof secret - 1, 0644, told);
	expect(key, sizeof key - 1, 0644, told);
	expect(plain, sizeof plain - 1, 0602, "f: everybody can write to this file (chmod o-w)\n");
}

static void test_unreadable(void **state)
{
	struct strbuf mistakes = STRBUF_INIT;

	(void)state;
	assert_null(config_load("/nonexistent/logios.ini", NULL, &mistakes));
	assert_string_equal(mistakes.text,
		"/nonexistent/logios.ini: cannot be read: No such file or directory\n");
	strbuf_reset(&mistakes);
	assert_null(config_load("/", NULL, &mistakes));
	assert_string_equal(mistakes.text, "/: cannot be read: Is a directory\n");
	strbuf_release(&mistakes);
}

/* A pipe that nobody writes to holds nothing up. */
static void test_pipe(void **state)
{
	char path[] = "/tmp/logios-test-XXXXXX";
	struct strbuf mistakes = STRBUF_INIT;
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_null(config_load(path, NULL, &mistakes));
	assert_non_null(strstr(mistakes.text, "there is no [network NAME]"));
	unlink(path);
	strbuf_release(&mistakes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_huge_file),
		cmocka_unit_test(test_permissions),
		cmocka_unit_test(test_unreadable),
		cmocka_unit_test(test_pipe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

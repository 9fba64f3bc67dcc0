/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From connected to welcomed, against a server that the test plays: capabilities, SASL, what
 * happens when the server does not play along. */
#include "scripted.h"

#include "irc/protocol/message.h"

#define NAMES "NICK Logios|USER logios unknown unknown :Logios dice bot|"
#define SASL "sasl_user = tim\nsasl_password = tanstaaftanstaaf\n"
/* "tim\0tim\0tanstaaftanstaaf" */
#define TIM "dGltAHRpbQB0YW5zdGFhZnRhbnN0YWFm"

/* Play SCRIPT, its lines parted by newlines: "> line" the server says, "< line" comes next from us,
 * "~ MS" so many milliseconds pass. Nothing may come from us that is not in it. */
static void play(struct scripted *s, const char *script)
{
	char *copy = mem_strdup(script), *rest = copy, *line;
	struct strbuf due = STRBUF_INIT;

	while ((line = strsep(&rest, "\n")) != NULL) {
		if (line[0] == '<') {
			strbuf_addf(&due, "%s|", line + 2);
			continue;
		}
		scripted_expect_in(s, 0, due.text);
		strbuf_reset(&due);
		if (line[0] == '>')
			network_line(s->net, line + 2, strlen(line + 2));
		else if (line[0] == '~')
			loop_advance(s->loop, atol(line + 1));
		network_lines_end(s->net);
	}
	scripted_expect_in(s, 0, due.text);
	strbuf_release(&due);
	free(copy);
}

static void meet(struct scripted *s, const char *lines, bool overheard)
{
	char *config = mem_printf("host = irc.test\n%s", lines);

	scripted_open(s, config);
	free(config);
	s->overheard = overheard;
	network_connected(s->net);
	scripted_expect_in(s, 0, overheard ? "CAP LS 302|" : "CAP LS 302|" NAMES);
}

/* Each from "CAP LS 302" on; what CONFIG has beside the usual, and whether others may read
 * along. */
static const struct dialogue {
	const char *name, *config;
	bool overheard;
	const char *script;
	const char *logged; /* or NULL */
	unsigned closes;
} dialogues[] = {
	{"names wait where others read along", "server_password = s e\n", true,
		"> :s CAP * LS :x\n< PASS :s e\n< NICK Logios\n"
		"< USER logios unknown unknown :Logios dice bot\n< CAP END",
		NULL, 0},
	{"no answer to CAP", "", true,
		"> :s NOTICE * :*** Looking up your hostname\n~4999\n~1\n< NICK Logios\n"
		"< USER logios unknown unknown :Logios dice bot\n< CAP END\n> :s 001 Logios :Hi\n"
		"> :s 376 Logios :End",
		"does not answer CAP", 0},
	{"CAP is not known", "", true,
		"> :s 421 * CAP :Unknown command\n< NICK Logios\n"
		"< USER logios unknown unknown :Logios dice bot\n~10000",
		NULL, 0},
	{"CAP comes too early", "", true,
		"> :s 451 * :You have not registered\n< NICK Logios\n"
		"< USER logios unknown unknown :Logios dice bot\n~10000",
		NULL, 0},
	{"another command is not known", "", false,
		"> :s 421 * XYZZY :Unknown command\n~4999\n~1\n< CAP END", NULL, 0},
	{"the welcome comes without an answer to CAP", "", false,
		"> :s 001 Logios :Hi\n~4000\n> :s 376 Logios :End\n~10000", NULL, 0},
	{"the list comes after all that", "", false,
		"~5000\n< CAP END\n> :s CAP * LS :batch\n> :s 001 Logios :Hi\n< CAP REQ :batch\n"
		"> :s CAP Logios ACK :batch\n~10000",
		NULL, 0},
	{"nothing is asked that was not named", "", false,
		"> :s CAP * LS * :away-notify invite-notify echo-message setname\n"
		"> :s CAP * LS :labeled-response sasl=PLAIN sts=duration=1\n< CAP END",
		NULL, 0},
	{"several lines", "", false,
		"> :s CAP * LS * :account-notify account-tag batch cap-notify\n"
		"> :s CAP * LS * :chghost extended-join message-tags\n"
		"> :s CAP * LS :multi-prefix server-time userhost-in-names\n"
		"< CAP REQ :account-notify account-tag batch cap-notify chghost extended-join "
		"message-tags "
		"multi-prefix server-time userhost-in-names\n"
		"> :s CAP * ACK :account-notify account-tag batch cap-notify chghost\n"
		"> :s CAP * ACK :extended-join message-tags multi-prefix server-time "
		"userhost-in-names\n"
		"< CAP END",
		NULL, 0},
	{"refused", "", false,
		"> :s CAP * LS :batch chghost\n< CAP REQ :batch chghost\n> :s CAP * NAK :batch "
		"chghost\n"
		"< CAP REQ :batch\n> :s CAP * NAK :batch\n< CAP REQ :chghost\n> :s CAP * ACK "
		":chghost\n"
		"< CAP END",
		NULL, 0},
	{"no answer to a request", "", false,
		"> :s CAP * LS :batch\n< CAP REQ :batch\n~4999\n~1\n< CAP END\n> :s CAP * ACK "
		":batch\n~10000",
		NULL, 0},
	{"new and gone", "", false,
		"> :s CAP * LS :cap-notify\n< CAP REQ :cap-notify\n> :s CAP * ACK :cap-notify\n< "
		"CAP END\n"
		"> :s 001 Logios :Hi\n> :s 376 Logios :End\n> :s CAP Logios NEW :batch sasl=PLAIN\n"
		"< CAP REQ :batch\n> :s CAP Logios ACK :batch\n> :s CAP Logios DEL :batch\n"
		"> :s CAP Logios NEW :batch\n< CAP REQ :batch",
		NULL, 0},
	{"the server is silent for good", "register_timeout = 60\n", false,
		"> :s CAP * LS :batch\n< CAP REQ :batch\n~5000\n< CAP END\n~55000",
		"did not welcome us", 1},

	/* SASL PLAIN, and its numbers */
	{"plain", SASL, false,
		"> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"PLAIN\n"
		"> AUTHENTICATE +\n< AUTHENTICATE " TIM "\n"
		"> :s 900 * *!*@* tim :You are now logged in\n> :s 903 * :Done\n< CAP END",
		"logged in by PLAIN", 0},
	{"plain is not said where others read along", SASL, true,
		"> :s CAP * LS :sasl=PLAIN\n< NICK Logios\n< USER logios unknown unknown :Logios "
		"dice bot\n"
		"< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< CAP END",
		"SASL PLAIN is not used", 0},
	{"none of ours", SASL, false,
		"> :s CAP * LS :sasl=EXTERNAL,GSSAPI\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< CAP "
		"END",
		"none of the server's ways", 0},
	{"none at all", SASL, false,
		"> :s CAP * LS :batch\n< CAP REQ :batch\n> :s CAP * ACK :batch\n< CAP END",
		"offers no SASL", 0},
	{"sasl is refused", SASL, false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * NAK :sasl\n< CAP END",
		"offers no SASL", 0},
	{"no list: the strongest first", SASL, false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"SCRAM-SHA-256\n"
		"> :s 904 * :SASL authentication failed\n< AUTHENTICATE PLAIN\n> AUTHENTICATE +\n"
		"< AUTHENTICATE " TIM "\n> :s 903 * :Done\n< CAP END",
		"could not log in by SCRAM-SHA-256", 0},
	{"908 and 904", SASL, false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"SCRAM-SHA-256\n"
		"> :s 908 * PLAIN,EXTERNAL :are available SASL mechanisms\n"
		"> :s 904 * :SASL authentication failed\n< AUTHENTICATE PLAIN",
		NULL, 0},
	{"908 alone", SASL, false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"SCRAM-SHA-256\n"
		"> :s 908 * PLAIN,EXTERNAL :are available SASL mechanisms\n~1999\n~1\n< "
		"AUTHENTICATE PLAIN",
		NULL, 0},
	{"908 without any of ours", SASL, false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"SCRAM-SHA-256\n"
		"> :s 908 * GSSAPI :are available SASL mechanisms\n> :s 904 * :No\n< CAP END",
		"could not log in by SASL", 0},
	{"902", SASL "sasl_mechanism = plain\n", false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE PLAIN\n"
		"> :s 902 * :You must use a nick assigned to you\n< CAP END",
		"a nick assigned to you", 0},
	{"905", SASL "sasl_mechanism = plain\n", false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE PLAIN\n"
		"> AUTHENTICATE +\n< AUTHENTICATE " TIM
		"\n> :s 905 * :SASL message too long\n< CAP END",
		"SASL message too long", 0},
	{"906", SASL "sasl_mechanism = plain\n", false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE PLAIN\n"
		"> :s 906 * :SASL authentication aborted\n< CAP END",
		"aborted", 0},
	{"907", SASL, false,
		"> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"PLAIN\n"
		"> :s 907 * :You have already authenticated\n< CAP END",
		"logged in", 0},
	{"421", SASL, false,
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"SCRAM-SHA-256\n"
		"> :s 421 * AUTHENTICATE :Unknown command\n< CAP END",
		"does not know AUTHENTICATE", 0},
	{"services are away", SASL "register_timeout = 60\n", false,
		"> :s CAP * LS :sasl=PLAIN,SCRAM-SHA-256\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n"
		"< AUTHENTICATE SCRAM-SHA-256\n~14999\n~1\n< AUTHENTICATE *\n< CAP END\n> :s 906 * "
		":Aborted",
		"do not answer in time", 0},
	{"services are away, with little time", SASL "register_timeout = 10\n", false,
		"> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n"
		"< AUTHENTICATE PLAIN\n> AUTHENTICATE +\n< AUTHENTICATE " TIM "\n~4999\n~1\n"
		"< AUTHENTICATE *\n< CAP END",
		"do not answer in time", 0},
	{"success that proves nothing", SASL "sasl_required = yes\n", false,
		"> :s CAP * LS :sasl=PLAIN,SCRAM-SHA-256\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n"
		"< AUTHENTICATE SCRAM-SHA-256\n> :s 900 * * tim :You are\n> :s 903 * :Done",
		"without proving", 1},
	{"garbage", SASL "sasl_mechanism = scram-sha-256\n", false,
		"> AUTHENTICATE +\n> :s 903 * :Done\n> :s 908 * PLAIN :x\n> :s 904\n> :s 904 *\n"
		"> :s CAP * LS :sasl\n< CAP REQ :sasl\n> AUTHENTICATE\n> :s CAP * ACK :sasl\n"
		"< AUTHENTICATE SCRAM-SHA-256\n> AUTHENTICATE\n> AUTHENTICATE !\n< AUTHENTICATE *\n"
		"> :s 904 * :Failed\n< CAP END\n> AUTHENTICATE +\n> :s 904 * :Failed",
		"challenge is no base64", 0},

	/* required */
	{"required, and refused", SASL "sasl_required = yes\n", false,
		"> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"PLAIN\n"
		"> :s 904 * :SASL authentication failed",
		"sasl_required is set", 1},
	{"required, and not offered", SASL "sasl_required = yes\n", false,
		"> :s CAP * LS :batch\n"
		"< CAP REQ :batch\n> :s CAP * ACK :batch",
		"sasl_required is set", 1},
	{"required, and CAP is not known", SASL "sasl_required = yes\n", false,
		"> :s 421 * CAP :Unknown command\n> :s 001 Logios :Hi",
		"let us in without an account", 1},
	{"required, and no answer", SASL "sasl_required = yes\n", false, "~5000",
		"sasl_required is set", 1},
	{"required, and services are away", SASL "sasl_required = yes\n", false,
		"> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"PLAIN\n"
		"~15000\n< AUTHENTICATE *",
		"sasl_required is set", 1},
	{"required, and done", SASL "sasl_required = yes\n", false,
		"> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n< AUTHENTICATE "
		"PLAIN\n"
		"> AUTHENTICATE +\n< AUTHENTICATE " TIM
		"\n> :s 900 * * tim :You are\n> :s 903 * :Done\n"
		"< CAP END\n> :s 001 Logios :Hi\n> :s 376 Logios :End",
		"services know us as tim", 0},

	/* later */
	{"sasl comes later", SASL, false,
		"> :s CAP * LS :cap-notify\n< CAP REQ :cap-notify\n> :s CAP * ACK :cap-notify\n< "
		"CAP END\n"
		"> :s 001 Logios :Hi\n> :s 376 Logios :End\n> :s CAP Logios NEW :sasl=PLAIN\n< CAP "
		"REQ :sasl\n"
		"> :s CAP Logios ACK :sasl\n< AUTHENTICATE PLAIN\n> AUTHENTICATE +\n< "
		"AUTHENTICATE " TIM "\n"
		"> :s 900 Logios * tim :You are\n> :s 903 Logios :Done\n> :s CAP Logios DEL :sasl\n"
		"> :s CAP Logios NEW :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP Logios ACK :sasl",
		"logged in by PLAIN", 0},
};

static void test_dialogues(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(dialogues); i++) {
		const struct dialogue *d = &dialogues[i];
		struct scripted s;

		printf("# %s\n", d->name);
		meet(&s, d->config, d->overheard);
		play(&s, d->script);
		assert_int_equal(s.closes, d->closes);
		if (d->logged != NULL)
			assert_int_equal(scripted_logged(&s, d->logged), 1);
		assert_int_equal(scripted_logged(&s, "tanstaaf"), 0);
		assert_int_equal(scripted_logged(&s, TIM), 0);
		scripted_end(&s);
	}
}

/* Messages of about 300 bytes: in base64 400, which is a whole piece, or more, or less. */
static void test_pieces(void **state)
{
	static const struct {
		size_t password;
		const char *lengths; /* of the pieces */
	} rows[] = {{293, "396 "}, {294, "400 0 "}, {296, "400 0 "}, {297, "400 4 "},
		{4096, "400 400 400 400 400 400 400 "
		       "400 400 400 400 400 400 268 "}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char path[] = "/tmp/logios-test-XXXXXX", password[4096], *config;
		struct strbuf lengths = STRBUF_INIT;
		int fd = mkstemp(path);
		struct scripted s;

		memset(password, 'p', sizeof password);
		assert_int_equal(write(fd, password, rows[i].password), rows[i].password);
		close(fd);
		config = mem_printf("sasl_user = u\nsasl_password_file = %s\n", path);
		meet(&s, config, false);
		play(&s, "> :s CAP * LS :sasl=PLAIN\n< CAP REQ :sasl\n> :s CAP * ACK :sasl\n"
			 "< AUTHENTICATE PLAIN");
		network_line(s.net, (char[]){"AUTHENTICATE +"}, strlen("AUTHENTICATE +"));
		for (char *at = s.out.text, *piece;
			(piece = strsep(&at, "|")) != NULL && *piece != '\0';) {
			assert_memory_equal(piece, "AUTHENTICATE ", 13);
			strbuf_addf(&lengths, "%zu ",
				strcmp(piece + 13, "+") == 0 ? 0 : strlen(piece + 13));
		}
		assert_string_equal(lengths.text, rows[i].lengths);
		strbuf_release(&lengths);
		scripted_end(&s);
		free(config);
		unlink(path);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dialogues),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and masks of people. */
#include "people/person.h"
#include "test.h"

static void test_keys(void **state)
{
	static const struct {
		const char *network, *hostmask, *account, *key, *mask;
	} rows[] = {
		{"net", "Ann!ann@Home.Test", NULL, "net/ann@home.test", "*!ann@Home.Test"},
		{"net", "other!ann@home.test", NULL, "net/ann@home.test", "*!ann@home.test"},
		{"net", "Ann!ann@home.test", "Annie[", "net/account:annie{", "account:Annie["},
		{"b", "x!u@h", "annie", "b/account:annie", "account:annie"},
		{"net", "irc.test", NULL, "net/irc.test", "*!irc.test"},
		{"net", "x!*u*@h", NULL, "net/*u*@h", "*!?u?@h"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct person who = {.network = rows[i].network,
			.casemap = CASEMAP_RFC1459,
			.hostmask = rows[i].hostmask,
			.account = rows[i].account};
		char key[PERSON_KEY], mask[PERSON_MASK];
		assert_string_equal(person_key(&who, key), rows[i].key);
		assert_string_equal(person_mask(&who, mask), rows[i].mask);
		if (strchr(who.hostmask, '!') != NULL || who.account != NULL)
			assert_true(person_fits(&who, mask));
	}
}

/* What no server should send is cut, and still fits whom it came from. */
static void test_endless_names(void **state)
{
	char hostmask[700] = "x!u@";
	struct person who = {.network = "net", .hostmask = hostmask};
	char key[PERSON_KEY], mask[PERSON_MASK];

	(void)state;
	memset(hostmask + 4, 'h', sizeof hostmask - 5);
	assert_int_equal(strlen(person_key(&who, key)), PERSON_KEY - 1);
	assert_int_equal(strlen(person_mask(&who, mask)), PERSON_MASK - 1);
	assert_true(person_fits(&who, mask));
}

static void test_fits(void **state)
{
	static const struct {
		const char *hostmask, *account, *mask;
		bool fits;
	} rows[] = {
		{"ann!a@h", NULL, "ANN!*@*", true},
		{"ann!a@h", NULL, "ann!?@h", true},
		{"ann!a@h", NULL, "ann", false},
		{"ann!a@h", "ann", "account:ANN", true},
		{"ann!a@h", "ann", "Account:ann", true},
		{"ann!a@h", "anna", "account:ann", false},
		{"ann!a@h", "ann", "account:a*", false}, /* a name, not a pattern */
		{"ann!a@h", NULL, "account:ann", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct person who = {.network = "net",
			.casemap = CASEMAP_RFC1459,
			.hostmask = rows[i].hostmask,
			.account = rows[i].account};
		if (person_fits(&who, rows[i].mask) != rows[i].fits)
			fail_msg("%s: %s", rows[i].hostmask, rows[i].mask);
	}
}

static void test_parse(void **state)
{
	static const struct {
		const char *text, *mask, *error;
	} rows[] = {
		{"ann", "ann!*@*", NULL},
		{"a*", "a*!*@*", NULL},
		{"*!*@h", "*!*@h", NULL},
		{"u@h", "*!u@h", NULL},
		{"ann!u", "ann!u@*", NULL},
		{"*.example.org", "*!*@*.example.org", NULL},
		{"2001:db8::1", "*!*@2001:db8::1", NULL},
		{"user/ann", "*!*@user/ann", NULL},
		{"account:ann", "account:ann", NULL},
		{"ACCOUNT:Ann", "account:Ann", NULL},
		{"account:", NULL, "After account: there is no name."},
		{"_", "_!*@*", NULL},
		{"^_^", "^_^!*@*", NULL},
		{"*!~*@*-*", NULL, "*!~*@*-* fits everybody: say more."},
		{"*", NULL, "*!*@* fits everybody: say more."},
		{"*!*@*", NULL, "*!*@* fits everybody: say more."},
		{"?*!*@*.*", NULL, "?*!*@*.* fits everybody: say more."},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct error err = {.text = ""};
		char mask[PERSON_MASK];
		assert_int_equal(person_mask_parse(rows[i].text, mask, &err), rows[i].mask != NULL);
		if (rows[i].mask != NULL)
			assert_string_equal(mask, rows[i].mask);
		else
			assert_string_equal(err.text, rows[i].error);
	}
}

static void test_too_long(void **state)
{
	char text[PERSON_MASK + 1], mask[PERSON_MASK];
	struct error err;

	(void)state;
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_false(person_mask_parse(text, mask, &err));
	assert_string_equal(err.text, "A mask has at most 199 bytes.");
	text[PERSON_MASK - 1 - 4] = '\0';
	assert_true(person_mask_parse(text, mask, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_endless_names),
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

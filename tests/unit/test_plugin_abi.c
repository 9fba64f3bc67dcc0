/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plugin is compiled against logios.h and loaded by another build. Whoever changes the shape of its
 * structs must raise LOGIOS_PLUGIN_ABI, and then the numbers here. */
#include "logios.h"
#include "test.h"

static void test_abi_1(void **state)
{
	(void)state;
	assert_int_equal(LOGIOS_PLUGIN_ABI, 1);
	if (sizeof(void *) != 8)
		return;
	assert_int_equal(offsetof(struct plugin_info, magic), 0);
	assert_int_equal(offsetof(struct plugin_info, abi), 4);
	assert_int_equal(offsetof(struct plugin_info, name), 8);
	assert_int_equal(offsetof(struct plugin_info, commands), 40);
	assert_int_equal(offsetof(struct plugin_info, settings), 48);
	assert_int_equal(offsetof(struct plugin_info, examine), 56);
	assert_int_equal(offsetof(struct plugin_info, close), 72);
	assert_int_equal(sizeof(struct plugin_info), 80);
	assert_int_equal(offsetof(struct command, role), 40);
	assert_int_equal(offsetof(struct command, run), 64);
	assert_int_equal(sizeof(struct command), 72);
	assert_int_equal(offsetof(struct setting, help), 40);
	assert_int_equal(sizeof(struct setting), 48);
	assert_int_equal(ROLE_OWNER, 4);
	assert_int_equal(TAKEN, 1);
	assert_int_equal(COMMAND_SECRET, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_abi_1)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read each kind of line, and check what must hold at that point. */
#include "fair/verify_line.h"

#include <inttypes.h>
#include <string.h>

#include "fair/verify_epoch.h"

#define NUMBER_MAX 9007199254740992.0 /* 2^53: what a JSON number holds exactly */

/* ---- what a line says ---- */

const char *fair_text_of(const struct fair_verify *verify, const char *key)
{
	const struct json_field *field = json_find(&verify->now, key, JSON_TEXT);

	return field != NULL ? field->text : NULL;
}

/* Return a whole number from 1 on, or 0. */
static int64_t number_of(const struct fair_verify *verify, const char *key)
{
	const struct json_field *field = json_find(&verify->now, key, JSON_NUMBER);

	if (field == NULL || !(field->number >= 1 && field->number <= NUMBER_MAX) ||
		field->number != (double)(int64_t)field->number)
		return 0;
	return (int64_t)field->number;
}

static bool is_hash(const char *text)
{
	unsigned char bytes[HASH_BYTES];

	return text != NULL && hex_read(text, bytes, sizeof bytes);
}

/* ---- the kinds of lines ---- */

void fair_read_header(struct fair_verify *verify)
{
	const char *salt = fair_text_of(verify, "salt");

	if (verify->network != NULL) {
		fair_fault_now(verify,
			"a second beginning: the lines from here on are another transcript");
		return;
	}
	verify->network = fair_text_of(verify, "network");
	verify->place = fair_text_of(verify, "place");
	if (verify->network == NULL || verify->place == NULL) {
		fair_fault_now(
			verify, "the first line does not say of which network and place this is");
		verify->stopped = true;
		return;
	}
	if (is_hash(salt))
		verify->salt = salt;
	else if (json_has(&verify->now, "salt"))
		fair_fault_now(verify, "the salt that this begins with is no SHA-256");
	verify->verdict.readable = true;
}

void fair_read_commitment(struct fair_verify *verify)
{
	int64_t number = number_of(verify, "epoch");
	const char *hex = fair_text_of(verify, "commitment");
	struct epoch *epoch = fair_epoch_find(verify, number);

	if (number == 0 || !is_hash(hex)) {
		fair_fault_now(
			verify, "a commitment without an epoch or without a SHA-256 in lower case");
		return;
	}
	if (epoch != NULL && epoch->commitment[0] != '\0') {
		fair_fault_now(verify, "epoch %" PRId64 " is committed to a second time", number);
		return;
	}
	if (epoch != NULL) {
		fair_fault_now(verify, "the commitment of epoch %" PRId64 " comes late", number);
	} else {
		if (verify->count > 0 && verify->epochs[verify->count - 1].number + 1 != number)
			fair_fault_now(verify,
				"the commitment of epoch %" PRId64 " comes after epoch %" PRId64,
				number, verify->epochs[verify->count - 1].number);
		epoch = fair_epoch_add(verify, number);
	}
	if (epoch != NULL)
		memcpy(epoch->commitment, hex, sizeof epoch->commitment);
}

void fair_read_salt(struct fair_verify *verify)
{
	const char *hex = fair_text_of(verify, "salt"), *nick = fair_text_of(verify, "nick");
	const char *words = fair_text_of(verify, "words");
	char *salt;

	if (!is_hash(hex) || nick == NULL || words == NULL) {
		fair_fault_now(verify, "a salt without nick, words or a SHA-256 in lower case");
		return;
	}
	salt = arena_strndup(&verify->arena, verify->salt, HASH_HEX_ROOM - 1);
	fair_salt(salt, nick, words);
	if (strcmp(salt, hex) != 0)
		fair_fault_now(verify, "the salt is not what the one before, nick and words give");
	verify->salt = hex;
}

/* Find the hidden roll that a later line shows in full. Returns NULL if there is none. */
static struct roll *hidden_again(struct epoch *epoch, int64_t number, const char *nick)
{
	struct roll *roll;

	/* Without a gap they lie at their numbers; with one, a fault was reported already. */
	if (number > (int64_t)epoch->count)
		return NULL;
	roll = &epoch->rolls[number - 1];
	return roll->number == number && roll->hidden && strcmp(roll->nick, nick) == 0 ? roll
										       : NULL;
}

/* Return the epoch in which WHAT number NUMBER can happen now, or NULL with the fault reported. */
static struct epoch *epoch_for(
	struct fair_verify *verify, const char *what, int64_t number, int64_t wanted)
{
	struct epoch *epoch = fair_epoch_find(verify, wanted);

	if (epoch == NULL) {
		fair_fault_now(verify,
			"%s %" PRId64 " of epoch %" PRId64 " comes before the commitment", what,
			number, wanted);
		epoch = fair_epoch_add(verify, wanted);
	} else if (epoch->revealed) {
		fair_fault_now(verify,
			"%s %" PRId64 " of epoch %" PRId64 " comes after the seed was shown", what,
			number, wanted);
		return NULL;
	}
	return epoch;
}

/* Return whether NUMBER is the next of EPOCH. Whatever it is, the one after it is due then. */
static bool in_order(
	struct fair_verify *verify, struct epoch *epoch, const char *what, int64_t number)
{
	int64_t due = epoch->next;

	if (number == due) {
		epoch->next++;
		return true;
	}
	if (number < due) {
		fair_fault_now(verify,
			"%s %" PRId64 " of epoch %" PRId64 " is there twice or in the wrong place",
			what, number, epoch->number);
		return false;
	}
	if (number == due + 1)
		fair_fault_now(verify, "%s %" PRId64 " of epoch %" PRId64 " is missing", what, due,
			epoch->number);
	else
		fair_fault_now(verify,
			"%ss %" PRId64 " to %" PRId64 " of epoch %" PRId64 " are missing", what,
			due, number - 1, epoch->number);
	epoch->next = number + 1;
	return true;
}

/* Put the faces of the line into ROLL. False, with the fault reported, when they are not there or
 * not on their dice. */
static bool read_faces(struct fair_verify *verify, struct roll *roll, int64_t epoch)
{
	const struct json_field *sides = json_find(&verify->now, "sides", JSON_NUMBERS);
	const struct json_field *values = json_find(&verify->now, "values", JSON_NUMBERS);

	roll->input = fair_text_of(verify, "input");
	if (roll->input == NULL || sides == NULL || values == NULL ||
		sides->count != values->count) {
		fair_fault_now(verify,
			"roll %" PRId64 " of epoch %" PRId64
			" does not show input, sides and values",
			roll->number, epoch);
		return false;
	}
	for (size_t i = 0; i < sides->count; i++)
		if (values->numbers[i] < 1 || values->numbers[i] > sides->numbers[i]) {
			fair_fault_now(verify,
				"roll %" PRId64 " of epoch %" PRId64 ": die %zu with %" PRIu32
				" sides shows %" PRIu32,
				roll->number, epoch, i + 1, sides->numbers[i], values->numbers[i]);
			return false;
		}
	roll->sides = sides->numbers;
	roll->values = values->numbers;
	roll->count = sides->count;
	roll->line = verify->line;
	roll->hidden = false;
	return true;
}

/* Return whether the line has nothing of what a hidden roll keeps to itself. */
static bool is_hidden(const struct fair_verify *verify)
{
	static const char tail[] = "/hidden";
	size_t len = strlen(verify->place), end = sizeof tail - 1;

	return len > end && strcmp(verify->place + len - end, tail) == 0 &&
	       !json_has(&verify->now, "input") && !json_has(&verify->now, "values") &&
	       !json_has(&verify->now, "sides");
}

static void show_hidden(struct fair_verify *verify, struct epoch *epoch, struct roll *roll)
{
	if (!read_faces(verify, roll, epoch->number) || !epoch->proven)
		return;
	fair_stream_key(verify->stream, epoch->seed);
	fair_roll_check(verify, epoch, roll);
}

void fair_read_roll(struct fair_verify *verify)
{
	int64_t number = number_of(verify, "roll"), wanted = number_of(verify, "epoch");
	const char *nick = fair_text_of(verify, "nick");
	struct epoch *epoch = fair_epoch_find(verify, wanted);
	struct roll roll = {
		.number = number, .line = verify->line, .nick = nick, .salt = verify->salt};
	struct roll *shown = NULL;

	if (number == 0 || wanted == 0 || nick == NULL) {
		fair_fault_now(verify, "a roll without number, epoch or nick");
		return;
	}
	roll.hidden = is_hidden(verify);
	if (!roll.hidden && epoch != NULL)
		shown = hidden_again(epoch, number, nick);
	if (shown != NULL) {
		show_hidden(verify, epoch, shown);
		return;
	}
	epoch = epoch_for(verify, "roll", number, wanted);
	if (epoch == NULL || !in_order(verify, epoch, "roll", number))
		return;
	if (roll.hidden || read_faces(verify, &roll, wanted))
		*fair_roll_add(epoch) = roll;
}

void fair_read_shuffle(struct fair_verify *verify)
{
	int64_t number = number_of(verify, "shuffle"), wanted = number_of(verify, "epoch");
	struct roll roll = {.number = number,
		.line = verify->line,
		.nick = fair_text_of(verify, "nick"),
		.input = fair_text_of(verify, "deck"),
		.salt = verify->salt,
		.count = (size_t)number_of(verify, "cards"),
		.shuffle = true};
	struct epoch *epoch;

	if (number == 0 || wanted == 0 || roll.nick == NULL || roll.input == NULL ||
		roll.count == 0) {
		fair_fault_now(verify, "a shuffle without number, epoch, nick, deck or cards");
		return;
	}
	epoch = epoch_for(verify, "shuffle", number, wanted);
	if (epoch == NULL || !in_order(verify, epoch, "shuffle", number))
		return;
	epoch->shuffles++;
	*fair_roll_add(epoch) = roll;
}

/* Check the number of rolls, which may stand beside the seed, so that none is missing at the end.
 */
static void check_count(struct fair_verify *verify, const struct epoch *epoch)
{
	const struct json_field *rolls = json_find(&verify->now, "rolls", JSON_NUMBER);

	if (rolls != NULL && rolls->number != (double)(epoch->next - 1))
		fair_fault_now(verify,
			"epoch %" PRId64
			" has %.0f rolls, says the line with its seed, but %" PRId64 " are there",
			epoch->number, rolls->number, epoch->next - 1);
}

void fair_read_reveal(struct fair_verify *verify)
{
	int64_t number = number_of(verify, "reveal");
	const char *hex = fair_text_of(verify, "seed");
	struct epoch *epoch = fair_epoch_find(verify, number),
		     *next = fair_epoch_find(verify, number + 1);
	unsigned char seed[FAIR_SEED_BYTES];

	if (number == 0 || hex == NULL || !hex_read(hex, seed, sizeof seed)) {
		fair_fault_now(
			verify, "a seed without an epoch, or not of 64 digits in lower case");
		return;
	}
	if (epoch == NULL || epoch->commitment[0] == '\0') {
		fair_fault_now(
			verify, "the seed of epoch %" PRId64 ", which nobody committed to", number);
		return;
	}
	if (epoch->revealed) {
		fair_fault_now(verify, "the seed of epoch %" PRId64 " for the second time", number);
		return;
	}
	if (next == NULL || next->commitment[0] == '\0')
		fair_fault_now(verify,
			"the commitment of epoch %" PRId64
			" comes late: it is not there when the seed of epoch %" PRId64 " is shown",
			number + 1, number);
	check_count(verify, epoch);
	fair_epoch_prove(verify, epoch, seed);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheme logios-fair-2 against vectors that an independent implementation has made, and what a
 * roll costs, in blocks of SHA-512. */
#include "unit/test.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "fair/event.h"
#include "fair/numbers.h"

#define VECTORS "tests/fair-2-vectors.json"

enum { NUMBERS_MAX = 200 };

static cJSON *root; /* of the vectors */

static int read_vectors(void **state)
{
	struct strbuf text = STRBUF_INIT;
	FILE *file = fopen(VECTORS, "rb");
	int c;

	(void)state;
	if (file == NULL)
		return -1;
	while ((c = getc(file)) != EOF)
		strbuf_addch(&text, (char)c);
	fclose(file);
	root = cJSON_Parse(text.text);
	strbuf_release(&text);
	return root != NULL ? 0 : -1;
}

static int free_vectors(void **state)
{
	(void)state;
	cJSON_Delete(root);
	return 0;
}

/* ---- what a vector holds ---- */

static const cJSON *item(const cJSON *object, const char *key)
{
	const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, key);

	assert_non_null(found);
	return found;
}

static const char *text_of(const cJSON *object, const char *key)
{
	assert_true(cJSON_IsString(item(object, key)));
	return item(object, key)->valuestring;
}

static int64_t number_of(const cJSON *object, const char *key)
{
	return (int64_t)item(object, key)->valuedouble;
}

static struct fair_hash hash_of(const cJSON *object, const char *key)
{
	struct fair_hash hash;

	assert_true(fair_unhex(text_of(object, key), &hash));
	return hash;
}

static size_t list_of(const cJSON *object, const char *key, uint32_t list[NUMBERS_MAX])
{
	const cJSON *each;
	size_t count = 0;

	cJSON_ArrayForEach(each, item(object, key)) list[count++] = (uint32_t)each->valuedouble;
	return count;
}

static void assert_hash(const struct fair_hash *hash, const char *hex)
{
	char own[FAIR_HEX_ROOM];

	fair_hex(hash, own);
	assert_string_equal(own, hex);
}

/* ---- fields, places, people ---- */

static void fields_have_their_lengths(void **state)
{
	struct strbuf bytes = STRBUF_INIT;
	const cJSON *example;

	(void)state;
	cJSON_ArrayForEach(example, item(root, "enc_examples"))
	{
		const cJSON *field;
		char hex[200];

		strbuf_reset(&bytes);
		cJSON_ArrayForEach(field, item(example, "fields"))
		{
			if (cJSON_IsString(field)) {
				fair_enc_text(&bytes, field->valuestring);
			} else if (cJSON_IsNumber(field)) {
				fair_enc_number(&bytes, (uint64_t)field->valuedouble);
			} else {
				const uint32_t list[] = {1, 2};
				fair_enc_list(&bytes, list, 2);
			}
		}
		hex_write(hex, bytes.text, bytes.len);
		assert_string_equal(hex, text_of(example, "hex"));
	}
	strbuf_release(&bytes);
}

static void places_and_people_have_names(void **state)
{
	const struct fair_hash id = hash_of(root, "place_id");
	struct fair_hash own;
	unsigned char key[SIGN_KEY_BYTES];
	char mark[FAIR_MARK_ROOM];

	(void)state;
	memset(key, 1, sizeof key);
	fair_place_id(&own, key, "testnet", "#table");
	assert_true(fair_hash_equal(&own, &id));
	fair_mark(mark, &id, text_of(item(root, "mark"), "hostmask"));
	assert_string_equal(mark, text_of(item(root, "mark"), "who"));
}

static void words_are_sealed_and_mixed(void **state)
{
	const struct fair_hash id = hash_of(root, "place_id");
	const cJSON *seal = item(root, "seal"), *mix = item(root, "mix_of_players");
	struct strbuf bytes = STRBUF_INIT;
	struct fair_hash hash;

	(void)state;
	fair_seal(&hash, text_of(seal, "words"));
	assert_hash(&hash, text_of(seal, "seal"));
	fair_mix_begin(&bytes, &id, number_of(mix, "epoch"));
	for (int i = 0; i < cJSON_GetArraySize(item(mix, "who_and_words")); i += 2)
		fair_mix_add(&bytes, cJSON_GetArrayItem(item(mix, "who_and_words"), i)->valuestring,
			cJSON_GetArrayItem(item(mix, "who_and_words"), i + 1)->valuestring);
	fair_digest_of(&hash, &bytes);
	assert_hash(&hash, text_of(mix, "mix"));
	strbuf_release(&bytes);
}

/* ---- secrets ---- */

static void the_chain_leads_to_its_anchor(void **state)
{
	const struct fair_hash last = hash_of(root, "last");
	struct fair_chain chain;
	struct fair_hash anchor, secret;

	(void)state;
	fair_chain_make(&chain, &last, &anchor);
	assert_hash(&anchor, text_of(root, "anchor"));
	assert_hash(fair_chain_secret(&chain, 17), text_of(root, "s17"));
	assert_hash(fair_chain_secret(&chain, 4095), text_of(root, "s4095"));
	assert_hash(fair_chain_secret(&chain, 4096), text_of(root, "last"));
	assert_hash(fair_chain_secret(&chain, 1), text_of(root, "s1"));
	for (int64_t n = 1; n <= FAIR_ROLLS; n++) {
		secret = *fair_chain_secret(&chain, n);
		fair_chain_back(&secret, n, 1);
		assert_true(fair_hash_equal(
			&secret, n > 1 ? fair_chain_secret(&chain, n - 1) : &anchor));
	}
}

static void the_tree_shows_a_secret_alone(void **state)
{
	const struct fair_hash root_secret = hash_of(root, "root_secret");
	struct fair_hash top, secret, path[FAIR_PATH];

	(void)state;
	fair_sealed_root(&top, &root_secret, 5, path);
	assert_hash(&top, text_of(root, "root"));
	for (int i = 0; i < FAIR_PATH; i++)
		assert_hash(&path[i], cJSON_GetArrayItem(item(root, "path_5"), i)->valuestring);
	for (int64_t m = 1; m <= FAIR_SEALED; m += 17) {
		fair_sealed_root(&top, &root_secret, m, path);
		fair_sealed_secret(&secret, &root_secret, m);
		assert_true(fair_sealed_fits(&top, m, &secret, path));
		assert_false(fair_sealed_fits(&top, m + 1, &secret, path));
		path[m % FAIR_PATH].bytes[3] ^= 1;
		assert_false(fair_sealed_fits(&top, m, &secret, path));
	}
	assert_false(fair_sealed_fits(&top, 0, &secret, path));
	assert_false(fair_sealed_fits(&top, FAIR_SEALED + 1, &secret, path));
	fair_sealed_secret(&secret, &root_secret, 5);
	assert_hash(&secret, text_of(root, "tree_secret_5"));
}

/* ---- numbers ---- */

static void dice_fall_as_in_the_vectors(void **state)
{
	const struct fair_hash last = hash_of(root, "last"), mix = hash_of(root, "mix");
	struct fair_numbers *numbers = fair_numbers_new();
	struct fair_chain chain;
	struct fair_hash anchor;
	const cJSON *roll;

	(void)state;
	fair_chain_make(&chain, &last, &anchor);
	cJSON_ArrayForEach(roll, item(root, "faces"))
	{
		uint32_t sides[NUMBERS_MAX], values[NUMBERS_MAX], face;
		size_t count = list_of(roll, "sides", sides);
		struct rng *rng = fair_numbers_begin(
			numbers, fair_chain_secret(&chain, number_of(roll, "n")), &mix);

		assert_int_equal(list_of(roll, "values", values), count);
		for (size_t i = 0; i < count; i++) {
			assert_true(rng_uniform(rng, sides[i], &face));
			assert_int_equal(face, values[i]);
		}
	}
	fair_numbers_free(numbers);
}

static void cards_lie_as_in_the_vectors(void **state)
{
	const struct fair_hash secret = hash_of(root, "tree_secret_5"), mix = hash_of(root, "mix");
	struct fair_numbers *numbers = fair_numbers_new();
	uint32_t wanted[NUMBERS_MAX];
	size_t order[52];

	(void)state;
	assert_int_equal(list_of(root, "shuffle_52_with_tree_secret_5", wanted), 52);
	for (size_t i = 0; i < 52; i++)
		order[i] = i + 1;
	assert_true(rng_shuffle(fair_numbers_begin(numbers, &secret, &mix), order, 52));
	for (size_t i = 0; i < 52; i++)
		assert_int_equal(order[i], wanted[i]);
	assert_true(rng_shuffle(fair_numbers_begin(numbers, &secret, &mix), order, 1));
	fair_numbers_free(numbers);
}

static void what_is_hidden_is_covered(void **state)
{
	const struct fair_hash secret = hash_of(root, "tree_secret_5");
	const uint32_t sides = 20, value = 13, order[] = {2, 1, 3};
	const struct fair_rolled rolled = {"gm", "1d20 stealth", &sides, &value, 1, "13"};
	struct fair_hash cover;

	(void)state;
	fair_cover_roll(&cover, &secret, &rolled);
	assert_hash(&cover, text_of(root, "cover_roll"));
	fair_cover_shuffle(&cover, &secret, "deck1", order, 3);
	assert_hash(&cover, text_of(root, "cover_shuffle"));
}

/* ---- heads ---- */

static void heads_follow_each_other(void **state)
{
	const struct fair_hash id = hash_of(root, "place_id");
	const uint32_t sides[] = {6, 6, 6}, values[] = {4, 2, 6};
	const struct fair_event event = {.event = 1,
		.time_s = 1764450001,
		.epoch = 1,
		.number = 1,
		.kind = FAIR_KIND_ROLL,
		.who = "ann",
		.nick = "ann",
		.input = "3d6",
		.total = "12",
		.sides = sides,
		.values = values,
		.count = 3};
	struct strbuf bytes = STRBUF_INIT;
	struct fair_hash head;
	char text[FAIR_SHORT_ROOM], hex[500];

	(void)state;
	fair_first_head(&head, &id, 1764450000);
	assert_hash(&head, text_of(root, "first_head"));
	fair_short(&head, text);
	assert_string_equal(text, text_of(root, "short"));
	fair_signed_head(&bytes, &id, 1, &head, 0x692b5ed0);
	hex_write(hex, bytes.text, bytes.len);
	assert_string_equal(hex, text_of(root, "signed_head_bytes"));
	fair_next_head(&head, &event, &bytes);
	assert_hash(&head, text_of(root, "head_after_roll"));
	strbuf_release(&bytes);
}

struct event_lists {
	uint32_t sides[NUMBERS_MAX], values[NUMBERS_MAX];
};

/* Read the event LINE, with lists in LISTS. */
static struct fair_event event_of(const cJSON *line, struct event_lists *lists)
{
	struct fair_event event = {.kind = fair_kind_find(text_of(line, "kind")),
		.event = number_of(line, "event"),
		.time_s = number_of(line, "time"),
		.sides = lists->sides,
		.values = lists->values};

	assert_int_not_equal(event.kind, FAIR_KIND_END);
	for (const struct fair_field *field = fair_fields(event.kind); field->name; field++) {
		char *at = (char *)&event + field->offset;
		if (field->type == FAIR_NUMBER)
			*(int64_t *)(void *)at = number_of(line, field->name);
		else if (field->type == FAIR_TEXT)
			*(const char **)(void *)at = text_of(line, field->name);
		else if (field->type == FAIR_HASH)
			*(struct fair_hash *)(void *)at = hash_of(line, field->name);
		else
			event.count = list_of(line, field->name,
				field->name[0] == 's' ? lists->sides : lists->values);
	}
	return event;
}

/* Forget what no event holds by itself: it was written behind it. */
static char *line_of(const cJSON *object)
{
	static const char *const extras[] = {
		"path", "nick", "input", "sides", "values", "total", "deck", "order"};
	cJSON *copy = cJSON_Duplicate(object, true);
	char *text;

	for (size_t i = 0; strcmp(text_of(object, "kind"), "show") == 0 && i < 8; i++)
		cJSON_DeleteItemFromObjectCaseSensitive(copy, extras[i]);
	text = cJSON_PrintUnformatted(copy);
	cJSON_Delete(copy);
	return text;
}

static void a_transcript_is_written_as_in_the_vectors(void **state)
{
	const cJSON *first = cJSON_GetArrayItem(item(root, "transcript"), 0), *line;
	struct strbuf bytes = STRBUF_INIT;
	struct event_lists lists;
	struct fair_hash id, head;
	unsigned char key[SIGN_KEY_BYTES];
	int seen = 0;

	(void)state;
	assert_true(hex_read(text_of(first, "key"), key, sizeof key));
	fair_place_id(&id, key, text_of(first, "network"), text_of(first, "place"));
	fair_first_head(&head, &id, number_of(first, "time"));
	cJSON_ArrayForEach(line, item(root, "transcript"))
	{
		char *text;
		if (!cJSON_HasObjectItem(line, "event"))
			continue;
		const struct fair_event event = event_of(line, &lists);
		fair_next_head(&head, &event, &bytes);
		strbuf_reset(&bytes);
		fair_event_write(&bytes, &event, &head);
		strbuf_addch(&bytes, '}');
		text = line_of(line);
		assert_string_equal(bytes.text, text);
		cJSON_free(text);
		seen++;
	}
	assert_int_equal(seen, 26);
	strbuf_release(&bytes);
}

static void a_roll_costs_at_most_six_blocks(void **state)
{
	const struct fair_hash last = hash_of(root, "last"), id = hash_of(root, "place_id");
	struct fair_numbers *numbers = fair_numbers_new();
	struct strbuf bytes = STRBUF_INIT;
	struct fair_chain chain;
	struct fair_hash head = id;
	char who[FAIR_MARK_ROOM];
	uint64_t before;

	(void)state;
	fair_chain_make(&chain, &last, &head);
	before = sha512_blocks();
	for (int64_t n = 1; n <= FAIR_ROLLS; n++) {
		const uint32_t sides = 20;
		uint32_t face;
		struct fair_event event = {.event = n + 2,
			.time_s = 1764450000 + n,
			.epoch = 1,
			.number = n,
			.kind = FAIR_KIND_ROLL,
			.nick = "ann",
			.who = who,
			.input = "1d20+5 to hit the orc",
			.total = "25",
			.sides = &sides,
			.values = &face,
			.count = 1};
		fair_mark(who, &id, "ann!ann@some.host.example");
		assert_true(rng_uniform(
			fair_numbers_begin(numbers, fair_chain_secret(&chain, n), &fair_no_mix), 20,
			&face));
		fair_next_head(&head, &event, &bytes);
	}
	assert_in_range(sha512_blocks() - before, 1, 6 * FAIR_ROLLS);
	assert_in_range(sizeof chain, 1, 8192 - 1024); /* of the 8 KiB that a place may have */
	strbuf_release(&bytes);
	fair_numbers_free(numbers);
}

static void random_letters_are_known_again(void **state)
{
	char letters[17], text[40];

	(void)state;
	fair_letters(letters, 16);
	snprintf(text, sizeof text, "the moon %s", letters);
	assert_in_range(fair_letters_behind(text), 16, 16);
	assert_int_equal(fair_letters_behind("the moon"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_have_their_lengths),
		cmocka_unit_test(places_and_people_have_names),
		cmocka_unit_test(words_are_sealed_and_mixed),
		cmocka_unit_test(the_chain_leads_to_its_anchor),
		cmocka_unit_test(the_tree_shows_a_secret_alone),
		cmocka_unit_test(dice_fall_as_in_the_vectors),
		cmocka_unit_test(cards_lie_as_in_the_vectors),
		cmocka_unit_test(what_is_hidden_is_covered),
		cmocka_unit_test(heads_follow_each_other),
		cmocka_unit_test(a_transcript_is_written_as_in_the_vectors),
		cmocka_unit_test(a_roll_costs_at_most_six_blocks),
		cmocka_unit_test(random_letters_are_known_again),
	};

	return cmocka_run_group_tests(tests, read_vectors, free_vectors);
}

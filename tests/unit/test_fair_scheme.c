/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scheme against tests/fair-vectors.json, and the hashes below it against the published
 * examples. */
#include "unit/test.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/strbuf.h"
#include "crypto/random.h"
#include "fair/scheme.h"

#define VECTORS "tests/fair-vectors.json"

struct vectors {
	cJSON *root;
	unsigned char seed[FAIR_SEED_BYTES];
	struct fair_stream *stream;
};

static const char *text_of(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	assert_true(cJSON_IsString(item));
	return item->valuestring;
}

static double number_of(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	assert_true(cJSON_IsNumber(item));
	return item->valuedouble;
}

static int read_vectors(void **state)
{
	struct vectors *vectors = mem_zalloc(1, sizeof *vectors);
	struct strbuf text = STRBUF_INIT;
	FILE *file = fopen(VECTORS, "rb");
	int c;

	if (file == NULL)
		return -1;
	while ((c = getc(file)) != EOF)
		strbuf_addch(&text, (char)c);
	fclose(file);
	vectors->root = cJSON_Parse(text.text);
	strbuf_release(&text);
	if (vectors->root == NULL ||
		!hex_read(text_of(vectors->root, "seed"), vectors->seed, sizeof vectors->seed))
		return -1;
	vectors->stream = fair_stream_new();
	fair_stream_key(vectors->stream, vectors->seed);
	*state = vectors;
	return 0;
}

static int free_vectors(void **state)
{
	struct vectors *vectors = *state;

	cJSON_Delete(vectors->root);
	fair_stream_free(vectors->stream);
	free(vectors);
	return 0;
}

static void the_commitment_is_the_hash_of_the_seed(void **state)
{
	const struct vectors *vectors = *state;
	char hex[HASH_HEX_ROOM];

	assert_string_equal(text_of(vectors->root, "scheme"), FAIR_SCHEME);
	fair_commitment(vectors->seed, hex);
	assert_string_equal(hex, text_of(vectors->root, "commitment"));
}

static void salts_build_on_each_other(void **state)
{
	const struct vectors *vectors = *state;
	const cJSON *salt, *salts = cJSON_GetObjectItemCaseSensitive(vectors->root, "salts");
	char part[HASH_HEX_ROOM];
	int count = 0;

	memcpy(part, fair_no_salt, sizeof part);
	cJSON_ArrayForEach(salt, salts)
	{
		fair_salt(part, text_of(salt, "nick"), text_of(salt, "words"));
		assert_string_equal(part, text_of(salt, "salt"));
		count++;
	}
	assert_int_equal(count, 2);
}

static struct rng *begin(const struct vectors *vectors, const cJSON *entry)
{
	const struct fair_request request = {
		.network = text_of(vectors->root, "network"),
		.place = text_of(entry, "place"),
		.epoch = (int64_t)number_of(entry, "epoch"),
		.number = (int64_t)number_of(entry, "number"),
		.salt = text_of(entry, "salt"),
		.nick = text_of(entry, "nick"),
		.input = text_of(entry, "input"),
	};

	fair_stream_begin(vectors->stream, &request);
	return fair_stream_rng(vectors->stream);
}

static void check_dice(struct rng *rng, const cJSON *entry)
{
	const cJSON *mixed = cJSON_GetObjectItemCaseSensitive(entry, "mixed");
	const cJSON *value, *values = cJSON_GetObjectItemCaseSensitive(entry, "values");
	int at = 0;

	cJSON_ArrayForEach(value, values)
	{
		double sides = mixed != NULL ? cJSON_GetArrayItem(mixed, at)->valuedouble
					     : number_of(entry, "sides");
		uint32_t face = 0;
		assert_true(rng_uniform(rng, (uint32_t)sides, &face));
		assert_int_equal(face, (uint32_t)value->valuedouble);
		at++;
	}
	assert_true(at > 0);
}

static void check_shuffle(struct rng *rng, const cJSON *entry)
{
	const cJSON *values = cJSON_GetObjectItemCaseSensitive(entry, "values");
	size_t count = (size_t)number_of(entry, "cards"), order[64];

	assert_true(count <= COUNT_OF(order));
	for (size_t i = 0; i < count; i++)
		order[i] = i;
	assert_true(rng_shuffle(rng, order, count));
	assert_int_equal(cJSON_GetArraySize(values), count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(order[i] + 1, cJSON_GetArrayItem(values, (int)i)->valueint);
}

static void every_vector_holds(void **state)
{
	const struct vectors *vectors = *state;
	const cJSON *entry, *cases = cJSON_GetObjectItemCaseSensitive(vectors->root, "cases");
	int count = 0;

	/* Twice: a stream that was used is as good as a new one. */
	for (int round = 0; round < 2; round++)
		cJSON_ArrayForEach(entry, cases)
		{
			struct rng *rng = begin(vectors, entry);
			if (cJSON_HasObjectItem(entry, "cards"))
				check_shuffle(rng, entry);
			else
				check_dice(rng, entry);
			count++;
		}
	assert_int_equal(count, 18);
}

static void whatever_is_asked_moves_the_dice(void **state)
{
	const struct vectors *vectors = *state;
	const struct fair_request plain = {"n", "#t", 1, 1, fair_no_salt, "ann", "2d6"};
	struct fair_request changed[] = {plain, plain, plain, plain, plain, plain, plain};
	char salt[HASH_HEX_ROOM];
	uint32_t first, other;

	memcpy(salt, fair_no_salt, sizeof salt);
	fair_salt(salt, "ann", "x");
	changed[0].network = "m";
	changed[1].place = "#t/hidden";
	changed[2].epoch = 2;
	changed[3].number = 2;
	changed[4].salt = salt;
	changed[5].nick = "bob";
	changed[6].input = "2d6 lucky";
	fair_stream_begin(vectors->stream, &plain);
	assert_true(rng_uniform(fair_stream_rng(vectors->stream), 4000000000u, &first));
	for (size_t i = 0; i < COUNT_OF(changed); i++) {
		fair_stream_begin(vectors->stream, &changed[i]);
		assert_true(rng_uniform(fair_stream_rng(vectors->stream), 4000000000u, &other));
		assert_int_not_equal(first, other);
	}
}

static void what_was_drawn_is_recorded(void **state)
{
	const struct vectors *vectors = *state;
	const struct fair_request request = {"n", "#t", 1, 1, fair_no_salt, "ann", "200d6"};
	struct rng *rng = fair_stream_rng(vectors->stream);
	struct rng_draws draws = {0};
	uint32_t faces[200], unseen;

	fair_stream_begin(vectors->stream, &request);
	rng_record(rng, &draws);
	for (uint32_t i = 0; i < COUNT_OF(faces); i++)
		assert_true(rng_uniform(rng, i + 1, &faces[i]));
	rng_record(rng, NULL);
	assert_true(rng_uniform(rng, 6, &unseen));
	assert_int_equal(draws.count, COUNT_OF(faces));
	for (uint32_t i = 0; i < COUNT_OF(faces); i++) {
		assert_int_equal(draws.sides[i], i + 1);
		assert_int_equal(draws.values[i], faces[i]);
	}
	rng_draws_release(&draws);
	assert_int_equal(draws.count, 0);
}

/* FIPS 180-4's "abc"; RFC 4231's test cases 1, 2 and 6. */
static void hashes_are_the_published_ones(void **state)
{
	struct sha256 hash;
	struct hmac hmac, copy;
	unsigned char out[HASH_BYTES], key[131];
	char hex[HASH_HEX_ROOM];

	(void)state;
	sha256_begin(&hash);
	sha256_addstr(&hash, "abc");
	sha256_end(&hash, out);
	hex_write(hex, out, sizeof out);
	assert_string_equal(
		hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	hmac_begin(&hmac, "Jefe", 4);
	hmac_add(&hmac, "what do ya want ", 16);
	copy = hmac;
	hmac_add(&hmac, "for nothing?", 12);
	hmac_end(&hmac, out);
	hex_write(hex, out, sizeof out);
	assert_string_equal(
		hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	hmac_add(&copy, "for nothing?", 12);
	hmac_end(&copy, out);
	hex_write(hex, out, sizeof out);
	assert_string_equal(
		hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	memset(key, 0xaa, sizeof key);
	hmac_begin(&hmac, key, sizeof key);
	hmac_add(&hmac, "Test Using Larger Than Block-Size Key - Hash Key First", 54);
	hmac_end(&hmac, out);
	hex_write(hex, out, sizeof out);
	assert_string_equal(
		hex, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

static void hexadecimal_is_read_strictly(void **state)
{
	static const struct {
		const char *text;
		bool good;
	} cases[] = {{"00ff", true}, {"00fF", false}, {"00f", false}, {"00ff0", false}, {"", false},
		{"00 f", false}, {"00fg", false}};
	unsigned char out[2];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_int_equal(hex_read(cases[i].text, out, 2), cases[i].good);
	assert_true(hex_read("00ff", out, 2));
	assert_int_equal(out[1], 255);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_commitment_is_the_hash_of_the_seed),
		cmocka_unit_test(salts_build_on_each_other),
		cmocka_unit_test(every_vector_holds),
		cmocka_unit_test(whatever_is_asked_moves_the_dice),
		cmocka_unit_test(what_was_drawn_is_recorded),
		cmocka_unit_test(hashes_are_the_published_ones),
		cmocka_unit_test(hexadecimal_is_read_strictly),
	};

	return cmocka_run_group_tests(tests, read_vectors, free_vectors);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Check how epochs are opened, sealed by players and mixed. */
#include <inttypes.h>
#include <string.h>

#include "base/mem.h"
#include "check/impl.h"

enum { LONG_GAP_S = 12 * 3600 }; /* between two events while an epoch is stirred */

static void add_epoch(struct check *check, struct check_epoch *epoch)
{
	if (check->count == check->room) {
		check->room = check->room > 0 ? 2 * check->room : 16;
		check->epochs = mem_resize(check->epochs, check->room, sizeof *check->epochs);
	}
	check->epochs[check->count++] = epoch;
	check->opened = epoch;
	check->verdict.epochs++;
}

void check_open(struct check *check, const struct fair_event *event)
{
	const struct check_epoch *before = check->opened;
	int64_t due = before != NULL ? before->number + 1 : check->partial ? event->epoch : 1;
	struct check_epoch *epoch;

	if (event->rolls != FAIR_ROLLS || event->sealed != FAIR_SEALED)
		check_fault(check, "event %" PRId64 ": an epoch has %d rolls and %d sealed ones",
			event->event, FAIR_ROLLS, FAIR_SEALED);
	if (before != NULL && !before->mixed)
		check_remark(check,
			"event %" PRId64 ": epoch %" PRId64 " was dropped before its mix",
			event->event, before->number);
	if (event->epoch != due) {
		check_fault(check,
			"event %" PRId64 ": epoch %" PRId64 " is opened, but %" PRId64 " is due",
			event->event, event->epoch, due);
		if (before != NULL && event->epoch <= before->number)
			return;
	}
	epoch = mem_zalloc(1, sizeof *epoch);
	epoch->number = event->epoch;
	epoch->event = event->event;
	epoch->anchor = event->hash;
	epoch->root = event->root;
	epoch->next = epoch->next_m = 1;
	add_epoch(check, epoch);
}

/* Return the epoch that EVENT stirs, or NULL with the fault reported. */
static struct check_epoch *stirred(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = check->opened;

	if (epoch == NULL || event->epoch != epoch->number) {
		check_fault(check,
			"event %" PRId64 ": epoch %" PRId64 " is not the one that was opened last",
			event->event, event->epoch);
		return NULL;
	}
	if (epoch->mixed) {
		check_fault(check, "event %" PRId64 ": epoch %" PRId64 " has its mix already",
			event->event, epoch->number);
		return NULL;
	}
	if (check->gap_s > LONG_GAP_S)
		check_remark(check,
			"event %" PRId64 ": a long gap while epoch %" PRId64 " was stirred",
			event->event, epoch->number);
	return epoch;
}

static struct check_sealer *find_sealer(const struct check_epoch *epoch, const char *who)
{
	for (size_t i = 0; i < epoch->sealer_count; i++)
		if (strcmp(epoch->sealers[i].who, who) == 0)
			return &epoch->sealers[i];
	return NULL;
}

void check_seal(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = stirred(check, event);
	const struct check_epoch *before = epoch != NULL
						   ? check_find_epoch(check, epoch->number - 1)
						   : NULL;
	const struct check_sealer *late = before != NULL ? find_sealer(before, event->who) : NULL;

	if (epoch == NULL)
		return;
	if (epoch->sealer_count >= FAIR_SEALED || find_sealer(epoch, event->who) != NULL) {
		check_fault(check,
			"event %" PRId64 ": %.60s seals a second time, or is one too many",
			event->event, event->who);
		return;
	}
	if (epoch->opened > 0 || epoch->late > 0)
		check_fault(check,
			"event %" PRId64 ": %.60s seals after others have opened their words",
			event->event, event->who);
	if (late != NULL && late->late)
		check_fault(check,
			"event %" PRId64
			": %.60s did not open last time, and is left out of this epoch",
			event->event, event->who);
	epoch->sealers = mem_resize(
		epoch->sealers, epoch->sealer_count + 1, sizeof *epoch->sealers);
	epoch->sealers[epoch->sealer_count++] = (struct check_sealer){
		.who = arena_strdup(&check->arena, event->who), .seal = event->hash};
}

/* Return who can open words, or be late, by EVENT; NULL with the fault reported. */
static struct check_sealer *due_sealer(
	struct check *check, const struct check_epoch *epoch, const struct fair_event *event)
{
	struct check_sealer *sealer = find_sealer(epoch, event->who);

	if (sealer != NULL && sealer->words == NULL && !sealer->late)
		return sealer;
	check_fault(check, "event %" PRId64 ": %.60s has no seal that is still closed",
		event->event, event->who);
	return NULL;
}

void check_words(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = stirred(check, event);
	struct check_sealer *sealer = epoch != NULL ? due_sealer(check, epoch, event) : NULL;
	struct fair_hash seal;

	if (sealer == NULL)
		return;
	fair_seal(&seal, event->input);
	if (!fair_hash_equal(&seal, &sealer->seal))
		check_fault(check, "event %" PRId64 ": these are not the words that %.60s sealed",
			event->event, event->who);
	if (fair_letters_behind(event->input) < 16)
		check_remark(check,
			"event %" PRId64
			": the words of %.60s are weak, they could be guessed from their seal",
			event->event, event->who);
	sealer->words = arena_strdup(&check->arena, event->input);
	epoch->opened++;
}

void check_void(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = stirred(check, event);
	struct check_sealer *sealer = epoch != NULL ? due_sealer(check, epoch, event) : NULL;

	if (sealer == NULL)
		return;
	sealer->late = true;
	epoch->late++;
	check_remark(
		check, "event %" PRId64 ": %.60s did not open in time", event->event, event->who);
}

/* Compute the mix of the words in EPOCH. */
static void mix_words(struct check *check, const struct check_epoch *epoch, struct fair_hash *mix)
{
	fair_mix_begin(&check->bytes, &check->pid, epoch->number);
	for (size_t i = 0; i < epoch->sealer_count; i++)
		if (epoch->sealers[i].words != NULL)
			fair_mix_add(&check->bytes, epoch->sealers[i].who, epoch->sealers[i].words);
	fair_digest_of(mix, &check->bytes);
}

/* Remark that the epoch in use before EVENT has ended before its numbers were used up. */
static void remark_end(struct check *check, const struct fair_event *event)
{
	const struct check_epoch *used = check->used;

	if (used != NULL && used->next <= FAIR_ROLLS && used->next_m <= FAIR_SEALED)
		check_remark(check,
			"event %" PRId64 ": epoch %" PRId64 " ended early, after %" PRId64
			" rolls and %" PRId64 " sealed ones",
			event->event, used->number, used->next - 1, used->next_m - 1);
}

void check_mix(struct check *check, const struct fair_event *event)
{
	struct check_epoch *epoch = stirred(check, event);
	struct fair_hash mix = fair_no_mix;

	if (epoch == NULL)
		return;
	epoch->by_players = strcmp(event->input, "players") == 0;
	if (epoch->by_players) {
		if (epoch->sealer_count == 0 || epoch->opened < epoch->sealer_count)
			check_fault(check,
				"event %" PRId64 ": not every seal of epoch %" PRId64 " was opened",
				event->event, epoch->number);
		mix_words(check, epoch, &mix);
	} else if (strcmp(event->input, "nobody") != 0) {
		check_fault(check, "event %" PRId64 ": a mix by neither players nor nobody",
			event->event);
	} else if (epoch->sealer_count > 0) {
		check_fault(check,
			"event %" PRId64 ": epoch %" PRId64
			" was sealed by players, but is mixed by nobody",
			event->event, epoch->number);
	}
	if (!fair_hash_equal(&mix, &event->hash))
		check_fault(check, "event %" PRId64 ": the mix is not what its words give",
			event->event);
	epoch->mix = event->hash;
	epoch->mixed = true;
	check->verdict.stirred += epoch->by_players;
	remark_end(check, event);
	check->used = epoch;
}

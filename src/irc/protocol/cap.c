/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads CAP lines, and writes the next request. */
#include "irc/protocol/cap.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const names[CAP_COUNT] = {
	[CAP_ACCOUNT_NOTIFY] = "account-notify",
	[CAP_ACCOUNT_TAG] = "account-tag",
	[CAP_BATCH] = "batch",
	[CAP_NOTIFY] = "cap-notify",
	[CAP_CHGHOST] = "chghost",
	[CAP_EXTENDED_JOIN] = "extended-join",
	[CAP_MESSAGE_TAGS] = "message-tags",
	[CAP_MULTI_PREFIX] = "multi-prefix",
	[CAP_SASL] = "sasl",
	[CAP_SERVER_TIME] = "server-time",
	[CAP_USERHOST_IN_NAMES] = "userhost-in-names",
	[CAP_STS] = "sts",
};

void cap_init(struct cap *cap)
{
	memset(cap, 0, sizeof *cap);
}

bool cap_on(const struct cap *cap, enum cap_id id)
{
	return (cap->enabled & CAP_BIT(id)) != 0;
}

/* ---- lists ---- */

/* The capability named by the LEN bytes at WORD, or CAP_COUNT. */
static enum cap_id id_of(const char *word, size_t len)
{
	unsigned id = 0;

	while (id < CAP_COUNT && (strlen(names[id]) != len || strncmp(names[id], word, len) != 0))
		id++;
	return (enum cap_id)id;
}

static void keep_value(struct cap *cap, enum cap_id id, const char *value, size_t len)
{
	char *kept = id == CAP_SASL ? cap->sasl : id == CAP_STS ? cap->sts : NULL;

	if (kept != NULL)
		snprintf(kept, CAP_VALUE, "%.*s", len < CAP_VALUE ? (int)len : 0, value);
}

/* A word of a list: "name", "name=value", "-name", and in older drafts "~name" or "=name". */
struct word {
	enum cap_id id;
	bool minus;
	const char *value;
	size_t value_len;
};

/* The next word of the list at *AT. False at its end. */
static bool next_word(const char **at, struct word *word)
{
	size_t len, name;

	*at += strspn(*at, " ");
	len = strcspn(*at, " ");
	if (len == 0)
		return false;
	word->minus = false;
	for (; len > 0 && strchr("-~=", **at) != NULL; (*at)++, len--)
		word->minus |= **at == '-';
	for (name = 0; name < len && (*at)[name] != '='; name++)
		;
	word->id = id_of(*at, name);
	word->value = *at + (name < len ? name + 1 : len);
	word->value_len = name < len ? len - name - 1 : 0;
	*at += len;
	return true;
}

static unsigned bits_of(const char *list)
{
	struct word word;
	unsigned bits = 0;

	while (next_word(&list, &word))
		if (word.id < CAP_COUNT)
			bits |= CAP_BIT(word.id);
	return bits;
}

/* ---- the subcommands ---- */

static enum cap_news offer(struct cap *cap, const char *list)
{
	struct word word;
	bool any = false;

	while (next_word(&list, &word)) {
		if (word.id == CAP_COUNT)
			continue;
		any = true;
		cap->offered |= CAP_BIT(word.id);
		cap->refused &= ~CAP_BIT(word.id);
		keep_value(cap, word.id, word.value, word.value_len);
	}
	return any ? CAP_OFFERED : CAP_NOTHING;
}

static enum cap_news on_ls(struct cap *cap, const char *list, bool more)
{
	offer(cap, list);
	return more ? CAP_NOTHING : CAP_LISTED;
}

static enum cap_news on_new(struct cap *cap, const char *list, bool more)
{
	(void)more;
	return offer(cap, list);
}

static enum cap_news on_del(struct cap *cap, const char *list, bool more)
{
	unsigned gone = bits_of(list);

	(void)more;
	cap->offered &= ~gone;
	cap->enabled &= ~gone;
	if (gone & CAP_BIT(CAP_SASL))
		cap->sasl[0] = '\0';
	if (gone & CAP_BIT(CAP_STS))
		cap->sts[0] = '\0';
	return gone != 0 ? CAP_TAKEN : CAP_NOTHING;
}

/* BITS are no longer pending. */
static enum cap_news answered(struct cap *cap, unsigned bits)
{
	bool was_pending = cap->pending != 0;

	cap->pending &= ~bits;
	return was_pending && cap->pending == 0 ? CAP_ANSWERED : CAP_NOTHING;
}

static enum cap_news on_ack(struct cap *cap, const char *list, bool more)
{
	struct word word;
	unsigned bits = 0;

	(void)more;
	while (next_word(&list, &word)) {
		if (word.id == CAP_COUNT)
			continue;
		bits |= CAP_BIT(word.id);
		if (word.minus)
			cap->enabled &= ~CAP_BIT(word.id);
		else if (cap->pending & CAP_BIT(word.id))
			cap->enabled |= CAP_BIT(word.id);
	}
	return answered(cap, bits);
}

/* One refusal is of a whole line. What stood alone in it is refused; of several, one may be the
 * culprit. */
static enum cap_news on_nak(struct cap *cap, const char *list, bool more)
{
	unsigned pending = cap->pending;

	(void)list, (void)more;
	if ((pending & (pending - 1)) == 0) {
		cap->refused |= pending;
		cap->alone &= ~pending;
	} else {
		cap->alone |= pending;
	}
	return answered(cap, pending);
}

static const struct subcommand {
	const char *word;
	enum cap_news (*read)(struct cap *cap, const char *list, bool more);
} subcommands[] = {
	{"LS", on_ls},
	{"NEW", on_new},
	{"DEL", on_del},
	{"ACK", on_ack},
	{"NAK", on_nak},
};

enum cap_news cap_read(struct cap *cap, const struct message *msg)
{
	bool more;

	/* "CAP nick LS * :list" goes on in another line. */
	if (msg->param_count < 3)
		return CAP_NOTHING;
	more = msg->param_count > 3 && strcmp(msg->params[2], "*") == 0;
	for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
		if (strcasecmp(subcommands[i].word, msg->params[1]) == 0)
			return subcommands[i].read(cap, msg->params[more ? 3 : 2], more);
	return CAP_NOTHING;
}

/* ---- asking ---- */

bool cap_request(struct cap *cap, unsigned want, char line[MESSAGE_REST + 1])
{
	unsigned ask = want & cap->offered & ~cap->enabled & ~cap->refused;
	size_t len;

	if (cap->pending != 0 || ask == 0 || cap->requests >= CAP_REQUESTS)
		return false;
	if (ask & ~cap->alone)
		ask &= ~cap->alone;
	else
		ask &= ~(ask - 1); /* one of them */
	len = (size_t)snprintf(line, MESSAGE_REST + 1, "CAP REQ :");
	for (unsigned id = 0; id < CAP_COUNT; id++) {
		if ((ask & CAP_BIT(id)) == 0 || len + strlen(names[id]) + 1 > MESSAGE_REST)
			continue;
		len += (size_t)snprintf(line + len, MESSAGE_REST + 1 - len, "%s%s",
			cap->pending != 0 ? " " : "", names[id]);
		cap->pending |= CAP_BIT(id);
	}
	cap->requests++;
	return true;
}

bool cap_value(const char *list, const char *key, char *value, size_t size)
{
	size_t key_len = strlen(key);

	while (*list != '\0') {
		size_t len = strcspn(list, ","), name = strcspn(list, "=,");
		if (name == key_len && strncmp(list, key, name) == 0) {
			size_t skip = name < len ? name + 1 : len;
			if (len - skip >= size)
				return false;
			snprintf(value, size, "%.*s", (int)(len - skip), list + skip);
			return true;
		}
		list += len + (list[len] == ',');
	}
	return false;
}

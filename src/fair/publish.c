/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Append transcripts to files as they grow. A write that was cut short by a crash is cut off before
 * the next one; what is there otherwise is not touched. */
#include "fair/publish.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "fair/impl.h"
#include "fair/transcript.h"

enum {
	TAIL_BYTES = 1 << 17, /* of a file, in which its last event is found */
	EVENTS_AT_ONCE = 200,
};

static const char head_sql[] = "SELECT head FROM fair_event WHERE place = ? AND event = ?";

void fair_on_recorded(struct fair *fair, void (*recorded)(void *arg), void *arg)
{
	fair->recorded = recorded;
	fair->recorded_arg = arg;
}

/* ---- the file ---- */

/* Append NAME as a part of a file's name. */
static void add_name(struct strbuf *out, const char *name)
{
	for (; *name != '\0'; name++)
		if (isalnum((unsigned char)*name) || *name == '_' || *name == '-')
			strbuf_addch(out, *name);
		else
			strbuf_addf(out, "%%%02x", (unsigned)(unsigned char)*name);
}

static char *path_of(const char *folder, const struct fair_place *place)
{
	struct strbuf path = STRBUF_INIT;

	strbuf_addf(&path, "%s/", folder);
	add_name(&path, place->network);
	strbuf_addch(&path, '.');
	add_name(&path, place->name);
	strbuf_addstr(&path, ".jsonl");
	return strbuf_detach(&path);
}

/* What the end of a file says. */
struct tail {
	int64_t event; /* the last one; 0: none */
	char head[FAIR_SHORT_ROOM];
	off_t whole; /* where its last whole line ends */
};

/* Read the last event of TEXT, which ends with a whole line. */
static void read_last_event(struct tail *tail, const char *text)
{
	static const char mark[] = "{\"event\":", head[] = "\"head\":\"";
	const char *last = NULL, *found;

	for (const char *at = text; (at = strstr(at, mark)) != NULL; at++)
		if (at == text || at[-1] == '\n')
			last = at;
	found = last != NULL ? strstr(last, head) : NULL;
	if (found == NULL)
		return;
	tail->event = strtoll(last + strlen(mark), NULL, 10);
	snprintf(tail->head, sizeof tail->head, "%.8s", found + strlen(head));
}

/* Open the file at PATH, which is made if need be, and give it MODE, whatever the umask says.
 * Returns -1 and sets ERR when that cannot be done. */
static int open_file(const char *path, unsigned mode, struct error *err)
{
	int fd = open(
		path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode);
	struct stat status;

	if (fd < 0) {
		error_set(err, "%s cannot be opened: %s", path, strerror(errno));
	} else if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		error_set(err, "%s is no regular file", path);
	} else if ((status.st_mode & 07777) != mode && fchmod(fd, mode) < 0) {
		error_set(err, "%s cannot be given the mode %04o: %s", path, mode, strerror(errno));
	} else {
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Read the end of the file at FD. Returns false when that cannot be done. */
static bool read_tail(int fd, struct tail *tail)
{
	struct stat status;
	char *text, *end;
	off_t from;
	ssize_t len;

	*tail = (struct tail){.event = 0};
	if (fstat(fd, &status) < 0)
		return false;
	from = status.st_size > TAIL_BYTES ? status.st_size - TAIL_BYTES : 0;
	text = mem_alloc(TAIL_BYTES + 1);
	len = pread(fd, text, TAIL_BYTES, from);
	text[len > 0 ? len : 0] = '\0';
	end = strrchr(text, '\n');
	if (end != NULL) {
		end[1] = '\0';
		tail->whole = from + (end + 1 - text);
		read_last_event(tail, text);
	}
	free(text);
	return len >= 0;
}

/* Return whether the history of PLACE has the event that TAIL ends with. */
static bool fits(struct fair *fair, const struct fair_place *place, const struct tail *tail)
{
	struct store_query *query = store_query(
		fair->store, head_sql, "ii", place->id, tail->event);
	char text[FAIR_SHORT_ROOM] = "";
	struct fair_hash head;
	size_t len = 0;

	if (store_next(query)) {
		const void *bytes = store_blob(query, 0, &len);
		memcpy(head.bytes, bytes, len == FAIR_HASH_BYTES ? len : 0);
	}
	store_done(query, NULL);
	if (len == FAIR_HASH_BYTES)
		fair_short(&head, text);
	return strcmp(text, tail->head) == 0;
}

/* ---- writing ---- */

static void add_line(void *arg, const char *text)
{
	strbuf_addf(arg, "%s\n", text);
}

static bool write_all(int fd, const struct strbuf *text)
{
	size_t at = 0;
	ssize_t len;

	while (at < text->len) {
		len = write(fd, text->text + at, text->len - at);
		if (len < 0 && errno != EINTR)
			return false;
		at += len > 0 ? (size_t)len : 0;
	}
	return true;
}

/* Append to FD what comes after EVENT. */
static bool append(struct fair *fair, struct fair_place *place, int fd, int64_t event,
	const char *path, struct error *err)
{
	struct fair_excerpt of = {
		.network = place->network, .place = place->name, .next = event > 0 ? event + 1 : 0};
	struct strbuf text = STRBUF_INIT;
	bool fine = true;

	while (fine && !of.done) {
		strbuf_reset(&text);
		fine = fair_transcript(fair->store, &of, EVENTS_AT_ONCE, add_line, &text, err);
		if (fine && !write_all(fd, &text))
			fine = error_set(err, "%s cannot be written: %s", path, strerror(errno));
	}
	strbuf_release(&text);
	return fine;
}

/* Move the file at PATH, which is of another history, out of the way. */
static bool set_aside(const char *path, int64_t now_s, struct error *err)
{
	char *other = mem_printf("%s.old-%" PRId64, path, now_s);
	bool fine = rename(path, other) == 0 ||
		    error_set(err, "%s cannot be moved: %s", path, strerror(errno));

	free(other);
	return fine;
}

/* Bring the file at PATH up to date. */
static bool publish(struct fair *fair, struct fair_place *place, const char *path, unsigned mode,
	struct error *err)
{
	int fd = open_file(path, mode, err);
	struct tail tail;
	bool fine;

	if (fd < 0)
		return false;
	if (!read_tail(fd, &tail)) {
		error_set(err, "%s cannot be read: %s", path, strerror(errno));
		close(fd);
		return false;
	}
	if (tail.event > 0 && !fits(fair, place, &tail)) {
		close(fd);
		return set_aside(path, place->event_s, err) &&
		       publish(fair, place, path, mode, err);
	}
	fine = ftruncate(fd, tail.event > 0 ? tail.whole : 0) == 0 ||
	       error_set(err, "%s cannot be cut: %s", path, strerror(errno));
	fine = fine && append(fair, place, fd, tail.event, path, err);
	close(fd);
	return fine;
}

/* Return whether everybody in a channel may read what happens at PLACE: not in a private talk, nor
 * in a part of a channel, as "@#table" or "+#table". */
static bool is_public(const struct fair_place *place)
{
	static const char signs[] = "#&+!";
	const char *name = place->name;

	return name[0] != '\0' && strchr(signs, name[0]) != NULL &&
	       (name[0] == '#' || name[1] == '\0' || strchr(signs, name[1]) == NULL);
}

bool fair_publish(struct fair *fair, const char *folder, unsigned mode, struct error *err)
{
	struct fair_place *place;
	size_t at = 0;
	bool fine = true;

	while ((place = map_next(fair->places, &at, NULL)) != NULL) {
		char *path;
		if (!place->unpublished || !is_public(place))
			continue;
		path = path_of(folder, place);
		place->unpublished = !publish(fair, place, path, mode, err);
		fine = fine && !place->unpublished;
		free(path);
	}
	return fine;
}

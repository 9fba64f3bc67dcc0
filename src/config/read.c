/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read the configuration file through inih. The library cuts lines at 200 bytes and section names
 * at 49 without a word, joins indented lines, never reports an empty section, and keeps line
 * numbers to itself. So it is fed by a reader of ours that counts, refuses what would be cut, takes
 * the section titles for itself (the library gets a stand-in), and hands on one line at a time
 * without its indentation. The library calls back before it asks for the next line, so the reader's
 * count is the number of the line at hand. */
#include "config/read.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "config/build.h"
#include "config/value.h"

enum {
	LINE_LIMIT = CONFIG_LINE_LIMIT,
	FILE_LIMIT = 1 << 20, /* bytes */
};

/* A list whose line ends in a comma goes on in the next line, which is fed as a value of this
 * name. */
#define MORE "+"

#define BLANKS " \t"

struct reader {
	FILE *stream;
	struct config_raw *raw;
	struct config_mistakes *mistakes;
	int line;                  /* the number of the one in `text` */
	size_t bytes;              /* read so far */
	char text[LINE_LIMIT + 2]; /* what of the line fits, with room for a CR */
	size_t len;                /* bytes of the line, the rest included */
	bool bad;                  /* a mistake in this line is reported */
	bool waiting;              /* the library has the line and has not called back */
	bool more;                 /* the line goes on with the last entry */
	bool comma;                /* the last entry is a list that ended in a comma */
	int failure;               /* errno of reading */
};

/* Read the line into `text`, as much of it as fits. Returns false when the file is too big. */
static bool read_bytes(struct reader *in, int *last)
{
	int c, before = 0;

	in->len = 0;
	while ((c = getc(in->stream)) != EOF) {
		if (++in->bytes > FILE_LIMIT)
			return false;
		if (c == '\n')
			break;
		if (in->len < sizeof in->text - 1)
			in->text[in->len] = (char)c;
		in->len++;
		before = c;
	}
	if (before == '\r')
		in->len--;
	in->text[in->len < sizeof in->text ? in->len : sizeof in->text - 1] = '\0';
	*last = c;
	return true;
}

static bool next_line(struct reader *in)
{
	int last;

	if (!read_bytes(in, &last))
		return false;
	if (last == EOF && ferror(in->stream))
		in->failure = errno;
	if (last == EOF && (in->len == 0 || in->failure != 0))
		return false;
	in->line++;
	if (in->line == 1 && strncmp(in->text, "\xef\xbb\xbf", 3) == 0) {
		memmove(in->text, in->text + 3, sizeof in->text - 3);
		in->len -= 3;
	}
	return true;
}

/* Return where the line stops being text: the first byte that is a control byte or not UTF-8, or
 * its end. */
static size_t clean_len(const struct reader *in)
{
	size_t at = 0, size;

	while (at < in->len && (size = utf8_size(in->text + at, in->len - at)) > 0) {
		unsigned char byte = (unsigned char)in->text[at];
		if ((byte < ' ' && byte != '\t') || byte == 0x7f)
			break;
		at += size;
	}
	return at;
}

/* Report what makes the line unfit for the library, and cut it there: it may still name its key. */
static void check_line(struct reader *in)
{
	size_t clean;

	in->bad = true;
	if (in->len > LINE_LIMIT) {
		config_mistake(in->mistakes, in->line,
			"this line has %zu bytes; at most %d are read%s", in->len, LINE_LIMIT,
			" (a list may go on in the next line after a comma)");
		in->len = LINE_LIMIT;
		in->text[clean_len(in)] = '\0';
		return;
	}
	clean = clean_len(in);
	if (clean == in->len)
		in->bad = false;
	else if ((unsigned char)in->text[clean] >= 0x80)
		config_mistake(
			in->mistakes, in->line, "byte %zu of this line is not UTF-8", clean + 1);
	else
		config_mistake(in->mistakes, in->line,
			"byte %zu of this line is a control byte, \\x%02X", clean + 1,
			(unsigned char)in->text[clean]);
	in->text[clean] = '\0';
}

/* Cut off a comment behind a blank, as the library does in values, and blanks at the end. */
static void trim_end(char *text)
{
	size_t len;

	for (char *c = text; (c = strchr(c, ';')) != NULL; c++)
		if (c > text && strchr(BLANKS, c[-1]) != NULL) {
			*c = '\0';
			break;
		}
	len = strlen(text);
	while (len > 0 && strchr(BLANKS, text[len - 1]) != NULL)
		text[--len] = '\0';
}

static const struct config_section *find_section(const char *title, size_t len)
{
	for (size_t i = 0; i < SECTION_COUNT; i++)
		if (strlen(config_sections[i].word) == len &&
			strncmp(config_sections[i].word, title, len) == 0)
			return &config_sections[i];
	return NULL;
}

/* Begin the section whose title is in TEXT, "[title]". */
static void open_section(struct reader *in, char *text)
{
	struct config_raw_section section = {.line = in->line, .bad = in->bad};
	size_t len, word;

	trim_end(text);
	len = strlen(text);
	if (len < 2 || text[len - 1] != ']') {
		if (!in->bad)
			config_mistake(
				in->mistakes, in->line, "this section's title does not end in ']'");
		section.bad = true;
	} else {
		text[len - 1] = '\0';
	}
	text += 1 + strspn(text + 1, BLANKS);
	trim_end(text);
	word = strcspn(text, BLANKS);
	section.title = mem_strdup(text);
	section.name = mem_strdup(text + word + strspn(text + word, BLANKS));
	section.section = find_section(text, word);
	config_raw_add(in->raw, section);
}

/* Return the row of KEY (LEN bytes) in the section at hand, or NULL. */
static const struct config_key *known_key(const struct reader *in, const char *key, size_t len)
{
	const struct config_raw_section *section = config_raw_last(in->raw);
	const struct config_key *found = NULL;
	char *name;

	if (section == NULL || section->section == NULL)
		return NULL;
	name = mem_strndup(key, len);
	found = config_key_find(section->section, name);
	free(name);
	return found;
}

/* Return whether TEXT is "key = …" with a key that this section knows. */
static bool sets_known_key(const struct reader *in, const char *text)
{
	size_t len = strcspn(text, BLANKS "=:");
	const char *after = text + len + strspn(text + len, BLANKS);

	return (*after == '=' || *after == ':') && known_key(in, text, len) != NULL;
}

/* Say whether TEXT is blank or a comment. Where a list goes on, '#' with a letter behind it is a
 * channel. */
static bool is_comment(const struct reader *in, const char *text)
{
	if (*text == '#' && in->comma)
		return strchr(BLANKS "#", text[1]) != NULL;
	return *text == '\0' || *text == ';' || *text == '#';
}

static void report_lost_comma(struct reader *in)
{
	const struct config_raw_section *section = config_raw_last(in->raw);

	config_mistake(in->mistakes, section->entries[section->count - 1].line,
		"'%s' ends in a comma, and its list does not go on",
		section->entries[section->count - 1].key);
	in->comma = false;
}

/* Report that the library took the last line and did not call back: it was no "key = value". */
static void report_unanswered(struct reader *in)
{
	if (in->waiting && !in->bad)
		config_mistake(
			in->mistakes, in->line, "this is neither 'key = value' nor '[section]'");
	in->waiting = false;
}

/* Give the library the next line, without indentation, in OUT of ROOM bytes, as its fgets. */
static char *feed(char *out, int room, void *user)
{
	struct reader *in = user;

	report_unanswered(in);
	while (next_line(in)) {
		char *text = in->text + strspn(in->text, BLANKS);
		if (is_comment(in, text) && (*text != '\0' || strlen(in->text) == in->len))
			continue;
		check_line(in);
		if (in->comma && (*text == '[' || sets_known_key(in, text)))
			report_lost_comma(in);
		if (*text == '[' && !in->comma) {
			open_section(in, text);
			text = memcpy(in->text, "[s]", sizeof "[s]");
		} else {
			in->waiting = true;
		}
		in->more = in->comma;
		in->comma = false;
		if (snprintf(out, (size_t)room, "%s%s\n", in->more ? MORE "=" : "", text) < room)
			return out;
		in->failure = EMSGSIZE; /* a library built for still shorter lines */
		break;
	}
	return NULL;
}

/* Take a line of the form "name = value" from the library, as its handler. */
static int take(void *user, const char *stand_in, const char *name, const char *value)
{
	struct reader *in = user;
	struct config_raw_section *section = config_raw_last(in->raw);
	struct config_raw_entry *entry;
	const struct config_key *key;
	size_t len = strlen(value);

	(void)stand_in;
	in->waiting = false;
	if (section == NULL || *name == '\0') {
		config_mistake(in->mistakes, in->line,
			section == NULL ? "'%s' stands before the first [section]"
					: "there is no key before '='%s",
			name);
		return 1;
	}
	if (in->more)
		config_raw_entry_continue(&section->entries[section->count - 1], value);
	else
		config_raw_entry_add(section, name, value, in->line);
	entry = &section->entries[section->count - 1];
	entry->bad |= in->bad;
	if (strchr(value, '\t') != NULL && !entry->bad) {
		config_mistake(in->mistakes, in->line, "there is a tab inside the value");
		entry->bad = true;
	}
	key = known_key(in, entry->key, strlen(entry->key));
	in->comma = len > 0 && value[len - 1] == ',' && key != NULL &&
		    (key->type == CONFIG_LIST || key->type == CONFIG_CHANNELS);
	return 1;
}

static void read_all(struct reader *in)
{
	if (ini_parse_stream(feed, in, take, in) < 0 && in->failure == 0)
		in->failure = ENOMEM;
	report_unanswered(in);
	if (in->comma)
		report_lost_comma(in);
	if (in->bytes > FILE_LIMIT)
		config_mistake(in->mistakes, 0, "this file has more than %d bytes", FILE_LIMIT);
	if (in->failure != 0)
		config_mistake(in->mistakes, 0, "cannot be read: %s", strerror(in->failure));
	explicit_bzero(in->text, sizeof in->text);
}

static struct config *read_stream(FILE *stream, const char *path, unsigned permissions,
	config_look *look, struct strbuf *mistakes)
{
	struct strbuf more = STRBUF_INIT;
	struct config_access access = {.world_readable = (permissions & S_IROTH) != 0,
		.world_writable = (permissions & S_IWOTH) != 0};
	struct config_mistakes found = {.items = NULL};
	struct config_raw raw = {.sections = NULL};
	struct reader in = {.stream = stream, .raw = &raw, .mistakes = &found};
	struct config *config = NULL;

	read_all(&in);
	if (in.failure == 0 && in.bytes <= FILE_LIMIT)
		config = config_build(&raw, path, access, &found);
	config_raw_release(&raw);
	if (config != NULL && look != NULL)
		look(config, &more);
	if (found.count > 0 || more.len > 0) {
		config_free(config);
		config = NULL;
	}
	config_mistakes_tell(&found, path, mistakes);
	strbuf_add(mistakes, more.text, more.len);
	strbuf_release(&more);
	return config;
}

struct config *config_read(
	FILE *stream, const char *path, unsigned permissions, struct strbuf *mistakes)
{
	return read_stream(stream, path, permissions, NULL, mistakes);
}

/* Open PATH without waiting for somebody to open its other end, should it be a pipe. */
static int open_without_waiting(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	/* What somebody is about to write is waited for: -c <(make-config) works. */
	if (fd >= 0)
		fcntl(fd, F_SETFL, 0);
	return fd;
}

struct config *config_load(const char *path, config_look *look, struct strbuf *mistakes)
{
	int fd = open_without_waiting(path);
	FILE *stream = fd >= 0 ? fdopen(fd, "r") : NULL;
	struct config *config = NULL;
	struct stat status;

	if (stream != NULL && fstat(fd, &status) == 0)
		config = read_stream(stream, path, status.st_mode, look, mistakes);
	else
		strbuf_addf(mistakes, "%s: cannot be read: %s\n", path, strerror(errno));
	if (stream != NULL)
		fclose(stream);
	else if (fd >= 0)
		close(fd);
	return config;
}

struct config *config_load_whole(const char *path, config_look *look, struct strbuf *mistakes)
{
	struct config *config = config_load(path, look, mistakes);

	if (config == NULL || config->away == NULL)
		return config;
	strbuf_addf(mistakes, "%s\n", config->away);
	config_free(config);
	return NULL;
}

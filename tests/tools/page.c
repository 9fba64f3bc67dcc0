/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts verify.html together, one file that needs no other:
 *
 *	page verify.html verify.css [engine.wasm] FILE.js… FILE.ini… FILE.txt… >build/verify.html
 *
 * In the template, verify.html, words between @ are replaced: STYLE and SCRIPT (the .js in the
 * order given) with the hashes that the page's policy allows, STYLE-HASH and SCRIPT-HASH; ENGINE,
 * the dice engine in Base64, or nothing; DATA, the game systems and named dice it is to read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "crypto/hash.h"

struct page {
	struct strbuf template, style, script, engine, systems, dice;
};

static void fail(const char *path)
{
	perror(path);
	exit(1);
}

static void read_file(struct strbuf *out, const char *path)
{
	FILE *file = fopen(path, "rb");
	char piece[8192];
	size_t len;

	if (file == NULL)
		fail(path);
	while ((len = fread(piece, 1, sizeof piece, file)) > 0)
		strbuf_add(out, piece, len);
	if (ferror(file))
		fail(path);
	fclose(file);
}

/* Append BYTES in the Base64 of RFC 4648, with padding. */
static void add_base64(struct strbuf *out, const void *bytes, size_t len)
{
	char *text = mem_alloc(BASE64_ROOM(len));

	base64_write(text, bytes, len);
	for (char *c = text; *c != '\0'; c++)
		strbuf_addch(out, *c == '-' ? '+' : *c == '_' ? '/' : *c);
	for (size_t rest = strlen(text) % 4; rest > 0 && rest < 4; rest++)
		strbuf_addch(out, '=');
	free(text);
}

static void add_hash(struct strbuf *out, const struct strbuf *text)
{
	unsigned char hash[SHA512_BYTES];

	sha512(hash, text->text, text->len);
	strbuf_addstr(out, "sha512-");
	add_base64(out, hash, sizeof hash);
}

/* Append "NAME":"what is in the file PATH",. */
static void add_system(struct strbuf *systems, const char *path)
{
	const char *slash = strrchr(path, '/');
	struct strbuf text = STRBUF_INIT;

	read_file(&text, path);
	json_add_text(systems, slash != NULL ? slash + 1 : path);
	strbuf_addch(systems, ':');
	json_add_text(systems, text.text);
	strbuf_addch(systems, ',');
	strbuf_release(&text);
}

static void take(struct page *page, const char *path)
{
	const char *dot = strrchr(path, '.');
	struct strbuf bytes = STRBUF_INIT;

	if (dot != NULL && strcmp(dot, ".html") == 0) {
		read_file(&page->template, path);
	} else if (dot != NULL && strcmp(dot, ".css") == 0) {
		read_file(&page->style, path);
	} else if (dot != NULL && strcmp(dot, ".js") == 0) {
		read_file(&page->script, path);
	} else if (dot != NULL && strcmp(dot, ".ini") == 0) {
		add_system(&page->systems, path);
	} else if (dot != NULL && strcmp(dot, ".txt") == 0) {
		read_file(&page->dice, path);
	} else {
		read_file(&bytes, path);
		add_base64(&page->engine, bytes.text, bytes.len);
	}
	strbuf_release(&bytes);
}

/* Append what stands in the place of the LEN bytes of WORD. False when it is no such word. */
static bool add_part(struct strbuf *out, struct page *page, const char *word, size_t len)
{
	char name[16] = "";

	if (len >= sizeof name)
		return false;
	strncat(name, word, len);
	if (strcmp(name, "STYLE") == 0) {
		strbuf_add(out, page->style.text, page->style.len);
	} else if (strcmp(name, "SCRIPT") == 0) {
		strbuf_add(out, page->script.text, page->script.len);
	} else if (strcmp(name, "STYLE-HASH") == 0) {
		add_hash(out, &page->style);
	} else if (strcmp(name, "SCRIPT-HASH") == 0) {
		add_hash(out, &page->script);
	} else if (strcmp(name, "ENGINE") == 0) {
		strbuf_add(out, page->engine.text, page->engine.len);
	} else if (strcmp(name, "DATA") == 0) {
		strbuf_cut(&page->systems, page->systems.len - (page->systems.len > 0));
		strbuf_addf(out, "{\"systems\":{%s},\"dice\":", page->systems.text);
		json_add_text(out, page->dice.text);
		strbuf_addch(out, '}');
	} else {
		return false;
	}
	return true;
}

static void print(struct page *page)
{
	struct strbuf out = STRBUF_INIT;
	const char *at = page->template.text, *word;

	while ((word = strchr(at, '@')) != NULL) {
		const char *end = strchr(word + 1, '@');

		strbuf_add(&out, at, (size_t)(word - at));
		if (end == NULL || !add_part(&out, page, word + 1, (size_t)(end - word - 1))) {
			strbuf_addch(&out, '@');
			at = word + 1;
		} else {
			at = end + 1;
		}
	}
	strbuf_addstr(&out, at);
	if (fwrite(out.text, 1, out.len, stdout) != out.len || fflush(stdout) != 0)
		fail("page");
	strbuf_release(&out);
}

int main(int argc, char **argv)
{
	struct page page = {
		STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT, STRBUF_INIT};

	strbuf_addstr(&page.script, "\"use strict\";\n\n");
	for (int i = 1; i < argc; i++)
		take(&page, argv[i]);
	print(&page);
	strbuf_release(&page.template);
	strbuf_release(&page.style);
	strbuf_release(&page.script);
	strbuf_release(&page.engine);
	strbuf_release(&page.systems);
	strbuf_release(&page.dice);
	return 0;
}

/* explain.c - what Lua says of a mistake, in the words of somebody who writes quizzes. What is not known here stays as
 * it is. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "quiz/check.h"

enum { NAMES_MAX = 120, NAME_MAX_BYTES = 24 };

static const char NO_WORD[] = "attempt to call a nil value (global '";

/* Lua's words, and what is added to them. */
static const struct saying {
    const char *says, *hint;
} SAYINGS[] = {
    {"unfinished string", ": a text needs a quotation mark at its end, in the same line"},
    {"near <eof>", ": a closing bracket is missing somewhere above"},
    {"' expected", ": is a comma missing before it?"},
    {"unexpected symbol", ": is something missing before it, or one comma too many?"},
    {"syntax error", ": is a comma missing before it?"},
    {"attempt to call a table value", ": is a comma missing between two parts?"},
    {"attempt to call a string value", ": is a comma missing between two parts?"},
};

/* The names that a source gives to authors: "function quiz(", "heading = ", "paid, scanned = ". */
static size_t
list_words(const char *source, char names[][NAME_MAX_BYTES], const char **list)
{
    size_t count = 0;
    for (const char *line = source; line != NULL && count < NAMES_MAX; line = strchr(line, '\n')) {
        line += *line == '\n';
        const char *at = strncmp(line, "function ", 9) == 0 ? line + 9 : line;
        for (size_t len; count < NAMES_MAX && (islower((unsigned char)*at)); at += len + (at[len] == ',' ? 2 : 0)) {
            len = strspn(at, "abcdefghijklmnopqrstuvwxyz_");
            bool is_name = at[len] == ',' || at[len] == '(' || strncmp(at + len, " =", 2) == 0;
            if (!is_name || len >= NAME_MAX_BYTES)
                break;
            snprintf(names[count], NAME_MAX_BYTES, "%.*s", (int)len, at);
            list[count] = names[count];
            count++;
            if (at[len] != ',')
                break;
        }
    }
    return count;
}

char *
check_explain(const char *detail, const char *words)
{
    const char *global = strstr(detail, NO_WORD);
    if (global != NULL) {
        char(*names)[NAME_MAX_BYTES] = memory_new_array(NAMES_MAX, sizeof *names);
        const char *list[NAMES_MAX], *name = global + sizeof NO_WORD - 1;
        char *asked = memory_print("%.*s", (int)strcspn(name, "'"), name);
        const char *meant = words != NULL ? text_suggest(asked, list, list_words(words, names, list)) : NULL;
        char *says = memory_print("%.*sthere is no word \"%s\"%s%s%s", (int)(global - detail), detail, asked,
                                  meant != NULL ? ", did you mean \"" : "", meant != NULL ? meant : "", meant != NULL ? "\"?" : "");
        free(asked);
        free(names);
        return says;
    }
    for (size_t i = 0; i < sizeof SAYINGS / sizeof SAYINGS[0]; i++)
        if (strstr(detail, SAYINGS[i].says) != NULL)
            return memory_print("%s%s", detail, SAYINGS[i].hint);
    return memory_copy_text(detail);
}

/* language.c - looks up the languages and words that make_languages.sh compiled in. */
#include "base/language.h"

#include <assert.h>
#include <string.h>

struct language_words {
    const char *code, *key, *words;
};

#include "languages.h"

const struct language *
language_at(size_t index)
{
    return index < sizeof LANGUAGES / sizeof LANGUAGES[0] ? &LANGUAGES[index] : NULL;
}

static const struct language *
find(const char *code)
{
    for (size_t i = 0; code != NULL && i < sizeof LANGUAGES / sizeof LANGUAGES[0]; i++)
        if (strcmp(LANGUAGES[i].code, code) == 0)
            return &LANGUAGES[i];
    return NULL;
}

const char *
language_or_vietnamese(const char *code)
{
    const struct language *found = find(code);
    return found != NULL ? found->code : LANGUAGES[0].code;
}

bool
language_is_declared(const char *code)
{
    return find(code) != NULL;
}

bool
language_is_code(const char *text)
{
    size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    return text[len] == 0 && len >= 2 && len < LANGUAGE_CODE_MAX;
}

const char *
language_text(const char *code, const char *key)
{
    const char *vietnamese = NULL;
    for (size_t i = 0; i < sizeof WORDS / sizeof WORDS[0]; i++) {
        if (strcmp(WORDS[i].key, key) != 0)
            continue;
        if (strcmp(WORDS[i].code, code) == 0)
            return WORDS[i].words;
        if (strcmp(WORDS[i].code, "vi") == 0)
            vietnamese = WORDS[i].words;
    }
    assert(vietnamese != NULL && "words that are not in scripts/languages/vi.tsv");
    return vietnamese;
}

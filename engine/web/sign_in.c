/* sign_in.c - cookies. A learner's is a random token of which the store keeps the hash; the
 * trainer's is made once a run and handed out for the one-time link that stands in the terminal. */
#include "web/sign_in.h"

#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/random_bytes.h"

static void
draw_secret(char out[SECRET_TEXT_LEN + 1])
{
    uint8_t raw[SECRET_TEXT_LEN / 2];
    random_bytes_fill(raw, sizeof raw);
    hash_to_hex(raw, sizeof raw, out);
}

void
sign_in_begin(struct site *site)
{
    draw_secret(site->trainer_key);
    draw_secret(site->trainer_cookie);
}

/* Takes as long for a near miss as for a wild guess. */
static bool
is_secret(const char *claimed, const char *secret)
{
    unsigned difference = 0;
    if (claimed == NULL || strlen(claimed) != SECRET_TEXT_LEN || secret[0] == 0)
        return false;
    for (size_t i = 0; i < SECRET_TEXT_LEN; i++)
        difference |= (unsigned)(claimed[i] ^ secret[i]);
    return difference == 0;
}

const char *
sign_in_token(const struct request *request)
{
    const char *token = pairs_get(&request->cookies, "dauso");
    return token != NULL ? token : "";
}

void
sign_in_give_token(struct reply *reply, const char *token)
{
    char cookie[TOKEN_TEXT_MAX + 64];
    snprintf(cookie, sizeof cookie, "dauso=%s; HttpOnly; SameSite=Strict; Path=/", token);
    reply_add_header(reply, "Set-Cookie", cookie);
}

void
sign_in_forget_token(struct reply *reply)
{
    reply_add_header(reply, "Set-Cookie", "dauso=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0");
}

const char *
sign_in_phone(const struct request *request)
{
    return pairs_get(&request->cookies, "dauso_phone");
}

/* Says nothing about anybody: that two people sat at the same phone, and no more. Gone with the browser. */
void
sign_in_give_phone(const struct request *request, struct reply *reply)
{
    char secret[SECRET_TEXT_LEN + 1], cookie[SECRET_TEXT_LEN + 64];
    if (sign_in_phone(request) != NULL)
        return;
    draw_secret(secret);
    snprintf(cookie, sizeof cookie, "dauso_phone=%s; HttpOnly; SameSite=Strict; Path=/", secret);
    reply_add_header(reply, "Set-Cookie", cookie);
}

const char *
sign_in_language(const struct request *request)
{
    const char *language = pairs_get(&request->cookies, "dauso_language");
    return language_or_vietnamese(language);
}

void
sign_in_give_language(struct reply *reply, const char *language)
{
    char cookie[80];
    snprintf(cookie, sizeof cookie, "dauso_language=%s; HttpOnly; SameSite=Strict; Path=/",
             language_or_vietnamese(language));
    reply_add_header(reply, "Set-Cookie", cookie);
}

bool
sign_in_is_at_laptop(const struct request *request)
{
    return request->peer_is_loopback && request_is_for_loopback(request);
}

bool
sign_in_is_trainer(const struct site *site, const struct request *request)
{
    return sign_in_is_at_laptop(request) &&
           is_secret(pairs_get(&request->cookies, "dauso_trainer"), site->trainer_cookie);
}

bool
sign_in_use_key(struct site *site, const char *key, struct reply *reply)
{
    char cookie[SECRET_TEXT_LEN + 80];
    if (!is_secret(key, site->trainer_key))
        return false;
    site->trainer_key[0] = 0;
    snprintf(cookie, sizeof cookie,
             "dauso_trainer=%s; HttpOnly; SameSite=Strict; Path=/trainer/; Max-Age=86400",
             site->trainer_cookie);
    reply_add_header(reply, "Set-Cookie", cookie);
    return true;
}

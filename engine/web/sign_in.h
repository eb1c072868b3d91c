/* sign_in.h - who is asking: a learner by the token in the cookie, the trainer by the cookie of the
 * one-time link. */
#ifndef WEB_SIGN_IN_H
#define WEB_SIGN_IN_H

#include "web/site.h"

/* Draws the trainer's key and cookie. */
void sign_in_begin(struct site *site);

/* The learner's token, "" if there is none. Says nothing of whether anybody holds it. */
const char *sign_in_token(const struct request *request);
void sign_in_give_token(struct reply *reply, const char *token);
void sign_in_forget_token(struct reply *reply);

/* What tells one phone from another while its browser is open; NULL before the first join. */
const char *sign_in_phone(const struct request *request);
void sign_in_give_phone(const struct request *request, struct reply *reply);

/* The code of a declared language: what the browser chose last. */
const char *sign_in_language(const struct request *request);
void sign_in_give_language(struct reply *reply, const char *language);

/* From the laptop itself and by its own name: the only place where the console exists. */
bool sign_in_is_at_laptop(const struct request *request);
bool sign_in_is_trainer(const struct site *site, const struct request *request);
/* Takes the one-time key. False: it is not the one, or was used. */
bool sign_in_use_key(struct site *site, const char *key, struct reply *reply);

#endif

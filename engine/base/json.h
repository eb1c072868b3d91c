/* json.h - JSON values (RFC 8259, by jansson). Reading is strict: UTF-8, no duplicate keys, nothing after the value.
 * Writing is canonical: compact, keys sorted by bytes, so that equal values are equal bytes. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/err.h"

struct json;

/* *out is to be freed with json_free. FAULT_INPUT names the line. */
MUST_CHECK enum fault json_read(const char *text, size_t len, struct json **out, struct err *err);
void json_write(const struct json *value, struct buffer *out);
char *json_write_text(const struct json *value); /* caller frees */
void json_free(struct json *value);              /* NULL is fine */
struct json *json_keep(struct json *value);      /* one more owner */

struct json *json_new_object(void);
struct json *json_new_array(void);
struct json *json_new_text(const char *utf8); /* NULL or bad UTF-8 gives null */
struct json *json_new_integer(int64_t value);
struct json *json_new_real(double value); /* not finite gives null */
struct json *json_new_boolean(bool value);
struct json *json_new_null(void);

void json_put(struct json *object, const char *key, struct json *value); /* takes over value */
void json_drop(struct json *object, const char *key); /* a member that is not there is fine */
void json_put_text(struct json *object, const char *key, const char *utf8);
void json_put_integer(struct json *object, const char *key, int64_t value);
void json_put_real(struct json *object, const char *key, double value);
void json_put_boolean(struct json *object, const char *key, bool value);
void json_add(struct json *array, struct json *value); /* takes over value */

/* Everything below accepts NULL and the wrong kind of value: then the answer is NULL, 0 or false. */
struct json *json_get(const struct json *object, const char *key);
struct json *json_at(const struct json *array, size_t index);
size_t json_count(const struct json *value); /* members of an array or object */
bool json_is_object(const struct json *value);
bool json_is_array(const struct json *value);
bool json_is_text(const struct json *value);
const char *json_text(const struct json *value);
const char *json_get_text(const struct json *object, const char *key);
bool json_read_integer(const struct json *value, int64_t *out);
bool json_read_real(const struct json *value, double *out); /* integers too */
bool json_is_true(const struct json *value);

/* Walks an object's members in the order of insertion: start with *at = NULL; false at the end. */
bool json_next(const struct json *object, void **at, const char **key, struct json **value);

#endif

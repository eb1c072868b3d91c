/* json.c - a thin coat over jansson, so that no other file depends on it. struct json is json_t. */
#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Macros of jansson; here they are functions of our door. */
#undef json_is_array
#undef json_is_object
#undef json_is_true

static json_t *
inside(const struct json *value)
{
    return (json_t *)(uintptr_t)value;
}

static struct json *
outside(json_t *value)
{
    return (struct json *)value;
}

static bool
is(const struct json *value, json_type type)
{
    return value != NULL && json_typeof(inside(value)) == type;
}

enum fault
json_read(const char *text, size_t len, struct json **out, struct err *err)
{
    json_error_t problem;
    json_t *value = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &problem);
    if (value == NULL)
        return err_set(err, FAULT_INPUT, "line %d: not JSON: %s", problem.line, problem.text);
    *out = outside(value);
    return FAULT_NONE;
}

static int
append(const char *part, size_t len, void *out)
{
    buffer_add(out, part, len);
    return 0;
}

void
json_write(const struct json *value, struct buffer *out)
{
    json_dump_callback(inside(value), append, out,
                       JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
}

char *
json_write_text(const struct json *value)
{
    struct buffer out = {0};
    json_write(value, &out);
    return buffer_take_text(&out);
}

void
json_free(struct json *value)
{
    json_decref(inside(value));
}

struct json *
json_keep(struct json *value)
{
    return outside(json_incref(inside(value)));
}

struct json *
json_new_object(void)
{
    return outside(json_object());
}

struct json *
json_new_array(void)
{
    return outside(json_array());
}

struct json *
json_new_text(const char *utf8)
{
    json_t *text = utf8 == NULL ? NULL : json_string(utf8);
    return outside(text == NULL ? json_null() : text);
}

struct json *
json_new_integer(int64_t value)
{
    return outside(json_integer(value));
}

struct json *
json_new_real(double value)
{
    return outside(isfinite(value) ? json_real(value) : json_null());
}

struct json *
json_new_boolean(bool value)
{
    return outside(json_boolean(value));
}

struct json *
json_new_null(void)
{
    return outside(json_null());
}

void
json_put(struct json *object, const char *key, struct json *value)
{
    json_object_set_new(inside(object), key, inside(value));
}

void
json_drop(struct json *object, const char *key)
{
    json_object_del(inside(object), key);
}

void
json_put_text(struct json *object, const char *key, const char *utf8)
{
    json_put(object, key, json_new_text(utf8));
}

void
json_put_integer(struct json *object, const char *key, int64_t value)
{
    json_put(object, key, json_new_integer(value));
}

void
json_put_real(struct json *object, const char *key, double value)
{
    json_put(object, key, json_new_real(value));
}

void
json_put_boolean(struct json *object, const char *key, bool value)
{
    json_put(object, key, json_new_boolean(value));
}

void
json_add(struct json *array, struct json *value)
{
    json_array_append_new(inside(array), inside(value));
}

struct json *
json_get(const struct json *object, const char *key)
{
    return is(object, JSON_OBJECT) ? outside(json_object_get(inside(object), key)) : NULL;
}

struct json *
json_at(const struct json *array, size_t index)
{
    return is(array, JSON_ARRAY) ? outside(json_array_get(inside(array), index)) : NULL;
}

size_t
json_count(const struct json *value)
{
    if (is(value, JSON_ARRAY))
        return json_array_size(inside(value));
    return is(value, JSON_OBJECT) ? json_object_size(inside(value)) : 0;
}

bool
json_is_object(const struct json *value)
{
    return is(value, JSON_OBJECT);
}

bool
json_is_array(const struct json *value)
{
    return is(value, JSON_ARRAY);
}

bool
json_is_text(const struct json *value)
{
    return is(value, JSON_STRING);
}

const char *
json_text(const struct json *value)
{
    return is(value, JSON_STRING) ? json_string_value(inside(value)) : NULL;
}

const char *
json_get_text(const struct json *object, const char *key)
{
    return json_text(json_get(object, key));
}

bool
json_read_integer(const struct json *value, int64_t *out)
{
    if (!is(value, JSON_INTEGER))
        return false;
    *out = json_integer_value(inside(value));
    return true;
}

bool
json_read_real(const struct json *value, double *out)
{
    if (!is(value, JSON_INTEGER) && !is(value, JSON_REAL))
        return false;
    *out = json_number_value(inside(value));
    return true;
}

bool
json_is_true(const struct json *value)
{
    return is(value, JSON_TRUE);
}

bool
json_next(const struct json *object, void **at, const char **key, struct json **value)
{
    if (!is(object, JSON_OBJECT))
        return false;
    json_t *inner = inside(object);
    *at = *at == NULL ? json_object_iter(inner) : json_object_iter_next(inner, *at);
    if (*at == NULL)
        return false;
    *key = json_object_iter_key(*at);
    *value = outside(json_object_iter_value(*at));
    return true;
}

/* buffer.h - bytes that grow. A zeroed struct buffer is empty and ready. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>
#include <stdint.h>

struct buffer {
    uint8_t *data;
    size_t len;
    size_t capacity;
};

void buffer_clear(struct buffer *buffer);  /* frees; the buffer may be used again */
void buffer_reset(struct buffer *buffer);  /* len = 0, keeps the memory */
void buffer_add(struct buffer *buffer, const void *data, size_t len);
void buffer_add_byte(struct buffer *buffer, uint8_t byte);
void buffer_add_text(struct buffer *buffer, const char *text);
void buffer_print(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *buffer_text(struct buffer *buffer);  /* NUL-terminated view, valid until the next change */
char *buffer_take_text(struct buffer *buffer);   /* caller frees; the buffer is empty afterwards */

#endif

/* base_cbor.c - what the strict reader takes has one encoding only: encoded again it is the same bytes. */
#include "fuzz.h"

#include <string.h>

#include "base/cbor.h"

static void
copy_item(struct cbor_reader *reader, struct buffer *out)
{
    const uint8_t *data;
    const char *text;
    size_t count;
    int64_t number;
    switch (cbor_peek(reader)) {
    case CBOR_UINT:
    case CBOR_NEGATIVE: {
        size_t from = reader->at;
        if (cbor_get_int(reader, &number)) {
            cbor_put_int(out, number);
        } else { /* beyond 63 bits there is no type to copy it with */
            reader->failed = false;
            buffer_add(out, reader->data + from, 9);
            reader->at = from + 9;
        }
        break;
    }
    case CBOR_BYTES:
        HOLDS(cbor_get_bytes(reader, &data, &count));
        cbor_put_bytes(out, data, count);
        break;
    case CBOR_TEXT: {
        HOLDS(cbor_get_text(reader, &text, &count));
        char *copy = strndup(text, count);
        HOLDS(copy != NULL && strlen(copy) == count);
        cbor_put_text(out, copy);
        free(copy);
        break;
    }
    case CBOR_ARRAY:
        HOLDS(cbor_get_array(reader, &count));
        cbor_put_array(out, count);
        for (; count > 0; count--)
            copy_item(reader, out);
        break;
    case CBOR_MAP:
        HOLDS(cbor_get_map(reader, &count));
        cbor_put_map(out, count);
        for (count *= 2; count > 0; count--)
            copy_item(reader, out);
        break;
    default: HOLDS(!"a strict item has a kind");
    }
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct cbor_reader reader;
    struct buffer again = {0};
    if (!cbor_is_strict(data, len))
        return 0;
    cbor_begin(&reader, data, len);
    copy_item(&reader, &again);
    HOLDS(cbor_at_end(&reader) && again.len == len && memcmp(again.data, data, len) == 0);
    buffer_clear(&again);
    return 0;
}

/* journal_bytes.h - the sizes and marks of journal.h, for the writer and the reader. */
#ifndef STORE_JOURNAL_BYTES_H
#define STORE_JOURNAL_BYTES_H

#include "store/journal.h"

#define JOURNAL_MARK "DausoJ1\n"
#define BATCH_MARK "DjB\n"

enum {
    JOURNAL_HEAD_LEN = 8 + HASH_LEN,
    BATCH_HEAD_LEN = 4 + 4 + 4 + HASH_LEN, /* mark, length, CRC-32, chain hash */
    PAYLOAD_HEAD_LEN = 1 + 8 + 4,          /* kind, number, version */
};

/* CRC-32 of ISO 3309 (that of zlib and PNG), to be begun with 0. */
uint32_t journal_crc(uint32_t crc, const void *data, size_t len);

#endif

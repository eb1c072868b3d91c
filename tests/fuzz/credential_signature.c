/* credential_signature.c - the CMS message in a PDF, which comes from whoever wrote the file. The input is the hash of the
 * key that is expected (32 bytes) and the message; the file around it is always the same. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"
#include "credential/pdf_signature.h"

static void
build_file(const uint8_t *cms, size_t len, struct buffer *out)
{
    char head[200];
    static const char FORM[] = "%%PDF-1.7\n<< /ByteRange [ 0 %010zu %010zu %010zu ] /Contents ", TAIL[] = " >>\n%%EOF\n";
    size_t begin = (size_t)snprintf(head, sizeof head, FORM, (size_t)0, (size_t)0, (size_t)0);
    snprintf(head, sizeof head, FORM, begin, begin + 2 * len + 2, sizeof TAIL - 1);
    buffer_add_text(out, head);
    buffer_add_byte(out, '<');
    for (size_t i = 0; i < len; i++) {
        buffer_add_byte(out, (uint8_t)"0123456789ABCDEF"[cms[i] >> 4]);
        buffer_add_byte(out, (uint8_t)"0123456789ABCDEF"[cms[i] & 15]);
    }
    buffer_add_byte(out, '>');
    buffer_add_text(out, TAIL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct buffer file = {0};
    if (len < SHA256_LEN)
        return 0;
    build_file(data + SHA256_LEN, len - SHA256_LEN, &file);
    bool holds = pdf_signature_holds(file.data, file.len, data);
    HOLDS(!holds); /* no seed was signed over this file */
    buffer_clear(&file);
    /* As a whole file, too: the range and the string are read from it. */
    holds = pdf_signature_holds(data + SHA256_LEN, len - SHA256_LEN, data);
    HOLDS(!holds || len > 1000);
    return 0;
}

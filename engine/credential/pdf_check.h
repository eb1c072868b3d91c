/* pdf_check.h - the attachments of a PDF of ours. Private to credential/. */
#ifndef CREDENTIAL_PDF_CHECK_H
#define CREDENTIAL_PDF_CHECK_H

#include "credential/credential.h"

enum { PDF_FILES_MAX = 8 };

/* In the order of their object numbers. One whose bytes cannot be taken out is empty, but counts. */
struct pdf_files {
    struct buffer certificates[PDF_FILES_MAX], permits[PDF_FILES_MAX], pdf_keys[PDF_FILES_MAX];
    size_t certificate_count, permit_count, pdf_key_count;
};

/* Finds certificate.cose, issuer.cose and pdf-key.cose. This is no PDF library: it reads what libharu writes (classic objects, plain
 * or Flate streams) and finds nothing in anything else: not in a file that was written on behind its end, that has two
 * objects of one number, or more of anything than a paper needs. Work is linear in the file, of at most 20 MB. */
void pdf_find_files(const void *data, size_t len, struct pdf_files *out);
void pdf_files_clear(struct pdf_files *files);

#endif

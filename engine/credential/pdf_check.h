/* pdf_check.h - the attachments of a PDF of ours. Private to credential/. */
#ifndef CREDENTIAL_PDF_CHECK_H
#define CREDENTIAL_PDF_CHECK_H

#include "credential/credential.h"

struct pdf_files {
    struct buffer certificate, issuer;
    size_t certificate_count;
};

/* Finds certificate.cose and issuer.cose. This is no PDF library: it reads what libharu writes (classic objects, plain
 * or Flate streams) and finds nothing in anything else. Work and memory are bounded: 20 MB of file, 4 KiB a message. */
void pdf_find_files(const void *data, size_t len, struct pdf_files *out);

#endif

/* pdf_pictures.h - the pictures in a PDF that is none of ours, such as a scan. Private to credential/. */
#ifndef CREDENTIAL_PDF_PICTURES_H
#define CREDENTIAL_PDF_PICTURES_H

#include "credential/photo.h"

struct pdf_pictures {
    const char *data;
    size_t len, at;
    size_t work; /* as in struct photo; who looks at a picture adds what that took */
};

/* An encrypted file has no pictures. */
void pdf_pictures_begin(struct pdf_pictures *pictures, const void *data, size_t len);
/* The next picture; false if there is none. JPEG, or Flate with 1 to 8 bits of grey or 8 bits of each colour, with or
 * without a PNG predictor; what is packed otherwise (CCITT, JBIG2, JPEG 2000) is passed over. The work is linear in the
 * file, and ends when all pictures together took PHOTO_WORK_MAX. photo_clear. */
bool pdf_pictures_next(struct pdf_pictures *pictures, struct photo *out);

#endif

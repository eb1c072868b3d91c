/* qr_text.h - URL#digits: the bytes of a message as one big decimal number (PRODUCT.md section 6). Private to credential/. */
#ifndef CREDENTIAL_QR_TEXT_H
#define CREDENTIAL_QR_TEXT_H

#include "credential/credential.h"

/* ceil(8 n log10 2) */
size_t qr_text_digits(size_t bytes);
/* Behind the first '#', or all of it. White space is passed over; anything else but digits, a wrong number of them, or
 * more than MESSAGE_MAX bytes: false. */
bool qr_text_read(const char *text, size_t len, uint8_t out[MESSAGE_MAX], size_t *out_len);

#endif

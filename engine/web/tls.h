/* tls.h - TLS for offices: a thread stands before the door, and the loop of server.c sees plain connections.
 *
 * Only this file's .c knows OpenSSL. Everything that protects the plain door (head guard, deadlines, limits an
 * address, Host, roles by address) works on what comes out of here, with the caller's own address. */
#ifndef WEB_TLS_H
#define WEB_TLS_H

#include "base/err.h"

struct tls;

/* Takes over the listening socket and puts into its place a pipe out of which struct arrival (visits.h) are read.
 * cert_path: PEM, with the chain after it; key_path: PEM without a passphrase. An expired certificate is told in the
 * log, no more. FAULT_CANNOT: a file is missing or no PEM, the key does not fit. Then *listen_fd is as before. */
MUST_CHECK enum fault tls_open(const char *cert_path, const char *key_path, int *listen_fd, struct tls **tls,
                               struct err *err);
/* Ends the thread and every connection. NULL is fine. The pipe belongs to the caller. */
void tls_close(struct tls *tls);

#endif

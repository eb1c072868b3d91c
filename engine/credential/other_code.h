/* other_code.h - square codes of other people. Private to credential/. */
#ifndef CREDENTIAL_OTHER_CODE_H
#define CREDENTIAL_OTHER_CODE_H

#include <stddef.h>

/* Looks at the beginning of each line for what is well known. The name of the sentence in certs/verdicts.tsv, such as
 * "UNREADABLE.BANK"; NULL if there is none. */
const char *other_code_sentence(const char *text, size_t len);

#endif

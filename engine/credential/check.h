/* check.h - how the files that read carriers say no. Private to credential/. */
#ifndef CREDENTIAL_CHECK_H
#define CREDENTIAL_CHECK_H

#include "credential/credential.h"

/* The verdict and its sentence, and nothing of what may have stood in the report; `known_up_to` stays. */
void check_refuse(struct check_report *report, enum verdict verdict, int64_t date);
/* UNREADABLE, in the more exact words of this row of certs/verdicts.tsv. */
void check_refuse_to_read(struct check_report *report, const char *sentence);

/* Listed in not_checked of everything that somebody could have printed anew. */
#define CHECK_WORDS_ON_PAPER "the words on the paper: compare them"

#endif

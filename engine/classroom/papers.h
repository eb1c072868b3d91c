/* papers.h - a part of the door classroom.h: certificates are issued, printed, withdrawn. Include classroom.h. */
#ifndef CLASSROOM_PAPERS_H
#define CLASSROOM_PAPERS_H

/* ---- issue_certificates.c ---- */

/* Base address of the verifier page, <= 30 characters before '#', e.g. "https://v.example.vn/". */
MUST_CHECK enum fault classroom_set_verifier_url(struct classroom *room, const char *url, struct err *err);
const char *classroom_verifier_url(const struct classroom *room); /* "" = unset: ask before the first issue */

struct issued {
    char learner_id[LEARNER_ID_MAX];
    char name[NAME_MAX_BYTES];
    char certificate[CERTIFICATE_ID_MAX];
    char *pdf_path; /* absolute, in DIR/certificates/ */
};
void issued_clear(struct issued *issued);
/* Issues to one finished learner of the class who meets the rule and has none yet (learner_id NULL: the next in order
 * of the roster): recomputes from the events, signs, checks, draws, reads the codes back, stores, commits, writes the
 * PDF. *done_one false: nobody is left (or this learner does not meet the rule: err->text says why). */
MUST_CHECK enum fault classroom_issue_next(struct classroom *room, int64_t class_id, const char *learner_id,
                                           bool *done_one, struct issued *out, struct err *err);
MUST_CHECK enum fault classroom_read_pdf(struct classroom *room, const char *certificate_id, struct buffer *pdf, bool *found,
                                         struct err *err);
/* Writes the stored bytes to DIR/certificates/ID.pdf again. Caller frees *pdf_path. */
MUST_CHECK enum fault classroom_reprint(struct classroom *room, const char *certificate_id, char **pdf_path, struct err *err);
/* Cards of the class's certificates, eight a sheet, as DIR/prints/cards-CLASS-N.pdf; *sheets: how many. Unsigned. */
MUST_CHECK enum fault classroom_print_cards(struct classroom *room, int64_t class_id, size_t *sheets, struct err *err);

/* ---- print_class.c ---- */

enum class_file { FILE_PAPERS, FILE_REGISTER };
struct print_progress {
    size_t drawn, total; /* pages */
    size_t left_out;     /* papers that no longer check, or differ from their record */
    bool is_done;        /* both files are there */
};
/* Draws pages of all papers of a class, in the order of the roster, for about so many milliseconds; the first
 * call says from_start, the others go on until is_done. Then DIR/prints/class-ID.pdf and register-ID.pdf are there.
 * FAULT_CONFLICT: there is nothing to print. After a fault nothing of it is left. */
MUST_CHECK enum fault classroom_print_some(struct classroom *room, int64_t class_id, bool from_start, int milliseconds,
                                           struct print_progress *progress, struct err *err);
struct class_prints {
    char *papers_path, *register_path;
    size_t pages, left_out;
};
void class_prints_clear(struct class_prints *prints);
/* The same to its end; report may be NULL. */
MUST_CHECK enum fault classroom_print_class(struct classroom *room, int64_t class_id,
                                            void (*report)(void *context, const struct print_progress *progress), void *context,
                                            struct class_prints *out, struct err *err);
/* What was printed last. */
MUST_CHECK enum fault classroom_read_print(struct classroom *room, int64_t class_id, enum class_file file, struct buffer *pdf,
                                           bool *found, struct err *err);

/* The one-page verifier with what this laptop believes, as HTML. FAULT_CANNOT if it was not built. */
MUST_CHECK enum fault classroom_verifier_page(struct classroom *room, struct buffer *page, struct err *err);

/* ---- revoke_certificates.c ---- */

struct withdrawal {
    const char *certificate_id;
    enum revocation_reason reason;
    const char *note;              /* for the office, may be NULL */
    const char *replaced_by;       /* a certificate, may be NULL */
    struct passphrase *passphrase; /* of the root's key, if it is sealed */
    bool is_published;             /* out: it stands in the status list */
    char *request_path;            /* out: else, the file to take to where the root is */
};
void withdrawal_clear(struct withdrawal *withdrawal);
/* Written down, then published where the root is here. Asked again it publishes what could not be before. */
MUST_CHECK enum fault classroom_revoke(struct classroom *room, struct withdrawal *withdrawal, struct err *err);
/* The same by a reason's number and the words that a trainer typed ("" = the root's key is not sealed). *published: it
 * stands in the status list. */
MUST_CHECK enum fault classroom_revoke_by_words(struct classroom *room, const char *certificate_id, int64_t reason,
                                                const char *words, bool *published, struct err *err);
/* Issues anew from the same results (name and birth year as they are now), and withdraws the paper that there was. */
MUST_CHECK enum fault classroom_replace(struct classroom *room, const char *learner_id, struct withdrawal *withdrawal,
                                        struct issued *out, struct err *err);

/* The trainer's tick on the list of papers. */
MUST_CHECK enum fault classroom_mark_printed(struct classroom *room, const char *certificate_id, bool is_printed,
                                             struct err *err);
/* What the code of the certificate holds: URL#digits. */
MUST_CHECK enum fault classroom_certificate_text(struct classroom *room, const char *certificate_id, struct buffer *text,
                                                 bool *found, struct err *err);
/* Array of {"certificate","name","learner","attempt","class","sequence","issued_at"}. */
MUST_CHECK enum fault classroom_list_certificates(struct classroom *room, struct json **out, struct err *err);
/* Text of the join QR, made by web: an SVG or half blocks for a terminal. */
MUST_CHECK enum fault classroom_draw_code(const char *text, bool for_terminal, struct buffer *out, struct err *err);

#endif

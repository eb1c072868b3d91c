/* err.h - how a function says that it could not do its work.
 *
 * A fault is for the program, err->text is one sentence for a person: what, which one, what to do.
 * An answer ("not genuine", "no such learner") is never a fault. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

enum fault {
    FAULT_NONE = 0,
    FAULT_INPUT,    /* what somebody gave us is not acceptable: a quiz, an event, a file's content (exit 1) */
    FAULT_USAGE,    /* the command line is wrong (exit 2) */
    FAULT_CANNOT,   /* disk, network, missing file, locked (exit 3) */
    FAULT_CONFLICT, /* true at another moment: stale sequence number, class ended (HTTP 409) */
    FAULT_LIMIT     /* a stated limit was hit */
};

struct err {
    enum fault fault;
    char text[600];
};

#define MUST_CHECK __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* Writes the sentence and returns `fault`, so that a refusal is one line. err may be NULL. */
enum fault err_set(struct err *err, enum fault fault, const char *format, ...) PRINTF_LIKE(3, 4);

/* Exit code of PRODUCT.md section 4 for a fault: 0, 1, 2 or 3. */
int err_exit_code(enum fault fault);

#endif

/* log.h - one line a happening, on stderr and in FOLDER/log/dauso.log.
 *
 * A line begins with the time (ISO 8601, UTC+7). What it says is for the person who looks after the laptop: numbers of
 * classes, learners' ids, certificates; never a name, a token, an answer, a passphrase. Control and bidi characters of
 * untrusted text are replaced. A log that cannot be written stops nothing. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>

void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Only into the file: what stderr has heard already. */
void log_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* From now on lines are kept in folder/log/ too: dauso.log, and when that has 1 MiB dauso.log.1 to .4. makes_it: the
 * folder log/ is made if it is not there; else nothing is kept then, for the folder may be somebody else's. */
void log_keep(const char *folder, bool makes_it);

#endif

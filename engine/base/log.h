/* log.h - one line a happening on stderr. Control and bidi characters of untrusted text are replaced. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

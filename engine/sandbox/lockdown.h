/* lockdown.h - takes from this process whatever it could do harm with. For the worker only; no way
 * back. */
#ifndef SANDBOX_LOCKDOWN_H
#define SANDBOX_LOCKDOWN_H

#include <stdbool.h>
#include <sys/types.h>

enum { LOCKDOWN_ANSWER_FD = 1 };

/* The process dies with its parent, leaves the terminal's group and keeps answer_fd alone, as
 * LOCKDOWN_ANSWER_FD. False if the parent is gone already. */
bool lockdown_detach(int answer_fd, pid_t parent);

/* Limits of the system and the list of allowed system calls. False if the kernel refuses: then
 * nothing foreign may run. */
bool lockdown_seal(void);

#endif

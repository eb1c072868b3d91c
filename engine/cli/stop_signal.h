/* stop_signal.h - Ctrl+C and its like end a server in good order. */
#ifndef CLI_STOP_SIGNAL_H
#define CLI_STOP_SIGNAL_H

#include <signal.h>

/* From now on SIGINT, SIGTERM and SIGHUP only ask to stop, and a closed connection is no reason to. Becomes 1 when asked. */
const volatile sig_atomic_t *stop_signal_catch(void);

#endif

/* child_server.h - a class served by a child process, for demo and bench: the same code as `dauso serve`. */
#ifndef CLI_CHILD_SERVER_H
#define CLI_CHILD_SERVER_H

#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "eventlog/eventlog.h"

struct child_options {
    const char *folder;          /* data folder; made if new */
    const char *share;
    const char *quiz;            /* NULL = the first shipped one that leads to a certificate */
    const char *class_name;      /* the name of every class of the folder must begin so, else it is refused */
    uint8_t class_seed[SEED_LEN];
    int64_t class_id;            /* not 0: the folder stays as it is, and this class of it goes on */
    int64_t follows;             /* not 0: the folder stays as it is, and class_name tests the people of this class again */
};

struct child_server {
    pid_t pid;
    char *base_url;      /* http://127.0.0.1:PORT */
    char *trainer_path;  /* /trainer/?key=... */
    char *quiz;
    char code[7];
    int64_t class_id;
};

/* Forks, so call it before anything is opened. The child empties the demo folder of what an earlier demo left there,
 * sets it up, opens the class and serves on a free port of 127.0.0.1; its log is folder/server.log.
 * FAULT_USAGE: no such quiz. FAULT_CANNOT: the folder holds real classes, or cannot be used. */
MUST_CHECK enum fault child_server_start(const struct child_options *options, struct child_server *server, struct err *err);
/* Asks it to stop and waits. FAULT_CANNOT if it had not ended in order. */
MUST_CHECK enum fault child_server_stop(struct child_server *server, struct err *err);
void child_server_clear(struct child_server *server); /* ends it, if it runs */

/* demo_folder.c. FAULT_CANNOT unless the folder is new, empty or was made by a demo with only this class in it; then
 * it is empty afterwards, apart from its mark. */
MUST_CHECK enum fault demo_folder_prepare(const char *folder, const char *class_name, struct err *err);

#endif

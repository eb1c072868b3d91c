/* bench_served.h - a class served by a child process, for what is measured over HTTP. */
#ifndef CLI_BENCH_SERVED_H
#define CLI_BENCH_SERVED_H

#include "cli/bench.h"
#include "cli/demo_play.h"

struct served {
    struct child_server server;
    struct frameworks *frameworks;
    struct quiz *quiz;
    struct person *people;
    struct play play;
};

/* A new class with that many people who may join. To be closed also after a fault. */
MUST_CHECK enum fault served_open(const struct bench *bench, size_t people_count, struct served *served, struct err *err);
void served_close(struct served *served);

/* Resident memory of a process and its children in MiB. */
double bench_resident_of_family(pid_t pid);

#endif

/* worker.h - the process that runs one job, and the frame in which it answers. */
#ifndef SANDBOX_WORKER_H
#define SANDBOX_WORKER_H

#include <stdint.h>
#include <sys/types.h>

#include "sandbox/sandbox.h"

enum { WORKER_FRAME_MAGIC = 0x44534231, WORKER_CANNOT = 100 };

/* Then detail_len bytes of detail, then result_len bytes of JSON. The parent believes none of it
 * unchecked. */
struct worker_frame {
    uint32_t magic;
    uint32_t verdict; /* enum sandbox_verdict, or WORKER_CANNOT */
    uint32_t detail_len;
    uint32_t result_len;
    uint64_t steps;
    uint64_t memory_peak;
};

/* Runs the job in this process, which was just forked, writes the frame to answer_fd and ends the
 * process. */
_Noreturn void worker_main(const struct sandbox_job *job, int answer_fd, pid_t parent);

#endif

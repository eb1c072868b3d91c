/* lockdown.c - rlimits and the seccomp filter. Every call that is not on the list kills the process
 * at once.
 *
 * Sanitizer builds keep stderr and skip the filter and the address-space limit: their runtime needs
 * both. */
#include "sandbox/lockdown.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
enum { IS_SANITIZER_BUILD = 1 };
#else
enum { IS_SANITIZER_BUILD = 0 };
#endif

#if defined(__x86_64__)
#define OUR_ARCH AUDIT_ARCH_X86_64
#define FIRST_FOREIGN_CALL 0x40000000 /* x32: the same numbers with this bit */
#elif defined(__aarch64__)
#define OUR_ARCH AUDIT_ARCH_AARCH64
#define FIRST_FOREIGN_CALL 0x40000000
#else
#error "the list of system calls is written for x86_64 and aarch64"
#endif

enum { FALLBACK_FD_MAX = 4096 };

static void
close_from(int first)
{
    if (syscall(SYS_close_range, (unsigned)first, ~0U, 0) == 0)
        return;
    for (int fd = first; fd < FALLBACK_FD_MAX; fd++)
        close(fd);
}

bool
lockdown_detach(int answer_fd, pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        return false;
    setpgid(0, 0);
    if (answer_fd != LOCKDOWN_ANSWER_FD && dup2(answer_fd, LOCKDOWN_ANSWER_FD) < 0)
        return false;
    close(0);
    close_from(IS_SANITIZER_BUILD ? 3 : 2);
    return true;
}

/* What the server mapped before the fork counts for the worker too. */
static rlim_t
read_address_space(void)
{
    char text[64] = "";
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t len = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    return len > 0 ? (rlim_t)strtoull(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool
set_limits(void)
{
    static const rlim_t AT_LEAST = (rlim_t)160 << 20, HEADROOM = (rlim_t)32 << 20;
    rlim_t space = read_address_space() + HEADROOM;
    if (space < AT_LEAST)
        space = AT_LEAST;
    const struct {
        int resource;
        rlim_t soft, hard;
    } limits[] = {
        {RLIMIT_CPU, 2, 3}, /* above the worker's own clock, so that a long last instruction still
                               ends as LIMIT */
        {RLIMIT_CORE, 0, 0},   {RLIMIT_FSIZE, 0, 0},      {RLIMIT_NPROC, 0, 0},
        {RLIMIT_NOFILE, 3, 3}, {RLIMIT_AS, space, space},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        struct rlimit limit = {limits[i].soft, limits[i].hard};
        if (limits[i].resource == RLIMIT_AS && IS_SANITIZER_BUILD)
            continue;
        if (setrlimit((__rlimit_resource_t)limits[i].resource, &limit) != 0)
            return false;
    }
    return true;
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, (action))
#define ALLOW(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), RETURN(SECCOMP_RET_ALLOW)

static bool
filter_calls(void)
{
    struct sock_filter program[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OUR_ARCH, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, FIRST_FOREIGN_CALL, 0, 1),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        ALLOW(SYS_write),
        ALLOW(SYS_clock_gettime),
        ALLOW(SYS_exit_group),
        ALLOW(SYS_brk),
        ALLOW(SYS_munmap),
        ALLOW(SYS_mremap),
        ALLOW(SYS_madvise),
        ALLOW(SYS_rt_sigreturn),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(args[2]), /* the low half of prot; x86_64 and aarch64 are little-endian */
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        RETURN(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog filter = {sizeof program / sizeof program[0], program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

/* text_fold and text_suggest use malloc. The first call of glibc's asks for randomness, and an
 * arena that belongs to a thread grows by mprotect; neither is on the list. So: one call before,
 * and from then on new memory by mmap only. */
static void
tame_malloc(void)
{
    if (IS_SANITIZER_BUILD)
        return;
    void *volatile first = malloc(64);
    free(first);
    mallopt(M_MMAP_THRESHOLD, 1);
}

bool
lockdown_seal(void)
{
    tame_malloc();
    return set_limits() && (IS_SANITIZER_BUILD || filter_calls());
}

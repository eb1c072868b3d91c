/* passphrase.c - reads a passphrase without leaving it in a shell's history, on the screen, or in freed memory. */
#include "cli/passphrase.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 1100 };

static size_t
read_line(int file, char *line)
{
    size_t len = 0;
    char letter;
    while (len < LINE_MAX_BYTES && read(file, &letter, 1) == 1 && letter != '\n')
        line[len++] = letter;
    return len;
}

static size_t
ask(char *line)
{
    struct termios seen, unseen;
    if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &seen) != 0)
        return read_line(STDIN_FILENO, line);
    unseen = seen;
    unseen.c_lflag &= ~(tcflag_t)ECHO;
    fputs("Passphrase: ", stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    size_t len = read_line(STDIN_FILENO, line);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &seen);
    fputc('\n', stderr);
    return len;
}

enum fault
cli_read_passphrase(const struct cli_call *call, struct passphrase **passphrase, struct err *err)
{
    const char *path = cli_value(call, "--passphrase-file", NULL);
    char line[LINE_MAX_BYTES];
    size_t len;
    *passphrase = NULL;
    if (path == NULL)
        return FAULT_NONE;
    if (strcmp(path, "-") == 0) {
        len = ask(line);
    } else {
        int file = open(path, O_RDONLY | O_CLOEXEC);
        if (file < 0)
            return err_set(err, FAULT_CANNOT, "cannot open %s: %s", path, strerror(errno));
        len = read_line(file, line);
        close(file);
    }
    enum fault fault = passphrase_new(line, len, passphrase, err);
    explicit_bzero(line, sizeof line);
    return fault;
}

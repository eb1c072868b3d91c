/* main_verify.c - dauso-verify: `dauso verify` as a program of its own, with no code that signs, runs Lua, serves or stores. */
#include "cli/cli.h"

int
main(int argc, char **argv)
{
    return cli_run(&verb_verify, "dauso-verify", argc - 1, argv + 1);
}

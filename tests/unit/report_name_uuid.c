/* report_name_uuid.c - UUIDs of names against values that other programs publish. */
#include <string.h>

#include "report/name_uuid.h"
#include "unit.h"

/* Made by uuid.uuid5(uuid.NAMESPACE_URL, name) of Python 3.11. */
static const struct {
    const char *name, *uuid;
} KNOWN[] = {
    {"", "1b4db7eb-4057-5ddf-91e0-36dec72071f5"},
    {"https://dauso.invalid/attempt/37f661ac57e7a83789fedc82ac", "3dda57a6-69e1-58cd-961c-96779ece16dc"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "615eac0e-03db-567b-8580-916c1aca1cc2"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "c5c985c8-6875-5a42-b6e3-2872703afed4"},
    {"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "c24134bf-ec52-5bcd-8c93-d0e05a110d73"},
    {"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "e4fcdec4-dfaf-5a2e-9231-0a1a698b4f7d"},
    {"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "4b87c643-f5c7-51c5-aee5-d9ff8285e524"},
    {"https://dauso.invalid/bài/một", "d121fbd1-4cbd-5548-a23e-93754d7156fc"},
};

TEST(a_name_gives_the_uuid_that_other_programs_give)
{
    for (size_t i = 0; i < sizeof KNOWN / sizeof KNOWN[0]; i++) {
        char uuid[UUID_TEXT_SIZE];
        name_uuid(KNOWN[i].name, uuid);
        CHECK_TEXT(uuid, KNOWN[i].uuid);
    }
}

int
main(void)
{
    RUN(a_name_gives_the_uuid_that_other_programs_give);
    return unit_end();
}

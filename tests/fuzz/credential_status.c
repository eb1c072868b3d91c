/* credential_status.c - a status list that a root signed, whatever it says: what is taken keeps the rules of
 * certs/FORMAT.md section 6, and says the same when it is written again. */
#include "fuzz.h"
#include "unit.h"

#include "credential_fixture.h"

static void
keep_the_rules(const struct status_list *list)
{
    HOLDS(list->number > 0 && list->date > 0);
    for (size_t i = 0; i < list->group_count; i++) {
        const struct status_group *group = &list->groups[i];
        HOLDS(group->count > 0);
        for (size_t j = 1; j < group->count; j++)
            HOLDS(group->indexes[j] > group->indexes[j - 1]);
    }
}

static void
same_lists(const struct status_list *one, const struct status_list *other)
{
    HOLDS(one->number == other->number && one->date == other->date && one->group_count == other->group_count);
    HOLDS(one->stolen_count == other->stolen_count && one->seen_count == other->seen_count);
    for (size_t i = 0; i < one->group_count; i++) {
        const struct status_group *left = &one->groups[i], *right = &other->groups[i];
        HOLDS(left->day == right->day && left->reason == right->reason && left->count == right->count);
        HOLDS(memcmp(left->indexes, right->indexes, left->count * sizeof left->indexes[0]) == 0);
    }
}

static void
tell(const uint8_t *data, size_t len)
{
    struct trust *trust = test_root_only();
    struct buffer payload = {0};
    buffer_add(&payload, data, len);
    test_tell(trust, test_sign(ROOT, KIND_STATUS_LIST, payload));
    trust_free(trust);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct status_list list, again;
    struct buffer written = {0};
    tell(data, len);
    if (!status_list_read(data, len, &list))
        return 0;
    keep_the_rules(&list);
    status_list_write(&list, &written);
    HOLDS(written.len <= len || list.group_count > 0);
    HOLDS(status_list_read(written.data, written.len, &again));
    same_lists(&list, &again);
    status_list_clear(&again);
    status_list_clear(&list);
    buffer_clear(&written);
    return 0;
}

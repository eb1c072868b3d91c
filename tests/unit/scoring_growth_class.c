/* scoring_growth_class.c - the growth of a class against figures computed elsewhere (class_growth_vector.json is
 * MEASURE.md's, class_growth_cases.json is make_growth.py's), and what must hold for any class. */
#include "unit.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/memory.h"
#include "scoring/growth_em.h"

/* ---- figures computed elsewhere ---- */

static struct json *
read_file(const char *path)
{
    struct buffer text = {0};
    struct json *json = NULL;
    struct err err;
    if (file_read(path, 1 << 20, &text, &err) != FAULT_NONE ||
        json_read((const char *)text.data, text.len, &json, &err) != FAULT_NONE)
        printf("  %s\n", err.text);
    buffer_clear(&text);
    return json;
}

/* Numbers of `wanted` at their places in `got`; returns how many. */
static int
compare(const struct json *wanted, const struct json *got, double tolerance)
{
    double a, b = NAN;
    int count = 0;
    void *at = NULL;
    const char *key;
    struct json *value;
    if (json_read_real(wanted, &a)) {
        CHECK(json_read_real(got, &b));
        CHECK_NEAR(b, a, tolerance);
        return 1;
    }
    for (size_t i = 0; json_is_array(wanted) && i < json_count(wanted); i++)
        count += compare(json_at(wanted, i), json_at(got, i), tolerance);
    while (json_is_object(wanted) && json_next(wanted, &at, &key, &value))
        count += compare(value, json_get(got, key), tolerance);
    return count;
}

static void
check_published_class(bool is_on_its_grid)
{
    static const char *const KEYS[] = {"class_mean", "class_sigma", "class_V", "indiv_D_mean", "indiv_D_sd"};
    static const char GRID[] = "{\"z\":[6,0.25],\"delta\":[-2.5,3.5,0.125]}";
    struct json *one = read_file("tests/scoring_cases/class_growth_vector.json"), *grid = NULL, *got = NULL;
    struct err err;
    int compared = 0;
    json_put_text(one, "id", "published");
    json_put_text(one, "kind", "class_growth");
    CHECK(json_read(GRID, sizeof GRID - 1, &grid, &err) == FAULT_NONE);
    if (is_on_its_grid)
        json_put(one, "grid", grid);
    else
        json_free(grid);
    CHECK(scoring_solve_case(one, &got, &err) == FAULT_NONE);
    for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; i++)
        compared += compare(json_get(one, KEYS[i]), json_get(got, KEYS[i]), 1e-6);
    CHECK(compared == 2 + 4 + 4 + 24 + 24);
    json_free(one);
    json_free(got);
}

TEST(the_published_class_agrees_to_1e_6_on_its_own_grid)
{
    check_published_class(true);
}

TEST(the_published_class_agrees_to_1e_6_on_our_grid)
{
    check_published_class(false);
}

/* (G, D) and persons to 1e-7; indicators by themselves, which are read off cubics, to 1e-4. */
TEST(classes_computed_in_another_way_agree)
{
    struct json *file = read_file("tests/scoring_cases/class_growth_cases.json");
    const struct json *cases = json_get(file, "cases");
    CHECK(json_count(cases) == 3);
    for (size_t i = 0; i < json_count(cases); i++) {
        const struct json *one = json_at(cases, i), *expect = json_get(one, "expect");
        const char *key;
        void *at = NULL;
        struct json *got = NULL, *value;
        struct err err;
        int compared = 0;
        CHECK(scoring_solve_case(one, &got, &err) == FAULT_NONE);
        while (json_next(expect, &at, &key, &value))
            compared += compare(value, json_get(got, key), strcmp(key, "indicators") == 0 ? 1e-4 : 1e-7);
        CHECK(compared >= (i == 0 ? 21 * 9 : 30));
        json_free(got);
    }
    json_free(file);
}

TEST(students_t_agrees_with_its_table)
{
    CHECK_NEAR(student_t_975(1), 12.706205, 1e-6);
    CHECK_NEAR(student_t_975(2), 4.302653, 1e-6);
    CHECK_NEAR(student_t_975(5), 2.570582, 1e-6);
    CHECK_NEAR(student_t_975(29), 2.045230, 1e-6);
    CHECK_NEAR(student_t_975(1000), 1.962339, 1e-6);
}

/* ---- any class ---- */

enum { KINDS = 3, ITEMS = 12, PEOPLE_MAX = 64 };

/* Three indicators in two areas, four questions each; the third of each is a task of two steps. */
struct room {
    size_t area_of[KINDS];
    double mu[KINDS];
    struct irt_model model;
    struct irt_item items[ITEMS];
    int pre[PEOPLE_MAX * ITEMS], post[PEOPLE_MAX * ITEMS];
    struct class_growth_case given;
    uint32_t chance;
};

static int
draw(struct room *room, int below)
{
    room->chance = room->chance * 1664525 + 1013904223;
    return (int)((room->chance >> 16) % (uint32_t)below);
}

static struct room *
new_room(size_t people)
{
    struct room *room = memory_new(sizeof *room);
    *room = (struct room){.area_of = {0, 0, 1}, .chance = 6};
    room->model = (struct irt_model){KINDS, 2, room->area_of, .35, .15, room->mu, {-1, 0, 1}};
    for (size_t i = 0; i < ITEMS; i++)
        room->items[i] = (struct irt_item){.indicator = i / 4, .a = 1 + .1 * (double)(i % 5),
                                           .b = {.3 * (double)(i % 7) - 1, .4}, .steps = i % 4 == 2 ? 2 : 1, .weight = 1};
    for (size_t i = 0; i < people * ITEMS; i++) {
        int most = room->items[i % ITEMS].steps + 1;
        room->pre[i] = draw(room, 5) < 3 ? 0 : draw(room, most);
        room->post[i] = draw(room, 5) < 3 ? most - 1 : draw(room, most);
    }
    room->given = (struct class_growth_case){&room->model, room->items, room->items, ITEMS, ITEMS,
                                             room->pre, room->post, people, 0, NULL, NULL};
    return room;
}

static struct class_growth
grow(const struct room *room)
{
    struct class_growth growth;
    class_growth_estimate(&room->given, &growth);
    return growth;
}

static void
check_same_class(const struct class_growth *one, const struct class_growth *other, double sign, double tolerance)
{
    CHECK(one->gain.is_known && other->gain.is_known);
    for (size_t i = 0; i < 2; i++) {
        CHECK_NEAR(other->mean[i], sign * one->mean[i], tolerance);
        for (size_t j = 0; j < 2; j++) {
            CHECK_NEAR(other->sigma[i][j], one->sigma[i][j], tolerance);
            CHECK_NEAR(other->v[i][j], one->v[i][j], tolerance);
        }
    }
    for (size_t k = 0; k < KINDS; k++) {
        CHECK_NEAR(other->indicators[k].change.mean, sign * one->indicators[k].change.mean, 10 * tolerance);
        CHECK_NEAR(other->indicators[k].pooled.mean, sign * one->indicators[k].pooled.mean, 10 * tolerance);
    }
}

static bool
is_sane(double value)
{
    return isfinite(value) && fabs(value) < 20;
}

/* No figure is NaN or runs away, and everybody has a verdict. */
static void
check_sane(const struct class_growth *growth)
{
    CHECK(is_sane(growth->gain.mean) && is_sane(growth->gain.low) && is_sane(growth->gain.high));
    CHECK(is_sane(growth->pre.mean) && is_sane(growth->post.mean));
    for (size_t k = 0; k < growth->indicator_count; k++) {
        const struct class_indicator_growth *one = &growth->indicators[k];
        CHECK(is_sane(one->pre.mean) && is_sane(one->post.mean) && is_sane(one->change.se) && is_sane(one->pooled.se));
        CHECK(one->p_above_zero >= 0 && one->p_above_zero <= 1);
    }
    for (size_t p = 0; p < growth->case_count; p++) {
        const struct person_growth *person = &growth->persons[p];
        CHECK(is_sane(person->change.mean) && is_sane(person->change.sd) && is_sane(person->post_mean));
        CHECK(person->change.p_above_zero >= 0 && person->change.p_above_zero <= 1);
        CHECK((person->problem == GROWTH_FINE) == (person->verdict != CHANGE_UNKNOWN));
        for (size_t k = 0; person->problem == GROWTH_FINE && k < growth->indicator_count; k++)
            CHECK(is_sane(person->indicators[k].pre_sd) && is_sane(person->indicators[k].post_mean));
    }
    CHECK(growth->grew + growth->fell + growth->not_clear == growth->person_count);
}

TEST(the_order_of_people_changes_nothing)
{
    struct room *room = new_room(9), *turned = new_room(9);
    for (size_t i = 0; i < 9 * ITEMS; i++) {
        size_t from = (8 - i / ITEMS) * ITEMS + i % ITEMS;
        turned->pre[i] = room->pre[from];
        turned->post[i] = room->post[from];
    }
    struct class_growth one = grow(room), other = grow(turned);
    check_same_class(&one, &other, 1, 1e-9);
    check_sane(&one);
    for (size_t p = 0; p < 9; p++) {
        CHECK_NEAR(other.persons[8 - p].change.mean, one.persons[p].change.mean, 1e-9);
        CHECK(other.persons[8 - p].verdict == one.persons[p].verdict);
    }
    CHECK(one.gain.mean > .2 && one.gain.low < one.gain.mean && one.pre.mean < one.post.mean);
    class_growth_clear(&one);
    class_growth_clear(&other);
    free(room);
    free(turned);
}

TEST(mirrored_answers_to_mirrored_items_fall_as_much_as_the_others_grew)
{
    struct room *room = new_room(7), *mirrored = new_room(7);
    for (size_t i = 0; i < ITEMS; i++) {
        const struct irt_item *item = &room->items[i];
        for (int x = 0; x < item->steps; x++)
            mirrored->items[i].b[x] = -item->b[item->steps - 1 - x];
    }
    for (size_t i = 0; i < 7 * ITEMS; i++) {
        mirrored->pre[i] = room->items[i % ITEMS].steps - room->pre[i];
        mirrored->post[i] = room->items[i % ITEMS].steps - room->post[i];
    }
    struct class_growth one = grow(room), other = grow(mirrored);
    check_same_class(&one, &other, -1, 1e-8);
    CHECK(one.grew == other.fell && one.fell == other.grew);
    for (size_t p = 0; p < 7; p++)
        CHECK_NEAR(other.persons[p].change.p_above_zero, 1 - one.persons[p].change.p_above_zero, 1e-6);
    class_growth_clear(&one);
    class_growth_clear(&other);
    free(room);
    free(mirrored);
}

TEST(a_class_that_stands_there_twice_has_the_same_mean_and_a_smaller_error)
{
    struct room *room = new_room(30);
    struct class_growth once, twice;
    room->given.person_count = 15;
    once = grow(room);
    memcpy(room->pre + 15 * ITEMS, room->pre, 15 * ITEMS * sizeof room->pre[0]);
    memcpy(room->post + 15 * ITEMS, room->post, 15 * ITEMS * sizeof room->post[0]);
    room->given.person_count = 30;
    twice = grow(room);
    CHECK_NEAR(twice.gain.mean, once.gain.mean, .05);
    CHECK_NEAR(once.gain.se / twice.gain.se, sqrt(2), .1);
    CHECK_NEAR(twice.persons[3].change.mean, twice.persons[18].change.mean, 1e-12);
    class_growth_clear(&once);
    class_growth_clear(&twice);
    free(room);
}

TEST(those_lost_between_the_tests_are_counted_and_change_nothing)
{
    struct room *room = new_room(10);
    struct class_growth all, some;
    for (size_t i = 0; i < 2 * ITEMS; i++)
        room->post[8 * ITEMS + i] = RESPONSE_MISSING;
    some = grow(room);
    room->given.person_count = 8;
    all = grow(room);
    check_same_class(&all, &some, 1, 1e-12);
    CHECK(some.person_count == 8 && some.case_count == 10);
    CHECK(some.persons[9].problem == GROWTH_NO_ANSWERS && some.persons[9].indicators == NULL);
    check_sane(&some);
    class_growth_clear(&all);
    class_growth_clear(&some);
    free(room);
}

static void
fill(int *answers, const struct room *room, size_t people, bool is_right)
{
    for (size_t i = 0; i < people * ITEMS; i++)
        answers[i] = is_right ? room->items[i % ITEMS].steps : 0;
}

TEST(all_right_or_all_wrong_twice_is_no_clear_change)
{
    for (int right = 0; right < 2; right++) {
        struct room *room = new_room(6);
        fill(room->pre, room, 6, right);
        fill(room->post, room, 6, right);
        struct class_growth growth = grow(room);
        check_sane(&growth);
        CHECK(growth.problem == GROWTH_OUT_OF_RANGE && !growth.gain.is_known && growth.not_clear == 6);
        CHECK_TEXT(growth_problem_key(growth.problem), "growth.out-of-range");
        CHECK((growth.persons[0].pre_mean > 1) == right && (growth.persons[0].pre_mean < -1) == !right);
        for (size_t k = 0; k < KINDS; k++)
            CHECK(growth.indicators[k].problem == GROWTH_OUT_OF_RANGE && !growth.indicators[k].pooled.is_known);
        class_growth_clear(&growth);
        free(room);
    }
}

TEST(all_wrong_and_then_all_right_is_growth_of_everybody)
{
    struct room *room = new_room(6);
    fill(room->pre, room, 6, false);
    fill(room->post, room, 6, true);
    struct class_growth growth = grow(room);
    check_sane(&growth);
    CHECK(growth.problem == GROWTH_SINGULAR && growth.grew == 6 && growth.gain.low > 0);
    for (size_t k = 0; k < KINDS; k++)
        CHECK(growth.indicators[k].verdict == CHANGE_GREW);
    class_growth_clear(&growth);
    free(room);
}

TEST(people_who_answer_alike_get_the_interval_of_the_model)
{
    struct room *room = new_room(8);
    for (size_t i = ITEMS; i < 8 * ITEMS; i++) {
        room->pre[i] = room->pre[i % ITEMS];
        room->post[i] = room->post[i % ITEMS];
    }
    struct class_growth growth = grow(room);
    check_sane(&growth);
    CHECK(growth.problem == GROWTH_SINGULAR && growth.gain.is_known && growth.gain.se > .1);
    class_growth_clear(&growth);
    free(room);
}

TEST(one_person_has_a_change_and_no_class)
{
    struct room *room = new_room(1);
    struct class_growth growth = grow(room);
    struct growth_case alone = {&room->model, {room->items, room->pre, ITEMS}, {room->items, room->post, ITEMS}, 0, .5, .3};
    struct change_estimate all;
    struct growth_indicator indicators[KINDS];
    double log_z;
    irt_estimate_growth(&alone, &all, indicators, &log_z);
    check_sane(&growth);
    CHECK(growth.problem == GROWTH_TOO_FEW && !growth.gain.is_known && growth.gain.mean == 0 && growth.person_count == 1);
    CHECK_TEXT(growth_problem_key(growth.problem), "growth.too-few");
    CHECK_NEAR(growth.persons[0].change.mean, all.mean, 1e-9);
    CHECK_NEAR(growth.persons[0].change.p_above_zero, all.p_above_zero, 1e-7);
    for (size_t k = 0; k < KINDS; k++) {
        CHECK(growth.indicators[k].problem == GROWTH_TOO_FEW && !growth.indicators[k].pooled.is_known);
        CHECK_NEAR(growth.persons[0].indicators[k].change.mean, indicators[k].change.mean, 1e-9);
        CHECK_NEAR(growth.persons[0].indicators[k].post_mean, indicators[k].pre_mean + indicators[k].change.mean, 1e-9);
    }
    class_growth_clear(&growth);
    free(room);
}

TEST(without_a_second_test_nothing_is_said)
{
    struct room *room = new_room(4);
    for (size_t i = 0; i < 4 * ITEMS; i++)
        room->post[i] = RESPONSE_MISSING;
    struct class_growth growth = grow(room);
    check_sane(&growth);
    CHECK(growth.problem == GROWTH_NO_ANSWERS && growth.person_count == 0 && !growth.gain.is_known);
    class_growth_clear(&growth);
    room->given.person_count = 0;
    growth = grow(room);
    CHECK(growth.problem == GROWTH_NO_ANSWERS && growth.case_count == 0);
    class_growth_clear(&growth);
    free(room);
}

TEST(an_indicator_that_nobody_saw_is_inferred_for_persons_and_not_stated_for_the_class)
{
    struct room *room = new_room(5);
    for (size_t p = 0; p < 5; p++)
        for (size_t i = 4; i < 8; i++)
            room->pre[p * ITEMS + i] = RESPONSE_MISSING;
    struct class_growth growth = grow(room);
    check_sane(&growth);
    CHECK(growth.indicators[1].problem == GROWTH_NO_ANSWERS && !growth.indicators[1].pooled.is_known);
    CHECK(growth.indicators[1].verdict == CHANGE_UNKNOWN && growth.indicators[0].pooled.is_known);
    CHECK(!growth.persons[0].indicators[1].is_tested && growth.persons[0].indicators[0].is_tested);
    class_growth_clear(&growth);
    free(room);
}

TEST(answers_to_items_that_make_no_sense_do_not_count)
{
    struct room *room = new_room(5), *without = new_room(5);
    for (size_t p = 0; p < 5; p++) {
        for (size_t i = 0; i < 3; i++)
            without->pre[p * ITEMS + i] = without->post[p * ITEMS + i] = RESPONSE_MISSING;
        room->pre[p * ITEMS + 3] = 7;
        without->pre[p * ITEMS + 3] = RESPONSE_MISSING;
    }
    room->items[0].b[0] = NAN;
    room->items[1].a = -1;
    room->items[2].indicator = KINDS;
    struct class_growth one = grow(room), other = grow(without);
    check_same_class(&one, &other, 1, 1e-12);
    class_growth_clear(&one);
    class_growth_clear(&other);
    free(room);
    free(without);
}

/* They gain 2.6, in a class hardly wider than a step of the usual grid. */
TEST(a_finer_and_wider_grid_changes_nothing)
{
    static const struct growth_grid FINE = {8, .125, -7, 7, .0625};
    struct room *room = new_room(24);
    for (size_t i = 4 * ITEMS; i < 24 * ITEMS; i++) {
        room->pre[i] = room->pre[i % (4 * ITEMS)];
        room->post[i] = room->post[i % (4 * ITEMS)];
    }
    struct class_growth ours = grow(room), fine;
    class_growth_on_grid(&room->given, &FINE, &fine);
    check_same_class(&fine, &ours, 1, 1e-6);
    class_growth_clear(&ours);
    class_growth_clear(&fine);
    free(room);
}

static void
count_step(void *context)
{
    ++*(size_t *)context;
}

/* Once when answers are read and once when the person is told of; a finer grid reads them again. */
TEST(who_waits_is_told_of_each_person_twice)
{
    struct room *room = new_room(9);
    size_t steps = 0;
    room->given.step = count_step;
    room->given.context = &steps;
    struct class_growth growth = grow(room);
    CHECK(growth.person_count == 9 && steps >= 18 && steps % 9 == 0);
    class_growth_clear(&growth);
    free(room);
}

int
main(void)
{
    RUN(the_published_class_agrees_to_1e_6_on_its_own_grid);
    RUN(the_published_class_agrees_to_1e_6_on_our_grid);
    RUN(classes_computed_in_another_way_agree);
    RUN(students_t_agrees_with_its_table);
    RUN(the_order_of_people_changes_nothing);
    RUN(mirrored_answers_to_mirrored_items_fall_as_much_as_the_others_grew);
    RUN(a_class_that_stands_there_twice_has_the_same_mean_and_a_smaller_error);
    RUN(those_lost_between_the_tests_are_counted_and_change_nothing);
    RUN(all_right_or_all_wrong_twice_is_no_clear_change);
    RUN(all_wrong_and_then_all_right_is_growth_of_everybody);
    RUN(people_who_answer_alike_get_the_interval_of_the_model);
    RUN(one_person_has_a_change_and_no_class);
    RUN(without_a_second_test_nothing_is_said);
    RUN(an_indicator_that_nobody_saw_is_inferred_for_persons_and_not_stated_for_the_class);
    RUN(answers_to_items_that_make_no_sense_do_not_count);
    RUN(a_finer_and_wider_grid_changes_nothing);
    RUN(who_waits_is_told_of_each_person_twice);
    return unit_end();
}

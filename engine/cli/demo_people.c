/* demo_people.c - a village class by dice. Abilities are N(m, 1) on each indicator, with the parts of the base design of
 * the measurements: a general part of variance .5 and an area's part of .2 (correlation .7 inside an area, .5 across).
 *
 * A Latin hypercube: every draw that counts (each part of an ability, the luck with each item) takes one value from each
 * of as many equal slices as there are people, in a drawn order. So a class of thirty is as mixed as one of a thousand,
 * whatever the seed. */
#include "cli/demo_people.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"

enum purpose { ORDER = 1, GENERAL, AREA, INDICATOR, CATEGORY, CHOICE, FAMILY, MIDDLE, GIVEN, GENDER, PEOPLE, YEAR, CLASS, GROWTH, GROWTH_OWN, SECOND };
enum { YEAR_FIRST = 1945, YEAR_LAST = 2005 };

/* A fifth of a logit above the prior of the scores: these people have just sat through a course. */
static const double ABILITY_MEAN = -0.3, GENERAL_VARIANCE = 0.5, AREA_VARIANCE = 0.2;
static const double GROWTH_MEAN = 0.6, GROWTH_SD = 0.4, GROWTH_OWN_SD = 0.3;

/* Names of three peoples of the northern midlands: Kinh, Mường and Dao. */
static const struct people_names {
    const char *family[12], *middle[2][6], *given[2][18]; /* [0] women, [1] men */
} PEOPLES[] = {
    {{"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Đỗ", "Ngô", "Hồ", "Dương"},
     {{"Thị", "Thị", "Thị Kim", "Thị Thanh", "Thuỳ", "Ngọc"}, {"Văn", "Văn", "Đức", "Quang", "Minh", "Xuân"}},
     {{"Hoa", "Lan", "Mai", "Hương", "Thuý", "Nga", "Yến", "Bích", "Hạnh", "Nhung", "Loan", "Ngọc", "Hiền", "Tuyết",
       "Phượng", "Quỳnh", "Thơm", "Sửu"},
      {"Hùng", "Dũng", "Thắng", "Tuấn", "Bình", "Sơn", "Hải", "Long", "Nghĩa", "Cường", "Phúc", "Lộc", "Tiến",
       "Khánh", "Trường", "Vượng", "Quyết", "Mẫn"}}},
    {{"Bùi", "Đinh", "Quách", "Bạch", "Hà", "Phùng", "Xa", "Cao", "Đinh", "Quách", "Bùi", "Lường"},
     {{"Thị", "Thị", "Thị", "Thị Bích", "Thị Hồng", "Thị Kim"}, {"Văn", "Văn", "Công", "Thanh", "Ngọc", "Xuân"}},
     {{"Ín", "Êm", "Ẻn", "Mến", "Nhình", "Thiểm", "Thêu", "Dần", "Hằng", "Liễu", "Nguyệt", "Ọi", "Ưởng", "Xoan",
       "Luyến", "Thoa", "Diễn", "Ửng"},
      {"Ểu", "Ỉn", "Ịch", "Nhởn", "Khển", "Thiệu", "Đạo", "Thức", "Lượng", "Đoàn", "Ngợi", "Bưởi", "Hiển", "Chiểu",
       "Kỷ", "Vững", "Tỵ", "Thưởng"}}},
    {{"Triệu", "Bàn", "Đặng", "Phùng", "Lý", "Dương", "Tẩn", "Chảo", "Phàn", "Lò", "Hoàng", "Triệu"},
     {{"Thị", "Mùi", "Tả", "Thị", "Mùi", "Thị"}, {"Tài", "Phúc", "Kim", "Tiến", "Văn", "Hữu"}},
     {{"Mùi", "Chẩn", "Múi", "Sính", "Nái", "Mẩy", "Pham", "Dất", "Khé", "Chòi", "Nhậy", "Liều", "Phẩy", "Ghến",
       "Xiêm", "Chạn", "Mảy", "Lai"},
      {"Sênh", "Phẩu", "Chẳn", "Lụa", "Quyên", "Vạng", "Phủ", "Chiêu", "Toàn", "Lường", "Hín", "Đức", "Quý", "Cao",
       "Thọ", "Sếnh", "Lìn", "Vảng"}}},
};

static double
draw(uint64_t seed, size_t person, enum purpose purpose, size_t index)
{
    const uint64_t input[] = {seed, person, purpose, index};
    uint8_t bytes[sizeof input], hash[HASH_LEN];
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(input[i / 8] >> (56 - 8 * (i % 8)));
    hash_bytes(bytes, sizeof bytes, hash);
    for (size_t i = 0; i < 7; i++)
        bits = bits << 8 | hash[i];
    return (double)(bits >> 3) / 9007199254740992.0; /* 53 bits: 2^53 */
}

static size_t
pick(const struct person *person, enum purpose purpose, size_t attempt, size_t count)
{
    return (size_t)(draw(person->seed, person->number, purpose, attempt) * (double)count);
}

static void
draw_name(struct person *person, size_t attempt)
{
    /* Of ten people seven are Kinh, two Mường, one Dao. */
    static const size_t SHARE[] = {0, 0, 0, 0, 0, 0, 0, 1, 1, 2};
    const struct people_names *names = &PEOPLES[SHARE[pick(person, PEOPLE, 0, 10)]];
    size_t gender = pick(person, GENDER, 0, 2);
    snprintf(person->name, sizeof person->name, "%s %s %s", names->family[pick(person, FAMILY, attempt, 12)],
             names->middle[gender][pick(person, MIDDLE, attempt, 6)],
             names->given[gender][pick(person, GIVEN, attempt, 18)]);
    person->birth_year = YEAR_FIRST + (int64_t)pick(person, YEAR, attempt, YEAR_LAST - YEAR_FIRST + 1);
}

static bool
has_namesake(const struct person *people, const struct person *person)
{
    for (const struct person *other = people; other < person; other++)
        if (other->birth_year == person->birth_year && strcmp(other->name, person->name) == 0)
            return true;
    return false;
}

/* The x below which a share of the normal curve lies, by halving. */
static double
normal_quantile(double share)
{
    double low = -9, high = 9;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (erfc(-middle / sqrt(2.0)) / 2 < share)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* One draw of the hypercube for everybody: values[person], uniform in (0, 1), one in each slice. */
static void
draw_slices(uint64_t seed, size_t count, enum purpose purpose, size_t index, double *values)
{
    size_t *order = memory_new_array(count, sizeof *order);
    for (size_t i = 0; i < count; i++) {
        /* Fisher and Yates, inside out. */
        size_t at = (size_t)(draw(seed, i + 1, ORDER, (size_t)purpose * 1000 + index) * (double)(i + 1));
        order[i] = order[at];
        order[at] = i;
    }
    for (size_t i = 0; i < count; i++)
        values[i] = ((double)order[i] + draw(seed, i + 1, purpose, index)) / (double)count;
    free(order);
}

/* Adds one part of the ability, N(0, variance), to the indicators of an area, of all areas (ANY), or to one. */
static void
add_part(struct person *people, size_t count, const struct framework *framework, enum purpose purpose, size_t index,
         double variance)
{
    double *values = memory_new_array(count, sizeof *values);
    draw_slices(people[0].seed, count, purpose, index, values);
    for (size_t person = 0; person < count; person++) {
        double part = normal_quantile(values[person]) * sqrt(variance);
        for (size_t i = 0; i < framework->indicator_count; i++)
            if (purpose == GENERAL || (purpose == AREA && framework->indicators[i].area == index) ||
                (purpose == INDICATOR && i == index))
                people[person].theta[i] += part;
    }
    free(values);
}

static void
draw_abilities(struct person *people, size_t count, const struct framework *framework)
{
    for (size_t person = 0; person < count; person++) {
        people[person].theta = memory_new_array(framework->indicator_count, sizeof *people[person].theta);
        for (size_t i = 0; i < framework->indicator_count; i++)
            people[person].theta[i] = ABILITY_MEAN;
    }
    add_part(people, count, framework, GENERAL, 0, GENERAL_VARIANCE);
    for (size_t i = 0; i < framework->area_count; i++)
        add_part(people, count, framework, AREA, i, AREA_VARIANCE);
    for (size_t i = 0; i < framework->indicator_count; i++)
        add_part(people, count, framework, INDICATOR, i, 1.0 - GENERAL_VARIANCE - AREA_VARIANCE);
}

static void
draw_luck(struct person *people, size_t count, size_t item_count, enum purpose purpose)
{
    double *values = memory_new_array(count, sizeof *values);
    for (size_t item = 0; item < item_count; item++) {
        draw_slices(people[0].seed, count, purpose, item, values);
        for (size_t person = 0; person < count; person++)
            people[person].luck[item] = values[person];
    }
    free(values);
}

struct person *
people_new(uint64_t seed, size_t count, const struct framework *framework, size_t item_count)
{
    struct person *people = memory_new_array(count, sizeof *people);
    for (size_t i = 0; i < count; i++) {
        people[i].seed = seed;
        people[i].number = i + 1;
        size_t attempt = 0;
        do
            draw_name(&people[i], attempt++);
        while (has_namesake(people, &people[i]));
    }
    draw_abilities(people, count, framework);
    for (size_t i = 0; i < count; i++)
        people[i].luck = memory_new_array(item_count, sizeof *people[i].luck);
    draw_luck(people, count, item_count, CATEGORY);
    return people;
}

void
people_grow(struct person *people, size_t count, const struct framework *framework, size_t item_count)
{
    double *values = memory_new_array(count, sizeof *values);
    draw_slices(people[0].seed, count, GROWTH, 0, values);
    for (size_t person = 0; person < count; person++)
        for (size_t i = 0; i < framework->indicator_count; i++) {
            double own = draw(people[person].seed, people[person].number, GROWTH_OWN, i);
            people[person].theta[i] += GROWTH_MEAN + GROWTH_SD * normal_quantile(values[person]) +
                                       GROWTH_OWN_SD * normal_quantile(own);
        }
    free(values);
    draw_luck(people, count, item_count, SECOND);
}

void
people_free(struct person *people, size_t count)
{
    for (size_t i = 0; people != NULL && i < count; i++) {
        free(people[i].theta);
        free(people[i].luck);
    }
    free(people);
}

void
people_class_seed(uint64_t seed, uint8_t out[SEED_LEN])
{
    for (size_t i = 0; i < SEED_LEN; i++)
        out[i] = (uint8_t)(draw(seed, 0, CLASS, i) * 256.0);
}

int
person_draw_category(const struct person *person, const struct framework *framework, const struct quiz_item *item,
                     size_t item_index)
{
    double p[ITEM_STEPS_MAX + 1], left = person->luck[item_index];
    if (item->part_count == 0)
        return 0;
    const struct quiz_indicator_part *part = &item->parts[0];
    int indicator = scoring_indicator_index(framework, part->indicator);
    struct irt_item irt = {.indicator = indicator < 0 ? 0 : (size_t)indicator, .a = part->a, .steps = part->steps,
                           .c = part->guessing, .weight = 1};
    for (int i = 0; i < part->steps; i++)
        irt.b[i] = part->b[i];
    irt_probabilities(&irt, person->theta[irt.indicator], p);
    int category = 0;
    while (category < part->steps && left >= p[category])
        left -= p[category++];
    return category;
}

double
person_draw_choice(const struct person *person, size_t item_index)
{
    return draw(person->seed, person->number, CHOICE, item_index);
}

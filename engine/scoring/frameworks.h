/* frameworks.h - what is tested and what a certificate asks for: data from scripts/frameworks/ (lua), described in the
 * sandbox. Part of the door scoring.h, which is what others include. */
#ifndef SCORING_FRAMEWORKS_H
#define SCORING_FRAMEWORKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { BAND_COUNT = 4, CUT_COUNT = 3 };
enum { LABEL_LETTERS_MAX = 26, BAND_LETTERS_MAX = 10 };

struct indicator {
    char *code;       /* "4.2" */
    char *name_vi, *name_en;   /* official name */
    char *short_vi, *short_en; /* chart label, <= 26 letters */
    size_t area;
    bool is_safety;   /* of an area of safety: where critical acts belong */
};
struct area {
    char *code, *name_vi, *name_en;
    char *short_vi, *short_en; /* heading in the chart, <= 26 letters */
};
struct framework {
    char *id, *version, *title_vi, *title_en;
    struct area *areas;
    size_t area_count;
    struct indicator *indicators; /* the order behind the bytes of a certificate */
    size_t indicator_count;
    char *band_vi[BAND_COUNT], *band_en[BAND_COUNT];             /* "Tự làm được" */
    char *band_short_vi[BAND_COUNT], *band_short_en[BAND_COUNT]; /* over the chart, "tự làm", <= 10 letters */
    double rho_g, rho_a;   /* variances of the general and the area factor */
    double prior_mean;     /* one published prior for everybody */
    double cuts[CUT_COUNT];
};
struct programme {
    char *id;
    uint32_t number;             /* stands for it in claims */
    char *title_vi, *title_en;
    char *framework;
    char **quizzes;
    size_t quiz_count;
    size_t needs_indicators;     /* at least N indicators ... */
    int needs_band;              /* ... of at least this band ... */
    double needs_probability;    /* ... with P(band >= needs_band) >= this */
    int valid_years;
    char *layout;
};
/* What an indicator of one framework says about those of another. */
struct mapping_row {
    size_t from, to; /* indices of indicators in the two frameworks */
    double weight;   /* share of an answer, .2..1; at most two rows an indicator, sum at most 1 */
};
struct framework_mapping {
    char *id, *from, *to;
    struct mapping_row *rows; /* in the order of `from`, then of `to` */
    size_t row_count;
};
enum { MAPPING_ROWS_EACH = 2 };
struct frameworks {
    struct framework *frameworks;
    size_t framework_count;
    struct programme *programmes;
    size_t programme_count;
    struct framework_mapping *mappings;
    size_t mapping_count;
};

/* From share/scripts. FAULT_INPUT names file and line of the first mistake, and the word that may have been meant. */
MUST_CHECK enum fault scoring_load_frameworks(const char *share, struct frameworks **out, struct err *err);
void scoring_free_frameworks(struct frameworks *frameworks);
const struct framework *scoring_find_framework(const struct frameworks *all, const char *id);
const struct programme *scoring_find_programme(const struct frameworks *all, const char *id);
const struct programme *scoring_programme_by_number(const struct frameworks *all, uint32_t number);
const struct framework_mapping *scoring_find_mapping(const struct frameworks *all, const char *from, const char *to);
/* -1 if the framework has no such code. */
int scoring_indicator_index(const struct framework *framework, const char *code);

#endif

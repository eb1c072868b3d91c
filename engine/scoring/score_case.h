/* score_case.h - what the files behind `dauso score --vectors` share. Private to scoring/. */
#ifndef SCORING_SCORE_CASE_H
#define SCORING_SCORE_CASE_H

#include "scoring/scoring.h"

/* From {"k", "a", "b": [], "c", "w"}; FAULT_INPUT names the member. */
MUST_CHECK enum fault score_read_item(const struct json *value, struct irt_item *item, struct err *err);

/* score_class_case.c: kind "class_growth". {"area": [], "items_pre": [], "items_post": [], "responses_pre": [[]],
 * "responses_post": [[]]}; may have "rho_g", "rho_a", "tau_T" (.5, .2, .3), "mu" (-.5; a number or a list) and
 * "grid": {"z": [edge, step], "delta": [least, most, step]} (else our own). Puts "class_mean", "class_sigma", "class_V",
 * "indiv_D_mean", "indiv_D_sd" (published prior of G) and "indicators", and null where nothing could be computed. */
MUST_CHECK enum fault score_class_growth(const struct json *test_case, struct json *out, struct err *err);

#endif

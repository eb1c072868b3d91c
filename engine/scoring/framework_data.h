/* framework_data.h - from what the scripts describe to structs. Private to scoring/. */
#ifndef SCORING_FRAMEWORK_DATA_H
#define SCORING_FRAMEWORK_DATA_H

#include "scoring/scoring.h"

/* found: the list that scripts/framework_words.lua builds. Fills the zeroed *all; what is there after a fault is freed
 * with it. FAULT_INPUT names file, line and the first mistake. */
MUST_CHECK enum fault framework_data_read(const struct json *found, struct frameworks *all, struct err *err);

#endif

/* adaptive_bank.h - the tables of all items of a bank, as choice and exposure see them. Private to scoring/. */
#ifndef SCORING_ADAPTIVE_BANK_H
#define SCORING_ADAPTIVE_BANK_H

#include "scoring/adaptive_tree.h"

struct bank_part {
    struct irt_item irt;
    double information[ADAPTIVE_POINTS]; /* times the weight of the part */
    double share[ADAPTIVE_POINTS];       /* expected score, of 1 */
    double at_cut;                       /* information there, times the weight */
};
struct bank_item {
    size_t first, part_count;
    size_t indicator; /* the one it says most of: what content balance goes by */
    double minutes, cost;
};
struct adaptive_bank {
    struct adaptive_rules rules;
    struct adaptive_tree *tree;
    struct bank_item *items;
    struct bank_part *parts;
    size_t item_count;
};

/* splitmix64 (Steele, Lea, Flood 2014) of seed and purpose. */
uint64_t adaptive_draw(uint64_t seed, uint64_t purpose);
/* The same, even on 0..1, neither 0 nor 1. */
double adaptive_draw_share(uint64_t seed, uint64_t purpose);

#endif

/* growth_estimate.c - one person tested twice: how much did each indicator move? (MEASURE.md section 4) */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "scoring/growth_tree.h"

/* So far from the prior's mean the change may be, in sd of delta. */
static const double CHANGE_SDS = 7.7;

void
irt_estimate_growth(const struct growth_case *given, struct change_estimate *all, struct growth_indicator *indicators,
                    double *log_z)
{
    const struct growth_prior prior = {0, 1, given->change_mean, given->change_sd};
    double widest = fmin(grid_widest_step(&given->pre), grid_widest_step(&given->post)), sum = 0;
    double narrowest = fmin(given->change_sd, given->change_sd_own);
    double reach = fabs(given->change_mean) + CHANGE_SDS * hypot(given->change_sd, given->change_sd_own);
    struct growth_tree tree;
    assert(given->change_sd > 0 && given->change_sd_own > 0);
    const struct growth_grid grid = growth_tree_grid(given->model, widest, narrowest, reach);
    growth_tree_init(&tree, given->model, &grid, given->change_sd_own);
    growth_tree_read(&tree, &given->pre, &given->post);
    double *posterior = memory_new_array(tree.plane, sizeof *posterior);
    *log_z = 0;
    growth_tree_likelihood(&tree, posterior, log_z);
    growth_tree_weigh(&tree, &prior, posterior);
    for (size_t i = 0; i < tree.plane; i++)
        sum += posterior[i];
    *log_z += log(sum);
    growth_tree_describe(&tree, posterior, all);
    growth_tree_send_down(&tree, &prior, indicators);
    free(posterior);
    growth_tree_clear(&tree);
}

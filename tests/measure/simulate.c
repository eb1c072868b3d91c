/* simulate.c - draws MEASURE.md's table of goals (section 7) again with the engine's own scoring, and fails if a figure is out of
 * its band. --short: the part for make test, with fewer people; -o FILE: the table as CSV. Nothing here is a goal of its own. */
#include "measure.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double ERRORS_ALLOWED = 2;

void
tally_add(struct tally *tally, double value)
{
    tally->count++;
    tally->sum += value;
    tally->square += value * value;
}

double
tally_mean(const struct tally *tally)
{
    return tally->sum / tally->count;
}

double
tally_error(const struct tally *tally)
{
    double mean = tally_mean(tally), variance = tally->square / tally->count - mean * mean;
    return tally->count > 1 ? sqrt(fmax(variance, 0) / (tally->count - 1)) : 0;
}

static void
print_number(double value, int width)
{
    if (isnan(value))
        printf(" %*s", width, "-");
    else
        printf(" %*.3f", width, value);
}

void
say_figure(struct measurement *measurement, const struct figure *figure)
{
    double slack = ERRORS_ALLOWED * figure->error + 1e-12;
    bool is_in = figure->ours >= figure->least - slack && figure->ours <= figure->most + slack;
    measurement->passed += is_in;
    measurement->failed += !is_in;
    printf("  %-56s", figure->name);
    print_number(figure->moodle, 8);
    print_number(figure->pix, 8);
    print_number(figure->ours, 9);
    printf(" ±%.3f", figure->error);
    if (isinf(figure->most))
        printf("   >= %.3f", figure->least);
    else if (isinf(figure->least))
        printf("   <= %.3f", figure->most);
    else
        printf("   %.3f to %.3f", figure->least, figure->most);
    printf("  %s\n", is_in ? "met" : "MISSED");
    printf("%s %s\n", is_in ? "ok" : "FAIL", figure->name);
    if (measurement->csv != NULL)
        fprintf(measurement->csv, "\"%s\",%.5f,%.5f,%.5f,%.5f,%.5f,%.5f,%s\n", figure->name, figure->moodle, figure->pix,
                figure->ours, figure->error, figure->least, figure->most, is_in ? "met" : "missed");
    fflush(stdout);
}

int
main(int argc, char **argv)
{
    static void (*const GROUPS[])(struct measurement *) = {scoring_figures, calibration_figures, adaptive_figures,
                                                           growth_figures, testlet_figures, dif_figures};
    struct measurement measurement = {0};
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--short") == 0)
            measurement.is_short = true;
        else if (strcmp(argv[i], "-o") == 0 && i + 1 < argc)
            measurement.csv = fopen(argv[++i], "w");
        else
            return fprintf(stderr, "usage: simulate [--short] [-o FILE.csv]\n"), 2;
    }
    if (measurement.csv != NULL)
        fprintf(measurement.csv, "figure,moodle,pix,ours,error,least,most,verdict\n");
    printf("  %-56s %8s %8s %9s %7s   goal (missed only beyond %g Monte Carlo errors)\n", "figure", "Moodle %", "Pix-like",
           "ours", "error", ERRORS_ALLOWED);
    for (size_t i = 0; i < sizeof GROUPS / sizeof GROUPS[0]; i++)
        GROUPS[i](&measurement);
    if (measurement.csv != NULL)
        fclose(measurement.csv);
    printf("  %.0f s CPU\n", (double)clock() / CLOCKS_PER_SEC);
    printf("%d passed, %d failed\n", measurement.passed, measurement.failed);
    return measurement.failed > 0;
}

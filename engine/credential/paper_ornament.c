/* paper_ornament.c - the drum, the mark and the border: own geometry after the Đông Sơn drums
 * (LOOK.md section 7). Unit: outer radius = 100; angle 0 at the top, clockwise.
 *
 * What repeats is drawn at the top and the page is turned (or shifted) under it: the same bytes
 * again and again, of which deflate leaves next to nothing. */
#include <math.h>

#include "credential/paper.h"

/* Around the origin of the page as it is shifted and turned at the moment. */
struct ornament {
    struct paper_page *page;
    double scale; /* millimetres a unit */
};

struct point {
    double x, y;
};

static const double DEGREE = M_PI / 180;

static struct point
at(const struct ornament *on, double r, double angle)
{
    return (struct point){on->scale * r * sin(angle), -on->scale * r * cos(angle)};
}

static void
pen(const struct ornament *on, enum paper_colour colour, double width)
{
    paper_line_style(on->page, colour, width * on->scale);
}

static void
trace(const struct ornament *on, const struct point *points, size_t count)
{
    paper_move(on->page, points[0].x, points[0].y);
    for (size_t i = 1; i < count; i++)
        paper_line_to(on->page, points[i].x, points[i].y);
}

static void
circle(const struct ornament *on, struct point centre, double radius)
{
    paper_circle(on->page, centre.x, centre.y, radius * on->scale);
}

static void
ring(const struct ornament *on, double radius, double width, enum paper_colour colour)
{
    pen(on, colour, width);
    circle(on, (struct point){0, 0}, radius);
    paper_stroke(on->page);
}

/* 28 corners: 14 rays. */
static void
star(const struct ornament *on, double tip, double valley)
{
    struct point corners[28];
    for (int i = 0; i < 28; i++)
        corners[i] = at(on, i % 2 == 0 ? tip : valley, i * 180.0 / 14 * DEGREE);
    paper_fill_colour(on->page, SON);
    trace(on, corners, 28);
    paper_fill(on->page);
}

/* The shape `count` times around the circle, the first at `first` steps from the top. */
static void
repeat_around(const struct ornament *on, int count, double first,
              void (*shape)(const struct ornament *on))
{
    double step = 360.0 / count * DEGREE;
    paper_push(on->page);
    if (first > 0)
        paper_turn(on->page, first * step);
    for (int i = 0; i < count; i++) {
        shape(on);
        paper_turn(on->page, step);
    }
    paper_pop(on->page);
}

/* ---- the drum ---- */

/* Between two rays: two open V and a dot. */
static void
between_rays(const struct ornament *on)
{
    static const struct {
        double p, share;
    } VEES[] = {{17.5, .62}, {22.6, .36}};
    for (int i = 0; i < 2; i++) {
        double half = VEES[i].share * 180 / 14 * DEGREE;
        struct point open[] = {at(on, 33.2, -half), at(on, VEES[i].p, 0), at(on, 33.2, half)};
        trace(on, open, 3);
    }
    paper_stroke(on->page);
    circle(on, at(on, 30.6, 0), 1.15);
    paper_fill(on->page);
}

static void
comb_tooth(const struct ornament *on)
{
    struct point tooth[] = {at(on, 50.4, 0), at(on, 53.6, 0)};
    trace(on, tooth, 2);
    paper_stroke(on->page);
}

static void
saw_tooth(const struct ornament *on)
{
    const double half = .92 * 180 / 84 * DEGREE;
    struct point tooth[] = {at(on, 92.2, -half), at(on, 96.2, 0), at(on, 92.2, half)};
    trace(on, tooth, 3);
    paper_fill(on->page);
}

/* An eye of radius rho, linked to the next by a straight inner tangent that leaves it on the left.
 */
static void
linked_eye(const struct ornament *on, struct point eye, struct point next, double rho, double core)
{
    double dx = next.x - eye.x, dy = next.y - eye.y, length = hypot(dx, dy),
           radius = rho * on->scale;
    double c = 2 * radius / length, s = sqrt(1 - c * c);
    double tx = (c * dx + s * dy) / length * radius, ty = (c * dy - s * dx) / length * radius;
    struct point link[] = {{eye.x + tx, eye.y + ty}, {next.x - tx, next.y - ty}};
    circle(on, eye, rho);
    trace(on, link, 2);
    paper_stroke(on->page);
    circle(on, eye, core * rho);
    paper_fill(on->page);
}

static void
drum_eye(const struct ornament *on)
{
    linked_eye(on, at(on, 43, 0), at(on, 43, 15 * DEGREE), 2.7, .33);
}

static struct point
on_heron(const struct ornament *on, double x, double y)
{
    return at(on, 62.5 + 15 * y, -15 * x / 62.5);
}

static void
heron(const struct ornament *on)
{
    static const struct point OUTLINE[] = {
        {1.08, .08},  {.68, .175},   {.58, .205},  {.10, .40},   {.40, .135},  {.22, .15},
        {-.10, .56},  {-.46, .78},   {-.36, .40},  {-.30, .15},  {-.55, .09},  {-1.02, .24},
        {-.90, .055}, {-1.02, -.13}, {-.55, -.05}, {-.30, -.12}, {-.42, -.46}, {-.06, -.20},
        {.10, -.17},  {.34, -.04},   {.46, .03},   {.60, .065},
    };
    static const struct point SLITS[][2] = {
        {{.04, .20}, {-.30, .62}}, {{-.10, .19}, {-.335, .50}}, {{-.14, -.15}, {-.31, -.34}}};
    enum { CORNERS = sizeof OUTLINE / sizeof OUTLINE[0] };
    struct point corners[CORNERS];
    for (size_t i = 0; i < CORNERS; i++)
        corners[i] = on_heron(on, OUTLINE[i].x, OUTLINE[i].y);
    paper_fill_colour(on->page, DONG);
    trace(on, corners, CORNERS);
    paper_fill(on->page);
    paper_fill_colour(on->page, WHITE);
    circle(on, on_heron(on, .56, .135), .036 * 15);
    paper_fill(on->page);
    pen(on, WHITE, .045 * 15);
    for (size_t i = 0; i < 3; i++) {
        struct point slit[] = {on_heron(on, SLITS[i][0].x, SLITS[i][0].y),
                               on_heron(on, SLITS[i][1].x, SLITS[i][1].y)};
        trace(on, slit, 2);
    }
    paper_stroke(on->page);
}

void
paper_drum(struct paper_page *page, double x, double y, double radius)
{
    static const double RINGS[][2] = {{36.2, 1.2}, {38.4, .5}, {47.6, .5}, {49.2, .9}, {54.8, .5},
                                      {75.6, .5},  {77.2, .9}, {91, .9},   {98.2, .6}, {99.6, .8}};
    const struct ornament on = {page, radius / 100};
    paper_push(page);
    paper_shift(page, x, y);
    for (size_t i = 0; i < sizeof RINGS / sizeof RINGS[0]; i++)
        ring(&on, RINGS[i][0], RINGS[i][1], DONG);
    star(&on, 34, 13);
    paper_fill_colour(page, DONG);
    pen(&on, DONG, .9);
    repeat_around(&on, 14, .5, between_rays);
    pen(&on, DONG, .8);
    repeat_around(&on, 96, 0, comb_tooth);
    repeat_around(&on, 84, 0, saw_tooth);
    pen(&on, DONG, .75);
    repeat_around(&on, 24, 0, drum_eye);
    repeat_around(&on, 10, .5, heron);
    paper_pop(page);
}

/* Bit i of the certificate's id at i * 4.5 degrees: each drum is its own. Decoration; nothing
 * trusts it. */
void
paper_number_ring(struct paper_page *page, double x, double y, double radius,
                  const uint8_t id[CERTIFICATE_ID_LEN])
{
    const struct ornament on = {page, radius / 100};
    paper_push(page);
    paper_shift(page, x, y);
    pen(&on, SON, 1.9);
    for (int i = 0; i < 8 * CERTIFICATE_ID_LEN; i++) {
        bool bit = (id[i / 8] >> (7 - i % 8) & 1) != 0;
        double angle = i * 4.5 * DEGREE;
        struct point line[] = {at(&on, 79.6, angle), at(&on, bit ? 89 : 83.4, angle)};
        trace(&on, line, 2);
    }
    paper_stroke(page);
    paper_pop(page);
}

void
paper_mark(struct paper_page *page, double x, double y, double radius)
{
    const struct ornament on = {page, radius / 100};
    paper_push(page);
    paper_shift(page, x, y);
    star(&on, 96, 34);
    paper_pop(page);
}

/* ---- the border ---- */

/* A stripe with its two lines from (x, y) in the direction `turn`, the middle of the page at its
 * right. */
static void
border_side(struct paper_page *page, double x, double y, double turn, double length)
{
    const double width = 4.2, rho = 1.02, core = .34;
    const struct ornament on = {page, 1};
    int count = (int)floor(length / 4.4 + .5);
    double pitch = length / count;
    paper_push(page);
    paper_shift(page, x, y);
    paper_turn(page, turn);
    pen(&on, DONG, .42);
    paper_line(page, 0, 0, length, 0);
    pen(&on, DONG, .2);
    paper_line(page, 0, width, length, width);
    pen(&on, DONG, .24);
    paper_fill_colour(page, DONG);
    paper_shift(page, pitch / 2, width / 2);
    for (int i = 0; i + 1 < count; i++) {
        linked_eye(&on, (struct point){0, 0}, (struct point){pitch, 0}, rho, core);
        paper_shift(page, pitch, 0);
    }
    circle(&on, (struct point){0, 0}, rho);
    paper_stroke(page);
    circle(&on, (struct point){0, 0}, core * rho);
    paper_fill(page);
    paper_pop(page);
}

void
paper_border(struct paper_page *page)
{
    const double edge = 7, corner = 5.8, near = edge + corner, middle = edge + corner / 2;
    const double right = PAPER_WIDTH - edge, bottom = PAPER_HEIGHT - edge;
    const double across = PAPER_WIDTH - 2 * near, down = PAPER_HEIGHT - 2 * near;
    const struct ornament on = {page, corner / 2 / 100};
    border_side(page, near, edge, 0, across);
    border_side(page, right, near, 90 * DEGREE, down);
    border_side(page, near + across, bottom, 180 * DEGREE, across);
    border_side(page, edge, near + down, 270 * DEGREE, down);
    for (int i = 0; i < 4; i++) {
        paper_push(page);
        paper_shift(page, i % 2 == 0 ? middle : PAPER_WIDTH - middle,
                    i / 2 == 0 ? middle : PAPER_HEIGHT - middle);
        ring(&on, 91, 9, DONG);
        star(&on, 70, 26);
        paper_pop(page);
    }
}

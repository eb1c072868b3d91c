/* paper_ornament.c - the drum, the mark and the border: own geometry after the Đông Sơn drums (LOOK.md section 7).
 * Unit: outer radius = 100; angle 0 at the top, clockwise. */
#include <assert.h>
#include <math.h>

#include "credential/paper.h"

struct ornament {
    struct paper_page *page;
    double x, y, scale; /* centre and millimetres a unit */
};

struct point {
    double x, y;
};

static const double DEGREE = M_PI / 180;

static struct point
at(const struct ornament *on, double r, double angle)
{
    return (struct point){on->x + on->scale * r * sin(angle), on->y - on->scale * r * cos(angle)};
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
    paper_circle(on->page, on->x, on->y, radius * on->scale);
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

/* Between two rays: two open V and a dot. */
static void
between_rays(const struct ornament *on)
{
    static const struct {
        double p, share;
    } VEES[] = {{17.5, .62}, {22.6, .36}};
    pen(on, DONG, .9);
    for (int i = 0; i < 28; i++) {
        double middle = (i / 2 + .5) * 360 / 14 * DEGREE, half = VEES[i % 2].share * 180 / 14 * DEGREE;
        struct point open[] = {at(on, 33.2, middle - half), at(on, VEES[i % 2].p, middle),
                               at(on, 33.2, middle + half)};
        trace(on, open, 3);
    }
    paper_stroke(on->page);
    paper_fill_colour(on->page, DONG);
    for (int i = 0; i < 14; i++)
        circle(on, at(on, 30.6, (i + .5) * 360 / 14 * DEGREE), 1.15);
    paper_fill(on->page);
}

static void
comb_and_saw(const struct ornament *on)
{
    pen(on, DONG, .8);
    for (int i = 0; i < 96; i++) {
        double angle = i * 360.0 / 96 * DEGREE;
        struct point tooth[] = {at(on, 50.4, angle), at(on, 53.6, angle)};
        trace(on, tooth, 2);
    }
    paper_stroke(on->page);
    paper_fill_colour(on->page, DONG);
    for (int i = 0; i < 84; i++) {
        double middle = i * 360.0 / 84 * DEGREE, half = .92 * 180 / 84 * DEGREE;
        struct point tooth[] = {at(on, 92.2, middle - half), at(on, 96.2, middle), at(on, 92.2, middle + half)};
        trace(on, tooth, 3);
    }
    paper_fill(on->page);
}

/* Eyes of radius rho in a row, each linked to the next by a straight inner tangent that leaves it on the left. */
static void
linked_eyes(const struct ornament *on, const struct point *eyes, size_t count, double rho, double line, double core,
            bool is_closed)
{
    double radius = rho * on->scale;
    pen(on, DONG, line);
    for (size_t i = 0; i < count; i++)
        circle(on, eyes[i], rho);
    for (size_t i = 0; i + !is_closed < count; i++) {
        struct point from = eyes[i], to = eyes[(i + 1) % count];
        double dx = to.x - from.x, dy = to.y - from.y, length = hypot(dx, dy);
        double c = 2 * radius / length, s = sqrt(1 - c * c);
        double tx = (c * dx + s * dy) / length * radius, ty = (c * dy - s * dx) / length * radius;
        struct point link[] = {{from.x + tx, from.y + ty}, {to.x - tx, to.y - ty}};
        trace(on, link, 2);
    }
    paper_stroke(on->page);
    paper_fill_colour(on->page, DONG);
    for (size_t i = 0; i < count; i++)
        circle(on, eyes[i], core * rho);
    paper_fill(on->page);
}

static struct point
on_heron(const struct ornament *on, double angle, double x, double y)
{
    return at(on, 62.5 + 15 * y, angle - 15 * x / 62.5);
}

static void
heron(const struct ornament *on, double angle)
{
    static const struct point OUTLINE[] = {
        {1.08, .08},   {.68, .175},  {.58, .205},   {.10, .40},    {.40, .135},  {.22, .15},   {-.10, .56},
        {-.46, .78},   {-.36, .40},  {-.30, .15},   {-.55, .09},   {-1.02, .24}, {-.90, .055}, {-1.02, -.13},
        {-.55, -.05},  {-.30, -.12}, {-.42, -.46},  {-.06, -.20},  {.10, -.17},  {.34, -.04},  {.46, .03},
        {.60, .065},
    };
    static const struct point SLITS[][2] = {
        {{.04, .20}, {-.30, .62}}, {{-.10, .19}, {-.335, .50}}, {{-.14, -.15}, {-.31, -.34}}};
    enum { CORNERS = sizeof OUTLINE / sizeof OUTLINE[0] };
    struct point corners[CORNERS];
    for (size_t i = 0; i < CORNERS; i++)
        corners[i] = on_heron(on, angle, OUTLINE[i].x, OUTLINE[i].y);
    paper_fill_colour(on->page, DONG);
    trace(on, corners, CORNERS);
    paper_fill(on->page);
    paper_fill_colour(on->page, WHITE);
    circle(on, on_heron(on, angle, .56, .135), .036 * 15);
    paper_fill(on->page);
    pen(on, WHITE, .045 * 15);
    for (size_t i = 0; i < 3; i++) {
        struct point slit[] = {on_heron(on, angle, SLITS[i][0].x, SLITS[i][0].y),
                               on_heron(on, angle, SLITS[i][1].x, SLITS[i][1].y)};
        trace(on, slit, 2);
    }
    paper_stroke(on->page);
}

/* Bit i of the certificate's id at i * 4.5 degrees: each drum is its own. Decoration; nothing trusts it. */
static void
number_ring(const struct ornament *on, const uint8_t id[CERTIFICATE_ID_LEN])
{
    pen(on, SON, 1.9);
    for (int i = 0; i < 8 * CERTIFICATE_ID_LEN; i++) {
        bool bit = (id[i / 8] >> (7 - i % 8) & 1) != 0;
        double angle = i * 4.5 * DEGREE;
        struct point line[] = {at(on, 79.6, angle), at(on, bit ? 89 : 83.4, angle)};
        trace(on, line, 2);
    }
    paper_stroke(on->page);
}

void
paper_drum(struct paper_page *page, double x, double y, double radius, const uint8_t id[CERTIFICATE_ID_LEN])
{
    static const double RINGS[][2] = {{36.2, 1.2}, {38.4, .5}, {47.6, .5}, {49.2, .9}, {54.8, .5},
                                      {75.6, .5},  {77.2, .9}, {91, .9},   {98.2, .6}, {99.6, .8}};
    const struct ornament on = {page, x, y, radius / 100};
    for (size_t i = 0; i < sizeof RINGS / sizeof RINGS[0]; i++)
        ring(&on, RINGS[i][0], RINGS[i][1], DONG);
    between_rays(&on);
    star(&on, 34, 13);
    comb_and_saw(&on);
    struct point eyes[24];
    for (int i = 0; i < 24; i++)
        eyes[i] = at(&on, 43, i * 15 * DEGREE);
    linked_eyes(&on, eyes, 24, 2.7, .75, .33, true);
    for (int i = 0; i < 10; i++)
        heron(&on, (i + .5) * 36 * DEGREE);
    number_ring(&on, id);
}

void
paper_mark(struct paper_page *page, double x, double y, double radius)
{
    const struct ornament on = {page, x, y, radius / 100};
    star(&on, 96, 34);
}

/* ---- the border ---- */

/* A stripe and its two lines along one side, clockwise; `in` points to the middle of the page. Millimetres. */
static void
side(struct paper_page *page, struct point from, struct point to, struct point in)
{
    enum { EYES_MAX = 80 };
    const double width = 4.2, pitch = 4.4, length = hypot(to.x - from.x, to.y - from.y);
    const struct ornament on = {page, 0, 0, 1};
    int count = (int)floor(length / pitch + .5);
    struct point eyes[EYES_MAX];
    assert(count <= EYES_MAX);
    for (int i = 0; i < count; i++) {
        double share = (i + .5) / count;
        eyes[i] = (struct point){from.x + (to.x - from.x) * share + in.x * width / 2,
                                 from.y + (to.y - from.y) * share + in.y * width / 2};
    }
    linked_eyes(&on, eyes, (size_t)count, 1.02, .24, .34, false);
    paper_line_style(page, DONG, .42);
    paper_line(page, from.x, from.y, to.x, to.y);
    paper_line_style(page, DONG, .2);
    paper_line(page, from.x + in.x * width, from.y + in.y * width, to.x + in.x * width, to.y + in.y * width);
}

void
paper_border(struct paper_page *page)
{
    const double edge = 7, corner = 5.8, near = edge + corner;
    const double right = PAPER_WIDTH - edge, bottom = PAPER_HEIGHT - edge;
    const double far_x = PAPER_WIDTH - near, far_y = PAPER_HEIGHT - near, middle = edge + corner / 2;
    side(page, (struct point){near, edge}, (struct point){far_x, edge}, (struct point){0, 1});
    side(page, (struct point){right, near}, (struct point){right, far_y}, (struct point){-1, 0});
    side(page, (struct point){far_x, bottom}, (struct point){near, bottom}, (struct point){0, -1});
    side(page, (struct point){edge, far_y}, (struct point){edge, near}, (struct point){1, 0});
    for (int i = 0; i < 4; i++) {
        const struct ornament on = {page, i % 2 == 0 ? middle : PAPER_WIDTH - middle,
                                    i / 2 == 0 ? middle : PAPER_HEIGHT - middle, corner / 2 / 100};
        ring(&on, 91, 9, DONG);
        star(&on, 70, 26);
    }
}

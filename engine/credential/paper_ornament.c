/* paper_ornament.c - the drum, the mark and the border: own geometry after the Đông Sơn drums (LOOK.md section 7).
 * Unit: outer radius = 100; angle 0 at the top, clockwise. */
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

/* In points on the page. */
static struct point
at(const struct ornament *on, double r, double angle)
{
    return (struct point){(on->x + on->scale * r * sin(angle)) * POINTS_PER_MM,
                          (PAPER_HEIGHT - on->y + on->scale * r * cos(angle)) * POINTS_PER_MM};
}

static void
pen(const struct ornament *on, enum paper_colour colour, double width)
{
    paper_line_style(on->page, colour, width * on->scale);
}

static void
stroke(const struct ornament *on, const struct point *points, size_t count)
{
    HPDF_Page_MoveTo(on->page->page, (HPDF_REAL)points[0].x, (HPDF_REAL)points[0].y);
    for (size_t i = 1; i < count; i++)
        HPDF_Page_LineTo(on->page->page, (HPDF_REAL)points[i].x, (HPDF_REAL)points[i].y);
    HPDF_Page_Stroke(on->page->page);
}

static void
fill(const struct ornament *on, const struct point *points, size_t count)
{
    HPDF_Page_MoveTo(on->page->page, (HPDF_REAL)points[0].x, (HPDF_REAL)points[0].y);
    for (size_t i = 1; i < count; i++)
        HPDF_Page_LineTo(on->page->page, (HPDF_REAL)points[i].x, (HPDF_REAL)points[i].y);
    HPDF_Page_ClosePath(on->page->page);
    HPDF_Page_Fill(on->page->page);
}

static void
circle(const struct ornament *on, struct point centre, double radius, bool is_filled)
{
    HPDF_Page_Circle(on->page->page, (HPDF_REAL)centre.x, (HPDF_REAL)centre.y,
                     (HPDF_REAL)(radius * on->scale * POINTS_PER_MM));
    if (is_filled)
        HPDF_Page_Fill(on->page->page);
    else
        HPDF_Page_Stroke(on->page->page);
}

static void
ring(const struct ornament *on, double radius, double width, enum paper_colour colour)
{
    pen(on, colour, width);
    circle(on, at(on, 0, 0), radius, false);
}

/* 28 corners: 14 rays. */
static void
star(const struct ornament *on, double tip, double valley)
{
    struct point corners[28];
    for (int i = 0; i < 28; i++)
        corners[i] = at(on, i % 2 == 0 ? tip : valley, i * 180.0 / 14 * DEGREE);
    paper_fill_colour(on->page, SON);
    fill(on, corners, 28);
}

/* Between two rays: two open V and a dot. */
static void
between_rays(const struct ornament *on)
{
    static const struct {
        double p, share;
    } VEES[] = {{17.5, .62}, {22.6, .36}};
    for (int i = 0; i < 14; i++) {
        double middle = (i + .5) * 360 / 14 * DEGREE;
        pen(on, DONG, .9);
        for (size_t v = 0; v < 2; v++) {
            double half = VEES[v].share * 180 / 14 * DEGREE;
            struct point open[] = {at(on, 33.2, middle - half), at(on, VEES[v].p, middle), at(on, 33.2, middle + half)};
            stroke(on, open, 3);
        }
        paper_fill_colour(on->page, DONG);
        circle(on, at(on, 30.6, middle), 1.15, true);
    }
}

static void
comb_and_saw(const struct ornament *on)
{
    pen(on, DONG, .8);
    for (int i = 0; i < 96; i++) {
        double angle = i * 360.0 / 96 * DEGREE;
        struct point tooth[] = {at(on, 50.4, angle), at(on, 53.6, angle)};
        stroke(on, tooth, 2);
    }
    paper_fill_colour(on->page, DONG);
    for (int i = 0; i < 84; i++) {
        double middle = i * 360.0 / 84 * DEGREE, half = .92 * 180 / 84 * DEGREE;
        struct point tooth[] = {at(on, 92.2, middle - half), at(on, 96.2, middle), at(on, 92.2, middle + half)};
        fill(on, tooth, 3);
    }
}

/* A straight inner tangent from one eye to the next. rho in points. */
static void
link_eyes(const struct ornament *on, struct point from, struct point to, double rho)
{
    double dx = to.x - from.x, dy = to.y - from.y, length = hypot(dx, dy), c = 2 * rho / length, s = sqrt(1 - c * c);
    double tx = c * dx / length - s * dy / length, ty = c * dy / length + s * dx / length;
    struct point line[] = {{from.x + rho * tx, from.y + rho * ty}, {to.x - rho * tx, to.y - rho * ty}};
    stroke(on, line, 2);
}

static void
linked_eyes(const struct ornament *on)
{
    const double rho = 2.7;
    for (int i = 0; i < 24; i++) {
        struct point here = at(on, 43, i * 15 * DEGREE), next = at(on, 43, (i + 1) * 15 * DEGREE);
        pen(on, DONG, .75);
        circle(on, here, rho, false);
        link_eyes(on, here, next, rho * on->scale * POINTS_PER_MM);
        paper_fill_colour(on->page, DONG);
        circle(on, here, .33 * rho, true);
    }
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
    fill(on, corners, CORNERS);
    paper_fill_colour(on->page, WHITE);
    circle(on, on_heron(on, angle, .56, .135), .036 * 15, true);
    pen(on, WHITE, .045 * 15);
    for (size_t i = 0; i < 3; i++) {
        struct point slit[] = {on_heron(on, angle, SLITS[i][0].x, SLITS[i][0].y),
                               on_heron(on, angle, SLITS[i][1].x, SLITS[i][1].y)};
        stroke(on, slit, 2);
    }
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
        stroke(on, line, 2);
    }
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
    linked_eyes(&on);
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

/* One straight stripe of linked eyes between two corners, centre to centre in millimetres. */
static void
stripe(struct paper_page *page, double x1, double y1, double x2, double y2)
{
    const double rho = 1.02;
    const struct ornament on = {page, 0, 0, 1};
    double length = hypot(x2 - x1, y2 - y1);
    int count = (int)floor(length / 4.4 + .5);
    struct point before = {0, 0};
    for (int i = 0; i < count; i++) {
        double share = (i + .5) / count;
        struct point here = {(x1 + (x2 - x1) * share) * POINTS_PER_MM,
                             (PAPER_HEIGHT - y1 - (y2 - y1) * share) * POINTS_PER_MM};
        pen(&on, DONG, .24);
        circle(&on, here, rho, false);
        if (i > 0)
            link_eyes(&on, before, here, rho * POINTS_PER_MM);
        paper_fill_colour(page, DONG);
        circle(&on, here, .34 * rho, true);
        before = here;
    }
}

static void
side(struct paper_page *page, double x1, double y1, double x2, double y2, double in_x, double in_y)
{
    const double width = 4.2;
    paper_line_style(page, DONG, .42);
    paper_line(page, x1, y1, x2, y2);
    paper_line_style(page, DONG, .2);
    paper_line(page, x1 + in_x * width, y1 + in_y * width, x2 + in_x * width, y2 + in_y * width);
    stripe(page, x1 + in_x * width / 2, y1 + in_y * width / 2, x2 + in_x * width / 2, y2 + in_y * width / 2);
}

void
paper_border(struct paper_page *page)
{
    const double edge = 7, corner = 5.8, gap = edge + corner;
    const double right = PAPER_WIDTH - edge, bottom = PAPER_HEIGHT - edge;
    side(page, gap, edge, PAPER_WIDTH - gap, edge, 0, 1);
    side(page, gap, bottom, PAPER_WIDTH - gap, bottom, 0, -1);
    side(page, edge, gap, edge, PAPER_HEIGHT - gap, 1, 0);
    side(page, right, gap, right, PAPER_HEIGHT - gap, -1, 0);
    for (int i = 0; i < 4; i++) {
        const double middle = edge + corner / 2;
        const struct ornament on = {page, i % 2 == 0 ? middle : PAPER_WIDTH - middle,
                                    i / 2 == 0 ? middle : PAPER_HEIGHT - middle, corner / 2 / 100};
        ring(&on, 91, 9, DONG);
        star(&on, 70, 26);
    }
}

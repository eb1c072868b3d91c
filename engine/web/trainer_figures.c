/* trainer_figures.c - what was measured, to look at and to keep as files: `/trainer/class/7/growth.csv` is the subject "growth"
 * of class 7 in the form ".csv". A page shows itself, a table or an object is saved. */
#include <stdio.h>
#include <string.h>

#include "report/report.h"
#include "web/routes.h"
#include "web/sign_in.h"
#include "web/trainer_view.h"

static enum fault
make_class(struct site *site, const struct request *request, const struct report_wish *wish, struct buffer *out, struct err *err)
{
    return report_class(site->room, trainer_class_number(request), wish, out, err);
}

static enum fault
make_growth(struct site *site, const struct request *request, const struct report_wish *wish, struct buffer *out, struct err *err)
{
    const struct growth_scope scope = {.class_id = trainer_class_number(request)};
    if (scope.class_id == 0) /* 0 would mean every class */
        return err_set(err, FAULT_INPUT, "there is no such class");
    return report_growth(site->room, &scope, wish, out, err);
}

/* Of all answers to the quiz of this class that are stored, other classes' too: the more, the surer. They name nobody. */
static enum fault
make_items(struct site *site, const struct request *request, const struct report_wish *wish, struct buffer *out, struct err *err)
{
    struct class_summary class;
    enum fault fault = classroom_find_class(site->room, trainer_class_number(request), &class, err);
    const struct item_scope scope = {.quiz = class.quiz};
    return fault == FAULT_NONE ? report_items(site->room, &scope, wish, out, err) : fault;
}

static enum fault
make_statements(struct site *site, const struct request *request, const struct report_wish *wish, struct buffer *out,
                struct err *err)
{
    (void)wish;
    return report_xapi(site->room, trainer_class_number(request), out, err);
}

static enum fault
make_result(struct site *site, const struct request *request, const struct report_wish *wish, struct buffer *out, struct err *err)
{
    return report_person(site->room, request->segments[0], wish, out, err);
}

static const struct subject {
    const char *word;
    enum fault (*make)(struct site *, const struct request *, const struct report_wish *, struct buffer *, struct err *);
    const char *missing; /* where there is nothing to tell */
} SUBJECTS[] = {
    {"report", make_class, "There is no such class."},
    {"growth", make_growth, "This class tests nobody again: there is no growth to tell."},
    {"items", make_items, "There is no such class, or its quiz is not here any more."},
    {"xapi", make_statements, "There is no such class."},
    {"result", make_result, "There is no such learner."},
};

static const struct form {
    const char *ending;
    enum report_format format;
    const char *type;
} FORMS[] = {
    {"", REPORT_HTML, "text/html; charset=utf-8"},
    {".csv", REPORT_CSV, "text/csv; charset=utf-8"},
    {".json", REPORT_JSON, "application/json"},
    {".svg", REPORT_SVG, "image/svg+xml"},
};

static const struct subject *
find_subject(const char *name)
{
    for (size_t i = 0; i < sizeof SUBJECTS / sizeof SUBJECTS[0]; i++)
        if (strncmp(name, SUBJECTS[i].word, strcspn(name, ".")) == 0)
            return &SUBJECTS[i];
    return NULL;
}

static const struct form *
find_form(const char *name)
{
    for (size_t i = 0; i < sizeof FORMS / sizeof FORMS[0]; i++)
        if (strcmp(name + strcspn(name, "."), FORMS[i].ending) == 0)
            return &FORMS[i];
    return NULL;
}

void
trainer_show_figures(struct site *site, const struct request *request, struct reply *reply)
{
    struct err err;
    const char *name = strrchr(request->path, '/') + 1;
    const struct subject *subject = find_subject(name);
    const struct form *form = find_form(name);
    if (subject == NULL || form == NULL) {
        routes_refuse(request, (struct refusal){404, "There is no such page."}, reply);
        return;
    }
    const struct report_wish wish = {.format = form->format, .is_public = pairs_get(&request->query, "public") != NULL,
                                     .language = sign_in_language(request)};
    enum fault fault = subject->make(site, request, &wish, &reply->body, &err);
    reply->status = 200;
    reply->type = form->type;
    if (fault == FAULT_INPUT) {
        routes_refuse(request, (struct refusal){404, subject->missing}, reply);
    } else if (fault != FAULT_NONE) {
        site_fail(site, reply, &err);
    } else if (form->format == REPORT_CSV || form->format == REPORT_JSON) {
        char disposition[120];
        snprintf(disposition, sizeof disposition, "attachment; filename=\"%s-%s%s\"",
                 subject->make == make_class ? "class" : subject->word, request->segments[0], form->ending);
        reply_add_header(reply, "Content-Disposition", disposition);
    }
    reply->has_policy = reply->status == 200 && form->format == REPORT_HTML; /* its style is inside it, and it says so itself */
}

/* routes.h - the table of everything that can be asked of the laptop. */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/site.h"

/* ROLE_LAPTOP: from the laptop itself. ROLE_TRAINER: and with the console's cookie. For anybody
 * else both are 404. */
enum role { ROLE_ANYONE, ROLE_LEARNER, ROLE_LAPTOP, ROLE_TRAINER };

struct route {
    const char *method;
    const char *pattern; /* a segment "*" holds any text, up to three of them */
    enum role role;
    enum body_kind body;
    void (*handle)(struct site *site, const struct request *request, struct reply *reply);
};

/* Finds the route by the head of the request; refuses unknown paths, other methods, other people.
 */
struct refusal routes_find(const struct site *site, struct request *request,
                           const struct route **route);
/* The whole request is there: reads the body and answers. */
void routes_answer(struct site *site, const struct route *route, struct request *request,
                   struct reply *reply);
/* How a refusal is said: JSON for programs, a sentence for people. */
void routes_refuse(const struct request *request, struct refusal refusal, struct reply *reply);

/* learner_api.c */
void learner_join(struct site *site, const struct request *request, struct reply *reply);
void learner_show_class(struct site *site, const struct request *request, struct reply *reply);
void learner_show_screen(struct site *site, const struct request *request, struct reply *reply);
void learner_is_here(struct site *site, const struct request *request, struct reply *reply);
void learner_act(struct site *site, const struct request *request, struct reply *reply);
void learner_show_picture(struct site *site, const struct request *request, struct reply *reply);
void learner_play_clip(struct site *site, const struct request *request, struct reply *reply);
void learner_note(struct site *site, const struct request *request, struct reply *reply);

/* learner_forms.c: the same without a script */
void learner_show_page(struct site *site, const struct request *request, struct reply *reply);
void learner_show_code(struct site *site, const struct request *request, struct reply *reply);
void learner_join_form(struct site *site, const struct request *request, struct reply *reply);
void learner_rejoin_form(struct site *site, const struct request *request, struct reply *reply);
void learner_act_form(struct site *site, const struct request *request, struct reply *reply);
void learner_note_form(struct site *site, const struct request *request, struct reply *reply);
void learner_language_form(struct site *site, const struct request *request, struct reply *reply);
void learner_leave_form(struct site *site, const struct request *request, struct reply *reply);

/* trainer_start.c, trainer_pages.c, trainer_papers.c */
void trainer_show_start(struct site *site, const struct request *request, struct reply *reply);
void trainer_show_help(struct site *site, const struct request *request, struct reply *reply); /* trainer_help.c */
void trainer_show_class(struct site *site, const struct request *request, struct reply *reply);
void trainer_show_wall(struct site *site, const struct request *request, struct reply *reply);
void trainer_show_papers(struct site *site, const struct request *request, struct reply *reply);
void trainer_show_pdf(struct site *site, const struct request *request, struct reply *reply);

/* trainer_figures.c: every report page, table, object and picture, by the end of its path */
void trainer_show_figures(struct site *site, const struct request *request, struct reply *reply);

/* trainer_reports.c */
void trainer_print(struct site *site, const struct request *request, struct reply *reply);
void trainer_show_print(struct site *site, const struct request *request, struct reply *reply);
void trainer_show_register(struct site *site, const struct request *request, struct reply *reply);

/* trainer_api.c: papers, keys, the wall */
void trainer_issue(struct site *site, const struct request *request, struct reply *reply);
void trainer_seal_keys(struct site *site, const struct request *request, struct reply *reply);
void trainer_unlock_keys(struct site *site, const struct request *request, struct reply *reply);
void trainer_lock_keys(struct site *site, const struct request *request, struct reply *reply);
void trainer_revoke(struct site *site, const struct request *request, struct reply *reply);
void trainer_set_address(struct site *site, const struct request *request, struct reply *reply);
void trainer_draw_wifi(struct site *site, const struct request *request, struct reply *reply);

/* trainer_live.c */
void trainer_view_class(struct site *site, const struct request *request, struct reply *reply);
void trainer_stream_class(struct site *site, const struct request *request, struct reply *reply);

/* trainer_class.c */
void trainer_open_class(struct site *site, const struct request *request, struct reply *reply);
void trainer_end_class(struct site *site, const struct request *request, struct reply *reply);
void trainer_import_roster(struct site *site, const struct request *request, struct reply *reply);
void trainer_pause(struct site *site, const struct request *request, struct reply *reply);
void trainer_limit_time(struct site *site, const struct request *request, struct reply *reply);
void trainer_undo(struct site *site, const struct request *request, struct reply *reply);
void trainer_admit_all(struct site *site, const struct request *request, struct reply *reply);
void trainer_back_up(struct site *site, const struct request *request, struct reply *reply);
void trainer_assist(struct site *site, const struct request *request, struct reply *reply);

/* trainer_learners.c */
void trainer_admit(struct site *site, const struct request *request, struct reply *reply);
void trainer_remove(struct site *site, const struct request *request, struct reply *reply);
void trainer_overturn(struct site *site, const struct request *request, struct reply *reply);
void trainer_rename(struct site *site, const struct request *request, struct reply *reply);
void trainer_merge(struct site *site, const struct request *request, struct reply *reply);
void trainer_add_time(struct site *site, const struct request *request, struct reply *reply);
void trainer_address(struct site *site, const struct request *request, struct reply *reply);
void trainer_attest(struct site *site, const struct request *request, struct reply *reply);
void trainer_release(struct site *site, const struct request *request, struct reply *reply);
void trainer_lower_hand(struct site *site, const struct request *request, struct reply *reply);
void trainer_retake(struct site *site, const struct request *request, struct reply *reply);
void trainer_replace(struct site *site, const struct request *request, struct reply *reply);
void trainer_mark_printed(struct site *site, const struct request *request, struct reply *reply);

/* trainer_person_data.c */
void trainer_show_data(struct site *site, const struct request *request, struct reply *reply);
void trainer_read_data(struct site *site, const struct request *request, struct reply *reply);
void trainer_erase(struct site *site, const struct request *request, struct reply *reply);
void trainer_keep_names(struct site *site, const struct request *request, struct reply *reply);

/* server pages */
void show_ui_file(struct site *site, const struct request *request, struct reply *reply);
void show_verifier(struct site *site, const struct request *request, struct reply *reply);
void show_health(struct site *site, const struct request *request, struct reply *reply);

#endif

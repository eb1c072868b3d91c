/* print_cards.c - the certificates of a class once more, as small cards to be cut: unsigned prints whose codes are as good
 * as the papers'. Each card says what its signed bytes say, and one that no longer checks is left out. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "classroom/room.h"

enum { CARDS_MAX = 16 };

/* Cards that are waiting for their sheet. */
struct sheet {
    struct certificate_paper papers[CARDS_MAX];
    struct paper_words *words[CARDS_MAX];
    struct buffer texts[CARDS_MAX];
    size_t count, number;
};

static void
sheet_clear(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->count; i++) {
        paper_words_free(sheet->words[i]);
        buffer_clear(&sheet->texts[i]);
    }
    sheet->count = 0;
}

static enum fault
print_sheet(struct classroom *room, struct paper_press *press, int64_t class_id, struct sheet *sheet, struct err *err)
{
    struct buffer pdf = {0};
    char *folder = file_join(room->folder, "prints");
    char *name = memory_print("cards-%lld-%zu.pdf", (long long)class_id, ++sheet->number), *path = file_join(folder, name);
    enum fault fault = paper_sheet_draw(press, sheet->papers, sheet->count, &pdf, err);
    if (fault == FAULT_NONE)
        fault = file_make_folder(folder, err);
    if (fault == FAULT_NONE)
        fault = file_write(path, pdf.data, pdf.len, 0644, err);
    sheet_clear(sheet);
    buffer_clear(&pdf);
    free(path);
    free(name);
    free(folder);
    return fault;
}

static enum fault
add_card(struct classroom *room, const char *id, struct sheet *sheet, struct err *err)
{
    struct buffer cose = {0};
    struct check_report report;
    enum fault fault = store_read_certificate(room->store, id, &cose, NULL, err);
    if (fault == FAULT_NONE) {
        credential_check(cose.data, cose.len, room->trust, room->clock.wall_ms() / 1000, &report);
        if (verdict_exit_code(report.verdict) == 0) {
            size_t i = sheet->count++;
            sheet->texts[i] = (struct buffer){0};
            credential_to_qr_text(room->verifier_url, cose.data, cose.len, &sheet->texts[i]);
            sheet->words[i] = paper_words_of_report(room, &report);
            sheet->papers[i] = *paper_words_paper(sheet->words[i]);
            sheet->papers[i].certificate_qr = buffer_text(&sheet->texts[i]);
        }
    }
    buffer_clear(&cose);
    return fault;
}

enum fault
classroom_print_cards(struct classroom *room, int64_t class_id, size_t *sheets, struct err *err)
{
    struct certificate_row *rows = NULL;
    struct paper_press *press = NULL;
    struct sheet sheet = {0};
    size_t count = 0;
    *sheets = 0;
    enum fault fault = store_list_certificates(room->store, class_id, &rows, &count, err);
    if (fault == FAULT_NONE)
        fault = room_open_press(room, "card", &press, err);
    for (size_t i = 0; fault == FAULT_NONE && i < count; i++) {
        fault = add_card(room, rows[i].id, &sheet, err);
        if (fault == FAULT_NONE && (sheet.count == paper_press_room(press) || sheet.count == CARDS_MAX))
            fault = print_sheet(room, press, class_id, &sheet, err);
    }
    if (fault == FAULT_NONE && sheet.count > 0)
        fault = print_sheet(room, press, class_id, &sheet, err);
    *sheets = sheet.number;
    sheet_clear(&sheet);
    paper_press_close(press);
    free(rows);
    return fault;
}

/* qr_code.c - QR codes by libqrencode. The payload code has two segments: bytes up to and with '#',
 * then digits, which cost a third of what they would as bytes (PRODUCT.md section 6). Error
 * correction is M always: with damage it wins over L, and Q and H lose through smaller modules. */
#include <errno.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "credential/credential.h"

enum { QUIET = 4 };

static void
take_modules(const QRcode *made, struct qr_code *code)
{
    size_t count = (size_t)made->width * (size_t)made->width;
    code->version = made->version;
    code->width = made->width;
    code->modules = memory_new(count);
    for (size_t i = 0; i < count; i++)
        code->modules[i] = made->data[i] & 1;
}

static enum fault
encode(QRinput *input, struct qr_code *code, struct err *err)
{
    QRcode *made = QRcode_encodeInput(input);
    if (made == NULL)
        return err_set(err, FAULT_INPUT, "the text is too long for a code: %s", strerror(errno));
    take_modules(made, code);
    QRcode_free(made);
    return FAULT_NONE;
}

enum fault
qr_code_of_payload(const char *qr_text, int max_version, struct qr_code *code, struct err *err)
{
    const char *mark = strchr(qr_text, '#');
    size_t digits = mark == NULL ? 0 : strlen(mark + 1);
    *code = (struct qr_code){0};
    if (mark == NULL || digits == 0 || strspn(mark + 1, "0123456789") != digits)
        return err_set(err, FAULT_INPUT, "a code's text is an address, '#', and digits");
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    enum fault fault = FAULT_NONE;
    if (input == NULL ||
        QRinput_append(input, QR_MODE_8, (int)(mark + 1 - qr_text),
                       (const unsigned char *)qr_text) != 0 ||
        QRinput_append(input, QR_MODE_NUM, (int)digits, (const unsigned char *)mark + 1) != 0)
        fault = err_set(err, FAULT_INPUT, "the text is too long for a code");
    if (fault == FAULT_NONE)
        fault = encode(input, code, err);
    if (fault == FAULT_NONE && code->version > max_version) {
        fault = err_set(
            err, FAULT_INPUT,
            "the code would be version %d, above %d: too fine to print; shorten the name or "
            "the address",
            code->version, max_version);
        qr_code_clear(code);
    }
    QRinput_free(input);
    return fault;
}

enum fault
qr_code_of_text(const char *text, struct qr_code *code, struct err *err)
{
    *code = (struct qr_code){0};
    QRinput *input = QRinput_new2(0, QR_ECLEVEL_M);
    enum fault fault = FAULT_NONE;
    if (input == NULL ||
        QRinput_append(input, QR_MODE_8, (int)strlen(text), (const unsigned char *)text) != 0)
        fault = err_set(err, FAULT_INPUT, "the text is too long for a code");
    if (fault == FAULT_NONE)
        fault = encode(input, code, err);
    QRinput_free(input);
    return fault;
}

void
qr_code_clear(struct qr_code *code)
{
    free(code->modules);
    *code = (struct qr_code){0};
}

static bool
is_dark(const struct qr_code *code, int row, int column)
{
    return row >= 0 && column >= 0 && row < code->width && column < code->width &&
           code->modules[row * code->width + column] != 0;
}

/* One path of horizontal runs. */
void
qr_code_to_svg(const struct qr_code *code, struct buffer *out)
{
    int side = code->width + 2 * QUIET;
    buffer_print(out,
                 "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
                 "shape-rendering=\"crispEdges\">"
                 "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
                 side, side, side, side);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++) {
            int from = column;
            while (is_dark(code, row, column))
                column++;
            if (column > from)
                buffer_print(out, "M%d %dh%dv1h-%dz", from + QUIET, row + QUIET, column - from,
                             column - from);
        }
    buffer_add_text(out, "\"/></svg>");
}

/* Two rows a line by half blocks. Dark modules are blanks on a light ground, whatever the
 * terminal's colours are. */
void
qr_code_to_terminal(const struct qr_code *code, struct buffer *out)
{
    static const char *const BLOCKS[] = {"█", "▀", "▄", " "};
    for (int row = -QUIET; row < code->width + QUIET; row += 2) {
        buffer_add_text(out, "  \x1b[97;40m");
        for (int column = -QUIET; column < code->width + QUIET; column++) {
            bool upper = is_dark(code, row, column), lower = is_dark(code, row + 1, column);
            buffer_add_text(out, BLOCKS[upper && lower ? 3 : upper ? 2 : lower ? 1 : 0]);
        }
        buffer_add_text(out, "\x1b[0m\n");
    }
}

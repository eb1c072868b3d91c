/* credential_layouts.c - layouts as an office may write them: what is wrong is told with file and line. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/random_bytes.h"
#include "credential/paper_layout.h"

static enum fault
read_text(const char *text, struct err *err)
{
    char path[] = "/tmp/dauso-layout-XXXXXX";
    int file = mkstemp(path);
    struct paper_layout *layout = NULL;
    if (file < 0 || write(file, text, strlen(text)) != (ssize_t)strlen(text))
        abort();
    close(file);
    err->text[0] = 0;
    enum fault fault = paper_layout_read(path, &layout, err);
    if (fault == FAULT_NONE)
        paper_layout_free(layout);
    unlink(path);
    return fault;
}

static bool
is_refused(const char *text, const char *line, const char *words)
{
    struct err err;
    bool is_good = read_text(text, &err) == FAULT_INPUT && strstr(err.text, line) != NULL && strstr(err.text, words) != NULL;
    if (!is_good)
        printf("  got: %s\n", err.text);
    return is_good;
}

#define PAGE "page width=297 height=210\n"

TEST(the_three_layouts_are_read)
{
    static const char *const NAMES[] = {"formal", "plain", "card"};
    for (size_t i = 0; i < 3; i++) {
        struct paper_layout *layout = NULL;
        struct err err;
        char *path = memory_print("certs/layouts/%s.layout", NAMES[i]);
        CHECK(paper_layout_read(path, &layout, &err) == FAULT_NONE);
        CHECK(layout != NULL && layout->columns * layout->rows == (i == 2 ? 8u : 1u));
        CHECK((paper_layout_check(path, &err) == FAULT_NONE) == (i < 2));
        paper_layout_free(layout);
        free(path);
    }
}

TEST(a_mistake_is_told_with_its_line_and_what_was_meant)
{
    CHECK(is_refused(PAGE "txet x=1 y=1", ":2:", "did you mean \"text\"?"));
    CHECK(is_refused(PAGE "\n# a note\ntext x=1 y=1 widht=3 vi=a en=b", ":4:", "did you mean \"width\"?"));
    CHECK(is_refused(PAGE "text x=1 y=1 font=sans-bald vi=a en=b", ":2:", "did you mean \"sans-bold\"?"));
    CHECK(is_refused(PAGE "text x=one y=1 vi=a en=b", ":2:", "takes a number"));
    CHECK(is_refused(PAGE "text x=1 y=1 vi=\"a en=b", ":2:", "does not end"));
    CHECK(is_refused(PAGE "text x=1 y=1 vi", ":2:", "has no =value"));
    CHECK(is_refused(PAGE "text x=1 y=1 vi=a", ":2:", "needs vi="));
    CHECK(is_refused(PAGE "text x=400 y=1 vi=a en=b", ":2:", "outside the page"));
    CHECK(is_refused(PAGE "text x=1 y=1 below=name vi=a en=b", ":2:", "id=name"));
    CHECK(is_refused(PAGE "text x=1 y=1 size=9 colour=son vi=a en=b", ":2:", "14 points"));
    CHECK(is_refused(PAGE "polygon points=1,2,x", ":2:", "numbers with commas"));
}

TEST(a_layout_without_a_page_that_fits_is_refused)
{
    CHECK(is_refused("", ":1:", "begins with page"));
    CHECK(is_refused("border\n" PAGE, ":1:", "begins with page"));
    CHECK(is_refused("page width=100 height=100 columns=4 rows=2", ":1:", "do not fit"));
}

TEST(too_many_items_are_refused)
{
    struct buffer text = {0};
    struct err err;
    buffer_add_text(&text, PAGE);
    for (int i = 0; i < 200; i++)
        buffer_add_text(&text, "border\n");
    CHECK(read_text(buffer_text(&text), &err) == FAULT_INPUT && strstr(err.text, "more than") != NULL);
    buffer_clear(&text);
}

int
main(void)
{
    random_bytes_begin();
    RUN(the_three_layouts_are_read);
    RUN(a_mistake_is_told_with_its_line_and_what_was_meant);
    RUN(a_layout_without_a_page_that_fits_is_refused);
    RUN(too_many_items_are_refused);
    return unit_end();
}

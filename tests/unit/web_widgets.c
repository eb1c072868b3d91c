/* web_widgets.c - screens as data become pages: each widget's words, values and what it hides. */
#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "web/learner_pages.h"

/* The page of a screen with these widgets and further members; caller frees. */
static char *
draw_screen(const char *members, const char *widgets)
{
    char *text = memory_print("{\"kind\":\"practical\",\"item\":\"i\",\"number\":1,\"of\":2,%s\"widgets\":[%s]}", members, widgets);
    struct learner_view view = {.language = "vi", .seq = 4};
    struct learner_page page = {.view = &view};
    struct buffer out = {0};
    struct err err = {0};
    if (json_read(text, strlen(text), &view.screen, &err) != FAULT_NONE) {
        printf("  %s in %s\n", err.text, text);
        unit_broken = 1;
    }
    learner_add_screen(&out, &page);
    char *html = memory_copy_text(buffer_text(&out));
    buffer_clear(&out);
    json_free(view.screen);
    free(text);
    return html;
}

static void
check_holds(const char *widgets, const char *const *wanted, size_t count)
{
    char *html = draw_screen("", widgets);
    for (size_t i = 0; i < count; i++)
        if (strstr(html, wanted[i]) == NULL) {
            printf("  not there: %s\n  in: %s\n", wanted[i], html);
            unit_broken = 1;
        }
    free(html);
}

#define CHECK_HOLDS(widgets, ...)                                                                  \
    do {                                                                                           \
        const char *const wanted[] = {__VA_ARGS__};                                                \
        check_holds(widgets, wanted, sizeof wanted / sizeof wanted[0]);                            \
    } while (0)

static bool
holds(const char *members, const char *widgets, const char *wanted)
{
    char *html = draw_screen(members, widgets);
    bool is_there = strstr(html, wanted) != NULL;
    free(html);
    return is_there;
}

TEST(options_of_old_screens_choose_one)
{
    CHECK_HOLDS("{\"kind\":\"options\",\"chosen\":\"b\",\"options\":[{\"id\":\"a\",\"text\":\"Một\",\"drawing\":\"\"},"
                "{\"id\":\"b\",\"text\":\"Hai\",\"drawing\":\"khoa\"}]}",
                "data-mode=\"one\"", "aria-pressed=\"false\" name=\"act\" value=\"choose:a\"",
                "aria-pressed=\"true\" name=\"act\" value=\"choose:b\"", "<span>Hai</span><svg");
}

TEST(a_chosen_one_of_several_is_taken_back_and_not_knowing_is_not)
{
    const char *widgets = "{\"kind\":\"options\",\"mode\":\"several\",\"chosen\":null,\"options\":["
                          "{\"id\":\"a\",\"text\":\"Một\",\"drawing\":\"\",\"chosen\":true},"
                          "{\"id\":\"b\",\"text\":\"Hai\",\"drawing\":\"\",\"chosen\":false},"
                          "{\"id\":\"dont-know\",\"text\":\"Chưa biết\",\"drawing\":\"\",\"chosen\":false}]}";
    CHECK_HOLDS(widgets, "data-mode=\"several\"", "aria-pressed=\"true\" name=\"act\" value=\"unchoose:a\"",
                "value=\"choose:b\"><i class=\"box\">", "value=\"choose:dont-know\"><i class=\"radio\">");
}

TEST(an_order_says_its_places)
{
    CHECK_HOLDS("{\"kind\":\"options\",\"mode\":\"order\",\"chosen\":null,\"options\":["
                "{\"id\":\"a\",\"text\":\"Một\",\"drawing\":\"\",\"chosen\":true,\"place\":2},"
                "{\"id\":\"b\",\"text\":\"Hai\",\"drawing\":\"\",\"chosen\":false,\"place\":0}]}",
                "value=\"unchoose:a\"><i class=\"place\">2</i>", "value=\"choose:b\"><i class=\"place\"></i>");
}

TEST(a_pair_shows_its_left_its_free_rights_and_what_is_made)
{
    const char *widgets =
        "{\"kind\":\"pairs\",\"now\":\"2\",\"lefts\":[{\"id\":\"1\",\"text\":\"Mèo\",\"drawing\":\"\",\"right\":\"a\",\"right_text\":\"meo\"},"
        "{\"id\":\"2\",\"text\":\"Chó\",\"drawing\":\"\",\"right\":null}],\"options\":["
        "{\"id\":\"a\",\"text\":\"meo\",\"drawing\":\"\",\"is_used\":true},{\"id\":\"b\",\"text\":\"gâu\",\"drawing\":\"\",\"is_used\":false}]}";
    CHECK_HOLDS(widgets, "<b>Chó</b>", "value=\"match:2=b\"", "value=\"unmatch:1\"", "Đổi");
    CHECK(!holds("", widgets, "match:2=a"));
}

TEST(a_text_with_gaps_names_its_gaps_and_what_is_in_them)
{
    CHECK_HOLDS("{\"kind\":\"gapped\",\"parts\":[{\"text\":\"Mã có \"},{\"gap\":\"1\",\"value\":\"6\"},{\"text\":\" số, \"},"
                "{\"gap\":\"2\",\"value\":\"\"}]},{\"kind\":\"field\",\"id\":\"1\",\"label\":\"1\",\"input\":\"number\",\"length\":80,"
                "\"value_len\":1,\"value\":\"6\"}",
                "Mã có <b class=\"gap\"><i>1</i>6</b> số, ", "<i>2</i><span aria-hidden=\"true\">…</span>", "Chỗ trống 1",
                "name=\"type:1\" value=\"6\"", "name=\"was:1\" value=\"6\"", "inputmode=\"numeric\"");
}

TEST(a_field_never_shows_a_secret)
{
    const char *widgets = "{\"kind\":\"field\",\"id\":\"pin\",\"label\":\"Mã\",\"input\":\"digits\",\"length\":4,\"value_len\":3,"
                          "\"is_secret\":true,\"has_pad\":true}";
    CHECK_HOLDS(widgets, "class=\"secret\"", "placeholder=\"•••\"", "data-pad=\"4\"", "data-digit=\"0\"", "type=\"tel\"");
    CHECK(!holds("", widgets, "was:pin"));
    CHECK(!holds("", widgets, "data-pad-go"));
}

TEST(what_somebody_typed_is_text_and_no_page)
{
    CHECK_HOLDS("{\"kind\":\"field\",\"id\":\"answer\",\"label\":\"\",\"input\":\"text\",\"length\":80,\"value_len\":9,"
                "\"value\":\"\\\"><script>{bác}\"},{\"kind\":\"gapped\",\"parts\":[{\"gap\":\"1\",\"value\":\"<b>{bác}\"}]}",
                "value=\"&quot;&gt;&lt;script&gt;{bác}\"", "&lt;b&gt;{bác}", "Câu trả lời của bác");
}

TEST(a_list_of_words_is_a_select_with_its_choice)
{
    CHECK_HOLDS("{\"kind\":\"field\",\"id\":\"2\",\"label\":\"2\",\"input\":\"choice\",\"length\":80,\"value_len\":1,\"value\":\"b\","
                "\"options\":[{\"id\":\"a\",\"text\":\"cứ\"},{\"id\":\"b\",\"text\":\"không\"}]}",
                "<select name=\"type:2\">", "<option value=\"a\">cứ</option>", "<option value=\"b\" selected>không</option>");
}

TEST(a_date_and_a_unit_are_said)
{
    CHECK_HOLDS("{\"kind\":\"field\",\"id\":\"d\",\"label\":\"Ngày sinh\",\"input\":\"date\",\"length\":0,\"value_len\":0},"
                "{\"kind\":\"field\",\"id\":\"n\",\"label\":\"Giá\",\"input\":\"number\",\"length\":0,\"value_len\":0,\"unit\":\"đồng\"}",
                "Ngày/tháng/năm", "<b class=\"unit\">đồng</b>");
}

TEST(places_in_a_picture_are_numbered_and_are_buttons)
{
    CHECK_HOLDS("{\"kind\":\"spots\",\"file\":\"pictures/x.png\",\"says\":\"Ảnh\",\"chosen\":\"b\",\"spots\":["
                "{\"id\":\"a\",\"number\":1,\"x\":0,\"y\":0,\"width\":40,\"height\":40,\"text\":\"trái\"},"
                "{\"id\":\"b\",\"number\":2,\"x\":50.5,\"y\":500,\"width\":40,\"height\":40,\"text\":\"phải\"}]}",
                "src=\"/picture/x.png\" alt=\"Ảnh\"", "data-spot=\"b\"", "x=\"50.50%\" y=\"100.00%\"",
                "aria-pressed=\"true\" name=\"act\" value=\"choose:b\"><i class=\"place\">2</i>");
}

TEST(widgets_of_a_phone_say_what_they_do)
{
    CHECK_HOLDS("{\"kind\":\"list\",\"entries\":[{\"id\":\"s\",\"text\":\"Cài đặt\",\"detail\":\"Wi-Fi\",\"drawing\":\"cai-dat\"}]},"
                "{\"kind\":\"switch\",\"id\":\"wifi\",\"label\":\"Wi-Fi\",\"detail\":\"\",\"on\":true},"
                "{\"kind\":\"switch\",\"id\":\"sound\",\"label\":\"Âm\",\"detail\":\"\",\"on\":false}",
                "value=\"press:s\"", "role=\"switch\" aria-checked=\"true\" name=\"act\" value=\"switch-off:wifi\"",
                "aria-checked=\"false\" name=\"act\" value=\"switch-on:sound\"");
    CHECK_HOLDS("{\"kind\":\"choices\",\"id\":\"size\",\"label\":\"Cỡ\",\"several\":false,\"choices\":["
                "{\"id\":\"large\",\"text\":\"To\",\"drawing\":\"\",\"chosen\":true}]},"
                "{\"kind\":\"photos\",\"id\":\"p\",\"label\":\"Ảnh\",\"several\":true,\"photos\":["
                "{\"id\":\"house\",\"says\":\"Nhà\",\"drawing\":\"nha\",\"chosen\":true},{\"id\":\"f\",\"says\":\"Tệp\",\"file\":\"pictures/f.jpg\",\"chosen\":false}]}",
                "value=\"pick:size=large\"", "value=\"unpick:p=house\"", "value=\"pick:p=f\"", "src=\"/picture/f.jpg\"");
    CHECK_HOLDS("{\"kind\":\"notification\",\"id\":\"n\",\"from\":\"Ngân hàng\",\"text\":\"Tin mới\",\"drawing\":\"\"},"
                "{\"kind\":\"message\",\"from\":\"Hường\",\"text\":\"Mẹ ơi\",\"mine\":false},{\"kind\":\"progress\",\"label\":\"Ảnh\",\"step\":2,\"of\":4}",
                "class=\"notification\" name=\"act\" value=\"press:n\"", "<p class=\"from\">Hường</p>", "Bước 2 / 4");
}

TEST(an_address_breaks_behind_a_stroke_only)
{
    CHECK_HOLDS("{\"kind\":\"address\",\"text\":\"http://a-b.example/c/d\"}",
                "http://a-&#8288;b.example/<wbr>c/<wbr>d</span>");
}

TEST(the_buttons_behind_a_dialog_stand_inside_it)
{
    const char *dialog = "{\"kind\":\"dialog\",\"title\":\"Xóa?\",\"text\":\"Mất hết.\"},{\"kind\":\"button\",\"id\":\"y\",\"text\":\"Xóa\","
                         "\"drawing\":\"\",\"twin\":true},{\"kind\":\"button\",\"id\":\"n\",\"text\":\"Giữ\",\"drawing\":\"\",\"twin\":true},"
                         "{\"kind\":\"text\",\"text\":\"sau\"}";
    CHECK_HOLDS(dialog, "<div class=\"dialog\" role=\"group\" aria-label=\"Xóa?\">",
                "<span>Giữ</span></button></div></div><p class=\"text\">sau</p>");
}

TEST(the_fence_says_what_it_fences)
{
    CHECK(holds("\"fence\":true,", "", "BÀI TẬP</b> · <b>không phải tiền thật"));
    CHECK(holds("\"fence\":true,\"is_money\":false,", "", "BÀI TẬP</b> · <b>không phải ứng dụng thật"));
    CHECK(holds("\"fence\":true,\"practice\":true,", "", "LUYỆN TẬP</b> · <b>không phải ứng dụng thật"));
}

TEST(an_app_has_the_nearest_of_our_colours)
{
    CHECK(holds("\"fence\":true,\"brand\":{\"name\":\"A\",\"colour\":\"#7A3E1D\"},", "", "class=\"app brown\""));
    CHECK(holds("\"fence\":true,\"brand\":{\"name\":\"A\",\"colour\":\"#503070\"},", "", "class=\"app violet\""));
    CHECK(holds("\"fence\":true,\"brand\":{\"name\":\"A\",\"colour\":\"\\\">x\"},", "", "class=\"app\">"));
}

int
main(void)
{
    RUN(options_of_old_screens_choose_one);
    RUN(a_chosen_one_of_several_is_taken_back_and_not_knowing_is_not);
    RUN(an_order_says_its_places);
    RUN(a_pair_shows_its_left_its_free_rights_and_what_is_made);
    RUN(a_text_with_gaps_names_its_gaps_and_what_is_in_them);
    RUN(a_field_never_shows_a_secret);
    RUN(what_somebody_typed_is_text_and_no_page);
    RUN(a_list_of_words_is_a_select_with_its_choice);
    RUN(a_date_and_a_unit_are_said);
    RUN(places_in_a_picture_are_numbered_and_are_buttons);
    RUN(widgets_of_a_phone_say_what_they_do);
    RUN(an_address_breaks_behind_a_stroke_only);
    RUN(the_buttons_behind_a_dialog_stand_inside_it);
    RUN(the_fence_says_what_it_fences);
    RUN(an_app_has_the_nearest_of_our_colours);
    return unit_end();
}

/* trainer_help.c - one page to read before the class and to hang on the wall: hotspot, firewall, phones that turn back
 * to the Internet, printing, power, reading the bars (quizzes/READING.md). It prints on one sheet. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "web/routes.h"
#include "web/trainer_frame.h"
#include "web/ui_parts.h"

enum { STEPS_MAX = 4, COMMANDS_MAX = 2 };

/* {1} in the words is the address for learners, {2} what the card's warning needs. In commands @ is the Wi-Fi card and
 * # the port. */
struct card {
    const char *drawing, *title;
    const char *steps[STEPS_MAX];
    const char *commands[COMMANDS_MAX];
};

static const struct card CARDS[] = {
    {"canh-phat-wifi", "guide.hotspot", {"guide.hotspot-small", "guide.hotspot-secret", "guide.hotspot-large",
      "guide.hotspot-seen"},
     {"nmcli device wifi hotspot ifname @ ssid LopHoc password matkhau123"}},
    {"canh-tuong-lua", "guide.firewall", {"guide.firewall-why", "guide.firewall-how"},
     {"sudo ufw allow in on @", "sudo firewall-cmd --zone=nm-shared --add-port=#/tcp"}},
    {"canh-giu-ket-noi", "guide.stay", {"guide.stay-asks", "guide.stay-press", "guide.stay-data"}, {NULL}},
    {"canh-chua-vao", "guide.cannot",
     {"guide.cannot-wifi", "guide.cannot-address", "guide.cannot-browser", "guide.cannot-here"}, {NULL}},
    {"canh-in-dung", "guide.print", {"guide.print-scale", "guide.print-why", "guide.print-try"}, {NULL}},
    {"canh-mat-dien", "guide.power", {"guide.power-plug", "guide.power-lost", "guide.power-copy"}, {NULL}},
    {"canh-doc-vach", "guide.bars", {"guide.bars-solid", "guide.bars-dashed", "guide.bars-unsafe"}, {NULL}},
};

/* The first network card that is wireless; "wlan0" if the laptop shows none. */
static void
find_wifi_card(char out[32])
{
    DIR *folder = opendir("/sys/class/net");
    snprintf(out, 32, "wlan0");
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char path[320];
        snprintf(path, sizeof path, "/sys/class/net/%s/wireless", entry->d_name);
        if (entry->d_name[0] != '.' && strlen(entry->d_name) < 32 && file_is_folder(path)) {
            snprintf(out, 32, "%.31s", entry->d_name);
            break;
        }
    }
    if (folder != NULL)
        closedir(folder);
}

static void
add_command(struct console *page, const char *command, const char *card, int port)
{
    console_add(page, "<code>");
    for (; *command != 0; command++) {
        char letter[2] = {*command, 0};
        if (*command == '@')
            text_add_html(page->out, card);
        else if (*command == '#')
            buffer_print(page->out, "%d", port);
        else
            text_add_html(page->out, letter);
    }
    console_add(page, "</code>");
}

static void
add_card(struct console *page, const struct site *site, const struct card *card, size_t number)
{
    char wifi_card[32];
    find_wifi_card(wifi_card);
    console_add(page, "<section>");
    ui_add_drawing(page->out, card->drawing);
    buffer_print(page->out, "<h2><i>%zu</i>", number);
    console_say(page, card->title);
    console_add(page, "</h2><ul>");
    for (size_t i = 0; i < STEPS_MAX && card->steps[i] != NULL; i++) {
        console_add(page, "<li>");
        ui_add_words(page->out, page->language, card->steps[i], site->learner_url, NULL);
        console_add(page, "</li>");
    }
    console_add(page, "</ul>");
    for (size_t i = 0; i < COMMANDS_MAX && card->commands[i] != NULL; i++)
        add_command(page, card->commands[i], wifi_card, site->addresses.port);
    console_add(page, "</section>");
}

void
trainer_show_help(struct site *site, const struct request *request, struct reply *reply)
{
    struct console page;
    console_begin(&page, request, reply, "guide", 0);
    console_add(&page, "<header class=\"bar\"><a href=\"/trainer/\" aria-label=\"");
    console_say(&page, "trainer.home");
    console_add(&page, "\">");
    ui_add_drawing(page.out, "sao");
    console_add(&page, "</a><div class=\"title\"><h1>");
    console_say(&page, "guide.title");
    console_add(&page, "</h1><small>");
    ui_add_words(page.out, page.language, "guide.address", site->learner_url, NULL);
    console_add(&page, "</small></div><nav>");
    console_add_languages(&page);
    console_add(&page, "<button data-print-page>");
    ui_add_drawing(page.out, "in");
    console_say(&page, "guide.print-this");
    console_add(&page, "</button></nav></header><main class=\"cards\">");
    for (size_t i = 0; i < sizeof CARDS / sizeof CARDS[0]; i++)
        add_card(&page, site, &CARDS[i], i + 1);
    console_add(&page, "</main>");
    console_end(&page);
}

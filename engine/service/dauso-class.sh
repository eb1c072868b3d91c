#!/bin/sh
# dauso-class.sh - what the icon starts: today's class, in this window, with the trainer's page in the browser.
dauso=@PREFIX@/bin/dauso
{ "$dauso" init >/dev/null && "$dauso" serve --open --browser "$@"; } || {
    printf '\nLớp chưa mở được; dòng trên nói vì sao. Bấm Enter để đóng. / It did not start, see above. Press Enter.\n'
    read -r _
    exit 3
}

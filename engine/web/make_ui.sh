#!/bin/sh
# make_ui.sh FOLDER LANGUAGES - writes what the pages need as C tables: files, drawings, words (build/generated/ui.h).
# LANGUAGES/CODE.tsv of a further language (neither vi nor en) says them too, as far as it does.
#
# Script and style lose their indentation and their lines of comment, styles most blanks too; their names carry a hash of what they hold.
# learner.js is sent with learner_marks.js in front: one request.
set -eu
languages=$(cd "$2" && pwd)
cd "$1"

literal() {
    sed 's/\\/\\\\/g; s/"/\\"/g; s/^/    "/; s/$/\\n"/'
}

lean() {
    case $1 in
    learner.js) set -- learner_marks.js learner.js ;;
    esac
    case $1 in
    *.css) tight='s/ *([{};]) */\1/g; s/;\}/}/g; s/([:,]) +/\1/g' ;;
    *) tight='' ;;
    esac
    sed -E "s/^ +//; /^\/\//d; /^\/\*.*\*\/$/d; /^$/d; $tight" "$@"
}

echo '/* Made by engine/web/make_ui.sh. */'
echo 'static const struct ui_file UI_FILES[] = {'
for file in learner.css learner.js trainer.css trainer.js preview.css preview.js; do
    hash=$(lean "$file" | sha256sum | cut -c 1-8)
    case $file in
    *.css) type='text/css; charset=utf-8' ;;
    *) type='text/javascript; charset=utf-8' ;;
    esac
    echo "{\"$file\", \"${file%.*}-$hash.${file##*.}\", \"$type\","
    lean "$file" | literal
    echo "    , $(lean "$file" | wc -c)},"
done
echo '};'

echo 'static const struct ui_drawing UI_DRAWINGS[] = {'
sed -nE 's/\\/\\\\/g; s/"/\\"/g
    s/^<symbol id=\\"([a-z-]+)\\" viewBox=\\"([-0-9 ]+)\\">(.*)<\/symbol>$/    {"\1", "\2", "\3"},/p' drawings.svg
echo '};'

echo 'static const struct ui_sentence UI_WORDS[] = {'
awk -F '\t' '/^#/ || NF == 0 { next }
    NF != 3 || $2 == "" || $3 == "" { print "strings.tsv:" FNR ": a line is key, vi, en" > "/dev/stderr"; exit 1 }
    { gsub(/["\\]/, "\\\\&"); printf "    {\"%s\", \"%s\", \"%s\"},\n", $1, $2, $3 }' strings.tsv
echo '};'

echo 'static const struct ui_translation UI_TRANSLATIONS[] = {'
for file in "$languages"/*.tsv; do
    code=$(basename "$file" .tsv)
    case $code in vi | en) continue ;; esac
    awk -F '\t' -v code="$code" '/^#/ || NF == 0 { next }
        FILENAME ~ /strings\.tsv$/ { pages[$1] = 1; next }
        FILENAME ~ /\/vi\.tsv$/ { others[$1] = 1; next }
        NF != 2 || $2 == "" { print code ".tsv:" FNR ": a line is a key and its words" > "/dev/stderr"; exit 1 }
        $1 in others { next }
        !($1 in pages) { print code ".tsv:" FNR ": nothing has the key " $1 > "/dev/stderr"; exit 1 }
        { gsub(/["\\]/, "\\\\&"); printf "    {\"%s\", \"%s\", \"%s\"},\n", code, $1, $2 }' strings.tsv "$languages/vi.tsv" "$file"
done
echo '    {"", "", ""}'
echo '};'

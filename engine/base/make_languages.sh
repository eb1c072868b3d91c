#!/bin/sh
# make_languages.sh FOLDER - the languages that FOLDER holds as C tables (build/generated/languages.h): vi, en, then the others.
#
# A file CODE.tsv is a language; a line is a key and its words. Only what vi.tsv has belongs here: more keys are words of the pages
# (engine/web/make_ui.sh takes them).
set -eu
cd "$1"
[ -f vi.tsv ] && [ -f en.tsv ] || { echo "$1: vi.tsv and en.tsv must be there" >&2; exit 1; }
others=$(ls | sed -n 's/\.tsv$//p' | LC_ALL=C sort | grep -vxE 'vi|en' || true)
for code in $others; do
    echo "$code" | grep -qxE '[a-z]{2,3}' || { echo "$code.tsv: a language's file has a code of two or three letters" >&2; exit 1; }
done

echo '/* Made by engine/base/make_languages.sh. */'
echo 'static const struct language LANGUAGES[] = {'
for code in vi en $others; do
    awk -F '\t' -v code="$code" '$1 == "language" && $2 != "" { gsub(/["\\]/, "\\\\&"); name = $2 }
        END {
            if (name == "") { print code ".tsv: the line \"language\" with its own name is missing" > "/dev/stderr"; exit 1 }
            printf "    {\"%s\", \"%s\"},\n", code, name
        }' "$code.tsv"
done
echo '};'
echo 'static const struct language_words WORDS[] = {'
for code in vi en $others; do
    awk -F '\t' -v code="$code" 'FILENAME == "vi.tsv" && !/^#/ && NF == 2 { known[$1] = 1 }
        FILENAME == code ".tsv" && !/^#/ && NF > 0 {
            if (NF != 2 || $2 == "") { print FILENAME ":" FNR ": a line is a key and its words" > "/dev/stderr"; exit 1 }
            if (!($1 in known) || seen[$1]++) next
            gsub(/["\\]/, "\\\\&"); printf "    {\"%s\", \"%s\", \"%s\"},\n", code, $1, $2
        }' vi.tsv "$code.tsv"
done
echo '};'

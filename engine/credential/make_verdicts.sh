#!/bin/sh
# make_verdicts.sh < certs/verdicts.tsv > verdicts.h - the sentences of the verdicts as a C table.
echo '/* Made from certs/verdicts.tsv by make_verdicts.sh. */'
echo 'static const struct { const char *name; int exit; const char *vi, *en; } VERDICTS[] = {'
awk -F '\t' '!/^#/ && NF == 4 { gsub(/"/, "\\\"", $3); gsub(/"/, "\\\"", $4);
    printf "    {\"%s\", %s, \"%s\", \"%s\"},\n", $1, $2, $3, $4 }'
echo '};'

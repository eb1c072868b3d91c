#!/bin/sh
# make_fonts.sh OUTDIR - the fonts of the paper, made at build time and never committed.
#
# Lora and Be Vietnam Pro (OFL, from npm) where npm can fetch them, else Debian's Noto (fonts-noto-core). Each is cut to
# the letters that a certificate may need and flattened: Debian's libharu loses parts of nested glyphs, that is, marks.
# "Lora" is a reserved name, so the subsets are called DausoSerif and DausoSans. Letters that both lack (Ê-đê, Ba-na)
# come from DausoRare, cut from Noto. OUTDIR/SOURCES says which file became which.
set -eu
out=$1
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
npm_fonts=$out/npm
if ! cmp -s "$here/fonts/package-lock.json" "$npm_fonts/.fetched" && command -v npm >/dev/null 2>&1; then
    rm -rf "$npm_fonts"
    mkdir -p "$npm_fonts"
    cp "$here/fonts/package.json" "$here/fonts/package-lock.json" "$npm_fonts/"
    if (cd "$npm_fonts" && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1); then
        cp "$here/fonts/package-lock.json" "$npm_fonts/.fetched"
    else
        rm -rf "$npm_fonts/node_modules"
    fi
fi
exec /usr/bin/python3 "$here/make_fonts.py" "$out" "$npm_fonts/node_modules"

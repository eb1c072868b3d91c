"""make_fonts.py OUTDIR NODE_MODULES - cuts, flattens and renames the fonts of the paper (called by make_fonts.sh)."""

import os
import sys

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

NOTO = "/usr/share/fonts/truetype/noto"
# name: (file in npm's packages, file of Debian's fonts-noto-core)
FONTS = {
    "DausoSerif-SemiBold": ("lora/600SemiBold/Lora_600SemiBold.ttf", "NotoSerif-Bold.ttf"),
    "DausoSerif-Bold": ("lora/700Bold/Lora_700Bold.ttf", "NotoSerif-Bold.ttf"),
    "DausoSerif-MediumItalic": ("lora/500Medium_Italic/Lora_500Medium_Italic.ttf", "NotoSerif-Italic.ttf"),
    "DausoSans-Regular": ("be-vietnam-pro/400Regular/BeVietnamPro_400Regular.ttf", "NotoSans-Regular.ttf"),
    "DausoSans-Medium": ("be-vietnam-pro/500Medium/BeVietnamPro_500Medium.ttf", "NotoSans-Regular.ttf"),
    "DausoSans-SemiBold": ("be-vietnam-pro/600SemiBold/BeVietnamPro_600SemiBold.ttf", "NotoSans-Bold.ttf"),
    "DausoSans-Bold": ("be-vietnam-pro/700Bold/BeVietnamPro_700Bold.ttf", "NotoSans-Bold.ttf"),
    "DausoRare-SerifBold": (None, "NotoSerif-Bold.ttf"),
    "DausoRare-Sans": (None, "NotoSans-Regular.ttf"),
}
# Basic Latin, Latin-1, Latin Extended-A and -B (names of ethnic minorities), Vietnamese, punctuation.
LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x1E00, 0x1F00), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
           0x201D, 0x2022, 0x2026, 0x20AB]
MARKS = [*range(0x300, 0x34F)]


def find(name, modules):
    npm_file, noto_file = FONTS[name]
    path = os.path.join(modules, "@expo-google-fonts", npm_file) if npm_file else ""
    return path if os.path.exists(path) else os.path.join(NOTO, noto_file)


def flatten(font):
    """Every composite glyph becomes outlines of its own."""
    glyphs, glyf = font.getGlyphSet(), font["glyf"]
    for name in font.getGlyphOrder():
        if glyf[name].isComposite():
            record = DecomposingRecordingPen(glyphs)
            glyphs[name].draw(record)
            pen = TTGlyphPen(None)
            record.replay(pen)
            glyf[name] = pen.glyph()


def widen_marks(font):
    """libharu draws no text whose width is 0."""
    metrics = font["hmtx"].metrics
    for name, (advance, left) in metrics.items():
        metrics[name] = (max(advance, 1), left)


def rename(font, name):
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = name if record.nameID != 1 else name.split("-")[0]


def cut(source, name, target):
    options = subset.Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True,
                             name_IDs=[1, 2, 3, 4, 6, 13, 14], recalc_timestamp=False, legacy_kern=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "fvar", "avar", "gvar", "MVAR", "HVAR", "gasp"]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS + (MARKS if "Rare" in name else []))
    cutter.subset(font)
    flatten(font)
    if font["head"].unitsPerEm != 1000:
        scale_upem(font, 1000)
    widen_marks(font)
    rename(font, name)
    font.save(target)


def main():
    out, modules = sys.argv[1:3]
    sources = {name: find(name, modules) for name in FONTS}
    for name, source in sources.items():
        cut(source, name, os.path.join(out, name + ".ttf"))
    with open(os.path.join(out, "SOURCES"), "w", encoding="utf-8") as file:
        for name, source in sources.items():
            file.write(f"{name}\t{source}\n")
    if sources["DausoSans-Regular"].startswith(NOTO):
        print("fonts: npm was not at hand, so certificates are set in Noto instead of Lora and Be Vietnam Pro")


main()

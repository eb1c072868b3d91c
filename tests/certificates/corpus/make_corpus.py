#!/usr/bin/python3
"""make_corpus.py [FOLDER] - writes the corpus of hostile certificates; the same bytes each time.

Into tests/certificates/corpus, or, with FOLDER, all of it and the heavy files besides into that folder."""
import pathlib
import re
import sys
import unicodedata

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import key_rows  # noqa: E402
import pdf_rows  # noqa: E402
import picture_rows  # noqa: E402
import rows  # noqa: E402

HEAD = "file\tverdict\trow\tat\ttrust\n"


def cases():
    for table in (*rows.TABLES, *key_rows.TABLES, *pdf_rows.TABLES, *picture_rows.TABLES):
        yield from table()


def trust_files():
    return {**rows.trust_files(), **key_rows.trust_files()}


def file_name(case):
    """Letters, digits and hyphens; a text is called .txt."""
    if case.name[-4:] in (".pdf", ".png", ".jpg"):
        return f"{int(case.row):02d}-{re.sub(r'[^a-z0-9]+', '-', case.name[:-4].lower())}{case.name[-4:]}"
    plain = unicodedata.normalize("NFD", case.name.replace("Đ", "D").replace("đ", "d").replace("+", "plus"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    is_text = bool(case.data) and all(byte >= 32 or byte in b"\r\n\t" for byte in case.data) and case.data[:1] > b" "
    return f"{int(case.row):02d}-{words}.{'txt' if is_text else 'cose'}"


def write(folder, with_heavy):
    """The files, and the table of their verdicts; heavy files have a table of their own."""
    named = {}
    for case in sorted(cases(), key=lambda one: int(one.row)):
        name = file_name(case)
        assert name not in named, name
        named[name] = case
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "trust").mkdir(exist_ok=True)
    lines = {False: [HEAD], True: [HEAD]}
    for old in [*(folder / "files").iterdir(), *(folder / "trust").iterdir()]:
        old.unlink()
    for name, case in named.items():
        lines[case.is_heavy].append(f"files/{name}\t{case.verdict}\t{case.row}\t{case.at}\t{' '.join(case.trust) or '-'}\n")
        if with_heavy or not case.is_heavy:
            (folder / "files" / name).write_bytes(case.data)
    used = {name for case in named.values() for name in case.trust if with_heavy or not case.is_heavy}
    files = trust_files()
    for name in sorted(used):
        (folder / "trust" / name).write_bytes(files[name])
    (folder / "expected.tsv").write_text("".join(lines[False]))
    (folder / "expected_heavy.tsv").write_text("".join(lines[True]))


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE, len(sys.argv) > 1)

"""translated.py - a copy of the program that speaks a made-up language too, beside a quizzes/ folder of its own."""
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Home:
    """`languages`: {"zut": {"language": "Zutish", key: words, …}}."""

    def __init__(self, languages):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="dauso-languages-"))
        self.dauso = self.folder / "build/dauso"
        (self.folder / "build").mkdir()
        shutil.copytree(ROOT / "quizzes", self.folder / "quizzes")
        shutil.copytree(ROOT / "scripts", self.folder / "scripts")
        os.symlink(ROOT / "certs", self.folder / "certs")
        for made in ("fonts", "verifier"):
            os.symlink(ROOT / "build" / made, self.folder / "build" / made)
        for code, words in languages.items():
            lines = "".join(f"{key}\t{text}\n" for key, text in words.items())
            (self.folder / f"scripts/languages/{code}.tsv").write_text(lines)
        self.plain = self.folder / "build/plain"  # without the languages
        shutil.copy(ROOT / "build/dauso", self.plain)
        self.build()

    def build(self):
        made = subprocess.run(["make", "-s", "-C", ROOT, "translated", f"LANGUAGES={self.folder / 'scripts/languages'}", f"OUT={self.dauso}"],
                              capture_output=True, text=True)
        if made.returncode != 0:
            raise SystemExit(made.stderr)

    def change(self, name, *pairs):
        """Exchanges words in a file of this home; each must be there."""
        path = self.folder / name
        text = path.read_text()
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text)

    def remove(self):
        shutil.rmtree(self.folder)


def read_words(name):
    """The lines of a .tsv of words, without comments, as lists."""
    return [line.split("\t") for line in (ROOT / name).read_text().split("\n") if line and not line.startswith("#")]

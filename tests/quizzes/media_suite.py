#!/usr/bin/python3
"""media_suite.py - pictures and clips of a quiz, links and pipes in its folder: check names the file and what to do."""
import os
import shutil
import sys

from check_suite import BASE, SCRATCH, check, png, quiz_folder, run, tells

TESTS = []


def test(function):
    TESTS.append(function)
    return function


SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
MP3 = (b"\xff\xfb\x90\x00" + bytes(413)) * 3  # 128 kbit/s, 44.1 kHz: frames of 417 bytes
MEDIA = {"pictures/a.png": (SVG, ("PNG or JPEG",)), "pictures/b.jpg": (b"\xff\xd8\xff" + bytes(201 * 1024), ("200 KB", "202")),
         "pictures/ảnh.png": (png(8, 8), ("name", "rename")), "pictures/c.svg": (SVG, ("PNG or JPEG", ".png")),
         "pictures/d.png": (png(1601, 1), ("1601 by 1", "1600")), "pictures/e.png": (png(8, 8) + b"<script>", ("nothing behind",)),
         "pictures/f.png": (png(8, 8)[:-1], ("whole",)), "pictures/g.gif": (b"GIF89a" + bytes(30), ("PNG or JPEG",)),
         "pictures/h.jpg": (png(8, 8), ("JPEG",)), "pictures/i.png": (png(8, 0), ("8 by 0",)),
         "audio/one.vi.mp3": (b"RIFF" + bytes(400), ("MP3",)), "audio/two.vi.wav": (MP3, (".mp3",)),
         "audio/one.en.mp3": (MP3 * 500, ("512 KB",)), "pictures/empty.png": (b"", ("whole",))}


@test
def pictures_and_clips_that_no_phone_would_be_sent_are_told():
    for number, (name, (data, words)) in enumerate(MEDIA.items()):
        folder = quiz_folder(f"media-{number}", BASE)
        (folder / name).parent.mkdir()
        (folder / name).write_bytes(data)
        tells(folder, f"{folder}/{name}:1: ", words)


@test
def whole_pictures_and_clips_are_no_mistake():
    folder = quiz_folder("media-good", BASE)
    for name, data in {"pictures/a.png": png(1600, 3), "audio/one.vi.mp3": MP3,
                       "audio/two.vi.mp3": b"ID3\x04\0\0\0\0\0\x0atag, empty" + MP3[:417]}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    from PIL import Image
    for name, mode, options in (("b.jpg", "RGB", {}), ("c.jpeg", "L", {"progressive": True}), ("d.png", "P", {})):
        Image.new(mode, (1600, 20)).save(folder / "pictures" / name, **options)
    code, out, err = run("check", folder)
    check(code == 0, out, err)


@test
def a_picture_of_40_megabytes_is_named_at_once():
    folder = quiz_folder("media-40", BASE)
    (folder / "pictures").mkdir()
    with open(folder / "pictures/a.png", "wb") as file:
        file.truncate(40 << 20)
    code, out, err = run("check", folder)
    check(code != 0 and "pictures/a.png" in out + err and "larger" in out + err, code, out, err)


@test
def a_link_or_a_pipe_in_a_quiz_is_told_and_not_read():
    for number, make in enumerate((lambda path: path.symlink_to("/etc/passwd"), lambda path: path.symlink_to("/"), os.mkfifo)):
        folder = quiz_folder(f"link-{number}", BASE)
        (folder / "texts").mkdir()
        make(folder / "texts/a.txt")
        tells(folder, f"{folder}/texts/a.txt:1: ", ("link",))


def main():
    failed = 0
    for function in TESTS:
        try:
            function()
            print("ok", function.__name__)
        except Exception as why:  # noqa: B902  (a suite that stops at its first surprise says nothing of the rest)
            failed += 1
            print(f"FAIL {function.__name__}:", type(why).__name__, why)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    print(f"{len(TESTS) - failed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())

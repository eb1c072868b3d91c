#!/usr/bin/python3
"""make_papers.py OUT DAUSO - one page and one code for each verdict, made by the independent forge; the page by the program.

Prints a JSON object: {"texts": {verdict: text}, "files": …}. The forge's root is not in the page unless it is given here."""
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "certificates"))
import own_issuer as own  # noqa: E402

out, dauso = Path(sys.argv[1]), sys.argv[2]
now = int(time.time())
DAY = 86400


def certificate(**changes):
    words = {"iat": now - 3600, "exp": now + 900 * DAY}
    words.update(changes)
    return own.certificate(**words)


def status_list(number, groups, seen=()):
    return own.sign(own.ROOT_SEED, 3, own.encode({6: now - 600, -65539: [number, groups, [], list(seen)]}))


def group(index):
    """One index with k = 0: that many ones, a zero, padding."""
    bits = "1" * index + "0"
    bits += "0" * (-len(bits) % 8)
    return [now // DAY, 1, 0, 1, bytes(int(bits[at:at + 8], 2) for at in range(0, len(bits), 8))]


permit = own.delegation(not_before=now - 10 * DAY, not_after=now + 80 * DAY)
stranger = own.certificate(seed=own.STRANGER_SEED, iat=now - 3600, exp=now + 900 * DAY)
claims = own.claims(iat=now - 3600, exp=now + 900 * DAY)
newer = own.sign(own.ISSUER_SEED, own.CERTIFICATE, own.encode({**claims, 77: 1}))
forged = bytearray(certificate(name="Người Giả Mạo"))
forged[-1] ^= 1
messages = {
    "VALID": certificate(), "VALID-NEW": certificate(sequence=60, status=60), "NOT-GENUINE": bytes(forged),
    "REVOKED": certificate(sequence=9, status=9), "EXPIRED-KEY": certificate(place=1), "UNKNOWN-ISSUER": stranger,
    "NEWER": newer, "DOUBTFUL-CLOCK": certificate(iat=now + 20 * DAY), "EXPIRED": certificate(iat=now - 9 * DAY, exp=now - DAY),
}
texts = {verdict: own.to_text(message) for verdict, message in messages.items()}
texts["UNREADABLE"] = texts["VALID"][:-3]
texts["MISMATCH"] = texts["VALID"] + "\n" + texts["VALID-NEW"]
files = {"root.pub": own.public_key(own.ROOT_SEED).hex().encode(), "permit.cose": permit,
         "trust.cose": own.trust_file(1, "thôn Đồi Cọ, xã Văn Lương, tỉnh Phú Thọ", date=now - DAY),
         "status.cose": status_list(4, [group(9)], [[own.kid_of(own.public_key(own.ISSUER_SEED)), 50]]),
         "later.cose": status_list(5, [group(7)])}
for name, content in files.items():
    (out / name).write_bytes(content)
words = [dauso, "verifier", "--root", out / "root.pub", "--trust", out / "trust.cose"]
with_permit = [*words, "--trust", out / "permit.cose", "--status", out / "status.cose"]
subprocess.run([*map(str, with_permit), "-o", str(out / "verify.html")], check=True, stdout=subprocess.DEVNULL)
subprocess.run([*map(str, words), "-o", str(out / "root-only.html")], check=True, stdout=subprocess.DEVNULL)
print(json.dumps({"texts": texts, "permit": own.to_text(permit), "later": own.to_text(files["later.cose"]),
                  "name": claims[own.CLAIM][0]}))

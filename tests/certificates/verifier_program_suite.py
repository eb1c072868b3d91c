#!/usr/bin/python3
"""verifier_program_suite.py - build/dauso-verify holds no code that signs, runs, serves or stores, and says what
`dauso verify` says. nm and ldd are the witnesses of the first, the table of variants.py of the second."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import own_issuer as own  # noqa: E402
import variants  # noqa: E402

DAUSO = os.path.abspath(os.environ.get("DAUSO", "build/dauso"))
PROGRAM = DAUSO + "-verify"
SCRATCH = tempfile.TemporaryDirectory(prefix="dauso-verifier-")
HERE = pathlib.Path(SCRATCH.name)
SIGNING = (r"crypto_sign_(detached|seed_keypair|keypair|ed25519)\b|crypto_sign$|cose_sign$|keyring_|credential_issue|root_|"
           r"EVP_(Digest)?Sign|EVP_PKEY_(sign|keygen)|PKCS12_create|passphrase_")
ELSEWHERE = r"^(lua|luaL|sqlite3|MHD|HPDF|QRcode|QRinput|curl|store|web|classroom|quiz|sandbox)_"
LIBRARIES = r"lib(lua|sqlite|microhttpd|hpdf|qrencode|curl)"


def symbols(program):
    done = subprocess.run(["nm", program], capture_output=True, text=True, check=True)
    return [line.split()[-1].split("@")[0] for line in done.stdout.splitlines()]


def that_match(names, pattern):
    return sorted({name for name in names if re.search(pattern, name)})


def it_has_no_code_that_signs():
    found = that_match(symbols(PROGRAM), SIGNING)
    return f"it has {found[:8]}" if found else None


def it_has_no_code_that_runs_serves_or_stores():
    found = that_match(symbols(PROGRAM), ELSEWHERE)
    return f"it has {found[:8]}" if found else None


def the_same_patterns_find_what_the_whole_program_has():
    names = symbols(DAUSO)
    for wanted in ("crypto_sign_detached", "cose_sign", "keyring_open"):
        if wanted not in that_match(names, SIGNING):
            return f"{wanted} is not found in {DAUSO}"
    return None if len(that_match(names, ELSEWHERE)) > 50 else "hardly anything is found in the whole program"


def it_is_linked_with_none_of_their_libraries():
    listed = subprocess.run(["ldd", PROGRAM], capture_output=True, text=True, check=True).stdout
    found = that_match([line.split()[0] for line in listed.splitlines()], LIBRARIES)
    return f"it is linked with {found}" if found else None


def answer(command, arguments, data=b""):
    done = subprocess.run([*command, *map(str, arguments)], input=data, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode().replace("dauso verify", "dauso-verify")


def both_say_the_same(arguments, data=b""):
    whole, alone = answer([DAUSO, "verify"], arguments, data), answer([PROGRAM], arguments, data)
    return None if whole == alone else f"{alone} but dauso verify says {whole}"


def it_refuses_the_same_command_lines():
    for arguments in ([], ["--nonsense"], ["--rot", "x", "-"], ["/nowhere"], ["a", "b"], ["-", "--at", "yesterday"]):
        why = both_say_the_same([*arguments, "--dir", HERE / "empty"])
        if why:
            return why
    return None


def its_help_names_it():
    code, out, _ = answer([PROGRAM], ["--help"])
    return None if code == 0 and out.startswith("usage: dauso-verify ") else f"exit {code}: {out[:80]}"


def write_trust():
    (HERE / "empty").mkdir()
    (HERE / "root.pub").write_text(own.public_key(own.ROOT_SEED).hex() + "\n")
    for name, data in variants.trusted_files().items():
        (HERE / name).write_bytes(data)


def judged(case):
    trust = [word for name in case.trust for word in ("--trust", HERE / name)]
    arguments = ["-", "--json", "--root", HERE / case.root, *trust, *case.options]
    code, out, err = answer([PROGRAM], arguments, case.data)
    if f'"verdict":"{case.verdict}"' not in out:
        return f"exit {code}, {out}{err}, wanted {case.verdict}"
    return both_say_the_same(arguments, case.data)


def run(name, function, *arguments):
    try:
        why = function(*arguments)
    except Exception as problem:  # one broken test must not hide the others
        why = f"{type(problem).__name__}: {problem}"
    print(f"FAIL {name}: {why[:900]}" if why else f"ok {name}", flush=True)
    return why is None


TESTS = (it_has_no_code_that_signs, it_has_no_code_that_runs_serves_or_stores, it_is_linked_with_none_of_their_libraries,
         the_same_patterns_find_what_the_whole_program_has, it_refuses_the_same_command_lines, its_help_names_it)


def main():
    write_trust()
    results = [run(test.__name__, test) for test in TESTS]
    results += [run(f"{case.name} is {case.verdict} to both programs", judged, case) for case in variants.cases()]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

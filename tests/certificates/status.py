"""status.py - status lists by certs/FORMAT.md section 6 alone: who withdrew what, in the code of Golomb and Rice."""
import own_issuer as own

STATUS = -65539
DAY_NUMBER = (own.ISSUED + 7 * 3600) // own.DAY + 2  # two days after the example was issued, in Vietnam's calendar


def bits_of(indexes, k):
    """The gaps between ascending indexes, as text of 0 and 1."""
    before, text = -1, []
    for index in indexes:
        gap = index - before - 1
        text.append("1" * (gap >> k) + "0" + (f"{gap & ((1 << k) - 1):0{k}b}" if k else ""))
        before = index
    return "".join(text)


def packed(text):
    text += "0" * (-len(text) % 8)
    return int(text or "0", 2).to_bytes(len(text) // 8, "big")


def group(indexes, day=DAY_NUMBER, reason=1, k=None):
    if k is None:
        k = min(range(32), key=lambda wanted: len(bits_of(indexes, wanted)) if indexes[-1] >> wanted < 10**5 else 10**9)
    return [day, reason, k, len(indexes), packed(bits_of(indexes, k))]


def stolen(issuer, first, day=DAY_NUMBER, reason=5):
    return [issuer, first, day, reason]


def claims(number, groups=(), stolen_rows=(), seen=(), date=own.ISSUED + own.DAY):
    return {6: date, STATUS: [number, list(groups), list(stolen_rows), list(seen)]}


def status_list(number, groups=(), stolen_rows=(), seen=(), date=own.ISSUED + own.DAY, root=own.ROOT_SEED):
    return own.sign(root, own.STATUS_LIST, own.encode(claims(number, groups, stolen_rows, seen, date)))


def examples():
    """Lists of each kind, by name."""
    issuer = own.public_key(own.ISSUER_SEED)
    yield "empty", status_list(1)
    yield "one", status_list(2, [group([7])])
    yield "several", status_list(3, [group([0, 1, 7, 2**32 - 1]), group([5, 900, 901], own.ISSUED // own.DAY, 3)])
    yield "thousand", status_list(4, [group(list(range(11, 50000, 49)))])
    yield "stolen", status_list(5, [], [stolen(issuer, 5)], [[own.kid_of(issuer), 9]])

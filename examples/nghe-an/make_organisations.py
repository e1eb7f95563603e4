#!/usr/bin/env python3
"""Makes organisations.csv, the file that the allocation service imports, from communes.csv beside it.

The result is the same on every machine. Columns behind `valid_from` are for readers; the import ignores them.
"""
import collections
import csv
import pathlib
import unicodedata

HERE = pathlib.Path(__file__).parent

PROVINCE = "province"
MERGER_DAY = "2025-07-01"
# Published on 25 August 2025; taken for this day, so that the decision comes before the communes' congresses.
COUNTED_ON = "2025-07-01"
ALL_MEMBERS = 202357
# Beside the communes and wards: code, name, kind, members, basis of the members.
OTHERS = [
    ("party-agencies", "Đảng bộ các cơ quan Đảng tỉnh", "agency", 1363, "published"),
    ("peoples-committee", "Đảng bộ Ủy ban nhân dân tỉnh", "agency", 3200, "assumed"),
    ("police", "Đảng bộ Công an tỉnh", "armed-forces", 3600, "assumed"),
    ("military", "Đảng bộ Quân sự tỉnh", "armed-forces", 1700, "assumed"),
    ("vinh-university", "Đảng bộ Trường Đại học Vinh", "university", 900, "assumed"),
    ("technology-university", "Đảng bộ Trường Đại học Sư phạm Kỹ thuật Vinh", "university", 300, "assumed"),
]
FORMER_KINDS = {"Xã": "former-commune", "Phường": "former-ward", "Thị trấn": "former-township"}
COLUMNS = ["code", "name", "kind", "parent", "members", "members_as_of", "merged_from", "valid_from",
           "area", "members_basis", "code_basis", "role"]
# To whom the province's dossiers go; no committee of the province.
SUPERIOR = ["central-organisation", "Ban Tổ chức Trung ương", "central", PROVINCE, 0, "", "", "", "", "", "made",
            "external"]


def plain(text):
    """`Xã Đồng Văn` -> `xa-dong-van`."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in letters).split())


def former_units(row, taken):
    """(code, name, kind) of each former unit; none for a unit that stayed as it was.

    `taken` counts the codes made so far: Nậm Càn and Nậm Cắn of one district are the same without their marks, so the
    later one in the order of codes gets `-2`.
    """
    for cell in row["merged_from"].split(";"):
        # The source adds the old district in brackets where a name comes twice, and `(not merged)` where nothing was.
        name = cell.split("(")[0].strip()
        if not name:
            continue
        kind = next(kind for word, kind in FORMER_KINDS.items() if name.startswith(word))
        code = f"made-{plain(row['old_district'])}-{plain(name)}"
        taken[code] += 1
        yield code if taken[code] == 1 else f"{code}-{taken[code]}", name, kind


def by_largest_remainder(total, weights):
    """Shares of `total` in proportion to the weights; equal remainders go to the earlier one."""
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[:total - sum(shares)]:
        shares[i] += 1
    return shares


def organisation_name(name):
    return "Đảng bộ " + name[0].lower() + name[1:]


def main():
    with open(HERE / "communes.csv", encoding="utf-8-sig", newline="") as file:
        communes = sorted(csv.DictReader(file), key=lambda row: row["code"])
    rest = ALL_MEMBERS - sum(members for _, _, _, members, _ in OTHERS)
    members = by_largest_remainder(rest, [int(row["population"]) for row in communes])

    rows = [[PROVINCE, "Đảng bộ tỉnh Nghệ An", PROVINCE, "", ALL_MEMBERS, COUNTED_ON, "", "", "", "published", "made"]]
    taken = collections.Counter()
    merged_into = {}
    for row in communes:
        for code, name, kind in former_units(row, taken):
            merged_into.setdefault(row["code"], []).append(code)
            rows.append([code, organisation_name(name) + " (cũ)", kind, PROVINCE, 0, "", "", "", row["old_district"],
                         "", "made"])
    for row, count in zip(communes, members):
        merged = ";".join(merged_into.get(row["code"], []))
        rows.append([row["code"], organisation_name(row["name"]), row["kind"], PROVINCE, count, COUNTED_ON, merged,
                     MERGER_DAY if merged else "", row["old_district"], "estimated", "published"])
    for code, name, kind, count, basis in OTHERS:
        rows.append([code, name, kind, PROVINCE, count, COUNTED_ON, "", "", "", basis, "made"])

    codes = [row[0] for row in rows]
    assert len(set(codes)) == len(codes), [code for code in codes if codes.count(code) > 1]
    assert sum(row[4] for row in rows[1:]) == ALL_MEMBERS
    rows = [row + [""] for row in rows] + [SUPERIOR]
    with open(HERE / "organisations.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([[unicodedata.normalize("NFC", str(cell)) for cell in row] for row in rows])


if __name__ == "__main__":
    main()

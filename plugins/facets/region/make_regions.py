#!/usr/bin/env python3
"""Writes Data/table.tsv and Data/members.tsv from the facts in Facts/.

    python3 make_regions.py          write both files
    python3 make_regions.py --check  only say what is wrong with the facts
    python3 make_regions.py --cldr   renew Facts/cldr.tsv first (needs Debian's unicode-cldr-core)

Regions are those of the UN's M49 standard and those that readers of foreign affairs speak of, with seas where States
meet. A region's name in text may be wider or narrower than the list in members.tsv; Facts/members.tsv says which list
is a standard's and which is usage. Ids are lower-case words and never change.
"""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COUNTRY = os.path.join(HERE, "..", "country")
sys.path[:0] = [os.path.join(HERE, "..", "..", "gazetteer"), COUNTRY]
import table_format as table  # noqa: E402

FACTS = os.path.join(HERE, "Facts")
# CLDR's codes are those of M49; 003 and 057 are left out, being names of other regions or of a country too.
M49 = {
    "002": "africa",
    "005": "south-america",
    "011": "west-africa",
    "013": "central-america",
    "014": "east-africa",
    "015": "north-africa",
    "017": "central-africa",
    "018": "southern-africa",
    "019": "americas",
    "021": "north-america",
    "029": "caribbean",
    "030": "east-asia",
    "034": "south-asia",
    "035": "southeast-asia",
    "039": "southern-europe",
    "009": "oceania",
    "053": "australia-and-new-zealand",
    "054": "melanesia",
    "061": "polynesia",
    "142": "asia",
    "143": "central-asia",
    "145": "west-asia",
    "150": "europe",
    "151": "eastern-europe",
    "154": "northern-europe",
    "155": "western-europe",
    "202": "sub-saharan-africa",
    "419": "latin-america",
}
# Names of several regions; China and the United States, China and Africa.
LEFT_OUT = {
    "유럽",
    "아프리카",
    "Amerika",
    "아시아",
    "Australasia",
    "America",
    "Amérique",
    "América",
    "Америка",
    "アメリカ大陸",
    "아메리카 대륙",
    "美洲",
    "أمريكا",
    "الأمريكتان",
}
HEAD = """
Names of regions of the world. Written by make_regions.py; do not edit by hand.
Sources (facts): UN standard M49, Standard country or area codes for statistical use, November 2026; other regions and
the words of other languages: general knowledge, written for Dossier, November 2026.
Names of the M49 regions in Arabic, Chinese, French, German, Japanese, Korean, Russian and Spanish: Unicode CLDR 41 (Debian
unicode-cldr-core 41-0.1), Copyright 1991-2022 Unicode, Inc., Unicode Licence, https://www.unicode.org/license.txt.
"""
MEMBERS_HEAD = """
Countries of each region. Written by make_regions.py from Facts/members.tsv; do not edit by hand.
Sources (facts): UN standard M49, November 2026; usage where Facts/members.tsv says so.
"""


def renew_cldr():
    """Writes Facts/cldr.tsv."""
    import make_cldr

    rows, seen = [], set()
    for lang in sorted(make_cldr.FILES):
        for code, name in make_cldr.names(lang, M49):
            form = make_cldr.form(lang, name).partition("\t")[0]
            if form and name not in LEFT_OUT and (lang, form) not in seen:
                seen.add((lang, form))
                rows.append({"lang": lang, "id": M49[code], "form": form})
    table.write(
        os.path.join(FACTS, "cldr.tsv"),
        HEAD.replace("make_regions.py", "make_regions.py --cldr"),
        ("lang", "id", "form"),
        rows,
    )


def split(text):
    return [part.strip() for part in re.split(r",(?![^()]*\))", text) if part.strip()]


def all_rows():
    rows = []
    for row in table.read_rows(os.path.join(FACTS, "names.tsv")) + table.read_rows(
        os.path.join(FACTS, "languages.tsv")
    ):
        for place, form in enumerate(split(row["forms"])):
            label = row.get("label", "") if place == 0 else ""
            rows.append({**{k: v for k, v in row.items() if k != "forms"}, "form": form, "label": label})
    own = {
        (row["lang"], words)
        for row in rows
        for words in map(lambda r: table.words(r, row.get("lang")), table.readings(row["form"]))
    }
    for row in table.read_rows(os.path.join(FACTS, "cldr.tsv")):
        if not any((row["lang"], table.words(r, row["lang"])) in own for r in table.readings(row["form"])):
            rows.append(
                {**row, "kind": "name", "case": "any" if row["lang"] in ("ar", "ja", "ko", "zh") else "caps"}
            )
    order = {
        name: place for place, name in enumerate(dict.fromkeys(row["id"] for row in rows if row["id"] != "-"))
    }
    return sorted(rows, key=lambda row: order.get(row["id"], len(order)))


def members():
    """{region: {country: (from, to)}}, with the regions that a + names opened."""
    facts = {row["id"]: row["members"].split() for row in table.read_rows(os.path.join(FACTS, "members.tsv"))}

    def opened(region):
        found = {}
        for word in facts[region]:
            if word.startswith("+"):
                found.update(opened(word[1:]))
            else:
                code, first, last = (word.split(":") + ["", ""])[:3]
                found[code] = (first, last)
        return found

    return {region: opened(region) for region in facts}


def main():
    if "--cldr" in sys.argv[1:]:
        renew_cldr()
    rows, regions = all_rows(), members()
    countries = {row["id"] for row in table.read_rows(os.path.join(COUNTRY, "Facts", "countries.tsv"))}
    faults = table.check(rows, {})
    faults += [f"{name} has no names" for name in regions if name not in {row["id"] for row in rows}]
    faults += [
        f"{name} has no members" for name in sorted({row["id"] for row in rows} - set(regions) - {"-"})
    ]
    faults += [
        f"{name}: {code}" for name, codes in regions.items() for code in codes if code not in countries
    ]
    placed = set().union(
        *(regions[name] for name in ("africa", "americas", "asia", "europe", "oceania", "antarctica"))
    )
    faults += [f"{code} is in no continent" for code in sorted(countries - placed - {"SU", "YU", "CS", "DD"})]
    if faults:
        sys.exit("\n".join(faults))
    if "--check" not in sys.argv[1:]:
        table.write(os.path.join(HERE, "Data", "table.tsv"), HEAD, table.COLUMNS, rows)
        lines = [
            {"id": name, "member": f"country:{code}", "from": first, "to": last}
            for name in sorted(regions)
            for code, (first, last) in sorted(regions[name].items())
        ]
        table.write(
            os.path.join(HERE, "Data", "members.tsv"), MEMBERS_HEAD, ("id", "member", "from", "to"), lines
        )
    print(f"{len(rows)} rows, {len(regions)} regions")


if __name__ == "__main__":
    main()

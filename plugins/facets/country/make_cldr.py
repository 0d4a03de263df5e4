#!/usr/bin/env python3
"""Writes Facts/cldr.tsv: names of countries in other languages from the Unicode CLDR.

Needs Debian's unicode-cldr-core (/usr/share/unicode/cldr). Takes the plain, short and variant names of every territory
of countries.tsv, Chinese in both scripts. What cannot stand alone in a text is left out or brought into a form of the
table: LEFT_OUT lists common words, inflection.py adds elided articles, particles and case endings.
"""

import os
import re
import sys
import xml.etree.ElementTree as ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "gazetteer"))
import inflection  # noqa: E402
import table_format as table  # noqa: E402

MAIN = "/usr/share/unicode/cldr/common/main"
FILES = {
    "ar": ["ar"],
    "de": ["de"],
    "es": ["es"],
    "fr": ["fr"],
    "ja": ["ja"],
    "ko": ["ko"],
    "ru": ["ru"],
    "zh": ["zh", "zh_Hant"],
}
# Words of the language, or names of something more often met: words_XX.tsv gives those that can be given with a condition.
LEFT_OUT = {
    "ar": {"OM", "ML", "CU", "BJ", "JO", "CD", "CG", "JE", "MF", "GS"},
    "de": {"JE", "MF", "GS", "CD", "CG"},
    "es": {"GE", "JE", "MF", "GS", "GD", "GP", "RE", "MU", "SH", "LC", "BL", "CD", "CG"},
    "fr": {"GE", "SX", "JE", "MF", "GS", "MU", "DM", "GD", "CD", "CG", "SH"},
    "ja": {"JE", "MF", "GS", "CD", "CG"},
    "ko": {
        "GH",
        "SD",
        "ML",
        "OM",
        "IN",
        "JE",
        "GE",
        "MF",
        "GS",
        "GU",
        "GN",
        "DM",
        "CG",
        "CD",
        "HT",
        "FJ",
        "GG",
        "BT",
        "CZ",
        "DO",
        "BA",
    },
    "ru": {
        "MF",
        "GS",
        "TG",
        "CD",
        "CG",
        "BN",
        "FK",
        "GQ",
        "PG",
        "SS",
        "EH",
        "DO",
        "MK",
        "NZ",
        "LK",
        "SC",
        "JE",
    },
    "zh": {"MF", "GS", "NE", "CD", "CG", "DM", "HT", "SD", "ML", "OM", "TO"},
}
# Names that mean something else more often: a rock of Hong Kong, the Eastern Caribbean, a common Western name.
LEFT_OUT_NAMES = {"獅子山", "東加", "查德", "喬治亞", "根息", "曼島", "É.-U.", "R.-U.", "K.-U.", "EE. UU."}
SOURCE = """
Names of countries in other languages, brought into forms of the table. Written by make_cldr.py; do not edit by hand.
Source: Unicode CLDR 41, territory display names (Debian unicode-cldr-core 41-0.1), November 2026.
Copyright 1991-2022 Unicode, Inc. Unicode Licence: https://www.unicode.org/license.txt
"""


def names(lang, codes):
    """(code, name) of one language, in the order of the files."""
    for file in FILES[lang]:
        root = ElementTree.parse(os.path.join(MAIN, file + ".xml")).getroot()
        for node in root.findall("./localeDisplayNames/territories/territory"):
            if node.get("type") in codes and node.text and "↑" not in node.text:
                yield node.get("type"), node.text


def form(lang, name):
    """The form of the table for a name, or nothing."""
    name = re.sub(r"\s*[(（\[].*?[)）\]]", "", name.replace("\u00a0", " ").replace("’", "'")).strip()
    name = re.sub(
        r"^(中国|中國|中华人民共和国|中華人民共和國)(香港|澳[门門])(特别行政区|特別行政區)$", r"\2", name
    )
    name = re.sub(r"(特别行政区|特別行政区|特別行政區)$", "", re.sub(r"^Sonderverwaltungsregion ", "", name))
    if name in LEFT_OUT_NAMES or re.search(r"(^|\s)о-в", name):
        return ""
    if lang == "ko":
        return " ".join(name.split()[:-1] + [name.split()[-1] + "*"])
    if len(name) < (2 if lang in table.UNSPACED else 3 if lang in ("ar", "ru") else 4):
        return ""
    if lang == "ja" and len(name) <= 3 and re.fullmatch("[\u30a0-\u30ff]+", name):
        return name + "\t@"
    inflected = {
        "fr": inflection.elided,
        "ar": inflection.with_particles,
        "ru": inflection.russian_noun,
        "de": inflection.german_name,
    }
    return inflected.get(lang, lambda n: n)(name)


def main():
    codes = {row["id"] for row in table.read_rows(os.path.join(HERE, "Facts", "countries.tsv"))}
    rows = []
    for lang in sorted(FILES):
        seen = set()
        for code, name in names(lang, codes):
            if code in LEFT_OUT[lang]:
                continue
            text = form(lang, name)
            # A short word in katakana is often a part of a longer one.
            text, _, bordered = text.partition("\t")
            if text and (code, text) not in seen:
                seen.add((code, text))
                rows.append(
                    {
                        "lang": lang,
                        "id": code,
                        "form": text,
                        "conditions": "not-before:@katakana;not-after:@katakana" if bordered else "",
                    }
                )
    table.write(os.path.join(HERE, "Facts", "cldr.tsv"), SOURCE, ("lang", "id", "form", "conditions"), rows)
    print(f"{len(rows)} names")


if __name__ == "__main__":
    main()

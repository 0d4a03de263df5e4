#!/usr/bin/env python3
"""Writes Data/table.tsv, Data/members.tsv and Data/lists.tsv from alliances.txt, members.txt and the pairs below."""

import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(FOLDER, "..", "..", "gazetteer"))
import table_format  # noqa: E402

HEAD = """Alliances, blocs and treaty partnerships. Written by make_alliances.py; do not edit by hand.
Facts, 2025-11: founding treaties, the organisations' own names and lists of members, from general knowledge."""

US = "(US|USA|American|United States)"
# Alliances of two: id, label, words for one side and the other (joined by a hyphen), for the sides after `between`.
PAIRS = [
    ("US-KR", "US–ROK alliance", US, "(ROK|Korea|Korean|South Korea|South Korean|Republic of Korea)"),
    ("US-JP", "US–Japan alliance", US, "(Japan|Japanese)"),
    ("US-PH", "US–Philippines alliance", US, "(Philippines?|Filipino)"),
    ("US-TH", "US–Thailand alliance", US, "(Thai|Thailand)"),
    ("US-AU", "US–Australia alliance", US, "(Australia|Australian)"),
]
NOUNS = "alliance", "(security|military) alliance", "(defense|defence) alliance"
TREATIES = "(defense|defence) treaty", "(security|defense) pact", "security treaty"

SPECIAL = """
US-KR; US–ROK alliance; US-ROK [not-before:trade|fta|free not-after:japan], ROK-US [not-before:trade|fta|free|japan], \
 Combined Forces Command [k:body needs:korea|korean|rok], CFC [= k:body needs:usfk|rok], US Forces Korea [k:body], \
 United States Forces Korea [k:body], USFK [k:body], Nuclear Consultative Group [k:body needs:korea|rok|seoul], \
 Washington Declaration [k:treaty 2023.. needs:korea|korean|rok|seoul], 한미동맹* [l:ko], 한미 동맹* [l:ko], 韓米同盟
US-JP; US–Japan alliance; Treaty of Mutual Cooperation and Security [needs:japan], Anpo [k:treaty needs:japan|japanese], \
 US Forces Japan [k:body], USFJ [k:body], 日米同盟, 日米安保
US-PH; US–Philippines alliance; Enhanced Defense Cooperation Agreement, EDCA [k:treaty], Visiting Forces Agreement [needs:philippines|philippine|manila], \
 (RP|PH)-US (alliance|Mutual Defense Treaty)
US-TH; US–Thailand alliance; Thanat-Rusk [k:treaty], Thanat-Rusk communique [k:treaty]
US-AU; US–Australia alliance; AUSMIN [k:body]
"""


def add_pair(table, identifier, label, left, right):
    """Every order of words in which an alliance of two is named."""
    for first, second in ((left, right), (right, left)):
        for noun in NOUNS:
            table.add(identifier, label, f"{first}-{second} {noun}")
        for treaty in TREATIES:
            for mutual in ("", "mutual "):
                table.add(identifier, label, f"{first}-{second} {mutual}{treaty}", kind="treaty")
        for article in ("", "the "):
            table.add(identifier, label, f"alliance between (the )?{first} and {article}{second}")
        table.add(identifier, label, f"{first} alliance with (the )?{second}")


def main():
    table = table_format.Table()
    table.read(table_format.facts(FOLDER, "alliances.txt"))
    for pair in PAIRS:
        add_pair(table, *pair)
    table.read(SPECIAL.replace("\\\n", "").strip().splitlines())
    table.write(FOLDER, HEAD)
    table_format.write_members(
        FOLDER, "members.txt", table, HEAD + "\nAn empty first day: long since, day not given."
    )


main()

#!/usr/bin/env python3
"""Writes Data/table.tsv, Data/members.tsv and Data/lists.tsv from international.txt and national.txt.

Above the facts lines of a country's organisations stands `@country CODE`, which makes them its members.
"""

import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(FOLDER, "..", "..", "gazetteer"))
import table_format  # noqa: E402

HEAD = """Organisations, institutions, parties and armed groups. Written by make_organizations.py; do not edit by hand.
Facts, 2025-11: charters and the organisations' own names, from general knowledge."""


def by_country(lines):
    """Facts lines with the country they stand under, `-` for none."""
    country = "-"
    for line in lines:
        if line.startswith("@country "):
            country = line.split()[1]
        else:
            yield country, line


def main():
    table, members = table_format.Table(), []
    lines = list(
        by_country(
            table_format.facts(FOLDER, "international.txt") + table_format.facts(FOLDER, "national.txt")
        )
    )
    table.read(line for _, line in lines)
    for country, line in lines:
        if country != "-" and not line.startswith("@"):
            assert len(country) == 2 and country.isupper(), f"{country} above {line}"
            members.append(f"{line.split(';')[0]}\tcountry:{country}\t\t")
    assert len(members) == len(set(members)) and len(table.labels) >= 450
    table.write(FOLDER, HEAD)
    table_format.save(FOLDER, "members.tsv", HEAD, ["id\tmember\tfrom\tto"] + sorted(members))


main()

#!/usr/bin/env python3
"""Makes gold files for `dossier eval facets` from labelled sets of others, which stay outside the repository.

    gold.py reuters STORIES.jsonl PLACES.tsv [--first N | --after N]  > reuters.jsonl
    gold.py plover SENTENCES.jsonl [--named]                          > plover.jsonl
    gold.py geovirus ARTICLES.jsonl [--named]                         > geovirus.jsonl
    dossier eval facets plover.jsonl --facet country --json | gold.py judge plover.jsonl

Every record has id, title and date where they are known, text, and country: a list of codes.

reuters   Reuters-21578 (Lewis, 1997): the places an editor judged a story to concern, by a table of their codes
          (place, documents, code). The dateline stands before the text. `usa` is left out, being given to most stories
          alike; score with --except US.
plover    PLOVER gold standard records: the source and the target of an event, with the slips of plover-slips.tsv
          set right. Codes that are no country (IGO, NGO) are left out.
geovirus  GeoVirus (Gritta et al., 2018), WikiNews with its place names: the country of each name that the country
          table has a form for, so that what is scored is which of its countries a name means.
judge     Reads what `eval` says of plover or geovirus and tells of each country that the gold lacks whether the text
          names it, or it is wrong.

What a text names besides stands in named.tsv, written by reading every country that the facet found and the gold lacked;
a country that nobody has judged counts as wrong. With --named they are part of the gold.
"""
import argparse
import collections
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.insert(0, os.path.join(ROOT, "plugins", "gazetteer"))
import table_format as table  # noqa: E402

COUNTRIES = "/usr/share/iso-codes/json/iso_3166-1.json"


def records(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def write(rows):
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def reuters(arguments):
    codes = {row["place"]: row["iso2"] for row in table.read_rows(arguments.places)}
    stories = records(arguments.stories)
    first, last = arguments.after or 0, arguments.first or len(stories)
    for story in stories[first:last]:
        country = {codes[place] for place in story["places"] if place != "usa" and place in codes}
        yield {
            "id": story["id"],
            "title": story["title"],
            "date": story["date"][:10],
            "text": f"{story['dateline']} {story['body']}".strip(),
            "country": sorted(country),
        }


def slips():
    """What to read in place of a code: by code, and by record/side/code."""
    return {row["gold"]: row["should"] for row in table.read_rows(os.path.join(HERE, "plover-slips.tsv"))}


def named():
    """Record → countries its text names and its gold lacks."""
    rows = table.read_rows(os.path.join(HERE, "named.tsv"))
    return {row["record"]: set(row["countries"].split()) for row in rows}


def actors(record):
    """(side, code) of all sources and targets."""
    for side in ("source", "target"):
        # Where there is no actor some records have a text.
        for actor in record.get(side) or []:
            if isinstance(actor, dict):
                yield side, actor["code"]


def plover(arguments):
    with open(COUNTRIES, encoding="utf-8") as file:
        alpha2 = {row["alpha_3"]: row["alpha_2"] for row in json.load(file)["3166-1"]}
    corrected, seen = slips(), set()
    for record in records(arguments.sentences):
        identifier, country = record["id"], set()
        for side, code in actors(record):
            code = corrected.get(f"{identifier}/{side}/{code}", corrected.get(code, code))
            if code in alpha2:
                country.add(alpha2[code])
        # One id stands twice.
        identifier += "-2" if identifier in seen else ""
        seen.add(identifier)
        # The date is the coder's, not the sentence's.
        yield {"id": identifier, "text": record["text"], "country": sorted(country)}


def known_words():
    """The folded words of every form of the country table that stands for a place or a State by its name."""
    kinds = {"name", "capital", "place", "abbreviation"}
    known = set()
    for row in table.read_rows(os.path.join(ROOT, "plugins", "facets", "country", "Data", "table.tsv")):
        if row["kind"] in kinds and row["lang"] in ("", "en"):
            known.update(table.words(reading) for reading in table.readings(row["form"]))
    return known


def geovirus(arguments):
    known = known_words()
    for article in records(arguments.articles):
        country = {
            place["country_code_derived"]
            for place in article["toponyms"]
            if place["country_code_derived"] and table.words(place["phrase"]) in known
        }
        yield {"id": f"GEOVIRUS-{article['id']}", "text": article["text"], "country": sorted(country)}


def with_named(rows):
    besides = named()
    for row in rows:
        yield {**row, "country": sorted({*row["country"], *besides.get(row["id"], ())})}


def judge(arguments):
    texts = {row["id"]: row["text"] for row in records(arguments.gold)}
    besides, counts = named(), collections.Counter()
    for line in sys.stdin:
        document = json.loads(line)
        if "id" not in document:
            continue
        expected = set(document["expected"])
        counts["missing"] += len(document["missing"])
        for found in document["found"]:
            if found["id"] in expected:
                verdict = "right"
            elif found["id"] in besides.get(document["id"], set()):
                verdict = "named"
            else:
                verdict = "wrong"
                print(f"{document['id']}\t{found['id']}\t{found['words']}\t{texts[document['id']]}")
            counts[verdict] += 1
        for code in document["missing"]:
            print(f"{document['id']}\t-{code}\t\t{texts[document['id']]}")
    found = counts["right"] + counts["named"] + counts["wrong"]
    print(
        f"recall {counts['right'] / (counts['right'] + counts['missing']):.3f}; of {found} "
        f"found {counts['right']} right, {counts['named']} named besides, {counts['wrong']} wrong "
        f"({counts['wrong'] / found:.1%})"
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    sets = parser.add_subparsers(dest="set", required=True)
    command = sets.add_parser("reuters")
    command.add_argument("stories")
    command.add_argument("places")
    part = command.add_mutually_exclusive_group()
    part.add_argument("--first", type=int, metavar="N", help="only the first N stories")
    part.add_argument("--after", type=int, metavar="N", help="only those after the first N")
    command = sets.add_parser("plover")
    command.add_argument("sentences")
    command.add_argument("--named", action="store_true", help="also what is named besides")
    command = sets.add_parser("geovirus")
    command.add_argument("articles")
    command.add_argument("--named", action="store_true", help="also what is named besides")
    command = sets.add_parser("judge")
    command.add_argument("gold")
    arguments = parser.parse_args()
    if arguments.set == "judge":
        judge(arguments)
        return
    rows = {"reuters": reuters, "plover": plover, "geovirus": geovirus}[arguments.set](arguments)
    write(with_named(rows) if getattr(arguments, "named", False) else rows)


if __name__ == "__main__":
    main()

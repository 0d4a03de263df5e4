#!/usr/bin/env python3
"""Does `dossier copies` find the copies of articles, and nothing else?

    copies.py DOSSIER ARTICLES.jsonl… [--seed N] [--keep DIR] [--count N]

Makes a set of articles from those given (records with id, title and text): each as it is, and of some of them copies
that are cut at the head, the tail or both to 50 to 90 %, have another title and other lines, a few words changed, a line
that says where they appeared, or stand in the frame of a site, as text or as HTML. Articles that are no copies are made
hard to tell: all speeches of a speaker are there, and series of different articles that begin with the same words.

Prints precision and recall of pairs: two articles are found to be copies when they are in one cluster.
"""
import argparse
import html
import itertools
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import textwrap
import time

SITES = ["The Harbour Review", "Northern Gazette", "World Policy Daily", "The Tidewater Post", "Continental Observer"]
FIRST = ["Letters", "Editorial", "On the state of things", "What was said", "A view from abroad", "Notes", "Debate"]
MENU = ["Home", "World", "Politics", "Economy", "Opinion", "About us", "Contact", "Subscribe", "Sign in", "Newsletter"]


def words_changed(text, rate, dice):
    """A few words left out, doubled, or put in place of others."""
    words = text.split(" ")
    for _ in range(int(len(words) * rate)):
        place = dice.randrange(len(words))
        kind = dice.randrange(3)
        if kind == 0:
            words[place] = dice.choice(["indeed", "however", "perhaps", "government", "1,000", "(sic)"])
        elif kind == 1:
            words[place] = ""
        else:
            words[place] = words[place] + " rather"
    return " ".join(word for word in words if word)


def cut(paragraphs, dice):
    """Between 50 and 90 % of the words, from the head, the tail or the middle."""
    words = [(number, word) for number, text in enumerate(paragraphs) for word in text.split()]
    size = int(len(words) * dice.uniform(0.5, 0.9))
    start = dice.choice([0, len(words) - size, (len(words) - size) // 2])
    kept = words[start : start + size]
    groups = itertools.groupby(kept, key=lambda pair: pair[0])
    return [" ".join(word for _, word in group) for _, group in groups]


def as_html(title, paragraphs, site, dice):
    menu = "".join(f'<li><a href="/{item}">{item}</a></li>' for item in dice.sample(MENU, 7))
    related = "".join(
        f'<li><a href="/{n}">{dice.choice(FIRST)}: {dice.choice(MENU)} and {dice.choice(MENU)}</a></li>' for n in range(6)
    )
    body = "".join(f"<p>{html.escape(text)}</p>\n" for text in paragraphs)
    return (
        f"<html><head><title>{html.escape(title)} | {site}</title><meta property='og:site_name' content='{site}'></head>"
        f"<body><nav><ul>{menu}</ul></nav><header><h1>{html.escape(title)}</h1><div class='share'>Share on Facebook"
        f" Share on Twitter</div></header><article>{body}</article><aside><h3>Related</h3><ul>{related}</ul></aside>"
        f"<section id='comments'><h3>Leave a Reply</h3><p>Your email address will not be published.</p></section>"
        f"<footer>Copyright {site}. All rights reserved.</footer></body></html>"
    )


def as_text(title, paragraphs, site, dice):
    if dice.random() < 0.7:
        width = dice.randrange(50, 100)
        paragraphs = [textwrap.fill(text, width) for text in paragraphs]
    lines = [title, *paragraphs]
    if dice.random() < 0.5:
        lines = [" | ".join(dice.sample(MENU, 6)), *lines]
    if dice.random() < 0.5:
        lines.append(f"Source: This article was published by {site}.")
    if dice.random() < 0.3:
        lines.append("Leave a Reply\n\nYour email address will not be published. Required fields are marked *")
    return "\n\n".join(lines) + "\n"


def paragraphs_of(text):
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    return [part for part in parts if part]


def copy_of(article, dice):
    paragraphs = paragraphs_of(article["text"])
    if dice.random() < 0.8:
        paragraphs = cut(paragraphs, dice)
    if dice.random() < 0.6:
        rate = dice.uniform(0.002, 0.015)
        paragraphs = [words_changed(text, rate, dice) for text in paragraphs]
    title = dice.choice(FIRST) + ": " + " ".join(article["title"].split()[::-1]) if dice.random() < 0.7 else article["title"]
    site = dice.choice(SITES)
    if dice.random() < 0.5:
        return {"title": title, "html": as_html(title, paragraphs, site, dice)}
    return {"title": title, "text": as_text(title, paragraphs, site, dice)}


def make(articles, dice, count):
    """Records, and for each id the name of its cluster."""
    dice.shuffle(articles)
    series, articles = articles[: len(articles) // 10], articles[len(articles) // 10 :]
    articles = articles[:count]
    records, truth = [], {}

    def add(record, cluster):
        record["id"] = f"a{len(records)}"
        truth[record["id"]] = cluster
        records.append(record)

    for number, article in enumerate(articles):
        add({"title": article["title"], "text": article["title"] + "\n\n" + article["text"]}, number)
        if dice.random() < 0.4:
            for _ in range(dice.randrange(1, 4)):
                add(copy_of(article, dice), number)
    for start in range(0, len(series) - 5, 6):
        opening = " ".join(series[start]["text"].split()[:120])
        for place, article in enumerate(series[start + 1 : start + 6]):
            if len(article["text"].split()) > 300:
                text = "\n\n".join([article["title"], opening, article["text"]])
                add({"title": article["title"], "text": text}, f"s{start}.{place}")
    dice.shuffle(records)
    return records, truth


def pairs(groups):
    return {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dossier")
    parser.add_argument("articles", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10**9)
    parser.add_argument("--keep")
    arguments = parser.parse_args()
    dice = random.Random(arguments.seed)
    articles = []
    for path in arguments.articles:
        with open(path, encoding="utf-8") as lines:
            articles += [json.loads(line) for line in lines]
    articles = [article for article in articles if len(article["text"].split()) >= 80]
    for article in articles:
        article["title"] = article.get("title") or "Untitled"
    records, truth = make(articles, dice, arguments.count)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(arguments.keep or scratch)
        folder.mkdir(exist_ok=True)
        source = folder / "set"
        source.mkdir(exist_ok=True)
        for record in records:
            name = record["id"] + (".html" if "html" in record else ".txt")
            (source / name).write_text(record.get("html") or record["text"], encoding="utf-8")
        index = folder / "set.dossier"
        start = time.time()
        subprocess.run([arguments.dossier, "index", "-q", source, "--index", index], check=True)
        seconds = time.time() - start
        out = subprocess.run([arguments.dossier, "copies", "--json", "--index", index], capture_output=True, check=False)
        clusters = json.loads(out.stdout)["clusters"]
        found = pairs([[pathlib.Path(name).stem for name in cluster] for cluster in clusters])
    groups = {}
    for name, cluster in truth.items():
        groups.setdefault(cluster, []).append(name)
    wanted = pairs(groups.values())
    right = len(found & wanted)
    precision, recall = right / max(1, len(found)), right / max(1, len(wanted))
    kinds = {record["id"]: "html" if "html" in record else "text" for record in records}
    for name, missing in (("missed", sorted(wanted - found)), ("wrong", sorted(found - wanted))):
        shown = [f"{one} ({kinds[one]}) {other} ({kinds[other]})" for one, other in missing[:10]]
        print(f"{name} {len(missing)}: " + ", ".join(shown), file=sys.stderr)
    print(f"{len(records)} articles indexed in {seconds:.1f} s, {len(wanted)} pairs, {len(found)} found")
    print(f"F1 {2 * right / max(1, len(found) + len(wanted)):.4f} precision {precision:.4f} recall {recall:.4f}")


if __name__ == "__main__":
    main()

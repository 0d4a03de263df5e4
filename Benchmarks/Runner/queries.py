"""Queries by class, drawn from the corpus: every one has an answer, and equal corpora give equal queries."""

import random
from pathlib import Path

from corpus import NOT_WORD, Statistics

CLASSES = (
    "one frequent term", "one middling term", "one rare term",
    "AND, frequent × frequent", "AND, frequent × middling", "AND, middling × rare", "AND, 3–4 terms",
    "OR, frequent × frequent", "OR, frequent × middling", "OR, middling × rare", "OR, 3–4 terms",
    "phrase, 2 terms", "phrase, 3 terms", "phrase, frequent terms", "mixed", "question in words",
)  # fmt: skip


class Bands:
    """Words by document frequency: frequent from 2 % of the documents, middling from 0.1 %, rare down to 5."""

    def __init__(self, statistics: Statistics):
        documents = statistics.documents
        self.frequent, self.middling, self.rare = set(), set(), set()
        for word, frequency in statistics.frequency.items():
            if frequency >= documents * 0.02:
                self.frequent.add(word)
            elif frequency >= documents * 0.001:
                self.middling.add(word)
            elif frequency >= 5:
                self.rare.add(word)


def draw(statistics: Statistics, per_class: int, seed: int = 1) -> dict[str, list[str]]:
    """At most `per_class` queries for each of CLASSES; a class the corpus has no query for is left out.

    The words of a query come from one document, so an intersection is never empty and unions are of words that meet.
    """
    bands = Bands(statistics)
    documents = [words for words in statistics.sample if len(words) >= 20] or statistics.sample
    queries = {}
    for name in CLASSES:
        chance = random.Random(f"{seed} {name}")
        found = {}  # a dict keeps the order
        for _ in range(per_class * 200):
            if len(found) == per_class:
                break
            if query := make(name, chance.choice(documents), bands, chance):
                found[query] = None
        if found:
            queries[name] = list(found)
    return queries


def make(name: str, words: list[str], bands: Bands, chance: random.Random) -> str | None:
    """A query of the class from the words of a document, or None when they do not give one."""
    kind, _, rest = name.partition(", ")
    if kind == "phrase":
        return phrase(rest, words, bands, chance)
    if kind == "question in words":
        return question(words, chance)
    if kind == "mixed":
        return mixed(words, bands, chance)
    if kind in ("AND", "OR"):
        sign = "+" if kind == "AND" else ""
        if rest == "3–4 terms":
            terms = pick(words, bands.frequent | bands.middling, chance, chance.choice((3, 4)))
        else:
            first, second = rest.split(" × ")
            terms = pick(words, getattr(bands, first), chance) + pick(words, getattr(bands, second), chance)
            terms = terms if len(set(terms)) == 2 else []
    else:
        sign = ""
        terms = pick(words, getattr(bands, name.split()[1]), chance)
    return " ".join(sign + term for term in terms) or None


def pick(words: list[str], band: set[str], chance: random.Random, count: int = 1) -> list[str]:
    choice = sorted(band.intersection(words))
    return chance.sample(choice, count) if len(choice) >= count else []


def phrase(kind: str, words: list[str], bands: Bands, chance: random.Random) -> str | None:
    count = 3 if kind == "3 terms" else 2
    start = chance.randrange(max(1, len(words) - count))
    terms = words[start : start + count]
    if len(set(terms)) < count or (kind == "frequent terms") != bands.frequent.issuperset(terms):
        return None
    return f'"{" ".join(terms)}"'


def question(words: list[str], chance: random.Random) -> str | None:
    start = chance.randrange(len(words))
    terms = list(dict.fromkeys(words[start : start + chance.randint(6, 14)]))
    return " ".join(terms) if len(terms) >= 5 else None


def mixed(words: list[str], bands: Bands, chance: random.Random) -> str | None:
    """A word that must be there beside one that may, one that must not, or a phrase that must."""
    must = pick(words, bands.middling, chance)
    other = pick(words, bands.frequent, chance)
    if not must or not other:
        return None
    form = chance.randrange(3)
    if form == 2:
        both = phrase("2 terms", words, bands, chance)
        return f"+{must[0]} +{both}" if both else None
    return f"+{must[0]} {'-' if form else ''}{other[0]}"


def read(path: Path) -> dict[str, list[str]]:
    """Queries of a file, a line each, perhaps with a class and a tab before it; what is not a word is dropped."""
    queries: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, tab, query = line.partition("\t")
        if not tab:
            name, query = "given", line
        signs = "".join(c if c.isascii() and c.isalnum() or c in ' +-"' else " " for c in query.lower())
        if NOT_WORD.sub("", signs):
            queries.setdefault(name, []).append(" ".join(signs.split()))
    return queries

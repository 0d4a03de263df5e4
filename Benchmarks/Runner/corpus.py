"""The corpus every engine is given: text that all tokenizers cut alike, made once."""

import itertools
import json
import os
import random
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

MARKS = re.compile("[\u0300-\u036f]+")  # what NFKD puts behind a letter for its accents
NOT_WORD = re.compile(r"[^a-z0-9]+")
LONG_WORD = re.compile(r"\b[a-z0-9]{41,}\b ?")  # Tantivy drops words of more than 40 bytes
SAMPLE_COUNT = 4000  # documents kept to draw queries from
FACET_COUNT = 60


@dataclass
class Statistics:
    documents: int = 0
    text_bytes: int = 0
    tokens: int = 0
    frequency: Counter = field(default_factory=Counter)  # documents a word is in
    facets: Counter = field(default_factory=Counter)  # documents a facet value is in
    sample: list[list[str]] = field(default_factory=list)  # words of some documents


def normalise(text: str) -> str:
    """Lower-case runs of ASCII letters and digits, one space between them; accents are dropped."""
    if not text.isascii():
        text = MARKS.sub("", unicodedata.normalize("NFKD", text))
    return LONG_WORD.sub("", NOT_WORD.sub(" ", text.lower())).strip()


def prepare(documents, path: Path) -> Statistics:
    """Writes `{"id":…,"text":…,"facets":[…]}` a line, in this order and without escapes.

    `documents` are dicts with `id`, `text` or `body`, and perhaps `title` and `facets`, a list; where there are
    none, one to three are drawn by Zipf's law. A repeated id gets a suffix; a document without a word is left out.
    """
    result, seen = Statistics(), set()
    draw = random.Random(1)
    weights = list(itertools.accumulate(1 / (rank + 1) for rank in range(FACET_COUNT)))
    partial = path.with_suffix(".partial")
    with partial.open("w") as output:
        for document in documents:
            body = document.get("text") or document.get("body") or ""
            text = normalise(f"{document.get('title') or ''} {body}")
            drawn = draw.choices(range(FACET_COUNT), cum_weights=weights, k=draw.choice((1, 1, 2, 3)))
            if not text:
                continue
            facets = document.get("facets")
            names = [f"v{value}" for value in drawn] if facets is None else [
                NOT_WORD.sub("_", str(value).lower()) for value in facets
            ]
            identifier = NOT_WORD.sub("_", str(document.get("id", "")).lower()) or "d"
            if identifier in seen:
                identifier += f"_{result.documents}"
            seen.add(identifier)
            record = {"id": identifier, "text": text, "facets": sorted(set(names))}
            output.write(json.dumps(record, separators=(",", ":")) + "\n")
            count(result, text.split(), record["facets"], draw)
            result.text_bytes += len(text)
    os.replace(partial, path)
    return result


def count(result: Statistics, words: list[str], facets: list[str], draw: random.Random):
    result.documents += 1
    result.tokens += len(words)
    result.frequency.update(set(words))
    result.facets.update(facets)
    if len(result.sample) < SAMPLE_COUNT:
        result.sample.append(words)
    elif (place := draw.randrange(result.documents)) < SAMPLE_COUNT:
        result.sample[place] = words


def read(path: Path):
    """The documents of a file of JSON lines."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def synthetic(count: int, seed: int = 1):
    """Documents of made-up words by Zipf's law; equal for equal arguments.

    What pruning and position lists live on is kept from real text: a document returns to a few topical words, pairs
    of words recur, and a short title stands before a body whose length is log-normal.
    """
    draw = random.Random(seed)
    vocabulary = 30_000 + count
    weights = list(itertools.accumulate((rank + 2.7) ** -1.07 for rank in range(vocabulary)))
    for number in range(count):
        length = max(5, int(draw.lognormvariate(4.7, 0.7)))
        ranks = draw.choices(range(vocabulary), cum_weights=weights, k=length)
        topic = [draw.randrange(100, vocabulary) for _ in range(3)]
        words = []
        for rank in ranks:
            chance = draw.random()
            if chance < 0.04:
                words.append(made_word(draw.choice(topic)))
            elif chance < 0.2 and words:
                words.append(made_word((rank * 7919 + 13) % 500))  # follows the word before it, as in a phrase
            words.append(made_word(rank))
        yield {"id": f"s{number}", "title": " ".join(made_word(rank) for rank in topic), "text": " ".join(words)}


def made_word(rank: int) -> str:
    """The word of a rank: syllables, fewer for frequent words."""
    word = ""
    rank += 1
    while rank:
        rank, syllable = divmod(rank, 85)
        word += "bcdfghjklmnprstvz"[syllable // 5] + "aeiou"[syllable % 5]
    return word

"""Do the engines give the same answers? A fast wrong answer must not stand beside a slow right one unmarked."""

from collections import Counter, defaultdict
from itertools import combinations


def counts(results: dict) -> dict[tuple[str, str, int], dict[str, int]]:
    """What each engine counted for each query: (command, class, number of the query) → engine → hits."""
    found = defaultdict(dict)
    for engine, figures in results.items():
        for command, classes in figures.get("search", {}).items():
            for name, answers in classes.items():
                for place, answer in enumerate(answers):
                    if answer and answer["count"] >= 0:
                        found[command, name, place][engine] = answer["count"]
    return found


def disagreements(found: dict[tuple, dict[str, int]]) -> dict[tuple, dict[str, int]]:
    """The counts that are not what most engines say; where no value has a majority, all of them."""
    wrong = {}
    for key, values in found.items():
        value, votes = Counter(values.values()).most_common(1)[0]
        if votes == len(values):
            continue
        majority = value if votes * 2 > len(values) else None
        wrong[key] = {engine: each for engine, each in values.items() if each != majority}
    return wrong


def facet_counts(results: dict) -> dict[tuple, dict[str, int]]:
    """`counts` of facet values. Lists are cut at twenty, so a value missing from one says nothing."""
    found = defaultdict(dict)
    for engine, figures in results.items():
        for command, classes in figures.get("search", {}).items():
            for name, answers in classes.items():
                for place, answer in enumerate(answers):
                    for pair in answer["facets"].split() if answer else ():
                        value, _, count = pair.rpartition("=")
                        found[command, name, place, value][engine] = int(count)
    return found


def overlap(results: dict) -> dict[str, float]:
    """The mean part of its top ten that an engine shares with another's, over queries and other engines. Less than
    1 by ties, by how lengths are rounded, and by the variant of BM25."""
    shares = defaultdict(list)
    tops = {engine: figures.get("search", {}).get("TOP_10", {}) for engine, figures in results.items()}
    for (first, some), (second, others) in combinations(tops.items(), 2):
        for name in some.keys() & others.keys():
            for one, other in zip(some[name], others[name]):
                if one and other and (one["ids"] or other["ids"]):
                    both = set(one["ids"]) & set(other["ids"])
                    share = len(both) / max(len(one["ids"]), len(other["ids"]))
                    shares[first].append(share)
                    shares[second].append(share)
    return {engine: sum(values) / len(values) for engine, values in shares.items()}

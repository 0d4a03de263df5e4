"""One Markdown table of all figures, the engines side by side."""

import math
from collections import Counter
from dataclasses import dataclass
from statistics import geometric_mean, mean

import answers


@dataclass
class Row:
    """A cell has as many figures as the label names, or None where the engine gives none.

    `partial` notes the engines that answered some of the queries only: they cannot be the best of the row.
    """

    label: str
    cells: dict[str, tuple[float, ...] | None]
    higher: bool = False  # is better
    rated: bool = True
    partial: dict[str, str] | None = None


def p99(values: list[float]) -> float:
    return sorted(values)[math.ceil(len(values) * 0.99) - 1]


def build_rows(results: dict, text_bytes: int):
    def cells(make):
        found = {}
        for engine, figures in results.items():
            try:
                found[engine] = (make(figures["build"]),)
            except KeyError:  # not built, or not in this way
                found[engine] = None
        return found

    def less_reading(build: dict) -> float:
        reading = build["reading"]["seconds"] if "reading" in build else 0
        return text_bytes / 1e6 / max(build["merged"]["seconds"] - reading, 0.001)

    yield Row("build, one core, merged: s", cells(lambda build: build["merged"]["seconds"]))
    yield Row("… MB/s, the driver's reading taken off", cells(less_reading), higher=True)
    yield Row("… peak anonymous memory: MB", cells(lambda build: build["merged"]["peak_bytes"] / 1e6))
    yield Row("index: MB", cells(lambda build: build["merged"]["index_bytes"] / 1e6))
    yield Row("index ÷ text", cells(lambda build: build["merged"]["index_bytes"] / text_bytes))
    yield Row("build, all cores, not merged: s", cells(lambda build: build["parallel"]["seconds"]))
    faster = cells(lambda build: build["merged"]["seconds"] / build["parallel"]["seconds"])
    yield Row("… times as fast as one core, merged", faster, higher=True)


def search_rows(results: dict):
    searches = {engine: figures.get("search", {}) for engine, figures in results.items()}
    commands = dict.fromkeys(command for search in searches.values() for command in search)
    for command in commands:
        classes = dict.fromkeys(name for search in searches.values() for name in search.get(command, {}))
        for name in classes:
            cells, partial = {}, {}
            for engine, search in searches.items():
                asked = search.get(command, {}).get(name, [])
                times = [answer["nanoseconds"] / 1e3 for answer in asked if answer]
                cells[engine] = (mean(times), p99(times)) if times else None
                if 0 < len(times) < len(asked):
                    partial[engine] = f" ({len(times)} of {len(asked)})"
            yield Row(f"{command}, {name}: mean / p99 µs", cells, partial=partial)
        yield Row(f"{command}, all: geometric mean of ratios to {next(iter(results))}", ratios(searches, command))


def ratios(searches: dict, command: str) -> dict[str, tuple[float] | None]:
    """Each engine's times to those of the first, query by query, over the queries that both answered."""
    first = next(iter(searches.values())).get(command, {})
    cells = {}
    for engine, search in searches.items():
        pairs = [
            answer["nanoseconds"] / base["nanoseconds"]
            for name, asked in search.get(command, {}).items()
            for answer, base in zip(asked, first.get(name, []))
            if answer and base
        ]
        cells[engine] = (geometric_mean(pairs),) if pairs else None
    return cells


def other_rows(results: dict):
    for command in ("ADD_VISIBLE", "ADD_DURABLE"):
        updates = {engine: figures.get("update", {}).get(command) for engine, figures in results.items()}
        if any(updates.values()):
            times = {e: each["nanoseconds"] for e, each in updates.items() if each}
            cells = {e: (mean(times[e]) / 1e3, p99(times[e]) / 1e3) if e in times else None for e in updates}
            yield Row(f"{command}: mean / p99 µs", cells)
            for label, key in (
                ("bytes written a byte of text", "written_per_byte"),
                ("TOP_10 meanwhile, times as slow", "slower"),
            ):
                cells = {e: (each[key],) if each and each[key] is not None else None for e, each in updates.items()}
                yield Row(f"… {label}", cells)
    loads = {engine: figures.get("load", {}) for engine, figures in results.items()}
    for threads in sorted({threads for load in loads.values() for threads in load}, key=int):
        cells = {engine: (load[threads],) if threads in load else None for engine, load in loads.items()}
        yield Row(f"TOP_10 without pause, threads {threads}: queries/s", cells, higher=True)


def answer_rows(results: dict):
    for what, found in (("hit", answers.counts(results)), ("facet", answers.facet_counts(results))):
        wrong = answers.disagreements(found)
        number = Counter(engine for values in wrong.values() for engine in values)
        counted = {engine for values in found.values() for engine in values}
        cells = {engine: (number[engine],) if engine in counted else None for engine in results}
        yield Row(f"{what} counts unlike the majority's", cells, rated=False)
    shared = answers.overlap(results)
    if shared:
        cells = {engine: (shared[engine],) if engine in shared else None for engine in results}
        yield Row("top ten shared with another's", cells, rated=False)
    outside = {}
    for engine, figures in results.items():
        classes = [asked for command in figures.get("search", {}).values() for asked in command.values()]
        told = [answer["outside"] / 1e3 for asked in classes for answer in asked if answer]
        outside[engine] = (mean(told),) if told else None
    if any(outside.values()):
        yield Row("outside the engine's clock: µs", outside, rated=False)


def rows(results: dict, text_bytes: int) -> list[Row]:
    every = [*build_rows(results, text_bytes), *search_rows(results), *other_rows(results), *answer_rows(results)]
    return [row for row in every if any(row.cells.values())]


def figure(value: float) -> str:
    digits = 0 if value >= 100 or value == int(value) else 1 if value >= 10 else 2
    return f"{value:.{digits}f}"


def markdown(every: list[Row], engines: list[str]) -> str:
    """The best figures of a row are bold; the last column is the first engine's to the best of the others'."""
    first, others = engines[0], engines[1:]
    lines = [["", *engines, f"{first} ÷ best other"]]
    for row in every:
        whole = {e: row.cells[e] for e in engines if row.cells[e] and e not in (row.partial or {})}
        choose = max if row.higher else min
        best = [choose(column) for column in zip(*whole.values())] if row.rated and len(whole) > 1 else None
        line = [row.label + (" ↑" if row.higher else "")]
        for engine in engines:
            marked = best if engine in whole else None
            line.append(cell(row.cells[engine], marked) + (row.partial or {}).get(engine, ""))
        peers = [whole[engine] for engine in others if engine in whole]
        rivals = [choose(column) for column in zip(*peers)] if row.rated and first in whole else []
        pairs = zip(whole.get(first, ()), rivals)
        line.append(" / ".join(figure(own / rival) if rival else "–" for own, rival in pairs))
        lines.append(line)
    lines.insert(1, ["---"] + ["---:"] * (len(engines) + 1))
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def cell(values: tuple[float, ...] | None, best: list[float] | None) -> str:
    if values is None:
        return "–"
    texts = [figure(value) for value in values]
    return " / ".join(f"**{t}**" if best and v == b else t for t, v, b in zip(texts, values, best or values))

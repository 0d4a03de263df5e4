"""The tasks: each asks every engine the same and keeps what it told, as plain values for the results file."""

import random
import shutil
import statistics
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from engine import Engine, EngineDied, Refused, Reply, Session, build

SLICES = 2  # turns of each engine at a class, the second in reverse order
FACET_CLASSES = ("one frequent term", "one middling term", "AND, frequent × middling", "OR, frequent × middling")


@dataclass
class Effort:
    """How long to measure."""

    passes: int = 10  # over the queries of a class, in each turn
    seconds: float = 3  # of an engine at one class and command, at most
    warm_seconds: float = 10  # before the first turn
    load_seconds: float = 5
    add_count: int = 1000
    add_seconds: float = 20
    memory_megabytes: int = 512  # buffer for building
    cores: int = 2


@dataclass
class Best:
    """What an engine answered to one request: its best time, and the answer, which must not change."""

    nanoseconds: int
    outside: int  # nanoseconds of the best round trip that the engine's clock left out
    count: int
    ids: list[str]
    facets: str

    def take(self, reply: Reply):
        if (reply.count, reply.ids) != (self.count, self.ids):
            raise Refused("the answer to one query changed")
        self.nanoseconds = min(self.nanoseconds, reply.nanoseconds)
        self.outside = min(self.outside, reply.round_trip - reply.nanoseconds)


@dataclass
class Bench:
    engines: list[Engine]
    corpus: Path
    text_bytes: int
    queries: dict[str, list[str]]
    facet_values: list[str]
    documents: list[dict]  # some of the corpus, to be added again
    work: Path
    effort: Effort = field(default_factory=Effort)
    results: dict = field(default_factory=dict)  # engine → task → figures

    def __post_init__(self):
        self.log = (self.work / "engines.log").open("wb")
        for engine in self.engines:
            self.results[engine.name] = {"failures": {}}

    def failed(self, name: str, what: object, request: tuple[str, ...] = ()):
        """Keeps a failure with the first request that met it; the other engines go on."""
        failures = self.results[name]["failures"]
        if str(what) not in failures:
            failures[str(what)] = " ".join(request)[:100]
            print(f"{name}: {what} {failures[str(what)]} (see {self.log.name})", file=sys.stderr, flush=True)

    # Building.

    def folder(self, engine: Engine, kind: str) -> Path:
        return self.work / "index" / f"{engine.name.lower()}-{kind}"

    def build(self, engine: Engine, kind: str, core: int | None, **options) -> dict:
        folder = self.folder(engine, kind)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        with self.corpus.open("rb") as corpus:  # every engine finds it in memory
            while corpus.read(1 << 20):
                pass
        common = {"corpus": self.corpus, "index": folder, "mem-mb": self.effort.memory_megabytes}
        if engine.dry:
            common["dry"] = 0
        print(f"building {kind}: {engine.name}", file=sys.stderr, flush=True)
        try:
            figures = build(engine, {"facets": 0, **common, **options}, self.log, core if engine.pinned else None)
        except EngineDied:
            shutil.rmtree(folder)  # half an index is not to be searched
            raise
        files = [path for path in folder.rglob("*") if path.is_file()]
        return figures | {"index_bytes": sum(path.stat().st_size for path in files)}

    def task_build(self):
        """On one core, with one segment in the end, which the other tasks search; the same without adding a document
        where the driver can; on all cores without a merge."""
        last_core = self.effort.cores - 1
        for engine in self.engines:
            figures = self.results[engine.name]["build"] = {}
            try:
                figures["merged"] = self.build(engine, "main", last_core, threads=1, merge=1)
                if engine.dry:
                    figures["reading"] = self.build(engine, "dry", last_core, threads=1, merge=1, dry=1)
                if engine.parallel:
                    figures["parallel"] = self.build(engine, "parallel", None, threads=self.effort.cores, merge=0)
            except EngineDied as error:
                self.failed(engine.name, error)
            for kind in ("dry", "parallel"):
                shutil.rmtree(self.folder(engine, kind), ignore_errors=True)

    # Searching.

    def has_index(self, engine: Engine, kind: str) -> bool:
        if self.folder(engine, kind).exists():
            return True
        self.failed(engine.name, "there is no index of it to search; the task build makes one")
        return False

    def serve(self, kind: str, engines: list[Engine]) -> dict[str, Session]:
        """A session of each of the engines that has this index."""
        sessions = {}
        for engine in engines:
            if not self.has_index(engine, kind):
                continue
            try:
                session = sessions[engine.name] = Session(engine, self.folder(engine, kind), self.log)
                self.results[engine.name]["about"] = session.about
            except EngineDied as error:
                self.failed(engine.name, error)
        return sessions

    def ask(self, sessions: dict[str, Session], name: str, *fields: str) -> Reply | None:
        """None where there is no answer; a session that has died is left out from then on."""
        try:
            return sessions[name].ask(*fields)
        except Refused as error:
            self.failed(name, error, fields)
        except EngineDied as error:
            self.failed(name, error, fields)
            sessions.pop(name).close()
        return None

    def race(self, sessions: dict[str, Session], requests: list[tuple[str, ...]]) -> dict[str, list[Best | None]]:
        """Engines take turns; each keeps its best time for each request."""
        best = {name: [None] * len(requests) for name in sessions}
        for turn in range(SLICES):
            for name in list(sessions)[:: -1 if turn % 2 else 1]:
                self.turn(sessions, name, requests, best[name])
        return best

    def turn(self, sessions, name: str, requests, best: list[Best | None]):
        end = time.monotonic() + self.effort.seconds / SLICES
        silent = set()
        for _ in range(self.effort.passes):
            for place, request in enumerate(requests):
                if time.monotonic() > end or name not in sessions:
                    return
                reply = None if place in silent else self.ask(sessions, name, *request)
                if reply is None:
                    silent.add(place)
                elif best[place] is None:
                    outside = reply.round_trip - reply.nanoseconds
                    best[place] = Best(reply.nanoseconds, outside, reply.count, reply.ids, reply.facets)
                else:
                    try:
                        best[place].take(reply)
                    except Refused as error:
                        self.failed(name, error, request)

    def warm(self, sessions: dict[str, Session], requests: list[tuple[str, ...]]):
        random.Random(1).shuffle(requests)
        for name in list(sessions):
            end = time.monotonic() + self.effort.warm_seconds
            while name in sessions and time.monotonic() < end:
                for request in requests:
                    if name in sessions and time.monotonic() < end:
                        self.ask(sessions, name, *request)

    def search(self, kind: str, races: dict[tuple[str, str], list[tuple[str, ...]]]):
        """Runs the races, each of a command and a class of queries, over the indexes of a kind."""
        sessions = self.serve(kind, self.engines)
        self.warm(sessions, [request for requests in races.values() for request in requests])
        for (command, name), requests in races.items():
            print(f"{command}: {name}", file=sys.stderr, flush=True)
            for engine, best in self.race(sessions, requests).items():
                classes = self.results[engine].setdefault("search", {}).setdefault(command, {})
                classes[name] = [each and vars(each) for each in best]
        for session in sessions.values():
            session.close()

    def task_latency(self):
        self.search_by_class("TOP_10", "TOP_100")

    def task_count(self):
        self.search_by_class("TOP_10_COUNT", "COUNT")

    def search_by_class(self, *commands: str):
        races = {}
        for name, queries in self.queries.items():
            for command in commands:
                races[command, name] = [(command, query) for query in queries]
        self.search("main", races)

    def task_facet(self):
        """Over indexes that have the facet values too, built for this task."""
        for engine in self.engines:
            try:
                self.build(engine, "facets", None, threads=1, merge=1, facets=1)
            except EngineDied as error:
                self.failed(engine.name, error)
        races = {}
        for name in [name for name in FACET_CLASSES if name in self.queries] or list(self.queries):
            queries, values = self.queries[name], self.facet_values
            filtered = [(query, values[place % len(values)]) for place, query in enumerate(queries)]
            races["FILTER_10", name] = [("FILTER_10", *pair) for pair in filtered]
            races["FACET_10", name] = [("FACET_10", query) for query in queries]
            races["FACET_10 in a value", name] = [("FACET_10", *pair) for pair in filtered]
        self.search("facets", races)
        for engine in self.engines:
            shutil.rmtree(self.folder(engine, "facets"), ignore_errors=True)

    def task_load(self):
        """TOP_10 of all classes, shuffled, as often as they go on one thread and on all cores."""
        lines = [f"TOP_10\t{query}\n" for name, queries in self.queries.items() for query in queries if name != "mixed"]
        random.Random(1).shuffle(lines)
        path = self.work / "load.tsv"
        path.write_text("".join(lines))
        sessions = self.serve("main", self.engines)
        for name in list(sessions):
            figures = self.results[name]["load"] = {}
            warm, load = self.effort.warm_seconds, self.effort.load_seconds
            for seconds, threads in ((warm, 1), (load, 1), (load, self.effort.cores)):
                request = ("BATCH", str(path), str(seconds), str(threads))
                if name in sessions and (reply := self.ask(sessions, name, *request)):
                    figures[str(threads)] = reply.count / reply.nanoseconds * 1e9
        for session in sessions.values():
            session.close()

    # Adding.

    def task_update(self):
        """Documents added to a copy of the index one by one; the clock ends with the search that finds each."""
        for command in ("ADD_VISIBLE", "ADD_DURABLE"):
            for engine in self.engines:
                if not self.has_index(engine, "main"):
                    continue
                copy = self.folder(engine, "update")
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(self.folder(engine, "main"), copy)
                print(f"{command}: {engine.name}", file=sys.stderr, flush=True)
                sessions = self.serve("update", [engine])
                if figures := self.add(sessions, engine.name, command):
                    self.results[engine.name].setdefault("update", {})[command] = figures
                for session in sessions.values():
                    session.close()
                shutil.rmtree(copy, ignore_errors=True)

    def add(self, sessions: dict[str, Session], name: str, command: str) -> dict | None:
        probes = [queries[0] for queries in self.queries.values()]
        self.warm(sessions, [("TOP_10", query) for query in probes])
        before = self.probe(sessions, name, probes * 5)
        if name not in sessions:
            return None
        written, added, times, during, found = sessions[name].written_bytes(), 0, [], [], 0
        end = time.monotonic() + self.effort.add_seconds
        for number in range(self.effort.add_count):
            text = f"added{number} {self.documents[number % len(self.documents)]['text']}"
            record = f'{{"id":"added{number}","text":"{text}","facets":[]}}'
            reply = self.ask(sessions, name, command, record)
            seen = reply and self.ask(sessions, name, "COUNT", f"added{number}")
            if not seen or time.monotonic() > end:
                break
            times.append(reply.nanoseconds + seen.nanoseconds)
            added += len(text)
            found += seen.count == 1
            during += self.probe(sessions, name, [probes[number % len(probes)]])
        if not times:
            return None
        if found < len(times):
            self.failed(name, f"{command}: {len(times) - found} of {len(times)} documents were not found after it")
        return {
            "nanoseconds": times,
            "written_per_byte": (sessions[name].written_bytes() - written) / added if name in sessions else None,
            "slower": statistics.mean(during) / statistics.mean(before) if during and before else None,
        }

    def probe(self, sessions: dict[str, Session], name: str, queries: list[str]) -> list[int]:
        """Times of TOP_10, where the engine is able to answer."""
        replies = [self.ask(sessions, name, "TOP_10", query) for query in queries if name in sessions]
        return [reply.nanoseconds for reply in replies if reply]

"""What the Python drivers share: arguments, the query syntax, and the loop that answers. See ../../Protocol.md."""

import argparse
import functools
import json
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor

try:
    from orjson import loads
except ImportError:
    from json import loads

CLAUSE = re.compile(r'([+-]?)(?:"([^"]*)"|([^\s"]+))')
K1, B = 1.2, 0.75


class Unsupported(Exception):
    """The engine cannot do what is asked."""


@functools.lru_cache(100_000)
def clauses(query: str) -> tuple[tuple[str, list[str]], ...]:
    """`+a -b "c d"` as (sign, words) each. Remembered, so that Python's regular expression is no engine's cost."""
    return tuple((sign, phrase.split() if phrase else [word]) for sign, phrase, word in CLAUSE.findall(query))


def documents(path: str):
    with open(path, "rb") as lines:
        for line in lines:
            yield loads(line)


class Driver:
    """An engine's side of the protocol. The clock covers `top`, `count`, `facet` and `add`."""

    threads = False  # searching lets other Python threads run

    def build(self, options): raise NotImplementedError
    def open(self, index): raise NotImplementedError
    def about(self) -> dict: raise NotImplementedError

    def top(self, query, limit, counts, value):
        """(exact count or -1, hits) of the best `limit`, among the documents of facet `value` where one is given."""
        raise Unsupported

    def count(self, query): raise Unsupported

    def facet(self, query, limit, value):
        """(count, hits, [(value, count)]) with the twenty commonest values of the matching documents."""
        raise Unsupported

    def ids(self, hits): return hits
    def add(self, document, durable): raise Unsupported

    def answer(self, command: str, *fields: str) -> str:
        kind, *rest = command.split("_")
        if kind == "BATCH":
            return self.batch(*fields)
        values = []
        if kind == "ADD":
            document = loads(fields[0])
            time_taken, _ = timed(self.add, document, rest == ["DURABLE"])
            return f"OK\t{time_taken}\t1\t"
        if kind == "COUNT":
            time_taken, count = timed(self.count, fields[0])
            return f"OK\t{time_taken}\t{count}\t"
        if kind == "FACET":
            time_taken, (count, hits, values) = timed(self.facet, fields[0], int(rest[0]), *fields[1:2] or [""])
        elif kind == "FILTER":
            time_taken, (count, hits) = timed(self.top, fields[0], int(rest[0]), True, fields[1])
        elif kind == "TOP":
            time_taken, (count, hits) = timed(self.top, fields[0], int(rest[0]), len(rest) == 2, "")
        else:
            raise Unsupported
        facets = "\t" + " ".join(f"{value}={number}" for value, number in values) if values else ""
        return f"OK\t{time_taken}\t{count}\t{' '.join(self.ids(hits))}{facets}"

    def batch(self, path: str, seconds: str, threads: str) -> str:
        """TOP_10 of the file's queries over and over, each thread from a place of its own, until the time is over."""
        if int(threads) > 1 and not self.threads:
            raise Unsupported
        with open(path) as lines:
            queries = [line.rstrip("\n").split("\t")[1] for line in lines]
        start = time.perf_counter_ns()
        end = start + int(float(seconds) * 1e9)

        def work(thread: int) -> int:
            done, first = 0, thread * len(queries) // int(threads)
            while time.perf_counter_ns() < end:
                self.top(queries[(first + done) % len(queries)], 10, False, "")
                done += 1
            return done

        with ThreadPoolExecutor(int(threads)) as workers:
            done = sum(workers.map(work, range(int(threads))))
        return f"OK\t{time.perf_counter_ns() - start}\t{done}\t"


def timed(work, *arguments):
    start = time.perf_counter_ns()
    result = work(*arguments)
    return time.perf_counter_ns() - start, result


def main(driver: Driver):
    parser = argparse.ArgumentParser()
    parser.add_argument("mode", choices=("index", "serve"))
    parser.add_argument("--index", required=True)
    parser.add_argument("--corpus")
    for name, default in (("threads", 1), ("mem-mb", 512), ("merge", 1), ("facets", 0), ("dry", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    if options.mode == "index":
        os.makedirs(options.index, exist_ok=True)
        driver.build(options)
        return
    output = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # a library that prints must not print into the protocol
    driver.open(options.index)

    def say(line: str):
        output.write(line + "\n")
        output.flush()

    say("READY\t" + json.dumps(driver.about()))
    for line in sys.stdin:
        fields = line.rstrip("\n").split("\t")
        if fields == ["QUIT"]:
            break
        try:
            say(driver.answer(*fields))
        except Unsupported:
            say("UNSUPPORTED")
        except Exception as error:
            say("ERROR\t" + " ".join(repr(error).split()))

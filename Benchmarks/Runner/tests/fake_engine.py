"""An engine for the tests: reads every document for every query, and misbehaves as FAKE tells it to.

FAKE is empty, or one of: `lies` (one hit too many), `dies` (at the tenth request), `refuses` (every phrase),
`wrong-clock` (tells more time than passed), `mute` (does not start to serve).
"""

import os
import shutil
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "drivers"))
from driver import Driver, clauses, documents, main  # noqa: E402

FAULT = os.environ.get("FAKE", "")


class Fake(Driver):
    requests = 0

    def build(self, options):
        if not options.dry:
            shutil.copy(options.corpus, options.index + "/corpus")

    def open(self, index):
        if FAULT == "mute":
            sys.exit(3)
        self.documents = list(documents(index + "/corpus"))

    def about(self):
        return {"engine": "Fake", "version": "0", "docs": len(self.documents)}

    def answer(self, command, *fields):
        self.requests += 1
        if FAULT == "dies" and self.requests == 10:
            os._exit(7)
        if FAULT == "refuses" and '"' in fields[0]:
            raise ValueError("no phrases")
        answer = super().answer(command, *fields)
        return answer.replace("OK\t", "OK\t9999999999") if FAULT == "wrong-clock" else answer

    def matches(self, query, value=""):
        found = []
        for document in self.documents:
            text = f" {document['text']} "
            here = {(sign, f" {' '.join(words)} " in text) for sign, words in clauses(query)}
            must = ("+", False) not in here and ("-", True) not in here
            if must and here & {("+", True), ("", True)} and (not value or value in document["facets"]):
                found.append(document)
        return found

    def top(self, query, limit, counts, value):
        found = self.matches(query, value)
        return (len(found) + (FAULT == "lies") if counts else -1), [document["id"] for document in found[:limit]]

    def count(self, query):
        return self.top(query, 0, True, "")[0]

    def facet(self, query, limit, value):
        found = self.matches(query, value)
        values = [name for document in found for name in document["facets"]]
        counts = {name: values.count(name) for name in values}
        return len(found), [document["id"] for document in found[:limit]], list(counts.items())[:20]

    def add(self, document, durable):
        time.sleep(0.001)
        self.documents.append(document)


main(Fake())

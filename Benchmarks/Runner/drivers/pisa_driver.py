"""PISA through the extension module of pyterrier-pisa: no positions, no phrases, no counts; the top k alone."""

import importlib.util
import os
import threading

import numpy
from driver import B, K1, Driver, Unsupported, clauses, documents, main

module = importlib.util.spec_from_file_location("_pisathon", os.environ["PISA_MODULE"])
pisa = importlib.util.module_from_spec(module)
module.loader.exec_module(pisa)

OR, AND, PACKING = "block_max_maxscore", "block_max_ranked_and", "block_simdbp"
MOST_HITS = 100


class PISA(Driver):
    def build(self, options):
        source = options.index + "/corpus"
        os.mkfifo(source)
        feed = threading.Thread(target=write, args=(source, options.corpus))
        feed.start()
        pisa.index(source, options.index, "", 100_000, options.threads)
        feed.join()
        os.unlink(source)
        self.prepare(options.index)
        for name in os.listdir(options.index):  # what is left of building and not read by a search
            if name.startswith("inv") or name.startswith("fwd") and not name.endswith(("termlex", "doclex")):
                os.unlink(f"{options.index}/{name}")

    def prepare(self, index):
        self.context = pisa.RetrievalContext()
        pisa.prepare_index(self.context, index, PACKING, "bm25", "", 64, 0, K1, B)

    def open(self, index):
        self.prepare(index)
        self.room = [numpy.zeros(MOST_HITS, kind) for kind in (numpy.int32, object, numpy.int32, numpy.float32)]

    def about(self):
        return {"engine": "PISA", "version": "pyterrier-pisa 0.4.9"}

    def top(self, query, limit, counts, value):
        parts = clauses(query)
        signs = {sign for sign, _ in parts}
        if counts or value or signs not in ({""}, {"+"}) or any(len(words) > 1 for _, words in parts):
            raise Unsupported
        terms = {words[0]: 1.0 for _, words in parts}
        method = AND if signs == {"+"} and len(terms) > 1 else OR
        numbers, ids, ranks, scores = self.room
        found = pisa.retrieve(self.context, method, [(0, terms)], limit, 1, 1, 1, numbers, ids, ranks, scores)
        return -1, ids[:found].tolist()


def write(path, corpus):
    with open(path, "w") as output:
        for record in documents(corpus):
            output.write(f"{record['id']} {record['text']}\n")


main(PISA())

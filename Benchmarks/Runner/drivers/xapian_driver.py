"""Xapian's glass backend through its Python binding."""

import os
import shutil

import xapian
from driver import B, K1, Driver, clauses, documents, main
from xapian import Query

FACETS_SLOT = 0


class Xapian(Driver):
    def build(self, options):
        os.environ["XAPIAN_FLUSH_THRESHOLD"] = str(options.mem_mb * 200)  # documents, not bytes
        database = xapian.WritableDatabase(options.index + "/raw", xapian.DB_CREATE_OR_OVERWRITE | xapian.DB_NO_SYNC)
        for record in documents(options.corpus):
            document = made(record, options.facets)
            if not options.dry:
                database.add_document(document)
        database.commit()
        if options.merge:
            database.compact(options.index + "/main")
            shutil.rmtree(options.index + "/raw")
        else:
            os.rename(options.index + "/raw", options.index + "/main")

    def open(self, index):
        self.path = index + "/main"
        self.database = xapian.Database(self.path)
        self.writers = {}

    def about(self):
        return {"engine": "Xapian", "version": xapian.version_string(), "docs": self.database.get_doccount()}

    def query(self, text, value=""):
        parts = {"+": [], "-": [], "": []}
        for sign, words in clauses(text):
            parts[sign].append(Query(words[0]) if len(words) == 1 else Query(Query.OP_PHRASE, words))
        may = Query(Query.OP_OR, parts[""])
        if parts["+"]:
            must = Query(Query.OP_AND, parts["+"])
            query = Query(Query.OP_AND_MAYBE, must, may) if parts[""] else must
        else:
            query = may
        for unwanted in parts["-"]:
            query = Query(Query.OP_AND_NOT, query, unwanted)
        return Query(Query.OP_FILTER, query, Query("XF" + value)) if value else query

    def enquire(self, query, weight):
        enquire = xapian.Enquire(self.database)
        enquire.set_query(query)
        enquire.set_weighting_scheme(weight)
        return enquire

    def best(self, query):
        return self.enquire(query, xapian.BM25Weight(K1, 0, 1, B, 0.5))

    def top(self, query, limit, counts, value):
        # An estimate that has looked at every match is the exact count.
        looked_at = self.database.get_doccount() if counts else 0
        hits = self.best(self.query(query, value)).get_mset(0, limit, looked_at)
        return hits.get_matches_estimated() if counts else -1, hits

    def count(self, query):
        enquire = self.enquire(self.query(query), xapian.BoolWeight())
        return enquire.get_mset(0, 0, self.database.get_doccount()).get_matches_estimated()

    def facet(self, query, limit, value):
        enquire = self.best(self.query(query, value))
        spy = xapian.ValueCountMatchSpy(FACETS_SLOT)
        enquire.add_matchspy(spy)
        hits = enquire.get_mset(0, limit, self.database.get_doccount())
        counts = {}  # the spy counts a document's values as one string
        for item in spy.values():
            for name in item.term.decode().split():
                counts[name] = counts.get(name, 0) + item.termfreq
        commonest = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:20]
        return hits.get_matches_estimated(), hits, commonest

    def ids(self, hits):
        return [hit.document.get_data().decode() for hit in hits]

    def add(self, document, durable):
        if durable not in self.writers:
            self.writers.clear()  # there is one writer at a time
            flags = 0 if durable else xapian.DB_NO_SYNC
            self.writers[durable] = xapian.WritableDatabase(self.path, xapian.DB_OPEN | flags)
        self.writers[durable].add_document(made(document, facets=False))
        self.writers[durable].commit()
        self.database.reopen()


def made(record, facets):
    document = xapian.Document()
    generator = xapian.TermGenerator()  # neither stems nor drops a word
    generator.set_document(document)
    generator.index_text(record["text"])
    document.set_data(record["id"])
    if facets:
        for value in record["facets"]:
            document.add_boolean_term("XF" + value)
        document.add_value(FACETS_SLOT, " ".join(record["facets"]))
    return document


main(Xapian())

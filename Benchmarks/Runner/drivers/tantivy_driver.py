"""Tantivy through its own Python binding, which lets go of Python's lock while it searches."""

import tantivy
from driver import Driver, clauses, documents, main
from tantivy import Occur, Query

OCCUR = {"+": Occur.Must, "-": Occur.MustNot, "": Occur.Should}


class Tantivy(Driver):
    threads = True

    def build(self, options):
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("text", tokenizer_name="default", index_option="position")
        if options.facets:
            schema.add_text_field("facet", tokenizer_name="raw", index_option="basic", fast=True)
        index = tantivy.Index(schema.build(), options.index)
        writer = index.writer(options.mem_mb * 1_000_000, options.threads)
        for record in documents(options.corpus):
            document = made(record, options.facets)
            if not options.dry:
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        if options.merge and not options.dry:  # holds when the buffer takes the whole corpus: the binding cannot merge
            print(f"{index.searcher().num_segments} segments")

    def open(self, index):
        self.index = tantivy.Index.open(index)
        self.schema = self.index.schema
        self.searcher = self.index.searcher()
        self.writer = None

    def about(self):
        version = tantivy.__version__.split(",")[0].removeprefix("tantivy v")
        return {"engine": "Tantivy", "version": version, "docs": self.searcher.num_docs}

    def query(self, text, value=""):
        parts = []
        for sign, words in clauses(text):
            if len(words) == 1:
                part = Query.term_query(self.schema, "text", words[0], index_option="freq")
            else:
                part = Query.phrase_query(self.schema, "text", words)
            parts.append((OCCUR[sign], part))
        query = parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)
        if not value:
            return query
        term = Query.term_query(self.schema, "facet", value, index_option="basic")
        return Query.boolean_query([(Occur.Must, query), (Occur.Must, Query.const_score_query(term, 0.0))])

    def top(self, query, limit, counts, value):
        result = self.searcher.search(self.query(query, value), limit, count=counts)
        return result.count if counts else -1, result.hits

    def count(self, query):
        (_, words), *others = clauses(query)
        if not others and len(words) == 1:
            return self.searcher.doc_freq("text", words[0])
        # The binding has no counting collector; a filter of everything is its cheapest exact count.
        return self.searcher.aggregate(self.query(query), {"all": {"filter": "*"}})["all"]["doc_count"]

    def facet(self, query, limit, value):
        query = self.query(query, value)  # two searches: the binding cannot collect hits and values in one
        result = self.searcher.search(query, limit, count=True)
        terms = {"values": {"terms": {"field": "facet", "size": 20}}}
        buckets = self.searcher.aggregate(query, terms)["values"]["buckets"]
        return result.count, result.hits, [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    def ids(self, hits):
        return [self.searcher.doc(address)["id"][0] for _, address in hits]

    def add(self, document, durable):  # a commit is the only way to be seen, and it is durable
        if self.writer is None:
            self.writer = self.index.writer(64_000_000, 1)
        self.writer.add_document(made(document, facets=False))
        self.writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()


def made(record, facets):
    document = tantivy.Document()
    document.add_text("id", record["id"])
    document.add_text("text", record["text"])
    if facets:
        for value in record["facets"]:
            document.add_text("facet", value)
    return document


main(Tantivy())

"""SQLite's FTS5, a table without content, through apsw, which carries a current SQLite."""

import apsw
from driver import Driver, Unsupported, clauses, documents, main

COMMON_VALUES = """
    SELECT every.value, count(*) FROM words JOIN facet AS every ON every.document = words.rowid {}
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20"""
IN_VALUE = "AND EXISTS (SELECT 1 FROM facet WHERE value = ? AND document = words.rowid)"


class SQLite(Driver):
    def build(self, options):
        database = apsw.Connection(options.index + "/fts.db")
        for statement in (
            "PRAGMA page_size = 8192", "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
            f"PRAGMA cache_size = -{options.mem_mb * 500}",
            "CREATE VIRTUAL TABLE words USING fts5(text, content = '', tokenize = 'ascii')",
            f"INSERT INTO words(words, rank) VALUES ('hashsize', {options.mem_mb * 250_000})",
            "CREATE TABLE name(document INTEGER PRIMARY KEY, id TEXT)",
            "CREATE TABLE facet(value TEXT, document INTEGER, PRIMARY KEY (value, document)) WITHOUT ROWID",
            "BEGIN",
        ):  # fmt: skip
            database.execute(statement)
        for number, record in enumerate(documents(options.corpus)):
            if options.dry:
                continue
            database.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, record["text"]))
            database.execute("INSERT INTO name VALUES (?, ?)", (number, record["id"]))
            if options.facets:
                for value in record["facets"]:
                    database.execute("INSERT INTO facet VALUES (?, ?)", (value, number))
        database.execute("COMMIT")
        database.execute("CREATE INDEX by_document ON facet(document)")
        if options.merge:
            database.execute("INSERT INTO words(words) VALUES ('optimize')")
            database.execute("VACUUM")

    def open(self, index):
        self.database = apsw.Connection(index + "/fts.db")
        for setting in ("cache_size = -200000", "mmap_size = 4000000000", "journal_mode = WAL"):
            self.database.execute("PRAGMA " + setting)
        self.documents = self.one("SELECT count(*) FROM name")

    def about(self):
        return {"engine": "SQLite FTS5", "version": self.one("SELECT sqlite_version()"), "docs": self.documents}

    def one(self, statement, *values):
        return next(iter(self.database.execute(statement, values)))[0]

    def expression(self, query):
        parts = {"+": [], "-": [], "": []}
        for sign, words in clauses(query):
            parts[sign].append(f'"{" ".join(words)}"')
        if parts["+"] and parts[""]:
            raise Unsupported  # a clause that adds to the score and needs not match
        expression = " AND ".join(parts["+"]) or " OR ".join(parts[""])
        for unwanted in parts["-"]:
            expression = f"({expression}) NOT {unwanted}"
        return expression

    def top(self, query, limit, counts, value):
        values = [self.expression(query), *([value] if value else [])]
        where = "words MATCH ? " + (IN_VALUE if value else "")
        best = f"SELECT rowid FROM words WHERE {where} ORDER BY rank LIMIT {limit}"
        hits = [row[0] for row in self.database.execute(best, values)]
        return self.one(f"SELECT count(*) FROM words WHERE {where}", *values) if counts else -1, hits

    def count(self, query):
        return self.one("SELECT count(*) FROM words WHERE words MATCH ?", self.expression(query))

    def facet(self, query, limit, value):
        count, hits = self.top(query, limit, True, value)
        where = "WHERE words MATCH ? " + (IN_VALUE if value else "")
        values = [self.expression(query), *([value] if value else [])]
        return count, hits, list(self.database.execute(COMMON_VALUES.format(where), values))

    def ids(self, hits):
        return [self.one("SELECT id FROM name WHERE document = ?", hit) for hit in hits]

    def add(self, document, durable):
        self.database.execute(f"PRAGMA synchronous = {'FULL' if durable else 'OFF'}")
        self.database.execute("BEGIN")
        self.database.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (self.documents, document["text"]))
        self.database.execute("INSERT INTO name VALUES (?, ?)", (self.documents, document["id"]))
        self.database.execute("COMMIT")
        self.documents += 1


main(SQLite())

"""The runner's laws. By hand: `python3 -m unittest discover -s Benchmarks/Runner/tests`. Needs no network."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parent))
import answers  # noqa: E402
import corpus  # noqa: E402
import queries  # noqa: E402
import table  # noqa: E402
from engine import Engine  # noqa: E402
from measure import Bench, Effort  # noqa: E402
from peers import Missing, Peers  # noqa: E402

EFFORT = Effort(passes=1, seconds=5, warm_seconds=0.05, load_seconds=0.05, add_count=3, cores=1)


def fake(name: str, fault: str = "") -> Engine:
    return Engine(name, [sys.executable, "-B", str(HERE / "fake_engine.py")], {"FAKE": fault})


class Corpus(unittest.TestCase):
    def test_text_is_lower_case_words_of_ascii(self):
        self.assertEqual(corpus.normalise("  Café-Noir, 3×" + "x" * 41 + " end."), "cafe noir 3 end")

    def test_equal_arguments_give_equal_documents(self):
        self.assertEqual(list(corpus.synthetic(50)), list(corpus.synthetic(50)))

    def test_a_repeated_id_is_told_apart_and_an_empty_document_left_out(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "corpus.jsonl"
            titled = {"id": "a", "title": "Two", "body": "three"}
            corpus.prepare([{"id": "A", "text": "one"}, titled, {"id": "b", "text": "—"}], path)
            self.assertEqual([(d["id"], d["text"]) for d in corpus.read(path)], [("a", "one"), ("a_1", "two three")])


class OverCorpus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.path = cls.folder / "corpus.jsonl"
        cls.statistics = corpus.prepare(corpus.synthetic(200), cls.path)
        cls.texts = [f" {document['text']} " for document in corpus.read(cls.path)]
        cls.queries = queries.draw(cls.statistics, 3)

    def setUp(self):
        self.enterContext(contextlib.redirect_stderr(io.StringIO()))  # progress

    def bench(self, *engines: Engine) -> Bench:
        work = Path(tempfile.mkdtemp(dir=self.folder))
        documents = list(corpus.read(self.path))[:3]
        values = list(self.statistics.facets)[:3]
        bench = Bench(
            list(engines), self.path, self.statistics.text_bytes, self.queries, values, documents, work, EFFORT
        )
        self.addCleanup(bench.log.close)
        return bench

    def test_equal_corpora_give_equal_queries(self):
        self.assertEqual(self.queries, queries.draw(self.statistics, 3))

    def test_every_query_has_an_answer(self):
        for name in set(self.queries) - {"mixed"}:
            for query in self.queries[name]:
                join = any if name.startswith("OR") or name.startswith("question") else all
                parts = [query.strip('"')] if '"' in query else query.replace("+", "").split()
                self.assertTrue(any(join(f" {part} " in text for part in parts) for text in self.texts), query)

    def test_terms_are_of_their_band(self):
        for query in self.queries["one frequent term"]:
            self.assertGreaterEqual(self.statistics.frequency[query], 200 * 0.02)

    def test_engines_that_agree_are_not_accused(self):
        bench = self.bench(fake("One"), fake("Two"))
        for task in ("build", "latency", "count", "facet", "update", "load"):
            getattr(bench, f"task_{task}")()
        self.assertEqual([bench.results[name]["failures"] for name in ("One", "Two")], [{}, {}])
        self.assertEqual(answers.disagreements(answers.counts(bench.results)), {})
        facets = answers.facet_counts(bench.results)
        self.assertTrue(facets)
        self.assertEqual(answers.disagreements(facets), {})
        self.assertEqual(set(answers.overlap(bench.results).values()), {1.0})
        text = table.markdown(table.rows(bench.results, self.statistics.text_bytes), ["One", "Two"])
        for label in ("build, one core", "TOP_10, one", "FACET_10 in a value", "ADD_DURABLE", "without pause"):
            self.assertIn(label, text)

    def test_a_liar_is_named(self):
        bench = self.bench(fake("One"), fake("Two"), fake("Liar", "lies"))
        bench.task_build()
        bench.task_count()
        wrong = answers.disagreements(answers.counts(bench.results))
        self.assertEqual({engine for values in wrong.values() for engine in values}, {"Liar"})
        self.assertEqual(len(wrong), 2 * sum(map(len, self.queries.values())))

    def test_an_engine_that_dies_does_not_stop_the_others(self):
        bench = self.bench(fake("Dead", "dies"), fake("Mute", "mute"), fake("Well"))
        bench.task_build()
        bench.task_latency()
        self.assertIn("ended with 7", bench.results["Dead"]["failures"])
        self.assertIn("ended with 3", bench.results["Mute"]["failures"])
        self.assertTrue(all(all(asked) for asked in bench.results["Well"]["search"]["TOP_100"].values()))

    def test_what_is_refused_has_no_time_and_is_told(self):
        bench = self.bench(fake("Refuser", "refuses"))
        bench.task_build()
        bench.task_latency()
        search = bench.results["Refuser"]["search"]["TOP_10"]
        self.assertEqual(set(search["phrase, 2 terms"]), {None})
        self.assertTrue(all(search["one frequent term"]))
        self.assertIn("no phrases", "".join(bench.results["Refuser"]["failures"]))

    def test_a_clock_that_tells_more_than_passed_is_told(self):
        bench = self.bench(fake("Clock", "wrong-clock"))
        bench.task_build()
        bench.task_count()
        self.assertIn("its clock is wrong", "".join(bench.results["Clock"]["failures"]))

    def test_a_peer_that_cannot_be_had_says_so(self):
        with self.assertRaisesRegex(Missing, "there are tantivy"):
            Peers(self.folder / "peers").engine("no-such")


class Table(unittest.TestCase):
    def test_the_best_is_bold_and_the_ratio_is_to_the_best_other(self):
        rows = [
            table.Row("time", {"A": (2.0, 30.0), "B": (1.0, 40.0), "C": None}),
            table.Row("speed", {"A": (50.0,), "B": (20.0,), "C": (10.0,)}, higher=True),
            table.Row("some", {"A": (4.0,), "B": (1.0,), "C": (2.0,)}, partial={"B": " (1 of 2)"}),
        ]
        self.assertEqual(
            table.markdown(rows, ["A", "B", "C"]).splitlines(),
            [
                "|  | A | B | C | A ÷ best other |",
                "| --- | ---: | ---: | ---: | ---: |",
                "| time | 2 / **30** | **1** / 40 | – | 2 / 0.75 |",
                "| speed ↑ | **50** | 20 | 10 | 2.50 |",
                "| some | 4 | 1 (1 of 2) | **2** | 2 |",
            ],
        )

    def test_without_a_majority_all_are_in_doubt(self):
        found = {("COUNT", "given", 0): {"A": 1, "B": 2}, ("COUNT", "given", 1): {"A": 3, "B": 3}}
        self.assertEqual(answers.disagreements(found), {("COUNT", "given", 0): {"A": 1, "B": 2}})


if __name__ == "__main__":
    unittest.main()

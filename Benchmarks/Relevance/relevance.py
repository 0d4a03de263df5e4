#!/usr/bin/env python3
"""Checks the measures of `dossier eval ranking` against pytrec_eval, query by query.

    pip install pytrec_eval-terrier
    python3 Benchmarks/Relevance/relevance.py DOSSIER COLLECTION... [-- OPTIONS]

A collection is a folder with corpus.jsonl, queries.jsonl and qrels.tsv or qrels/test.tsv. Options go to every evaluation.
Prints a line for each collection and the means; exits 1 where a measure differs by more than 0.00005.
"""
import json
import os
import subprocess
import sys
import tempfile

import pytrec_eval

MEASURES = {"ndcg@10": "ndcg_cut_10", "map": "map", "recall@100": "recall_100", "mrr": "recip_rank"}
TOLERANCE = 5e-5


def read_judgements(folder):
    path = os.path.join(folder, "qrels.tsv")
    if not os.path.exists(path):
        path = os.path.join(folder, "qrels", "test.tsv")
    judgements = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = line.rstrip("\r\n").split("\t")
            if fields[0] in ("query-id", "qid", "query_id") or len(fields) < 3:
                continue
            judgements.setdefault(fields[0], {})[fields[-2]] = int(fields[-1])
    return judgements


def read_run(path):
    run = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            query, _, document, _, score, _ = line.split()
            run.setdefault(query, {})[document] = float(score)
    return run


def evaluate(dossier, folder, options):
    """Ours and pytrec_eval's measures, by query, and the means that we print."""
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "run")
        done = subprocess.run(
            [dossier, "eval", "ranking", folder, "--json", "--per-query", "--run", path, *options],
            stdout=subprocess.PIPE, text=True)
        # 3: some records could not be read, as standard error says.
        if done.returncode not in (0, 3):
            sys.exit(f"{folder}: exit code {done.returncode}")
        *queries, totals = [json.loads(line) for line in done.stdout.splitlines()]
        run = read_run(path)
    judgements = read_judgements(folder)
    evaluator = pytrec_eval.RelevanceEvaluator(judgements, {"ndcg_cut.10", "map", "recall.100", "recip_rank"})
    theirs = evaluator.evaluate(run)
    return {query["query"]: query for query in queries}, theirs, totals


def main():
    words = sys.argv[1:]
    options = words[words.index("--") + 1:] if "--" in words else []
    dossier, *folders = words[:words.index("--")] if "--" in words else words
    wrong = 0
    sums = dict.fromkeys(MEASURES, 0.0)
    for folder in folders:
        ours, theirs, totals = evaluate(dossier, folder, options)
        for identifier, query in ours.items():
            for name, measure in MEASURES.items():
                # What found nothing is not in the run.
                expected = theirs.get(identifier, {}).get(measure, 0.0)
                if abs(query[name] - expected) > TOLERANCE:
                    print(f"{folder} query {identifier}: {name} {query[name]}, pytrec_eval {expected}")
                    wrong += 1
        for name, measure in MEASURES.items():
            mean = sum(theirs.get(query, {}).get(measure, 0.0) for query in ours) / len(ours)
            if abs(totals[name] - mean) > TOLERANCE:
                print(f"{folder}: {name} {totals[name]}, pytrec_eval {mean}")
                wrong += 1
            sums[name] += totals[name]
        print(os.path.basename(folder.rstrip("/")), totals["queries"], "queries:",
              *(f"{name} {totals[name]:.4f}" for name in MEASURES))
    print("mean:", *(f"{name} {sums[name] / len(folders):.4f}" for name in MEASURES))
    print("all as pytrec_eval has them" if not wrong else f"{wrong} differ from pytrec_eval")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

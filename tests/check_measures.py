#!/usr/bin/env python3
"""The measures of a run, by the code of trec_eval itself.

Needs `pip install pytrec_eval-terrier==0.5.11` (trec_eval 9 with a Python interface); tried with Python 3.11.

    check_measures.py RUN QRELS [--compare JSON]

RUN is a TREC run; QRELS is tab separated (query, document, grade), with or without the header of BEIR. Prints as JSON,
to 6 decimals: ndcg10 (`ndcg_cut_10`: the gain is the grade), mrr10 (`recip_rank` on the run cut at 10), recall100,
success1 and success3. Each is the mean over the queries with a relevant document (a grade of 1 or more); a query that
is not in the run counts as 0. With --compare, says on standard error what differs by more than 1e-6 from the same
names in the file JSON, and then exits 1. Exits 2 when a file is not what it should be.
"""

import argparse
import json
import sys

import numpy
import pytrec_eval

TOLERANCE = 1e-6
REQUIRED = ("ndcg10", "mrr10", "recall100", "success1")


def fail(what):
    """Ends with status 2."""
    print(what, file=sys.stderr)
    sys.exit(2)


def read_qrels(path):
    """Query to document to grade, for the queries with a relevant document."""
    qrels = {}
    with open(path, encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            if not line.strip() or (number == 1 and line.startswith("query-id\t")):
                continue
            try:
                query, document, grade = line.split("\t")
                judged = qrels.setdefault(query, {})
                if document in judged:
                    raise ValueError(f"{document} is judged a second time for {query}")
                judged[document] = int(grade)
            except ValueError as error:
                fail(f"{path} line {number}: {error}")
    return {query: judged for query, judged in qrels.items() if max(judged.values()) >= 1}


def read_run(path):
    """Query to document to score."""
    run = {}
    with open(path, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                query, _, document, _, score, _ = line.split()
                scores = run.setdefault(query, {})
                if document in scores:
                    raise ValueError(f"{document} comes a second time for {query}")
                scores[document] = float(score)
            except ValueError as error:
                fail(f"{path} line {number}: {error}")
    return run


def first_ten(scores):
    """The first ten in the order of trec_eval: by score, which it holds in 32 bits, then by id, both descending."""
    return dict(sorted(scores.items(), key=lambda hit: (numpy.float32(hit[1]), hit[0].encode()), reverse=True)[:10])


def measure(run, qrels):
    """The mean of each measure over the queries of qrels."""
    whole = pytrec_eval.RelevanceEvaluator(qrels, {"ndcg_cut.10", "recall.100", "success.1,3"}).evaluate(run)
    cut = {query: first_ten(scores) for query, scores in run.items()}
    start = pytrec_eval.RelevanceEvaluator(qrels, {"recip_rank"}).evaluate(cut)

    def mean(found, name):
        return sum(found.get(query, {}).get(name, 0.0) for query in qrels) / len(qrels)

    return {
        "ndcg10": mean(whole, "ndcg_cut_10"),
        "mrr10": mean(start, "recip_rank"),
        "recall100": mean(whole, "recall_100"),
        "success1": mean(whole, "success_1"),
        "success3": mean(whole, "success_3"),
    }


def differences(theirs, ours):
    """A line for each measure that is missing or differs."""
    for name in REQUIRED:
        if name not in ours:
            yield f"{name}: not in the file to compare with"
    for name, value in theirs.items():
        # Not "more than", so that what is not a number differs too.
        if name in ours and not abs(value - ours[name]) <= TOLERANCE:
            yield f"{name}: trec_eval says {value:.9f}, compared with {ours[name]:.9f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run")
    parser.add_argument("qrels")
    parser.add_argument("--compare", metavar="JSON")
    arguments = parser.parse_args()
    qrels = read_qrels(arguments.qrels)
    if not qrels:
        fail(f"{arguments.qrels}: no query has a relevant document")
    theirs = measure(read_run(arguments.run), qrels)
    print(json.dumps({name: round(value, 6) for name, value in theirs.items()}))
    if arguments.compare:
        with open(arguments.compare, encoding="utf-8") as file:
            found = list(differences(theirs, json.load(file)))
        print("\n".join(found), file=sys.stderr, end="\n" if found else "")
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Whether a run of schemathesis tested what it should: schemathesis_count.py REPORT LEAST.

A run without failures says little where it was broken off, where operations were passed over, or where the server
refused all that was asked of one. Says what is wrong, a line each, and exits with 1.
"""

import json
import sys
from pathlib import Path


def accepted(rates):
    """How many right requests were answered, over all phases."""
    return sum(phase.get("accepted", 0) for phase in rates.values())


def wrong(report, least):
    """What is wrong with a run."""
    cases, operations = report["test_cases"]["generated"], report["operations"]
    if not report["complete"]:
        yield f"the run was broken off: {report['stop_reason']}"
    if cases < least:
        yield f"{cases} cases were tried, at least {least} are asked for: raise MAX_EXAMPLES"
    if operations["tested"] != operations["total"]:
        yield f"{operations['tested']} of {operations['total']} operations were tried"
    for operation, rates in report["valid_rates"].items():
        if accepted(rates) == 0:
            yield f"{operation}: nothing that was asked was answered"
    for operation in report["warnings"]["rate_limited"]:
        yield f"{operation}: refused for asking too often; raise requests_per_minute of the server"


def main():
    path = Path(sys.argv[1])
    if not path.exists():
        sys.exit("schemathesis wrote no report: it did not run to its end")
    report = json.loads(path.read_text())
    problems = list(wrong(report, int(sys.argv[2])))
    print(f"{report['test_cases']['generated']} cases, {report['test_cases']['with_failures']} with failures")
    print("\n".join(problems), end="\n" if problems else "")
    sys.exit(1 if problems else 0)


main()

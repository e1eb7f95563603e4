"""Runs the checks of the chart; called by run.sh with the path of a helm. The last line counts what passed."""

import concurrent.futures
import os
import pathlib
import sys

import yaml

from checks import CHECKS
from release import CHART, Chart, Refused, Release, merged

HERE = pathlib.Path(__file__).resolve().parent
# Releases that must pass every check: name → values file on top of the defaults.
PROFILES = {
    "default": None,
    "small": CHART / "values-small.yaml",
    "ha": CHART / "values-ha.yaml",
    "external": HERE / "profiles" / "external.yaml",
}


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def record(self, what, problems):
        problems = list(problems)
        if not problems:
            self.passed += 1
            return
        self.failed += 1
        print(f"FAILED {what}")
        for problem in problems[:10]:
            print(f"    {problem}")


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8")) or {} if path else {}


def failing(release):
    """The names of the checks that fail, each with its first problem."""
    problems = {name: next(iter(check(release)), None) for name, check in CHECKS.items()}
    return {name: problem for name, problem in problems.items() if problem is not None}


def profiles(helm, tally):
    chart = Chart(helm)
    for name, path in PROFILES.items():
        tally.record(f"{name}: helm lint --strict", [c for c in [chart.lint([path] if path else [])] if c])
        try:
            release = Release(chart, load(path))
        except Refused as refused:
            tally.record(f"{name}: renders", [refused])
            continue
        for check_name, check in CHECKS.items():
            tally.record(f"{name}: {check_name}", check(release))


def broken(helm, tally):
    """Every check fails for its case, and no other check does."""
    cases = {path.stem: path for path in sorted((HERE / "broken").glob("*.yaml"))}
    tally.record("every check has its broken case", sorted(CHECKS.keys() ^ cases.keys()))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, problems in zip(cases, pool.map(lambda path: broken_case(helm, path), cases.values())):
            tally.record(f"broken: {name}", problems)


def broken_case(helm, path):
    case = load(path)
    try:
        fails = failing(Release(Chart(helm, case.get("edit", [])), case.get("values")))
    except (Refused, AssertionError) as error:
        return [f"must render: {error}"]
    wrong = [] if path.stem in fails else ["passes where it must fail"]
    return wrong + [f"{name} fails too: {problem}" for name, problem in fails.items() if name != path.stem]


def refused(helm, tally):
    """Values that do not fit are refused in the words of the case, and accepted once what is wrong is cured."""
    chart = Chart(helm)
    for path in sorted((HERE / "refused").glob("*.yaml")):
        case = load(path)
        problems = []
        try:
            chart.render(case["values"])
            problems.append("is accepted")
        except Refused as error:
            problems += [f"does not say {words!r}: {error}" for words in case["says"] if words not in str(error)]
        try:
            chart.render(merged(case["values"], case["cure"]))
        except Refused as error:
            problems.append(f"the cure is refused: {error}")
        tally.record(f"refused: {path.stem}", problems)


def main():
    tally = Tally()
    for part in (profiles, broken, refused):
        part(sys.argv[1], tally)
    print(f"chart: {tally.passed} passed, {tally.failed} failed")
    return 0 if tally.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Lets CP-SAT prove the cheapest schedule of each problem that stand_in_bench wrote, and compares the solver's answers.
CP-SAT comes from PyPI (pip install ortools) and is no part of the suite. Counts each answer anew, too.
usage: stand_in_judge.py LINES.jsonl SECONDS [KNOWN.json]
What was proved is kept in KNOWN.json, by problem, and not solved again."""
import hashlib
import json
import os
import sys

from ortools.sat.python import cp_model


def steps(a, b, step):
    square, count = (a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2, 0
    while ((count + 1) * step) ** 2 <= square:
        count += 1
    return count


class Whole:
    """One model of the whole; with the slots of an answer it says what that costs."""

    def __init__(self, problem):
        self.problem, self.m, self.cost = problem, cp_model.CpModel(), []
        self.days, self.persons, self.meetings = problem["days"], problem["persons"], problem["meetings"]
        self.policy, self.rules = problem["policy"], problem["policy"]["rules"]
        self.far = {tuple(pair) for pair in problem["far_apart"]}
        self.choose()
        self.limit_days()
        self.limit_persons()
        self.m.Minimize(sum(self.cost))

    def price(self, rule, count):
        """What a count costs; a rule that blocks allows none, one that is ignored costs nothing."""
        weight = self.rules.get(rule, 0)
        if weight < 0:
            self.m.Add(count == 0)
        elif weight > 0:
            self.cost.append(weight * count)

    def above(self, expression, most, rule, top=100):
        over = self.m.NewIntVar(0, top, "")
        self.m.Add(over >= expression - most)
        self.price(rule, over)

    def may_attend(self, p, i):
        home = self.persons[p["stands_in_for"]] if p["stands_in_for"] >= 0 else p
        own = home["area"] == self.meetings[i]["area"]
        return p["rank"] >= self.meetings[i]["rank"] and (own or self.rules.get("own_area", 0) >= 0), own

    def choose(self):
        policy, count = self.policy, len(self.days)
        self.approve, self.place, self.held = {}, {}, {}
        for g, members in enumerate(self.problem["groups"]):
            for d in range(count):
                if not self.days[d]["closed"] and not any(d in self.persons[p]["away"] for p in members):
                    self.held[g, d] = self.m.NewBoolVar("")
                    self.price("session", self.held[g, d])
        for i, meeting in enumerate(self.meetings):
            for d in range(meeting["papers_ready"] + policy["papers_days"], count):
                if (meeting["group"], d) in self.held:
                    self.approve[i, d] = self.m.NewBoolVar("")
            self.m.AddExactlyOne(v for (j, _), v in self.approve.items() if j == i)
            for s in range(count - meeting["days"] + 1):
                days = range(s, s + meeting["days"])
                if any(self.days[d]["closed"] for d in days):
                    continue
                breaks = sum(self.days[d]["after_break"] for d in days[1:])
                for p, person in enumerate(self.persons):
                    may, own = self.may_attend(person, i)
                    if not may or set(person["away"]) & set(days):
                        continue
                    self.place[i, s, p] = v = self.m.NewBoolVar("")
                    self.price("break", breaks * v)
                    if not own:
                        self.price("own_area", v)
                    if person["stands_in_for"] >= 0:
                        self.price("stand_in", v)
            mine = [(s, v) for (j, s, _), v in self.place.items() if j == i]
            self.m.AddExactlyOne(v for _, v in mine)
            approval = sum(d * v for (j, d), v in self.approve.items() if j == i)
            self.m.Add(sum(s * v for s, v in mine) >= approval + policy["lead_days"])
        for (g, d), held in self.held.items():
            here = [v for (i, e), v in self.approve.items() if e == d and self.meetings[i]["group"] == g]
            self.m.Add(sum(here) <= policy["session_size"] * held)
            for v in here:
                self.m.AddImplication(v, held)

    def limit_days(self):
        self.at = {}
        on_day = {d: [] for d in range(len(self.days))}
        for (i, s, p), v in self.place.items():
            for d in range(s, s + self.meetings[i]["days"]):
                self.at.setdefault((p, d), {}).setdefault(i, []).append(v)
                on_day[d].append(v)
        for here in on_day.values():
            self.m.Add(sum(here) <= self.policy["day_most"])
            self.above(sum(here), self.policy["day_level"], "day_level")
        groups = self.problem["groups"]
        for (p, d), here in self.at.items():
            sessions = [self.held[g, d] for g in range(len(groups)) if p in groups[g] and (g, d) in self.held]
            self.m.Add(sum(v for each in here.values() for v in each) + sum(sessions) <= 1)
        follows = {}
        for (p, d), here in self.at.items():
            for i, first in here.items():
                for j, second in self.at.get((p, d + 1), {}).items():
                    if i == j:
                        continue
                    a, b = self.meetings[i], self.meetings[j]
                    if (a["area"], b["area"]) in self.far:
                        self.m.Add(sum(first) + sum(second) <= 1)
                    count = steps(a, b, self.policy["km_step"])
                    if count and "travel" in self.rules:
                        if (i, j) not in follows:
                            follows[i, j] = self.m.NewBoolVar("")
                            self.price("travel", count * follows[i, j])
                        self.m.Add(sum(first) + sum(second) - 1 <= follows[i, j])

    def limit_persons(self):
        most, least = self.m.NewIntVar(0, 10**5, ""), self.m.NewIntVar(0, 10**5, "")
        for p, person in enumerate(self.persons):
            mine = [(i, v) for (i, _, q), v in self.place.items() if q == p]
            load = sum(v for _, v in mine)
            self.above(person["load_least"] - load, 0, "load_below")
            self.above(load, person["load_most"], "load_above")
            if person["stands_in_for"] >= 0:
                continue
            km = person["km_elsewhere"] + sum(self.meetings[i]["km"] * v for i, v in mine)
            self.m.Add(km <= most)
            self.m.Add(km >= least)
        spread = self.m.NewIntVar(0, 10**5, "")
        self.m.Add(self.policy["km_step"] * spread >= most - least)
        self.price("spread", spread)

    def fix(self, slots):
        for i, (approval, start, attendee) in enumerate(slots):
            self.m.Add(self.approve[i, approval] == 1)
            self.m.Add(self.place[i, start, attendee] == 1)

    def begin_at(self, slots):
        """Lets the judge begin where the answer is, so that it looks for better ones at once."""
        for (i, d), v in self.approve.items():
            self.m.AddHint(v, slots[i][0] == d)
        for (i, s, p), v in self.place.items():
            self.m.AddHint(v, slots[i][1:] == [s, p])

    def solve(self, seconds):
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 1
        state = solver.Solve(self.m)
        if state == cp_model.INFEASIBLE:
            return "none", 0, 0
        found = state in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        cost = round(solver.ObjectiveValue()) if found else -1
        return ("proved" if state == cp_model.OPTIMAL else "open"), cost, round(solver.BestObjectiveBound())


def main():
    path, seconds = sys.argv[1], float(sys.argv[2])
    store = sys.argv[3] if len(sys.argv) > 3 else None
    known = json.load(open(store)) if store and os.path.exists(store) else {}
    total = dict(problems=0, decided=0, equal=0, beaten=0, above=0, proved=0, slowest=0.0, seconds=0.0)
    for line in map(json.loads, open(path)):
        key = hashlib.sha256(json.dumps(line["problem"], sort_keys=True).encode()).hexdigest()
        if key not in known:
            whole = Whole(line["problem"])
            if line["found"]:
                whole.begin_at(line["slots"])
            known[key] = whole.solve(seconds)
            if store:
                json.dump(known, open(store, "w"))
        state, cost, bound = known[key]
        if line["found"]:
            again = Whole(line["problem"])
            again.fix(line["slots"])
            if again.solve(60)[1] != line["cost"]:
                sys.exit(f'seed {line["seed"]}: {line["cost"]} is counted as {again.solve(60)[1]}')
        total["problems"] += 1
        total["proved"] += line["infeasible"] or (line["found"] and line["cost"] == line["bound"])
        total["slowest"], total["seconds"] = max(total["slowest"], line["seconds"]), total["seconds"] + line["seconds"]
        ours = line["cost"] if line["found"] else None
        wrong = line["found"] and (line["bound"] > cost if state == "proved" else state == "none")
        if wrong or (line["infeasible"] and state == "proved"):
            sys.exit(f'seed {line["seed"]}: ours says {ours}, bound {line["bound"]}; CP-SAT {state} {cost}')
        if state != "open":
            total["decided"] += 1
            total["equal"] += ours == cost if state == "proved" else line["infeasible"]
            if state == "proved" and ours is not None and ours > cost:
                total["beaten"] += 1
                total["above"] += ours - cost
        print(f'seed {line["seed"]}: {len(line["problem"]["meetings"])} communes, ours {ours}, bound {line["bound"]}'
              f'{", all tried" if line["exhausted"] else ""}, {line["seconds"]:.1f} s; CP-SAT {state} {cost} ({bound})', flush=True)
    print(", ".join(f"{name} {value:.4g}" for name, value in total.items()))


main()

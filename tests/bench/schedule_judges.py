#!/usr/bin/env python3
"""Lets CP-SAT and HiGHS find a schedule of an instance, each in one model of the whole, as judges of our solver.
They come from PyPI (pip install ortools highspy) and are no part of the suite.
usage: schedule_judges.py INSTANCE.json SECONDS"""
import json
import sys

I, SECONDS = json.load(open(sys.argv[1])), float(sys.argv[2])
C, P, R, W = I["communes"], I["posts"], I["rules"], I["weights"]
D, CLOSED = len(I["days"]), set(I["closed_days"])
GROUPS = sorted({c["group"] for c in C})
MEMBERS = {g: [p for p, post in enumerate(P) if post["group"] == g] for g in GROUPS}
FAR = {tuple(x) for x in R["no_successive_days_in_groups"]}


def may_attend(i, p):
    return C[i]["code"] not in P[p]["forbidden"] and (P[p]["may_attend_wards"] or not C[i]["ward"])


def sessions(g):
    return [d for d in range(D) if d not in CLOSED and not any(d in P[p]["unavailable"] for p in MEMBERS[g])]


def model(new_bool, new_int, add, minimize):
    """The rules of the instance, over any solver that adds linear rows."""
    cost = []
    approve, place = {}, {}
    held = {(g, d): new_bool() for g in GROUPS for d in sessions(g)}
    for i, c in enumerate(C):
        ready = c["papers_ready"] + R["papers_to_approval"]
        for d in sessions(c["group"]):
            if d >= ready:
                approve[i, d] = new_bool()
        add(sum(v for (j, _), v in approve.items() if j == i), 1, 1)
        for s in range(D - c["days"] + 1):
            days = range(s, s + c["days"])
            if s < ready + R["approval_to_congress"] or CLOSED & set(days):
                continue
            for p in range(len(P)):
                if may_attend(i, p) and not set(P[p]["unavailable"]) & set(days):
                    place[i, s, p] = new_bool()
        mine = [(s, v) for (j, s, _), v in place.items() if j == i]
        add(sum(v for _, v in mine), 1, 1)
        add(sum(s * v for s, v in mine) - sum(d * v for (j, d), v in approve.items() if j == i), R["approval_to_congress"], D)
    for (g, d), h in held.items():
        add(sum(v for (i, e), v in approve.items() if e == d and C[i]["group"] == g) - R["communes_per_session"] * h, -D, 0)
        cost.append(W["session"] * h)
    at, on_day = {}, {d: [] for d in range(D)}
    for (i, s, p), v in place.items():
        for d in range(s, s + C[i]["days"]):
            at.setdefault((p, d), []).append((C[i]["group"], i, v))
            on_day[d].append(v)
        if C[i]["group"] != P[p]["group"]:
            cost.append(W["other_group"] * v)
    for (p, d), here in at.items():
        add(sum(v for _, _, v in here) + held.get((P[p]["group"], d), 0), 0, 1)
        for g, h in FAR:
            a = [v for k, _, v in here if k == g]
            b = [v for k, _, v in at.get((p, d + 1), []) if k == h]
            if a and b:
                add(sum(a) + sum(b), 0, 1)
    for d, here in on_day.items():
        if here:
            above = new_int(I["most_per_day"])
            add(sum(here), 0, I["most_per_day"])
            add(sum(here) - above, -len(C), 4)
            cost.append(W["day_above_4"] * above)
    most, least, spread = new_int(30000), new_int(30000), new_int(600)
    for p in range(len(P)):
        low, high = new_int(len(C)), new_int(len(C))
        mine = [(i, v) for (i, _, q), v in place.items() if q == p]
        add(sum(v for _, v in mine) + low, R["load"][0], 10**6)
        add(sum(v for _, v in mine) - high, -len(C), R["load"][1])
        cost += [W["load_outside"] * low, W["load_outside"] * high]
        km = sum(C[i]["km_from_centre"] * v for i, v in mine)
        add(km - most, -10**6, 0)
        add(km - least, 0, 10**6)
    add(50 * spread - most + least, 0, 10**6)
    cost.append(W["km_spread_per_50"] * spread)
    minimize(sum(cost))


def cp_sat():
    from ortools.sat.python import cp_model
    m = cp_model.CpModel()
    model(lambda: m.NewBoolVar(""), lambda top: m.NewIntVar(0, top, ""), lambda e, a, b: m.AddLinearConstraint(e, a, b), m.Minimize)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = SECONDS, 1
    found = solver.Solve(m) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return solver.ObjectiveValue() if found else None, solver.BestObjectiveBound()


def highs():
    import highspy
    h = highspy.Highs()
    h.silent()
    h.setOptionValue("time_limit", SECONDS)
    h.setOptionValue("threads", 1)
    integer = highspy.HighsVarType.kInteger

    def add(row, least, most):
        h.addConstr(row >= least)
        h.addConstr(row <= most)

    model(lambda: h.addVariable(0, 1, type=integer), lambda top: h.addVariable(0, top, type=integer), add, h.minimize)
    info = h.getInfo()
    return info.objective_function_value if info.primal_solution_status == 2 else None, info.mip_dual_bound


for name, judge in (("CP-SAT", cp_sat), ("HiGHS", highs)):
    cost, bound = judge()
    print(f"schedule, {name}, one model, {SECONDS:.0f} s on one core: {'none found' if cost is None else round(cost)}, bound {bound:.0f}", flush=True)

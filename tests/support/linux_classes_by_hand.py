# SPDX-License-Identifier: Apache-2.0
"""Tiny systems with deadline, real-time and fair tasks, worked out by hand from the rules in linux_dl.py and linux_fair.py.

`scenarios()` yields (what, system, {task: [finishes]}, {kind: overhead}), as linux_by_hand.py does.
"""


def run(time):
    return {"run": time}


def task(name, policy, release, *body, deadline=1_000, **more):
    if isinstance(policy, int):
        more = {"priority": policy, **more}
        policy = "fifo"
    return {"name": name, "policy": policy, "releases": [release], "deadline": deadline, "body": list(body), **more}


def dl(name, release, deadline, *body, **more):
    return task(name, "deadline", release, *body, deadline=deadline, **more)


def other(name, release, *body, **more):
    return task(name, "other", release, *body, **more)


def system(cpus, *tasks, locks=None, **kernel):
    kernel = {"order": "linux", "sections": "migrate_disable", "balancer": "linux-dl", "preempt_rt": True, **kernel}
    return {"pinstack": 1, "name": "by-hand", "platform": {"cpus": cpus}, "kernel": kernel, "locks": locks or {},
            "tasks": list(tasks), "horizon": "drain"}


def servers():
    yield ("a server of 2 in 5: 0..2, 5..7, 10..11", system(1, dl("A", 0, 5, run(5), runtime=2)), {"A": [11]})
    yield ("what a throttled task leaves is for others: 2..5, 7..10",
           system(1, dl("A", 0, 5, run(5), runtime=2), task("B", 1, 0, run(6))), {"A": [11], "B": [10]})
    # The runtime ends when A suspends: it sleeps throttled, wakes throttled at 3, and the timer brings it at 6.
    yield ("a wake-up of a throttled task waits for its timer",
           system(1, dl("A", 0, 6, run(2), {"suspend": 1}, run(1), runtime=2)), {"A": [7]})
    # A wakes at 3 with 3 left until 10: 3/7 is more than 4/10, so its deadline is 13, behind that of C, 12.
    yield ("a wake-up begins a new period where what is left is too much",
           system(1, dl("A", 0, 10, run(1), {"suspend": 2}, run(3)), dl("C", 2, 10, run(3))), {"A": [8], "C": [5]})
    # A wakes at 2 with 3 left until 10: 3/8 is not more than 4/10. C has 12.
    yield ("a wake-up keeps what is left where that is not too much",
           system(1, dl("A", 0, 10, run(1), {"suspend": 1}, run(3)), dl("C", 1, 11, run(3))), {"A": [5], "C": [7]})
    # At 3 the runtime is used up inside the section. A runs on, uncharged, until 5, and waits for 10 with the last 1.
    yield ("the end of a non-preemptible section throttles",
           system(1, dl("A", 0, 10, {"preempt_disable": [run(5)]}, run(1), runtime=3), task("B", 1, 0, run(4))),
           {"A": [11], "B": [9]})
    # With interrupts off that is seen at 5 only: 2 in excess. At 10 it has 1 of 3, until 20.
    yield ("what is used in excess with interrupts off is missing later",
           system(1, dl("A", 0, 10, {"irq_disable": [run(5)]}, run(2), runtime=3), task("B", 1, 0, run(4))),
           {"A": [21], "B": [9]})


def periodic(name, period, deadline, *body, **more):
    return {"name": name, "policy": "deadline", "period": period, "deadline": deadline, "body": list(body), **more}


def constrained():
    # It wakes at 6, later than its deadline 4: not before 10. The second job follows at 11, runs until 12, and sleeps
    # with nothing left: not before 20. The third one follows at 21.
    yield ("who wakes between deadline and period waits",
           {**system(1, periodic("A", 10, 4, run(1), {"suspend": 5}, run(1), runtime=2)), "horizon": 28}, {"A": [11, 21, None]})
    # It wakes at 4 with 2 left until 6, which is too much: it gets 3/6 of 2.
    yield ("who wakes too early before its deadline gets less",
           {**system(1, periodic("A", 20, 6, run(1), {"suspend": 3}, run(2), runtime=3)), "horizon": 22}, {"A": [21, None]})


def order():
    yield ("equal deadlines: who came last is behind", system(1, dl("A", 0, 10, run(4)), dl("B", 1, 9, run(3))),
           {"A": [4], "B": [7]})
    yield ("an earlier deadline preempts", system(1, dl("A", 0, 10, run(4)), dl("B", 1, 8, run(3))), {"A": [7], "B": [4]})
    yield ("every class above the next one",
           system(1, other("F", 0, run(2)), task("R", 1, 0, run(2)), dl("D", 0, 9, run(2))), {"D": [2], "R": [4], "F": [6]})


def inheritance():
    # L inherits at 2 and holds H off until it unlocks at 5; then D, H and L.
    yield ("a lock hands the class on",
           system(1, task("L", 1, 0, {"lock": {"name": "M", "body": [run(5)]}}, run(2)),
                  dl("D", 2, 10, {"lock": {"name": "M", "body": [run(1)]}}), task("H", 50, 3, run(5)), locks={"M": "mutex"}),
           {"D": [6], "H": [11], "L": [13]})


def balance():
    yield ("who is displaced is pushed", system(2, dl("A", 0, 20, run(10)), dl("B", 2, 5, run(3))), {"A": [10], "B": [5]})
    # CPU 2 has the latest deadline, 30; that of D is 16. C waits there: everybody else is earlier.
    yield ("the latest deadline gives way",
           system(3, dl("A", 0, 5, run(5)), dl("B", 0, 20, run(10), home_cpu=1), dl("C", 0, 30, run(10), home_cpu=2),
                  dl("D", 1, 15, run(2))), {"A": [5], "B": [10], "C": [12], "D": [3]})
    yield ("who is displaced inside a section stays",
           system(2, dl("A", 0, 20, {"migrate_disable": [run(10)]}), dl("B", 2, 5, run(3))), {"A": [13], "B": [5]})
    # C ends at 4 and pulls: A, pinned under B, has B pushed away to CPU 1.
    yield ("a pull of a pinned task pushes the one above it away",
           system(2, dl("A", 0, 50, {"migrate_disable": [run(10)]}), dl("B", 2, 10, run(6)), dl("C", 0, 100, run(4), home_cpu=1)),
           {"A": [12], "B": [8], "C": [4]})
    # A is throttled at 2 inside its section and comes back to CPU 0 at 10, where B runs until 12.
    yield ("a throttled task stays pinned",
           system(2, dl("A", 0, 10, {"migrate_disable": [run(3)]}, runtime=2), dl("B", 1, 20, run(10), affinity=[0])),
           {"A": [11], "B": [13]})
    yield ("a real-time task gives way to a deadline task", system(2, dl("D", 0, 100, run(5)), task("R", 9, 1, run(3))),
           {"D": [5], "R": [4]})


def fair():
    # 0..2 A, 2..4 B; then as much of both, and A was queued before B.
    yield ("fair tasks take turns", system(1, other("A", 0, run(4)), other("B", 0, run(3)), fair_slice=2), {"A": [6], "B": [7]})
    # Of B 1 counts for 3: A to 1, B to 2 (3), A to 5 (4), B to 6.
    yield ("by weight", system(1, other("A", 0, run(6)), other("B", 0, run(2), nice=5), fair_slice=1), {"A": [8], "B": [6]})
    yield ("an idle CPU pulls a displaced fair task", system(2, other("F", 0, run(10)), task("R", 1, 3, run(5))),
           {"F": [10], "R": [8]})
    yield ("not inside a section", system(2, other("F", 0, {"migrate_disable": [run(10)]}), task("R", 1, 3, run(5))),
           {"F": [15], "R": [8]})


def fair_server():
    # The timer is at 9. The runtime is used up at 10, where the next period begins, and again at 11. The next one begins at 20.
    yield ("the fair server runs what starves",
           system(1, task("R", 1, 0, run(20)), other("F", 0, run(3)), fair_server={"runtime": 1, "period": 10}),
           {"F": [21], "R": [23]})
    # F had 2 of its 3 on its own until 2: the timer at 7 goes on to 9.
    yield ("what a fair task runs on its own is taken off",
           system(1, task("R", 1, 2, run(20)), other("F", 0, run(3)), fair_server={"runtime": 3, "period": 10}),
           {"F": [10], "R": [23]})


def scenarios(groups=(servers, constrained, order, balance, fair)):
    for group in groups:
        for what, description, finishes in group():
            yield what, description, finishes, {}


def inheritance_scenarios():
    return scenarios((inheritance,))


def server_scenarios():
    return scenarios((fair_server,))

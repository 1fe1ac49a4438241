# SPDX-License-Identifier: Apache-2.0
"""Tiny systems with costs under linux-rt-*, and what docs/costs.md makes of them, worked out by hand.

Costs that are not given are 0, and there is no tick. `scenarios()` yields (what, system, {task: [finishes]},
{kind: overhead}).
"""

ZERO = ("context_switch", "migration", "ipi", "ipi_send", "ipi_receive", "interrupt", "wake_up", "stopper",
        "timer_tick", "timer_tick_period", "rt_mutex_uncontended", "rt_mutex_contended", "migrate_disable_pair",
        "migrate_disable_switched")


def task(name, priority, release, *body, **more):
    return {"name": name, "priority": priority, "releases": [release], "deadline": 10_000, "body": list(body), **more}


def run(time):
    return {"run": time}


def system(cpus, costs, *tasks, locks=None, **kernel):
    platform = {"topology": cpus} if isinstance(cpus, str) else {"cpus": cpus}
    platform["costs"] = {"extends": "x86-64", **dict.fromkeys(ZERO, 0), **costs}
    kernel = {"order": "fp", "sections": "migrate_disable", "balancer": "linux-rt-5.15", "preempt_rt": True, **kernel}
    return {"pinstack": 1, "name": "by-hand", "platform": platform, "kernel": kernel, "locks": locks or {},
            "tasks": list(tasks), "horizon": "drain"}


def scenarios():
    # CPU 0: 0 interrupt, 2 wake-up, 5 switch to A, 9 A runs 6, is interrupted at 15 until 20 by B's release, runs on
    # until 24. 24 switch to B, 28 B runs 2.
    yield ("a less urgent release interrupts",
           system(1, {"interrupt": 2, "wake_up": 3, "context_switch": 4},
                  task("A", 2, 0, run(10)), task("B", 1, 15, run(2))),
           {"A": [24], "B": [30]}, {"interrupt": 4, "wake_up": 6, "context_switch": 8})

    # A runs 0..10. B's release: 10..15, then schedule() picks B; its push round moves A to CPU 1 and sends the IPI.
    # CPU 0: 15 migration 3, 18 ipi_send 1, 19 switch 4, 23 B runs 5. CPU 1: the IPI comes at 15 + 7 = 22, is received
    # until 24, switch to A until 28, A has 10 left. (A began at 5+4 = 9: 0 wake-up, 5 switch, 9..10 A runs 1 and has
    # 19 left.)
    yield ("who is displaced is pushed, by IPI",
           system(2, {"wake_up": 5, "context_switch": 4, "migration": 3, "ipi": 7, "ipi_send": 1, "ipi_receive": 2},
                  task("A", 1, 0, run(20)), task("B", 2, 10, run(5))),
           {"A": [47], "B": [28]}, {"wake_up": 10, "context_switch": 12, "migration": 3, "ipi": 3})

    # A wakes 0..5 and runs 5..15 inside irq_disable. B's interrupt waits from 8 to 15. A leaves, 15..20 is B's wake-
    # up, and B, more urgent, runs 20..22. A has 5 left: 22..27.
    yield ("irq_disable holds an interrupt back",
           system(1, {"wake_up": 5}, task("B", 2, 8, run(2)), task("A", 1, 0, {"irq_disable": [run(10)]}, run(5))),
           {"A": [27], "B": [22]}, {"wake_up": 10})

    # A: wake-up 0..1, pair 1..4, runs inside 4..14, outside 14..16. No further item: leaving the section is in the
    # pair.
    yield ("a pin costs once, at its begin",
           system(1, {"wake_up": 1, "migrate_disable_pair": 3},
                  task("A", 1, 0, {"migrate_disable": [run(4), run(6)]}, run(2))),
           {"A": [16]}, {"wake_up": 1, "migrate_disable": 3})

    # A is pinned at 0 and runs until 5. B displaces it there: 5..8 `switched`, B 8..10. A goes on at 10 with 5 left.
    # C displaces it at 12, in the same section: nothing, C 12..14. A 14..17.
    yield ("who is switched out in a section pays once",
           system(1, {"migrate_disable_switched": 3}, task("A", 1, 0, {"migrate_disable": [run(10)]}),
                  task("B", 2, 5, run(2)), task("C", 3, 12, run(2))),
           {"A": [17], "B": [10], "C": [14]}, {"migrate_disable": 3})

    # Ticks at 10, 20, 30, 40: A runs 0..10, 13..20, 23..26: 20. Then nobody is there at 30 and 40.
    yield ("ticks",
           system(1, {"timer_tick": 3, "timer_tick_period": 10}, task("A", 1, 0, run(20))),
           {"A": [26]}, {"timer_tick": 6})

    # Ticks at 10 and 20 find A inside irq_disable: one waits, 25..28. That of 30 is at 30..33. A runs 28..30 and
    # 33..36.
    yield ("one tick waits",
           system(1, {"timer_tick": 3, "timer_tick_period": 10}, task("A", 1, 0, {"irq_disable": [run(25)]}, run(5))),
           {"A": [36]}, {"timer_tick": 6})

    # CPU 0: 0..1 switch to A, 1..3 A takes the lock, 3..13 A runs, releases it, and completes. (The release costs 5
    # less two switches of 1: 13..16.) CPU 1: 5..6 switch to B, which spins from 6 to 13, takes the lock, which costs
    # only who takes it at once, and runs until 17.
    yield ("a mutex, with a spinner",
           system(2, {"rt_mutex_uncontended": 2, "rt_mutex_contended": 5, "context_switch": 1},
                  task("A", 1, 0, {"lock": {"name": "L", "body": [run(10)]}}),
                  task("B", 1, 5, {"lock": {"name": "L", "body": [run(4)]}}, home_cpu=1), locks={"L": "mutex"}),
           {"A": [13], "B": [17]}, {"rt_mutex": 5, "context_switch": 2, "spin_wait": 7})

    # B displaces A at 5; A, pushed to CPU 1 at once, reloads 16 KiB there: a fifth of 50 within the L3 cache, 5..15.
    # It has 5 left.
    yield ("a reload within an L3 cache",
           system("pack:2 l3:1 core:2 pu:1", {"cache_reload_16k": 50},
                  task("A", 1, 0, run(10), working_set=16384), task("B", 2, 5, run(30))),
           {"A": [20], "B": [35]}, {"cache_reload": 10})

    # As before with 2 KiB, half of what 4 KiB take, and without a topology: 10 from 5 on. C displaces A at 8. At 10 A
    # goes on with the other 7, and from 17 on with its 5. (CPU 0 has B until 35.)
    yield ("a reload is displaced",
           system(2, {"cache_reload_4k": 20}, task("A", 1, 0, run(10), working_set=2048), task("B", 2, 5, run(30)),
                  task("C", 3, 8, run(2), home_cpu=1, affinity=[1])),
           {"A": [22], "B": [35], "C": [10]}, {"cache_reload": 10})

    # A is pinned at 0, and displaced by B at 5. CPU 1 becomes idle at 8, cannot have A, and asks for B to be moved,
    # which has run 3 of 20: the stopper has CPU 0 from 8 to 14. B runs on CPU 1 from 14 to 31. On CPU 0 the migration
    # is 14..17, then A goes on with 5 left.
    yield ("the stopper moves a running task",
           system(2, {"stopper": 6, "migration": 3},
                  task("A", 1, 0, {"migrate_disable": [run(10)]}), task("B", 2, 5, run(20)),
                  task("C", 3, 0, run(8), home_cpu=1, affinity=[1])),
           {"A": [22], "B": [31], "C": [8]}, {"stopper": 6, "migration": 3})

    # A holds B's interrupt back until 6. There it comes before the pin: A is not bound to CPU 0 yet, and B stays there.
    # (The stopper never runs; without any cost, B's interrupt comes after all that A does at 6.)
    yield ("irq_disable holds an interrupt back until before a pin that costs nothing",
           system(2, {"stopper": 1}, task("A", 1, 0, {"irq_disable": [run(6)]}, {"migrate_disable": [run(5)]}),
                  task("B", 2, 3, run(4)), features={"MD_IS_PINNED": True}),
           {"A": [15], "B": [10]}, {})

    # B runs on CPU 1 until 1 and leaves it to C. It wakes up at 2, on CPU 0, where A is not preemptible until 5. A has its
    # next job there then, and does not sleep; but B is picked, reloads until 15, and only then takes its lock.
    yield ("a reload where the next job of another task was about to begin",
           system(2, {"cache_reload_4k": 20},
                  {**task("A", 1, 0, {"preempt_disable": [run(5)]}), "releases": [0, 1]},
                  {**task("B", 2, 0, {"lock": {"name": "L", "body": [run(1)]}}), "releases": [0, 2], "home_cpu": 1,
                   "working_set": 2048},
                  task("C", 3, 1, run(20), home_cpu=1, affinity=[1]), locks={"L": "raw_spinlock"}),
           {"A": [5, 21], "B": [1, 16], "C": [21]}, {"cache_reload": 10})

    # CPU 0: 0..3 P's wake-up, 3..4 its pin, it runs 4..5, 5..8 S's wake-up, S runs 8..9, pins itself and sleeps until
    # 12. The pin takes 9..10, X's wake-up 10..13, that of S 13..16; schedule() comes at 16, to which S is what ran until
    # then. Its section ends and nobody is pushed: S runs no more. P has 3 left, then X.
    yield ("chained: a section that ends in a wake-up before schedule() was called",
           system(2, {"wake_up": 3, "migrate_disable_pair": 1, "stopper": 5},
                  task("P", 2, 0, {"migrate_disable": [run(4)]}), task("S", 3, 5, run(1), {"migrate_disable": [{"suspend": 3}]}),
                  task("X", 1, 9, run(2), affinity=[0]), balancer="linux-rt-chained"),
           {"P": [19], "S": [16], "X": [21]}, {"wake_up": 12, "migrate_disable": 2})

    # At 5 A ends and has its next job, but B is picked and spins: C, which has its lock, is current on CPU 1 until D is
    # picked there. B sees that at 8, sleeps, and A goes on. C has 5 left from 15 on; B is woken at 20, by an IPI.
    yield ("a spinner looks when it can see something, whoever had its CPU before",
           system(2, {}, {**task("A", 1, 0, {"preempt_disable": [run(5)]}), "releases": [0, 1], "affinity": [0]},
                  task("B", 2, 2, {"lock": {"name": "L", "body": [run(1)]}}, affinity=[0]),
                  task("C", 1, 0, {"lock": {"name": "L", "body": [run(10)]}}, home_cpu=1, affinity=[1]),
                  task("D", 3, 5, run(10), home_cpu=1, affinity=[1]), locks={"L": "mutex"}, latencies={"resched": 3}),
           {"A": [5, 13], "B": [24], "C": [20], "D": [15]}, {"spin_wait": 3})

    # CPU 0 idles from 4 on and starts the chain of IPIs, which waits on CPU 1 until X ends at 6. X has released its lock
    # by then: S takes it and is inside irq_disable before the chain comes to CPU 2, where it waits until 11. Only then W
    # goes to CPU 0.
    yield ("a spinner sees the lock before what irq_disable held begins",
           system(3, {"stopper": 1}, task("Q", 4, 0, run(4), affinity=[0]),
                  task("X", 5, 0, {"irq_disable": [{"lock": {"name": "L", "body": [run(6)]}}]}, home_cpu=1, affinity=[1]),
                  task("S", 3, 0, {"lock": {"name": "L", "body": [{"irq_disable": [run(5)]}]}}, home_cpu=2, affinity=[2]),
                  task("V", 1, 0, run(3), home_cpu=1, affinity=[1, 2]),
                  task("W", 1, 0, run(3), home_cpu=2, affinity=[0, 2]), locks={"L": "raw_spinlock"}),
           {"Q": [4], "X": [6], "S": [11], "V": [9], "W": [14]}, {"spin_wait": 6})

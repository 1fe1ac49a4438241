# SPDX-License-Identifier: Apache-2.0
"""Random systems for linux_twin.py, one of each family for each seed:

    rt        real-time tasks alone; every second system has locks, every third one costs in time, two in five RT throttling
    deadlines  deadline and real-time tasks without non-preemptible sections, deadlines as long as periods; every third system
              has periods and a horizon
    classes   the same with fair tasks, non-preemptible sections, shorter deadlines; every second system with busy waiting
    inherits  the same with locks of all kinds
    server    the same with the fair server
    wakes     as rt, with tasks that others wake up

Half of the systems have times on a coarse grid, so that many events coincide.
"""

import random

import linux_state

TOPOLOGIES = {1: ["core:1 pu:1"], 2: ["core:1 pu:2", "pack:2 l3:1 core:1 pu:1"], 3: ["pack:1 l3:3 core:1 pu:1"],
              4: ["pack:2 l3:1 core:1 pu:2", "pack:1 l3:2 core:2 pu:1", "core:2 pu:2"], 5: ["pack:5 core:1 pu:1"]}
COSTS = ("context_switch", "migration", "ipi", "ipi_send", "ipi_receive", "interrupt", "wake_up", "stopper",
         "timer_tick", "rt_mutex_uncontended", "rt_mutex_contended", "migrate_disable_pair", "migrate_disable_switched",
         "cache_reload_4k", "cache_reload_16k", "cache_reload_64k", "cache_reload_256k", "cache_reload_1m", "cache_reload_4m")
FEATURES = ("RT_PUSH_IPI", "PUSH_TARGET_CHECK", "MD_IS_PINNED", "SKIP_MD_HEAD", "SWAP_ON_ENTRY")


def random_body(rng, time, atomic, depth, ran, locks=()):
    """Operations, and whether the last of them ran. A suspension comes only after a run: a thread runs before it sleeps.
    Locks: pairs of a name and whether it can sleep, acquired in this order only."""
    body = []
    kinds = ["run", "run", "suspend", "section", "migrate_disable", "preempt_disable", "irq_disable"]
    for _ in range(rng.randint(1, 3)):
        allowed = [i for i, (_, sleeps) in enumerate(locks) if not (sleeps and atomic)]
        kind = rng.choice([*kinds, *["lock"] * (4 if allowed else 0)])
        if kind == "suspend" and ran and not atomic:
            body.append({"suspend": time()})
            ran = False
        elif kind in ("section", "migrate_disable") and depth < 3:
            inner, ran = random_body(rng, time, atomic, depth + 1, ran, locks)
            body.append({kind: inner})
        elif kind in ("preempt_disable", "irq_disable") and depth < 3:
            inner, ran = random_body(rng, time, True, depth + 1, ran, locks)
            body.append({kind: inner})
        elif kind == "lock" and depth < 3:
            i = rng.choice(allowed)
            name, sleeps = locks[i]
            inner, ran = random_body(rng, time, atomic or not sleeps, depth + 1, ran, locks[i + 1:])
            body.append({"lock": {"name": name, "body": inner}})
        else:
            body.append({"run": time()})
            ran = True
    return body, ran


def random_locks(rng):
    """{name: kind}, and whether the kernel is PREEMPT_RT."""
    kinds = {name: rng.choice(["spinlock", "spinlock", "raw_spinlock", "mutex", "local_lock"])
             for name in "ABC"[:rng.randint(1, 3)]}
    return kinds, rng.random() < 0.8


def random_system(seed, with_locks=False):
    rng = random.Random(seed)
    kinds, preempt_rt = random_locks(rng) if with_locks else ({}, False)
    locks = [(name, kind == "mutex" or (preempt_rt and kind != "raw_spinlock")) for name, kind in kinds.items()]
    coarse = rng.random() < 0.5
    cpus = rng.choice([1, 2, 2, 3, 3, 4, 4, 5])
    span = 40 if coarse else 40_000

    def time():
        return rng.randint(1, 8) if coarse else rng.randint(1, 8_000)

    tasks = []
    for i in range(rng.randint(2, 9)):
        home = rng.randrange(cpus)
        task = {"name": f"T{i}", "priority": rng.randint(1, rng.choice([4, 12])),
                "releases": sorted(rng.randint(0, span) for _ in range(rng.choice([1, 1, 2, 3]))),
                "deadline": 1_000_000, "home_cpu": home, "body": random_body(rng, time, False, 0, False, locks)[0]}
        if rng.random() < 0.25:
            task["affinity"] = sorted({home, *rng.sample(range(cpus), rng.randint(1, cpus))})
        if rng.random() < 0.3:
            task["policy"] = "rr"
        tasks.append(task)
    kernel = {"order": "fp", "sections": "migrate_disable", "balancer": rng.choice(linux_state.BALANCERS),
              "features": {name: rng.random() < 0.5 for name in FEATURES if rng.random() < 0.4}}
    if rng.random() < 0.6:
        kernel["rr_slice"] = time()
    if rng.random() < 0.5:
        longest = 3 if coarse else 900
        kernel["latencies"] = {name: rng.randint(0, longest) for name in ("resched", "ipi_hop", "stopper")}
    if rng.random() < 0.3:
        kernel["edge_source"] = {"period": cpus * time(), "jitter": 0}
    elif rng.random() < 0.3:
        kernel["edge_source"] = [{"at": rng.randint(0, 2 * span), "cpu": rng.randrange(cpus)} for _ in range(rng.randint(1, 9))]
    if rng.random() < 0.3:
        kernel["round_robin_state"] = [rng.randrange(cpus) for _ in range(cpus)]
    out = {"pinstack": 1, "name": f"random-{seed}", "platform": {"cpus": cpus}, "kernel": kernel, "tasks": tasks,
           "horizon": "drain"}
    if with_locks:
        out["locks"] = kinds
        kernel["preempt_rt"] = preempt_rt
    return out


def random_classes(seed, inherits=False):
    """Deadline, real-time and fair tasks on the same CPUs; every second system with locks; `inherits`: of all kinds."""
    rng = random.Random(f"classes {seed}")
    kinds, preempt_rt = random_locks(rng) if seed % 2 == 1 else ({}, rng.random() < 0.5)
    if not inherits:
        kinds = dict.fromkeys(kinds, "raw_spinlock")
    locks = [(name, kind == "mutex" or (preempt_rt and kind != "raw_spinlock")) for name, kind in kinds.items()]
    coarse = rng.random() < 0.5
    unit = 1 if coarse else 1_000
    cpus = rng.choice([1, 2, 2, 3, 3, 4, 4, 5])
    is_edf = rng.random() < 0.15
    policies = ["deadline"] if is_edf else rng.choice(
        [["deadline"], ["deadline", "deadline", "fifo", "rr"], ["deadline", "other"], ["fifo", "rr", "other", "other"],
         ["deadline", "fifo", "rr", "other"]])

    def time(most=8):
        return rng.randint(1, most) if coarse else rng.randint(1, most * unit)

    nice = rng.random() < 0.4
    tasks = []
    for i in range(rng.randint(2, 12)):
        home = rng.randrange(cpus)
        policy = rng.choice(policies)
        task = {"name": f"T{i}", "releases": sorted(rng.randint(0, 40 * unit) for _ in range(rng.choice([1, 1, 2, 3]))),
                "deadline": 1_000_000, "home_cpu": home, "body": random_body(rng, time, False, 0, False, locks)[0]}
        if rng.random() < 0.25:
            task["affinity"] = sorted({home, *rng.sample(range(cpus), rng.randint(1, cpus))})
        if not is_edf:
            task["policy"] = policy
        if policy in ("fifo", "rr"):
            task["priority"] = rng.randint(1, rng.choice([4, 12]))
        if policy == "other" and nice:
            task["nice"] = rng.randint(-20, 19)
        if policy == "deadline":
            whole = demand(task["body"])
            task["runtime"] = runtime = rng.choice([whole, whole, whole + time(), max(1, whole // 2), time()])
            task["deadline"] = runtime + rng.choice([0, time(), time(20), time(40)])
            if runtime == whole and rng.random() < 0.5:
                del task["runtime"]
        tasks.append(task)
    kernel = {"order": "edf" if is_edf else "linux", "sections": "migrate_disable", "preempt_rt": preempt_rt,
              "balancer": "linux-dl" if is_edf else rng.choice([*linux_state.BALANCERS, "linux-dl", "linux-dl"]),
              "features": {name: rng.random() < 0.5 for name in FEATURES[:-1] if rng.random() < 0.4}}
    if rng.random() < 0.6:
        kernel["rr_slice"] = time()
    if rng.random() < 0.7:
        kernel["fair_slice"] = time()
    if rng.random() < 0.4:
        kernel["latencies"] = {name: rng.randint(0, 3 if coarse else 900) for name in ("resched", "ipi_hop", "stopper")}
    if rng.random() < 0.3:
        kernel["round_robin_state"] = [rng.randrange(cpus) for _ in range(cpus)]
    if rng.random() < 0.15:
        kernel["edge_source"] = [{"at": rng.randint(0, 80 * unit), "cpu": rng.randrange(cpus)} for _ in range(rng.randint(1, 9))]
    system = {"pinstack": 1, "name": f"classes-{seed}", "platform": {"cpus": cpus}, "kernel": kernel, "tasks": tasks,
              "locks": kinds, "horizon": "drain"}
    if seed % 3 == 0:
        make_periodic(rng, system, time)
    return system


def add_wakes(rng, system):
    """Suspensions that others end, and who ends them: after runs. Some wait for ever."""
    names = [task["name"] for task in system["tasks"]]

    def of_body(body):
        out = []
        for operation in body:
            ((key, value),) = operation.items()
            inner = value["body"] if key == "lock" else value
            if key == "suspend" and rng.random() < 0.6:
                operation = {"suspend": "until_woken"}
            elif isinstance(inner, list):
                inner[:] = of_body(inner)
            out.append(operation)
            if key == "run":
                out += [{"wake": rng.choice(names)} for _ in range(rng.choice([0, 0, 1, 2]))]
        return out

    for task in system["tasks"]:
        task["body"] = of_body(task["body"])


def random_with_server(seed):
    """Often with so little time for others that it comes into play."""
    system = random_classes(seed)
    rng = random.Random(f"server {seed}")
    longest = max(max(task.get("releases", [task.get("offset")])) for task in system["tasks"])
    unit = 1 if longest < 200 else 1_000
    runtime = rng.randint(1, 4 * unit)
    system["kernel"]["fair_server"] = {"runtime": runtime, "period": runtime + rng.randint(1, 20 * unit)}
    return system


def random_waking(seed):
    system = random_rt(seed)
    add_wakes(random.Random(f"wakes {seed}"), system)
    return system


def demand(body):
    """What it runs."""
    return sum(value if key == "run" else demand(value["body"]) if key == "lock" else demand(value)
               for operation in body for key, value in operation.items() if key not in ("suspend", "wake"))


def make_periodic(rng, system, time):
    """In place of releases; a deadline task then has a period that may be longer than its deadline."""
    system["horizon"] = sum(time() for _ in range(40))
    for task in system["tasks"]:
        is_dl = task.get("policy", "deadline") == "deadline"
        least = task["deadline"] if is_dl else demand(task["body"]) + time()
        task["offset"] = task.pop("releases")[0]
        task["period"] = least + rng.choice([0, time(), time(20)])
        task["deadline"] = min(task["deadline"], task["period"])


def add_throttling(seed, system):
    """Often so tight that it bites; sometimes the runtime is all of the period, and nothing is throttled."""
    rng = random.Random(f"throttling {seed}")
    coarse = max(max(task["releases"]) for task in system["tasks"]) < 200
    least = 1 if coarse else 100
    period = rng.randint(2 * least, 60 if coarse else 60_000)
    runtime = rng.randint(least, rng.choice([max(least, period // 3), period]))
    system["kernel"]["rt_throttling"] = {"runtime": runtime, "period": period}


def add_costs(seed, system):
    """Small ones, many of them 0, so that they are in the order of the times of tasks."""
    rng = random.Random(-seed)
    coarse = max(max(task["releases"]) for task in system["tasks"]) < 200
    most = rng.choice([1, 3] if coarse else [90, 900])
    rate = rng.random()
    costs = {"extends": "x86-64", **{name: rng.randint(0, most) if rng.random() < rate else 0 for name in COSTS}}
    costs["rt_mutex_contended"] += rng.choice([0, 2 * costs["context_switch"]])
    costs["timer_tick_period"] = rng.choice([0, (costs["timer_tick"] + (1 if coarse else 100)) * rng.randint(3, 12)])
    if rng.random() < 0.5:
        costs["llc_miss"] = rng.randint(1, 100)
    system["platform"]["costs"] = costs
    for task in system["tasks"]:
        # Not settled: a slice that runs out during work of the kernel, where schedule() is due when that ends.
        task.pop("policy", None)
    for task in system["tasks"]:
        if rng.random() < 0.5:
            task["working_set"] = rng.choice([rng.randint(1, 5000), rng.randint(1, 1 << 23), 4096, "16KiB", "4MiB"])
    if rng.random() < 0.3:
        system["platform"]["topology"] = rng.choice(TOPOLOGIES[system["platform"].pop("cpus")])


def random_rt(seed):
    system = random_system(seed, with_locks=seed % 2 == 1)
    if seed % 5 < 2:
        add_throttling(seed, system)
    if seed % 3 == 0:
        add_costs(seed, system)
    return system


def without_non_preemptible(body):
    out = []
    for operation in body:
        ((key, value),) = operation.items()
        inner = value["body"] if key == "lock" else value
        if isinstance(inner, list):
            key = "section" if key in ("preempt_disable", "irq_disable", "lock") else key
            operation = {key: without_non_preemptible(inner)}
        out.append(operation)
    return out


def random_deadlines(seed):
    system = random_classes(seed)
    for task in system["tasks"]:
        task["body"] = without_non_preemptible(task["body"])
        if task.get("policy") == "other":
            task.update(policy="fifo", priority=3)
            task.pop("nice", None)
        if "period" in task and task.get("policy", "deadline") == "deadline":
            task["period"] = task["deadline"]
    system["locks"] = {}
    return system


FAMILIES = {"rt": random_rt, "deadlines": random_deadlines, "wakes": random_waking, "classes": random_classes,
            "inherits": lambda seed: random_classes(seed, inherits=True), "server": random_with_server}
# Of the others: in some corners of `classes` the two differ (docs/deadline-tasks.md), and the program refuses the rest in this version.
COMPARED = ["rt", "deadlines", "wakes"]

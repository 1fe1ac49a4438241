# SPDX-License-Identifier: Apache-2.0
"""linux_model.py as the tests call it: a whole run, checked, and in the shape of the program's report."""

from linux_model import Model


def simulate(system):
    """The model after the last job, or at the horizon: `tasks` (`jobs`: [release, start, finish] in ns), `moves`, accounts."""
    model = Model(system).run()
    for task in model.tasks:
        mine = [run[1:] for run in model.runs if run[0] == task.name]
        assert all(a[2] <= b[1] for a, b in zip(mine, mine[1:])), f"{task.name} on two CPUs"
        demand = task.done * sum(step.time for step in task.steps if not step.suspends)
        ran = sum(to - since for _, since, to in mine) - task.spin
        assert ran == demand or (ran > demand and task.done < len(task.jobs)), f"{task.name} ran too long or too short"
    return model


def simulate_json(system):
    """What `pinstack simulate --jobs --format json` prints, as far as the tests read it."""
    model = simulate(system)
    return {
        "capacity_ns": {**model.capacity, "inversion": model.capacity["inversion_np"] + model.capacity["inversion_pin"],
                        "total": len(model.rqs) * model.now, "overhead_by_kind": dict(model.overhead)},
        "throttling": {"throttlings": model.throttlings, "throttled_ns": model.throttled_time},
        "tasks": [{"name": task.name, "migrations": task.migrations, "spin_ns": task.spin,
                   "response_split_ns": model.split_of(task)} for task in model.tasks],
        "jobs": [{"task": task.name, "release_ns": release, "start_ns": start, "finish_ns": finish}
                 for task in model.tasks for release, start, finish in task.jobs],
        "findings_total": len(model.cycles),
        "lock_waits": model.locks.waits,
    }

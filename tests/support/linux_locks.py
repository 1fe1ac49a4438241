# SPDX-License-Identifier: Apache-2.0
"""Locks: rt_mutex, as kernel/locking/rtmutex.c has it, and raw spinlocks."""

from linux_state import insert_last_of_equals, Lock, Task


class Deadlock(Exception):
    pass


class Locks:
    def __init__(self, model, kinds):
        self.model = model
        self.kinds = kinds
        self.locks = {}  # by name; a local_lock by name and CPU
        self.waits = []  # [task, lock, from, to, time that it spun]

    def lock(self, name, cpu, sleeps):
        key = (name, cpu) if self.kinds[name] == "local_lock" else name
        return self.locks.setdefault(key, Lock(name, sleeps))

    # --- acquire ---------------------------------------------------------------------------------------------------

    def acquire(self, task, name, sleeps):
        """True if the task has the lock now."""
        lock = self.lock(name, task.cpu, sleeps)
        if lock.owner is None and (not lock.waiters or task.priority > lock.waiters[0].priority):
            lock.owner = task
            task.holds.append(lock)
            return True
        self.refuse_deadlock(task, lock)
        task.waits_for = lock
        task.waits_since = self.model.now
        if not sleeps:
            lock.waiters.append(task)
            return False
        insert_last_of_equals(lock.waiters, task)
        if lock.owner is not None:
            self.adjust_priority(lock.owner)
        self.look(task)
        return False

    def refuse_deadlock(self, task, lock):
        chain = [f"{task.name} waits for {lock.name}"]
        owner = lock.owner
        while owner is not None and owner is not task and owner.waits_for is not None:
            chain.append(f"{owner.name}, which waits for {owner.waits_for.name}")
            owner = owner.waits_for.owner
        if owner is task:
            raise Deadlock(f"deadlock at {self.model.now} ns: " + " held by ".join([*chain, task.name]))

    def take(self, task):
        """The waiter is the owner now, and goes on."""
        lock = task.waits_for
        self.model.stop_clock(task)
        lock.waiters.remove(task)
        lock.owner = task
        task.holds.append(lock)
        task.waits_for = None
        self.waits.append([task.name, lock.name, task.waits_since, self.model.now, task.spun])
        task.spin += task.spun
        task.spun = 0
        self.model.enter_rest(task)

    def look(self, task):
        """What a waiter does on its CPU: takes the lock, spins on, or sleeps."""
        lock = task.waits_for
        task.woken = False
        if lock.waiters[0] is task and lock.owner is None:
            self.take(task)
        elif lock.sleeps and not self.spins_on(task):
            self.model.sleep(task)

    def spins_on(self, task):
        lock = task.waits_for
        if not lock.sleeps:
            return lock.owner is not None or lock.waiters[0] is not task
        return lock.owner is not None and lock.waiters[0] is task and self.model.on_cpu(lock.owner)

    def send_looks(self):
        """To spinners that will see that they should not spin on."""
        for rq in self.model.rqs:
            task = rq.current
            if (isinstance(task, Task) and task.queued and task.waits_for is not None
                    and not task.look_sent and not self.spins_on(task)):
                task.look_sent = True
                self.model.send(self.model.resched_latency, "look", task.cpu, task)

    def look_arrives(self, task):
        task.look_sent = False
        if task.queued and task.waits_for is not None and self.model.on_cpu(task):
            self.look(task)

    # --- release ---------------------------------------------------------------------------------------------------

    def release(self, task, name):
        lock = next(lock for lock in reversed(task.holds) if lock.name == name)
        task.holds.remove(lock)
        lock.owner = None
        if not lock.waiters:
            return
        if lock.sleeps:
            self.adjust_priority(task)
            self.model.wake_waiter(lock.waiters[0])
            self.model.interrupt_ends(self.model.here)

    # --- priority inheritance --------------------------------------------------------------------------------------

    def adjust_priority(self, task):
        """rt_mutex_adjust_prio() of the task, and along the chain of those for whose locks it waits."""
        inherited = [lock.waiters[0].priority for lock in task.holds if lock.sleeps and lock.waiters]
        priority = max([task.own_priority, *inherited])
        if priority == task.priority:
            return
        lock = task.waits_for
        chained = lock is not None and lock.sleeps
        if chained:
            top = lock.waiters[0]
            lock.waiters.remove(task)
        self.model.set_priority(task, priority)
        if not chained:
            return
        insert_last_of_equals(lock.waiters, task)
        if lock.owner is not None:
            self.adjust_priority(lock.owner)
        elif lock.waiters[0] is not top:
            self.model.wake_waiter(lock.waiters[0])

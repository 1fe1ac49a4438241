# SPDX-License-Identifier: Apache-2.0
"""Locks of linux_model.py, after kernel/locking/rtmutex.c and spinlock_rt.c of Linux 6.1.

What locking does, in its order; unlocking does the reverse:

    spinlock, preempt_rt                     rtlock, migrate_disable
    mutex                                    rtlock
    local_lock, preempt_rt                   migrate_disable, rtlock of the CPU's instance, migrate_disable
    raw_spinlock; spinlock without it        preempt_disable, rawlock
    local_lock without it                    preempt_disable

From one step (run or suspension) to the next, what ends is left, the innermost first, then what begins is entered, the
outermost first, without schedule() in between. Sections of a kind nest: only the outermost is entered and left. Two of
a kind that touch are one, unless a lock is taken or released between them that they do not enclose: as in the kernel,
who unlocks a spinlock is migratable for a moment, and who waits for the next one is not pinned. Acquiring an rtlock
inside np or irq is an error. Of a task that must wait, the rest is entered when it takes the lock. A suspension begins
when everything before it is entered. At a wake-up (2) the task leaves, on the CPU where it is and before one is
selected, and enters only at the end of the schedule() that picks it, after the push round.

Priorities below are inherited ones: the greatest of the own one and those of the top waiters for the rtlocks that a
task has.

rtlock, acquire:
* The lock has no owner, and either no waiter or only less urgent ones: the task has it (steals it, the waiters stay).
* A cycle of tasks that wait for each other ends the run.
* Otherwise the task becomes a waiter, by priority, the last of its equals; the owner, if there is one, inherits. Then
  it looks.

A waiter on a CPU *looks*: if the lock has no owner and it is the top waiter, it takes the lock. If it is the top waiter
and the owner is the current task of a CPU (as rq->curr), it spins: it uses its CPU and can be preempted, pushed and
pulled as any task. Otherwise it sleeps, as in 1. Taking the lock changes no priority. It looks when it begins to wait,
at the end of each schedule() that picks it, after the push round, and when a look arrives: after each action (a segment
end, a wake-up, a late entering, a schedule(), something delivered), each spinning current task, by CPU number, that
should not spin on and has no look under way is sent one, due after `resched`, the time in which one CPU learns what
another does. Looks are not interrupts. One that finds its task waiting on a CPU makes it look, whatever it waits for
now. So for `resched` after a release whoever is more urgent than the spinner can take the lock, its last owner first of
all (E08).

The kernel's spinner also stops, and sleeps, if it sees need_resched before the interrupt arrives. In data/kernel-traces
the interrupt is first (E10: T5 is preempted at 9.492, pushed, and spins on), and so it is here.

rtlock, release (of a spinlock, after migrate_enable() with all that it does): the lock has no owner. If there are
waiters: the task gives back what it inherited, then wakes the top waiter, then its CPU calls schedule() if need_resched
is set. The top waiter has the lock only when it looks. Waking, by the CPU that releases:
* a waiter that was woken and has not looked since: nothing;
* one that sleeps: as a timer does, but on this CPU, which find_lowest_rq() prefers after the task's own;
* one that was preempted while it spun: wakeup_preempt and task_woken (push), as in 6.1; from 6.2 on without task_woken;
* one that spins: nothing.

Inheriting: where the priority changes, the task is queued again, in its CPU's run queue as the last of its equals if
raised, the first if lowered; in the list of pushable tasks as the last. The current task: schedule() if it is not the
most urgent any more; if lowered, then a pull. Another one: schedule() of its CPU if it is more urgent than the current
task there; no push or pull. If it waits for an rtlock itself, it becomes the last of its equals there, and the owner
inherits in turn; without an owner, a top waiter that is new is woken.

rawlock: first in, first out. A waiter spins, non-preemptible, until it is the first and a look finds no owner. No
inheritance, no stealing.
"""

from linux_state import FAIR, Lock, Task


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
        self.model.begin_before()
        lock = self.lock(name, task.cpu, sleeps)
        if lock.owner is None and (not lock.waiters or (sleeps and self.steals(task, lock))):
            lock.owner = task
            task.holds.append(lock)
            if sleeps:
                self.model.pay("rt_mutex", "rt_mutex_uncontended")
            return True
        self.refuse_deadlock(task, lock)
        task.waits_for = lock
        task.waits_since = self.model.now
        if not sleeps:
            lock.waiters.append(task)
            return False
        self.enqueue_waiter(lock, task)
        if lock.owner is not None and lock.waiters[0] is task:
            self.adjust_priority(lock.owner)
        rq = self.model.rqs[task.cpu]
        if not self.model.at_work(rq) and not rq.items:  # else it looks after the work
            self.look(task)
        return False

    def steals(self, task, lock):
        """Tasks of the class other steal spinlocks from each other."""
        top = lock.waiters[0].waits_with
        return task.urgency() > top or (task.priority == FAIR and task.urgency() == top and self.kinds[lock.name] != "mutex")

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
            if (isinstance(task, Task) and task.queued and task.waits_for is not None and self.model.sees_locks(rq)
                    and not task.look_sent and not self.spins_on(task)):
                task.look_sent = True
                self.model.send(self.model.look_latency, "look", task.cpu, task)

    def look_arrives(self, task):
        task.look_sent = False
        on_cpu = task.queued and task.waits_for is not None and self.model.on_cpu(task)
        if on_cpu and self.model.sees_locks(self.model.rqs[task.cpu]):
            self.look(task)

    # --- release ---------------------------------------------------------------------------------------------------

    def release(self, task, name):
        self.model.begin_before()
        lock = next(lock for lock in reversed(task.holds) if lock.name == name)
        task.holds.remove(lock)
        lock.owner = None
        if not lock.waiters:
            return
        if lock.sleeps:
            self.model.pay_contended_release()
            self.adjust_priority(task)
            self.model.wake_waiter(lock.waiters[0])
            self.model.interrupt_ends(self.model.here)

    # --- priority inheritance --------------------------------------------------------------------------------------

    @staticmethod
    def donor(task):
        """The most urgent of its waiters."""
        waiters = [lock.waiters[0] for lock in task.holds if lock.sleeps and lock.waiters]
        return max(waiters, key=lambda waiter: waiter.waits_with, default=None)

    def enqueue_waiter(self, lock, task):
        """With the urgency that it has now: what changes later is not looked at."""
        task.waits_with = task.urgency()
        place = next((i for i, waiter in enumerate(lock.waiters) if waiter.waits_with < task.waits_with), len(lock.waiters))
        lock.waiters.insert(place, task)

    def adjust_priority(self, task):
        """rt_mutex_adjust_prio() of the task, and along the chain of those for whose locks it waits."""
        self.model.inherit(task, self.donor(task))
        lock = task.waits_for
        if lock is None or not lock.sleeps or task.waits_with == task.urgency():
            return
        top = lock.waiters[0]
        lock.waiters.remove(task)
        self.enqueue_waiter(lock, task)
        if lock.owner is not None:
            if task in (top, lock.waiters[0]):
                self.adjust_priority(lock.owner)
        elif lock.waiters[0] is not top:
            self.model.wake_waiter(lock.waiters[0])

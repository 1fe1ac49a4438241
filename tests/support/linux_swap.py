# SPDX-License-Identifier: Apache-2.0
"""SWAP_ON_ENTRY in linux_model.py: a task takes the migrate_disable() on a CPU to which no other task is pinned.

When the current task of a CPU is about to enter its outermost section (not a non-preemptible one, nor one that begins with a
suspension; that of a spinlock with the lock held, that of a local_lock before it is taken), and another task is pinned to the CPU (running, preempted or asleep there):

1. It looks for a CPU of its mask to which none is pinned, with no stopper running or queued. One whose most urgent task is
   less urgent than itself will take it. So will one whose current task is the most urgent there, as urgent as itself or
   more, preemptible, not bound, allowed here, and alone there in being as urgent as the entrant: the two swap. It takes
   the CPU whose most urgent task is least urgent; among equals the lowest number. Neither goes to a CPU that it left at
   this instant.
2. To move it takes the stopper of its own CPU, to swap the stoppers of both, which work from when both run
   (stop_two_cpus()). Where there is a stopper queued on its own CPU already, it waits for that one.
3. The stopper moves it to the place that it finds then (a swap: with the two as they are then, if 1. still holds; a move
   where the other CPU has become less urgent). If there is none, it stays.
4. When it runs again it looks again, but not if it was not moved although no time passed; then it enters where it is.
"""


class SwapOnEntry:
    def pinned_to(self, cpu):
        return [task for task in self.tasks if task.md and task.md_cpu == cpu]

    def moves_before_entry(self, task):
        """Is a stopper on its way, after which the task enters its section?"""
        rq = self.rqs[task.cpu]
        if not self.swap_on_entry or task.not_again == self.now or not self.pinned_to(task.cpu):
            return False
        next_lock = next((i for i, operation in enumerate(task.entering) if operation[0] in ("rtlock", "rawlock")), None)
        sleeps = next_lock is None and task.steps[task.step].suspends
        if sleeps or task.np or task.irq or {"np", "irq"} & set(task.entering[:next_lock]):
            return False
        if rq.push_busy:
            self.resched(rq.cpu)
            return True
        places = [(other.highest(), other.cpu, swaps) for other in self.rqs
                  for swaps in (False, True) if self.takes(other, task, swaps)]
        if not places:
            return False
        _, cpu, swaps = min(places)
        self.queue_stopper(rq, task)
        rq.entry = (rq.cpu, cpu, self.now)
        rq.stop_with = (cpu,) if swaps else ()
        if swaps:
            other = self.rqs[cpu]
            other.entry = rq.entry
            other.stop_with = (rq.cpu,)
            self.queue_stopper(other, other.current)
        return True

    def takes(self, there, task, swaps):
        if there.cpu == task.cpu or there.cpu not in task.mask or self.pinned_to(there.cpu) or there.push_busy:
            return False
        if there.cpu in self.left_now(task):
            return False
        if not swaps:
            return there.highest() < task.priority
        other = there.current
        return (other is not None and not other.np and not other.irq and other.queued and other is there.queue[0]
                and task.cpu not in self.left_now(other) and self.fits(there, task, other))

    @staticmethod
    def fits(there, task, other):
        """May `other`, the first there, change places with `task`?"""
        rest = there.queue[1:]
        return (other.priority >= task.priority and other.migratable() and task.cpu in other.mask
                and not (rest and rest[0].priority >= task.priority))

    def entry_stop(self, rq):
        here, there = (self.rqs[cpu] for cpu in rq.entry[:2])
        self.here = here.cpu
        task = here.stop_task
        if task.queued and task.cpu == here.cpu and not task.md:
            if not here.stop_with:
                places = [(other.highest(), other.cpu) for other in self.rqs if self.takes(other, task, False)]
                there = self.rqs[min(places)[1]] if places else None
                moves, swaps = there is not None, False
            else:
                free = not self.pinned_to(there.cpu)
                moves = free and there.highest() < task.priority
                other = there.stop_task
                swaps = (free and not moves and there.queue[0] is other and here.queue[0] is task
                         and self.fits(there, task, other))
            if moves or swaps:
                self.move(task, there.cpu)
                self.resched(there.cpu)
                if swaps:
                    self.move(other, here.cpu)
            elif rq.entry[2] == self.now:
                task.not_again = self.now
        for stopped in (here, *(self.rqs[cpu] for cpu in here.stop_with)):
            stopped.entry = None
            stopped.stop_with = ()
            self.stopper_done(stopped)

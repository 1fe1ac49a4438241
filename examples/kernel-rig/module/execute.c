// SPDX-License-Identifier: GPL-2.0
/*
 * One job, call by call, in the context of the thread that asked for it: what is observed is how the scheduler treats
 * that thread.
 *
 * RIG_RUN consumes CPU time, as the scheduler accounts for it, and not wall time: a section that was preempted still
 * needs the rest of its demand. Marks go to the trace where a section begins and ends, in the form that `pinstack trace`
 * reads ("@ NAME WHAT NUMBER"). A mark stands inside of its section.
 */
#include <linux/hrtimer.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/local_lock.h>
#include <linux/mutex.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/clock.h>
#include <linux/spinlock.h>

#include "rig.h"

struct rig_local {
	local_lock_t lock[RIG_LOCKS];
};

static spinlock_t spin[RIG_LOCKS];
static raw_spinlock_t raw_spin[RIG_LOCKS];
static struct mutex mutex[RIG_LOCKS];
static DEFINE_PER_CPU(struct rig_local, local);

void rig_init_locks(void)
{
	int cpu, i;

	for (i = 0; i < RIG_LOCKS; i++) {
		spin_lock_init(&spin[i]);
		raw_spin_lock_init(&raw_spin[i]);
		mutex_init(&mutex[i]);
		for_each_possible_cpu(cpu)
			local_lock_init(&per_cpu_ptr(&local, cpu)->lock[i]);
	}
}

static u64 cpu_time(void)
{
	u64 sum, since, now;

	/*
	 * sum_exec_runtime is up to date as of exec_start. Both change at a switch and at a tick: read between the two,
	 * the time that the thread was preempted would count as its own.
	 */
	do {
		since = READ_ONCE(current->se.exec_start);
		sum = READ_ONCE(current->se.sum_exec_runtime);
		barrier();
		now = sched_clock();
		barrier();
	} while (READ_ONCE(current->se.exec_start) != since);
	return now > since ? sum + (now - since) : sum;
}

static void run(u64 ns)
{
	u64 begin = cpu_time();

	while ((s64)(cpu_time() - begin) < (s64)ns)
		cpu_relax();
}

/* On the clock, as a timer that wakes the thread up: on PREEMPT_RT in hard interrupt context, as it is real-time. */
static void sleep_for(u64 ns)
{
	ktime_t until = ktime_add_ns(ktime_get(), ns);

	do {
		set_current_state(TASK_UNINTERRUPTIBLE);
	} while (schedule_hrtimeout(&until, HRTIMER_MODE_ABS));
	__set_current_state(TASK_RUNNING);
}

#define mark(what, number) trace_printk("@ %s " what " %u\n", current->comm, number)

static void execute(const struct rig_op *op)
{
	switch (op->call) {
	case RIG_RUN:
		return run(op->ns);
	case RIG_SLEEP:
		return sleep_for(op->ns);
	case RIG_MIGRATE_DISABLE:
		migrate_disable();
		mark("MD+", 0);
		return;
	case RIG_MIGRATE_ENABLE:
		mark("MD-", 0);
		return migrate_enable();
	case RIG_PREEMPT_DISABLE:
		preempt_disable();
		mark("PD+", 0);
		return;
	case RIG_PREEMPT_ENABLE:
		mark("PD-", 0);
		preempt_enable();
		return;
	case RIG_IRQ_DISABLE:
		local_irq_disable();
		mark("PD+", 0);
		return;
	case RIG_IRQ_ENABLE:
		mark("PD-", 0);
		local_irq_enable();
		return;
	case RIG_RCU_READ_LOCK:
		return rcu_read_lock();
	case RIG_RCU_READ_UNLOCK:
		return rcu_read_unlock();
	case RIG_SPIN_LOCK:
		spin_lock(&spin[op->lock]);
		mark("SL+", op->lock);
		return;
	case RIG_SPIN_UNLOCK:
		mark("SL-", op->lock);
		spin_unlock(&spin[op->lock]);
		return;
	case RIG_RAW_SPIN_LOCK:
		raw_spin_lock(&raw_spin[op->lock]);
		mark("RL+", op->lock);
		return;
	case RIG_RAW_SPIN_UNLOCK:
		mark("RL-", op->lock);
		raw_spin_unlock(&raw_spin[op->lock]);
		return;
	case RIG_MUTEX_LOCK:
		return mutex_lock(&mutex[op->lock]);
	case RIG_MUTEX_UNLOCK:
		return mutex_unlock(&mutex[op->lock]);
	case RIG_LOCAL_LOCK:
		local_lock(&local.lock[op->lock]);
		mark("SL+", op->lock);
		return;
	case RIG_LOCAL_UNLOCK:
		mark("SL-", op->lock);
		local_unlock(&local.lock[op->lock]);
		return;
	}
}

void rig_execute(const struct rig_op *ops, u32 count, u32 job)
{
	u32 i;

	mark("JOB", job);
	for (i = 0; i < count; i++)
		execute(&ops[i]);
	mark("END", job);
}

/* SPDX-License-Identifier: (GPL-2.0 OR Apache-2.0) */
/*
 * What the runner asks of the module, by ioctl() on /dev/pinstack_rig: to execute one job on behalf of the calling
 * thread, and to put the scheduler's round-robin state where a scenario wants it.
 */
#ifndef PINSTACK_RIG_H
#define PINSTACK_RIG_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define RIG_DEVICE "/dev/pinstack_rig"
#define RIG_LOCKS 16 /* of each kind */
#define RIG_MAX_OPS 4096
#define RIG_MAX_CPUS 1024

enum rig_call {
	RIG_RUN, /* consume `ns` of CPU time */
	RIG_SLEEP, /* for `ns` */
	RIG_MIGRATE_DISABLE,
	RIG_MIGRATE_ENABLE,
	RIG_PREEMPT_DISABLE,
	RIG_PREEMPT_ENABLE,
	RIG_IRQ_DISABLE,
	RIG_IRQ_ENABLE,
	RIG_RCU_READ_LOCK,
	RIG_RCU_READ_UNLOCK,
	RIG_SPIN_LOCK, /* of these, `lock` says which one */
	RIG_SPIN_UNLOCK,
	RIG_RAW_SPIN_LOCK,
	RIG_RAW_SPIN_UNLOCK,
	RIG_MUTEX_LOCK,
	RIG_MUTEX_UNLOCK,
	RIG_LOCAL_LOCK,
	RIG_LOCAL_UNLOCK,
	RIG_CALLS
};

struct rig_op {
	__u32 call;
	__u32 lock;
	__u64 ns;
};

struct rig_job {
	__u64 ops; /* address of struct rig_op[count] */
	__u32 count;
	__u32 number; /* of the job; goes into the trace */
};

struct rig_round_robin {
	__u64 cpus; /* address of __u32[count]: the CPU that each CPU chose last among equal ones */
	__u32 count;
	__u32 unused;
};

#define RIG_EXECUTE _IOW('p', 1, struct rig_job)
#define RIG_ROUND_ROBIN _IOW('p', 2, struct rig_round_robin)

#endif

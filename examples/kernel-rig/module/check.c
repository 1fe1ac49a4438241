// SPDX-License-Identifier: GPL-2.0
/*
 * Before a job is executed: every bracket that is opened is closed, none is closed that is not open, and nothing
 * sleeps where it must not. Which locks wait for each other is not looked at.
 */
#include <linux/errno.h>

#include "rig.h"

/* The calls from RIG_MIGRATE_DISABLE on come in pairs. */
#define PAIRS ((RIG_CALLS - RIG_MIGRATE_DISABLE) / 2)

static u32 pair_of(u32 call)
{
	return (call - RIG_MIGRATE_DISABLE) / 2;
}

static bool may_sleep(u32 call)
{
	return call == RIG_SLEEP || call == RIG_MUTEX_LOCK ||
	       (IS_ENABLED(CONFIG_PREEMPT_RT) && (call == RIG_SPIN_LOCK || call == RIG_LOCAL_LOCK));
}

static bool is_atomic(const u32 *depth)
{
	if (depth[pair_of(RIG_PREEMPT_DISABLE)] || depth[pair_of(RIG_IRQ_DISABLE)] || depth[pair_of(RIG_RAW_SPIN_LOCK)])
		return true;
	return !IS_ENABLED(CONFIG_PREEMPT_RT) && (depth[pair_of(RIG_SPIN_LOCK)] || depth[pair_of(RIG_LOCAL_LOCK)]);
}

int rig_check(const struct rig_op *ops, u32 count)
{
	u32 depth[PAIRS] = {};
	u32 i;

	for (i = 0; i < count; i++) {
		u32 call = ops[i].call;

		if (call >= RIG_CALLS || ops[i].lock >= RIG_LOCKS)
			return -EINVAL;
		if (may_sleep(call) && is_atomic(depth))
			return -EINVAL;
		if (call == RIG_SLEEP && depth[pair_of(RIG_RCU_READ_LOCK)])
			return -EINVAL;
		if (call < RIG_MIGRATE_DISABLE)
			continue;
		if ((call - RIG_MIGRATE_DISABLE) % 2 == 0)
			depth[pair_of(call)]++;
		else if (depth[pair_of(call)]-- == 0)
			return -EINVAL;
	}
	for (i = 0; i < PAIRS; i++)
		if (depth[i])
			return -EINVAL;
	return 0;
}

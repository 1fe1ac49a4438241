/* SPDX-License-Identifier: GPL-2.0 */
/* What the files of the module share. */
#ifndef PINSTACK_RIG_MODULE_H
#define PINSTACK_RIG_MODULE_H

#include <linux/types.h>

#include "pinstack_rig.h"

/* check.c: 0, or -EINVAL where the calls would leave the thread in a state that no thread may return or sleep in. */
int rig_check(const struct rig_op *ops, u32 count);

/* execute.c */
void rig_init_locks(void);
void rig_execute(const struct rig_op *ops, u32 count, u32 job);

/* round_robin.c: the scheduler's cpumask_any_and_distribute() goes on from the CPU it chose last. */
void rig_find_round_robin(void);
int rig_set_round_robin(const u32 *cpus, u32 count);

#endif

// SPDX-License-Identifier: GPL-2.0
/*
 * Among equal CPUs the scheduler takes the next one after that which a CPU chose last, and what it chose last is left
 * over from before. The variable is static in lib/cpumask.c: kallsyms finds it, and a kprobe finds kallsyms, which is not
 * exported. Where that fails, the state is as it happens to be.
 */
#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/percpu.h>
#include <linux/printk.h>

#include "rig.h"

static int __percpu *last_choice;

void rig_find_round_robin(void)
{
	struct kprobe probe = { .symbol_name = "kallsyms_lookup_name" };
	unsigned long (*address_of)(const char *name);

	if (register_kprobe(&probe) == 0) {
		address_of = (void *)probe.addr;
		unregister_kprobe(&probe);
		last_choice = (int __percpu *)address_of("distribute_cpu_mask_prev");
	}
	if (!last_choice)
		pr_warn("pinstack_rig: distribute_cpu_mask_prev not found\n");
}

int rig_set_round_robin(const u32 *cpus, u32 count)
{
	int cpu;

	if (!last_choice)
		return -ENOENT;
	for_each_possible_cpu(cpu)
		*per_cpu_ptr(last_choice, cpu) = cpu < count ? (int)cpus[cpu] : 0;
	return 0;
}

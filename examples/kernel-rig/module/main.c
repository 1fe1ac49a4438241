// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/pinstack_rig: executes the jobs of a scenario on behalf of user threads. pinstack_rig.h is its interface.
 */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "rig.h"

static long execute_job(const void __user *from)
{
	struct rig_job job;
	struct rig_op *ops;
	long error;

	if (copy_from_user(&job, from, sizeof(job)))
		return -EFAULT;
	if (job.count > RIG_MAX_OPS)
		return -E2BIG;
	ops = vmemdup_user(u64_to_user_ptr(job.ops), array_size(job.count, sizeof(*ops)));
	if (IS_ERR(ops))
		return PTR_ERR(ops);
	error = rig_check(ops, job.count);
	if (!error)
		rig_execute(ops, job.count, job.number);
	kvfree(ops);
	return error;
}

static long set_round_robin(const void __user *from)
{
	struct rig_round_robin state;
	u32 *cpus;
	long error;

	if (copy_from_user(&state, from, sizeof(state)))
		return -EFAULT;
	if (state.count > RIG_MAX_CPUS)
		return -E2BIG;
	cpus = vmemdup_user(u64_to_user_ptr(state.cpus), array_size(state.count, sizeof(*cpus)));
	if (IS_ERR(cpus))
		return PTR_ERR(cpus);
	error = rig_set_round_robin(cpus, state.count);
	kvfree(cpus);
	return error;
}

static long rig_ioctl(struct file *file, unsigned int request, unsigned long argument)
{
	switch (request) {
	case RIG_EXECUTE:
		return execute_job((const void __user *)argument);
	case RIG_ROUND_ROBIN:
		return set_round_robin((const void __user *)argument);
	}
	return -ENOTTY;
}

static const struct file_operations rig_operations = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = rig_ioctl,
};

static struct miscdevice rig_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "pinstack_rig",
	.fops = &rig_operations,
};

static int __init rig_load(void)
{
	rig_init_locks();
	rig_find_round_robin();
	return misc_register(&rig_device);
}

static void __exit rig_unload(void)
{
	misc_deregister(&rig_device);
}

module_init(rig_load);
module_exit(rig_unload);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Executes sections, locks and sleeps on behalf of real-time threads");

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scenario as `pinstack convert FILE -o OUT.rig` writes it (docs/kernel-rig.md): tasks, their jobs, and what each job
 * does. Times are nanoseconds of the file, not stretched.
 */
#ifndef PINSTACK_RIG_SCENARIO_H
#define PINSTACK_RIG_SCENARIO_H

#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../module/pinstack_rig.h"

struct job {
	uint64_t release;
	size_t first_op;
	uint32_t ops;
};

struct task {
	char name[16];
	int policy; /* SCHED_FIFO, SCHED_RR */
	int priority;
	int home; /* the CPU it stands on before it first runs */
	cpu_set_t *mask; /* RIG_MAX_CPUS wide */
	size_t first_job;
	size_t jobs;
};

struct scenario {
	int cpus;
	char feature[32]; /* of the scheduler; "" = as it is */
	uint64_t rr_slice; /* 0 = as it is */
	uint64_t rt_runtime, rt_period; /* 0 = no throttling */
	uint32_t round_robin[RIG_MAX_CPUS];
	struct task *task;
	size_t tasks;
	struct job *job; /* those of a task follow each other, by release */
	size_t jobs;
	struct rig_op *op;
	size_t ops;
};

/* Ends the program with a message where the file is not one. */
void read_scenario(const char *file, struct scenario *out);
/* As it was read: what `pinstack convert` writes. */
void print_scenario(const struct scenario *scenario, FILE *out);
/* "rig-runner: ", the message, and the end. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

#endif

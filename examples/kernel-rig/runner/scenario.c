/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "scenario.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *const kCalls[RIG_CALLS] = {
	[RIG_RUN] = "run",
	[RIG_SLEEP] = "sleep",
	[RIG_MIGRATE_DISABLE] = "migrate_disable",
	[RIG_MIGRATE_ENABLE] = "migrate_enable",
	[RIG_PREEMPT_DISABLE] = "preempt_disable",
	[RIG_PREEMPT_ENABLE] = "preempt_enable",
	[RIG_IRQ_DISABLE] = "irq_disable",
	[RIG_IRQ_ENABLE] = "irq_enable",
	[RIG_RCU_READ_LOCK] = "rcu_read_lock",
	[RIG_RCU_READ_UNLOCK] = "rcu_read_unlock",
	[RIG_SPIN_LOCK] = "spin_lock",
	[RIG_SPIN_UNLOCK] = "spin_unlock",
	[RIG_RAW_SPIN_LOCK] = "raw_spin_lock",
	[RIG_RAW_SPIN_UNLOCK] = "raw_spin_unlock",
	[RIG_MUTEX_LOCK] = "mutex_lock",
	[RIG_MUTEX_UNLOCK] = "mutex_unlock",
	[RIG_LOCAL_LOCK] = "local_lock",
	[RIG_LOCAL_UNLOCK] = "local_unlock",
};

static int is_timed(uint32_t call) { return call <= RIG_SLEEP; }
static int has_lock(uint32_t call) { return call >= RIG_SPIN_LOCK; }

void die(const char *format, ...)
{
	va_list arguments;

	fputs("rig-runner: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

/* Room for one more element at the end of an array that grows. */
static void *grown(void *array, size_t count, size_t size)
{
	if (count & (count - 1)) return array;
	array = realloc(array, (count ? 2 * count : 1) * size);
	if (!array) die("out of memory");
	return array;
}

static uint64_t number(const char *text, uint64_t max)
{
	char *end;
	unsigned long long value;

	errno = 0;
	if (!text || !isdigit((unsigned char)*text)) die("a number expected in place of '%s'", text ? text : "");
	value = strtoull(text, &end, 10);
	if (*end || errno || value > max) die("a number up to %llu expected in place of '%s'", (unsigned long long)max, text);
	return value;
}

#define TIME_LIMIT ((uint64_t)1 << 62)

/* "0-3,5" */
static cpu_set_t *read_mask(char *text, int cpus)
{
	cpu_set_t *mask = CPU_ALLOC(RIG_MAX_CPUS);
	char *part, *rest;

	if (!mask || !text) die("a task without CPUs");
	CPU_ZERO_S(CPU_ALLOC_SIZE(RIG_MAX_CPUS), mask);
	for (part = strtok_r(text, ",", &rest); part; part = strtok_r(NULL, ",", &rest)) {
		char *dash = strchr(part, '-');
		uint64_t first, last;

		if (dash) *dash++ = '\0';
		first = number(part, (uint64_t)cpus - 1);
		last = dash ? number(dash, (uint64_t)cpus - 1) : first;
		for (; first <= last; first++) CPU_SET_S(first, CPU_ALLOC_SIZE(RIG_MAX_CPUS), mask);
	}
	return mask;
}

static void read_task(char *words, struct scenario *out)
{
	struct task *task;
	char *rest, *policy = strtok_r(words, " ", &rest);

	out->task = grown(out->task, out->tasks, sizeof *out->task);
	task = &out->task[out->tasks++];
	memset(task, 0, sizeof *task);
	if (!policy || (strcmp(policy, "fifo") && strcmp(policy, "rr"))) die("a task that is neither fifo nor rr");
	task->policy = *policy == 'f' ? SCHED_FIFO : SCHED_RR;
	task->priority = (int)number(strtok_r(NULL, " ", &rest), 99);
	task->home = (int)number(strtok_r(NULL, " ", &rest), (uint64_t)out->cpus - 1);
	task->mask = read_mask(strtok_r(NULL, " ", &rest), out->cpus);
	if (!*rest || strlen(rest) >= sizeof task->name) die("'%s' as the name of a thread", rest);
	strcpy(task->name, rest); /* the rest of the line: a name may have blanks */
	task->first_job = out->jobs;
}

static void read_op(char *word, struct scenario *out)
{
	char *value = strchr(word, ':');
	struct rig_op op = {};

	if (value) *value++ = '\0';
	while (op.call < RIG_CALLS && strcmp(word, kCalls[op.call])) op.call++;
	if (op.call == RIG_CALLS) die("the unknown call '%s'", word);
	if (!!value != (is_timed(op.call) || has_lock(op.call))) die("'%s' with or without a value", word);
	if (is_timed(op.call)) op.ns = number(value, TIME_LIMIT);
	if (has_lock(op.call)) op.lock = (uint32_t)number(value, RIG_LOCKS - 1);
	out->op = grown(out->op, out->ops, sizeof *out->op);
	out->op[out->ops++] = op;
}

static void read_job(char *words, struct scenario *out)
{
	char *rest, *word = strtok_r(words, " ", &rest);
	struct job job = {.first_op = out->ops};

	if (!out->tasks) die("a job without a task");
	job.release = number(word, TIME_LIMIT);
	while ((word = strtok_r(NULL, " ", &rest))) read_op(word, out);
	if (out->ops - job.first_op > RIG_MAX_OPS) die("a job of more than %d calls", RIG_MAX_OPS);
	job.ops = (uint32_t)(out->ops - job.first_op);
	out->job = grown(out->job, out->jobs, sizeof *out->job);
	out->job[out->jobs++] = job;
	out->task[out->tasks - 1].jobs++;
}

static void read_round_robin(char *words, struct scenario *out)
{
	char *rest, *word = strtok_r(words, " ", &rest);

	for (int cpu = 0; cpu < out->cpus; cpu++, word = strtok_r(NULL, " ", &rest))
		out->round_robin[cpu] = (uint32_t)number(word, (uint64_t)out->cpus - 1);
}

static void read_throttling(char *words, struct scenario *out)
{
	char *rest;

	out->rt_runtime = number(strtok_r(words, " ", &rest), TIME_LIMIT);
	out->rt_period = number(strtok_r(NULL, " ", &rest), TIME_LIMIT);
}

/* False at the end of the scenario. */
static int read_line(char *line, struct scenario *out)
{
	char *words = line + strcspn(line, " ");

	if (*words) *words++ = '\0';
	if (!out->cpus && strcmp(line, "cpus")) die("'%s' before the number of CPUs", line);
	if (!strcmp(line, "end")) return 0;
	if (!strcmp(line, "cpus")) out->cpus = (int)number(words, RIG_MAX_CPUS);
	else if (!strcmp(line, "task")) read_task(words, out);
	else if (!strcmp(line, "job")) read_job(words, out);
	else if (!strcmp(line, "feature")) snprintf(out->feature, sizeof out->feature, "%s", words);
	else if (!strcmp(line, "rr_slice")) out->rr_slice = number(words, TIME_LIMIT);
	else if (!strcmp(line, "rt_throttling")) read_throttling(words, out);
	else if (!strcmp(line, "round_robin_state")) read_round_robin(words, out);
	else die("the unknown word '%s'", line);
	return 1;
}

void read_scenario(const char *file, struct scenario *out)
{
	char *line = NULL;
	size_t size = 0;
	int is_whole = 0, lines = 0;
	FILE *in = fopen(file, "r");

	if (!in) die("%s: %s", file, strerror(errno));
	memset(out, 0, sizeof *out);
	while (!is_whole && getline(&line, &size, in) >= 0) {
		line[strcspn(line, "\n")] = '\0';
		if (lines++ == 0) {
			if (strcmp(line, "pinstack-rig 1")) die("%s: no scenario of format 1", file);
			continue;
		}
		is_whole = !read_line(line, out);
	}
	if (!is_whole || !out->tasks) die("%s: it ends early", file);
	free(line);
	fclose(in);
}

static void print_mask(const cpu_set_t *mask, int cpus, FILE *out)
{
	const size_t size = CPU_ALLOC_SIZE(RIG_MAX_CPUS);
	const char *comma = "";

	for (int cpu = 0; cpu < cpus; cpu++) {
		int last = cpu;

		if (!CPU_ISSET_S(cpu, size, mask)) continue;
		while (last + 1 < cpus && CPU_ISSET_S(last + 1, size, mask)) last++;
		fprintf(out, last > cpu ? "%s%d-%d" : "%s%d", comma, cpu, last);
		comma = ",";
		cpu = last;
	}
}

void print_scenario(const struct scenario *it, FILE *out)
{
	int has_state = 0;

	fprintf(out, "pinstack-rig 1\ncpus %d\n", it->cpus);
	if (*it->feature) fprintf(out, "feature %s\n", it->feature);
	if (it->rr_slice) fprintf(out, "rr_slice %llu\n", (unsigned long long)it->rr_slice);
	if (it->rt_period)
		fprintf(out, "rt_throttling %llu %llu\n", (unsigned long long)it->rt_runtime, (unsigned long long)it->rt_period);
	for (int cpu = 0; cpu < it->cpus; cpu++) has_state |= it->round_robin[cpu] != 0;
	if (has_state) {
		fputs("round_robin_state", out);
		for (int cpu = 0; cpu < it->cpus; cpu++) fprintf(out, " %u", it->round_robin[cpu]);
		fputc('\n', out);
	}
	for (const struct task *task = it->task; task < it->task + it->tasks; task++) {
		fprintf(out, "task %s %d %d ", task->policy == SCHED_RR ? "rr" : "fifo", task->priority, task->home);
		print_mask(task->mask, it->cpus, out);
		fprintf(out, " %s\n", task->name);
		for (const struct job *job = it->job + task->first_job; job < it->job + task->first_job + task->jobs; job++) {
			fprintf(out, "job %llu", (unsigned long long)job->release);
			for (const struct rig_op *op = it->op + job->first_op; op < it->op + job->first_op + job->ops; op++) {
				fprintf(out, " %s", kCalls[op->call]);
				if (is_timed(op->call)) fprintf(out, ":%llu", (unsigned long long)op->ns);
				if (has_lock(op->call)) fprintf(out, ":%u", op->lock);
			}
			fputc('\n', out);
		}
	}
	fputs("end\n", out);
}

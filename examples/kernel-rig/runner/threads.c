/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "threads.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ull
/* From here to the first release there is time to make so many threads; an emulated machine takes 1 ms for each. */
#define LEAD (SECOND / 2)
#define LEAD_OF_THREAD (SECOND / 100)
#define LEAST_LEAD (SECOND / 10)
/* mlockall() touches all of a stack, and 8 MB take long. */
#define STACK 65536
#define TRACING "/sys/kernel/tracing/tracing_on"

static const struct scenario *scenario;
static uint64_t scale;
static int device;
static uint64_t begin; /* of the scenario, by CLOCK_MONOTONIC */
static sem_t done;

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static uint64_t stretched(uint64_t ns)
{
	uint64_t out;

	if (__builtin_mul_overflow(ns, scale, &out) || out >> 62) die("times that are too long when stretched");
	return out;
}

static void sleep_until(uint64_t instant)
{
	const struct timespec time = {.tv_sec = (time_t)(instant / SECOND), .tv_nsec = (long)(instant % SECOND)};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) continue;
}

/* What the thread executes, stretched: a copy, made before the scenario begins. */
static struct rig_op *ops_of(const struct task *task)
{
	const struct job *first = scenario->job + task->first_job, *last = first + task->jobs - 1;
	const size_t count = task->jobs ? last->first_op + last->ops - first->first_op : 0;
	struct rig_op *ops = malloc((count + 1) * sizeof *ops);

	if (!ops) die("out of memory");
	for (size_t i = 0; i < count; i++) {
		ops[i] = scenario->op[first->first_op + i];
		ops[i].ns = stretched(ops[i].ns);
	}
	return ops;
}

static void *run_task(void *argument)
{
	const struct task *task = argument;
	struct rig_op *const ops = ops_of(task), *next = ops;

	prctl(PR_SET_NAME, task->name);
	for (size_t number = 0; number < task->jobs; number++) {
		const struct job *job = &scenario->job[task->first_job + number];
		const struct rig_job request = {.ops = (uintptr_t)next, .count = job->ops, .number = (uint32_t)number};

		next += job->ops;
		sleep_until(begin + stretched(job->release));
		if (ioctl(device, RIG_EXECUTE, &request)) die("%s, job %zu: %s", task->name, number, strerror(errno));
	}
	sem_post(&done);
	/* A thread that exits takes locks of the process, which delays those who still run. */
	for (;;) pause();
	return NULL;
}

static void write_setting(const char *file, const char *value)
{
	const int out = open(file, O_WRONLY);

	if (out < 0 || write(out, value, strlen(value)) < 0) die("%s: %s: %s", file, value, strerror(errno));
	close(out);
}

static void write_number(const char *file, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%llu", (unsigned long long)number);
	write_setting(file, text);
}

static void configure_kernel(void)
{
	if (*scenario->feature) write_setting("/sys/kernel/debug/sched/features", scenario->feature);
	if (scenario->rr_slice) {
		const uint64_t ms = stretched(scenario->rr_slice) / (SECOND / 1000);

		write_number("/proc/sys/kernel/sched_rr_timeslice_ms", ms ? ms : 1);
	}
	write_setting("/proc/sys/kernel/sched_rt_runtime_us", "-1");
	if (scenario->rt_period) {
		write_number("/proc/sys/kernel/sched_rt_period_us", stretched(scenario->rt_period) / 1000);
		write_number("/proc/sys/kernel/sched_rt_runtime_us", stretched(scenario->rt_runtime) / 1000);
	}
}

static void set_round_robin_state(void)
{
	struct rig_round_robin state = {.cpus = (uintptr_t)scenario->round_robin, .count = (uint32_t)scenario->cpus};

	if (ioctl(device, RIG_ROUND_ROBIN, &state)) fprintf(stderr, "rig-runner: round-robin state: %s\n", strerror(errno));
}

/* On its home CPU alone, until it sleeps there. */
static pthread_t start(struct task *task)
{
	const struct sched_param parameter = {.sched_priority = task->priority};
	const size_t size = CPU_ALLOC_SIZE(RIG_MAX_CPUS);
	cpu_set_t *home = CPU_ALLOC(RIG_MAX_CPUS);
	pthread_attr_t attributes;
	pthread_t thread;
	int error;

	CPU_ZERO_S(size, home);
	CPU_SET_S(task->home, size, home);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK);
	pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
	pthread_attr_setschedpolicy(&attributes, task->policy);
	pthread_attr_setschedparam(&attributes, &parameter);
	pthread_attr_setaffinity_np(&attributes, size, home);
	if ((error = pthread_create(&thread, &attributes, run_task, task)))
		die("%s: pthread_create: %s", task->name, strerror(error));
	pthread_attr_destroy(&attributes);
	CPU_FREE(home);
	return thread;
}

void run_scenario(const struct scenario *given, uint64_t stretch)
{
	pthread_t *threads = calloc(given->tasks, sizeof *threads);

	scenario = given;
	scale = stretch;
	if (!threads || sem_init(&done, 0, 0)) die("out of memory");
	if (sysconf(_SC_NPROCESSORS_ONLN) < given->cpus) die("%d CPUs expected", given->cpus);
	if ((device = open(RIG_DEVICE, O_RDWR)) < 0) die("%s: %s", RIG_DEVICE, strerror(errno));
	if (mlockall(MCL_CURRENT | MCL_FUTURE)) die("mlockall: %s", strerror(errno));

	configure_kernel();
	begin = now() + LEAD + given->tasks * LEAD_OF_THREAD;
	for (size_t i = 0; i < given->tasks; i++) threads[i] = start(&given->task[i]);
	sleep_until(begin - 2 * LEAST_LEAD); /* they come to their sleep meanwhile */
	for (size_t i = 0; i < given->tasks; i++)
		pthread_setaffinity_np(threads[i], CPU_ALLOC_SIZE(RIG_MAX_CPUS), given->task[i].mask);
	set_round_robin_state(); /* last, as a change of affinity is a choice, too */
	if (now() + LEAST_LEAD > begin) die("%zu threads took too long to make", given->tasks);
	write_setting(TRACING, "1");
	for (size_t i = 0; i < given->tasks; i++)
		while (sem_wait(&done)) continue;
	write_setting(TRACING, "0");
	printf("RIG begin %llu.%09llu\n", begin / SECOND, begin % SECOND);
}

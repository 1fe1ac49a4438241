/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs a scenario as real-time threads, a thread for each task. A thread sleeps until its job is released and executes it
 * in one ioctl(); a job whose predecessor takes longer than that begins when it ends.
 */
#ifndef PINSTACK_RIG_THREADS_H
#define PINSTACK_RIG_THREADS_H

#include "scenario.h"

/*
 * All times are stretched by `scale`. Returns when the last job has ended. Tracing is on from just before the scenario
 * begins until then; when that was, by CLOCK_MONOTONIC, is printed.
 */
void run_scenario(const struct scenario *scenario, uint64_t scale);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PINSTACK_RIG_QUIET_H
#define PINSTACK_RIG_QUIET_H

/*
 * Makes every real-time thread of the kernel but the stoppers (migration/N) a thread of the fair class: ktimers/N, rcuc/N
 * and their like then no longer make CPUs look for work when they end.
 */
void demote_kernel_threads(void);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "quiet.h"

#include <ctype.h>
#include <dirent.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_stopper(const char *pid)
{
	char file[300], name[32] = "";
	FILE *in;

	snprintf(file, sizeof file, "/proc/%s/comm", pid);
	if (!(in = fopen(file, "r"))) return 1; /* gone meanwhile */
	if (!fgets(name, sizeof name, in)) *name = '\0';
	fclose(in);
	return !strncmp(name, "migration/", strlen("migration/"));
}

void demote_kernel_threads(void)
{
	const struct sched_param fair = {0};
	const struct dirent *entry;
	DIR *processes = opendir("/proc");

	while (processes && (entry = readdir(processes))) {
		const int pid = atoi(entry->d_name);

		if (!isdigit((unsigned char)*entry->d_name) || pid <= 1 || sched_getscheduler(pid) != SCHED_FIFO) continue;
		if (is_stopper(entry->d_name) || !sched_setscheduler(pid, SCHED_OTHER, &fair)) continue;
		fprintf(stderr, "rig-runner: thread %d stays real-time\n", pid);
	}
	if (processes) closedir(processes);
}

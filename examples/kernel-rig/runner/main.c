/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rig-runner run SCENARIO SCALE    runs it on this machine, which must have the module
 * rig-runner check SCENARIO        prints what was read of it
 * rig-runner quiet                 no real-time threads of the kernel but the stoppers
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "quiet.h"
#include "scenario.h"
#include "threads.h"

int main(int count, char **words)
{
	struct scenario scenario;

	if (count == 4 && !strcmp(words[1], "run")) {
		const long scale = strtol(words[3], NULL, 10);

		if (scale < 1) die("'%s' as a scale", words[3]);
		read_scenario(words[2], &scenario);
		run_scenario(&scenario, (uint64_t)scale);
	} else if (count == 3 && !strcmp(words[1], "check")) {
		read_scenario(words[2], &scenario);
		print_scenario(&scenario, stdout);
	} else if (count == 2 && !strcmp(words[1], "quiet")) {
		demote_kernel_threads();
	} else {
		die("run SCENARIO SCALE, check SCENARIO or quiet");
	}
	return 0;
}

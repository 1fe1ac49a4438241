#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# A sweep as a job array of Slurm: each job makes one part of the sets into a file of its own, and goes on where it was
# if it is killed and started again (--requeue). When all are done, the parts are merged.
#
#   sbatch --array=1-64 examples/sweep-slurm.sh examples/study-migrate-disable.json results
#   pinstack merge results/part-*.sqlite -o results/all.sqlite
#
# Within one job on many machines, MPI does the same without parts:
#
#   srun --mpi=pmix -n 256 pinstack-sweep-mpi examples/study-migrate-disable.json --out results/all.sqlite
#
#SBATCH --job-name=pinstack-sweep
#SBATCH --cpus-per-task=8
#SBATCH --time=08:00:00
#SBATCH --requeue
set -euo pipefail

experiment=$1
folder=$2
part=${SLURM_ARRAY_TASK_ID:-1}
parts=${SLURM_ARRAY_TASK_COUNT:-1}

mkdir -p "$folder"
exec pinstack sweep "$experiment" --shard "$part/$parts" --threads "${SLURM_CPUS_PER_TASK:-1}" \
    --out "$folder/part-$part.sqlite"

// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/analysis/sag_jobs.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/report/csv_writer.hpp"

namespace pinstack {
namespace {

const std::vector<std::string> kColumns = {"task",
                                           "job",
                                           "release_min_ns",
                                           "release_max_ns",
                                           "deadline_ns",
                                           "best_completion_ns",
                                           "worst_completion_ns",
                                           "best_response_ns",
                                           "worst_response_ns",
                                           "may_miss"};

}  // namespace

void write_sag_jobs(Sink& sink, const System& system, std::span<const SagPart> parts) {
    std::vector<std::pair<const JobStream*, const SagStream*>> by_task(system.tasks.size());
    for (const SagPart& part : parts) {
        for (std::size_t s = 0; s < part.jobs.streams.size(); ++s) {
            by_task[part.jobs.streams[s].file_index] = {&part.jobs.streams[s], &part.result.streams[s]};
        }
    }
    CsvWriter csv(sink, kColumns);
    for (const auto& [stream, found] : by_task) {
        for (std::uint32_t number = 0; number < found->jobs.size(); ++number) {
            const TimeRange release = stream->release(number);
            const Completion& completion = found->jobs[number];
            CsvRow row;
            row.text(system.tasks[stream->file_index].name).natural(number + 1);
            row.integer(release.min).integer(release.max).integer(release.min + stream->deadline);
            row.integer(completion.min).integer(completion.max);
            row.integer(completion.min - release.min).integer(completion.max - release.min);
            csv.row(row.boolean(completion.max > release.min + stream->deadline));
        }
    }
}

}  // namespace pinstack

// SPDX-License-Identifier: Apache-2.0
#include "model/system/point_reader.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 2> kFaultKeys = {"count", "vma"};
constexpr std::array<std::string_view, 3> kWriteKeys = {"hold", "vma", "frees"};
constexpr std::int64_t kMostFaults = 1'000'000;
constexpr std::int64_t kMostTables = 1'000'000;
constexpr std::int64_t kLastVma = 1023;

class PointReader {
public:
    PointReader(FieldReader& reader, JsonId value, const TaskNames& tasks)
        : reader_(reader), value_(value), tasks_(tasks) {}

    Operation read(OperationKind kind) {
        Operation out;
        out.kind = kind;
        switch (kind) {
            case OperationKind::page_fault:
                read_faults(out);
                break;
            case OperationKind::mmap_write:
                read_write(out);
                break;
            case OperationKind::wake:
                read_wake(out);
                break;
            default:
                if (!reader_.is(value_, JsonKind::boolean)) {
                    reader_.report_type(value_, "true", "write {\"exit_mm\": true}");
                } else if (!reader_.boolean(value_, "true").value()) {
                    reader_.report(value_, "false", "true", "leave the operation out");
                }
        }
        return out;
    }

private:
    JsonId find(std::string_view key) const { return reader_.document().find(value_, key); }

    void read_faults(Operation& out) {
        out.count = 1;
        if (!reader_.is(value_, JsonKind::object)) return read_count(value_, out);
        reader_.check_keys(value_, kFaultKeys, "`page_fault`");
        if (const JsonId count = find("count"); count != kNoJson) read_count(count, out);
        read_vma(out);
    }
    void read_count(JsonId id, Operation& out) {
        out.count = reader_
                        .integer(id, 1, kMostFaults, "a number of page faults: a whole number of 1 or more",
                                 "write for example {\"page_fault\": 3}")
                        .value_or(1);
    }

    void read_write(Operation& out) {
        out.time = {{1}, {1}, Distribution::constant};
        if (!reader_.is(value_, JsonKind::object)) return read_hold(value_, out);
        reader_.check_keys(value_, kWriteKeys, "`mmap_write`");
        if (const JsonId hold = find("hold"); hold != kNoJson) {
            read_hold(hold, out);
        } else {
            reader_.report(value_, "no `hold`", "`hold`, how long the change takes",
                           "write for example {\"mmap_write\": {\"hold\": \"5us\", \"frees\": 4}}");
        }
        read_vma(out);
        if (const JsonId frees = find("frees"); frees != kNoJson) {
            out.count = reader_
                            .integer(frees, 0, kMostTables, "a number of page tables: a whole number of 0 or more",
                                     "leave it out where nothing is freed")
                            .value_or(0);
        }
    }
    void read_hold(JsonId id, Operation& out) {
        if (const auto hold = reader_.duration(id, "the length of a change", 1)) out.time = {*hold, *hold};
    }
    void read_vma(Operation& out) {
        const JsonId vma = find("vma");
        if (vma == kNoJson) return;
        out.vma = static_cast<std::uint32_t>(
            reader_
                .integer(vma, 0, kLastVma, fmt::format("a part of the address space: a number from 0 to {}", kLastVma),
                         "leave it out for part 0")
                .value_or(0));
    }

    void read_wake(Operation& out) {
        const auto name = reader_.text(value_, "the name of a task");
        if (!name) return;
        if (const auto task = tasks_.find(*name); task != tasks_.end()) {
            out.task = task->second;
            return;
        }
        std::vector<std::string_view> names;
        for (const auto& each : tasks_) names.push_back(each.first);
        std::sort(names.begin(), names.end());
        reader_.report(value_, fmt::format("the unknown task {}", quote(*name)), "the name of a task",
                       suggest(*name, names, "tasks"));
    }

    FieldReader& reader_;
    JsonId value_;
    const TaskNames& tasks_;
};

}  // namespace

Operation read_point_operation(FieldReader& reader, JsonId value, OperationKind kind, const TaskNames& tasks) {
    return PointReader(reader, value, tasks).read(kind);
}

}  // namespace pinstack

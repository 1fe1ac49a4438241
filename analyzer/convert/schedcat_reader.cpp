// SPDX-License-Identifier: Apache-2.0
//
// SchedCAT's task sets (schedcat/model/serialize.py): <taskset>, or a <testpoint> of several. Times have no unit. Of
// the requests for a resource only their number and length are known: they stand at the end of the body, one after the
// other.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "analyzer/convert/finish_import.hpp"
#include "analyzer/convert/xml_file.hpp"
#include "model/system/quote.hpp"

namespace pinstack {

namespace {

constexpr std::int64_t kMostRequests = 1000;  // of a task for a resource

class SchedcatReader {
public:
    SchedcatReader(std::string_view text, const ImportOptions& options)
        : options_(options), xml_(text, options.file, log_), unit_(nanoseconds_per(options.unit)) {}

    Result<Imported> read() {
        std::vector<System> systems;
        if (xml_.parse()) {
            const pugi::xml_node root = xml_.root();
            const std::string_view name = root.name();
            if (name == "taskset") {
                systems.push_back(read_set(root));
            } else if (name == "testpoint") {
                xml_.check_elements(root, {"taskset"}, "it says how the sets were made");
                for (const pugi::xml_node set : root.children("taskset")) {
                    systems.push_back(read_set(set));
                    systems.back().name += fmt::format("-{}", systems.size());
                }
            } else {
                log_.fail(xml_.place_of(root), fmt::format("<{}>", root.name()), "<taskset> or <testpoint>",
                          "is this a file of SchedCAT?");
            }
            if (systems.empty() && !log_.has_problems()) log_.fail(xml_.place_of(root), "no <taskset>", "at least one");
        }
        return finish_import(std::move(systems), log_, options_);
    }

private:
    System read_set(pugi::xml_node node) {
        System system;
        system.name = stem_of(options_.file);
        system.description = "from a task set of SchedCAT";
        system.time_unit = options_.unit;
        xml_.check_elements(node, {"task", "properties"}, "it is not known");  // properties follow from the tasks
        CpuId most = -1;
        std::size_t placed = 0, count = 0;
        for (const pugi::xml_node task : node.children("task")) {
            if (++count > kMostImportedTasks) {
                log_.fail(xml_.place_of(node), fmt::format("more than {} tasks", kMostImportedTasks), "fewer");
                return system;
            }
            read_task(task, count, system);
            const Task& made = system.tasks.back();
            most = std::max(most, made.home_cpu.value_or(-1));
            for (const std::int64_t cpu : masks_.back()) most = std::max(most, static_cast<CpuId>(cpu));
            placed += made.home_cpu.has_value();
        }
        if (count == 0) log_.fail(xml_.place_of(node), "no <task>", "at least one");
        set_cpus(node, system, most);
        if (placed == count && count > 0) system.kernel.balancer = {"partitioned", {}};
        masks_.clear();
        return system;
    }

    void set_cpus(pugi::xml_node node, System& system, CpuId most) {
        system.platform.cpus = options_.cpus.value_or(std::max(most + 1, 1));
        if (!options_.cpus) {
            log_.warn(xml_.place_of(node), "no number of CPUs: a task set has none", "--cpus N",
                      fmt::format("{} taken, from the CPUs that are named", system.platform.cpus));
        }
        if (most >= system.platform.cpus) {
            log_.fail(xml_.place_of(node), fmt::format("CPU {}", most),
                      fmt::format("CPUs below {}", system.platform.cpus));
            return;
        }
        for (std::size_t i = 0; i < system.tasks.size(); ++i) {
            if (masks_[i].empty()) continue;
            CpuSet set(system.platform.cpus);
            for (const std::int64_t cpu : masks_[i]) set.insert(static_cast<CpuId>(cpu));
            system.tasks[i].affinity = set;
        }
    }

    void read_task(pugi::xml_node node, std::size_t number, System& system) {
        xml_.check_attributes(node, {"id", "period", "wcet", "deadline", "partition", "wss", "response_time"},
                              "it is not known");
        xml_.check_elements(node, {"resources", "affinity"}, "it is not known");
        Task task;
        const std::string id = node.attribute("id").value();
        task.name = "T" + (id.empty() ? std::to_string(number) : id);
        const std::int64_t period = xml_.time(node, "period", unit_, 1).value_or(1);
        const std::int64_t wcet = xml_.time(node, "wcet", unit_, 1).value_or(1);
        task.releases = Periodic{{period}, {}, {}};
        task.deadline = {xml_.time(node, "deadline", unit_, 1, period).value_or(1)};
        if (node.attribute("partition")) {
            if (const auto cpu = xml_.whole(node, "partition", 0, kMaxCpus - 1))
                task.home_cpu = static_cast<CpuId>(*cpu);
        }
        // Kilobytes, as its overhead models have it.
        if (const auto wss = xml_.whole(node, "wss", 0, std::int64_t{1} << 30, 0)) task.working_set = *wss * 1024;
        std::vector<std::int64_t> mask;
        for (const pugi::xml_node cpu : node.child("affinity").children("cpu")) {
            if (const auto value = xml_.whole(cpu, "id", 0, kMaxCpus - 1)) mask.push_back(*value);
        }
        if (node.child("affinity") && mask.empty())
            log_.fail(xml_.place_of(node.child("affinity")), "no CPU", "at least one <cpu id>");
        masks_.push_back(std::move(mask));
        task.body = read_body(node, wcet, system);
        system.tasks.push_back(std::move(task));
    }

    Body read_body(pugi::xml_node node, std::int64_t wcet, System& system) {
        Body sections;
        std::int64_t left = wcet;
        const pugi::xml_node resources = node.child("resources");
        xml_.check_elements(resources, {"requirement"}, "how critical sections nest is not read");
        for (const pugi::xml_node it : resources.children("requirement")) {
            xml_.check_attributes(it, {"res_id", "max_reads", "max_writes", "max_read_length", "max_write_length"},
                                  "it is not known");
            const std::string id = it.attribute("res_id").as_string("0");
            const std::int64_t writes = xml_.whole(it, "max_writes", 0, kMostRequests, 1).value_or(0);
            const std::int64_t reads = xml_.whole(it, "max_reads", 0, kMostRequests, 0).value_or(0);
            const std::int64_t write_length = xml_.time(it, "max_write_length", unit_, 0, unit_).value_or(0);
            const std::int64_t read_length = xml_.time(it, "max_read_length", unit_, 0, 0).value_or(0);
            if (reads > 0) {
                log_.warn(xml_.place_of(it, "max_reads"), fmt::format("{} reads of resource {}", reads, id), "writes",
                          "locks for readers and writers are not modelled: each read takes the lock for itself");
            }
            const auto add = [&](std::int64_t count, std::int64_t length) {
                if (count > 0 && length > left / count) {
                    log_.fail(xml_.place_of(it), "critical sections that are longer than the `wcet`",
                              "at most the `wcet`, in sum");
                    return;
                }
                left -= count * length;
                for (std::int64_t i = 0; i < count && length > 0; ++i) sections.push_back(section(id, length, system));
            };
            add(writes, write_length);
            add(reads, read_length);
        }
        Body body;
        if (left > 0) body.push_back(run(left));
        if (!sections.empty()) {
            log_.warn(xml_.place_of(resources), "requests without a place in the job", "where critical sections begin",
                      "they stand at its end, one after the other");
        }
        body.insert(body.end(), sections.begin(), sections.end());
        return body;
    }

    static Operation run(std::int64_t ns) { return {OperationKind::run, {{ns}, {ns}}, {}}; }

    Operation section(const std::string& id, std::int64_t length, System& system) {
        Operation out{OperationKind::lock, {}, {run(length)}};
        if (const auto given = options_.sections.find(id); given != options_.sections.end()) {
            constexpr std::array kMeant = {OperationKind::preempt_disable, OperationKind::migrate_disable,
                                           OperationKind::section};
            out.kind = kMeant[static_cast<std::size_t>(given->second)];
            return out;
        }
        const std::string name = "R" + id;
        const auto known =
            std::find_if(system.locks.begin(), system.locks.end(), [&](const Lock& it) { return it.name == name; });
        out.lock = static_cast<std::uint32_t>(known - system.locks.begin());
        if (known == system.locks.end()) system.locks.push_back({name, LockKind::mutex});
        return out;
    }

    const ImportOptions& options_;
    ConversionLog log_;
    XmlFile xml_;
    std::int64_t unit_;
    std::vector<std::vector<std::int64_t>> masks_;  // by task of the set, until the CPUs are known
};

}  // namespace

Result<Imported> read_schedcat(std::string_view text, const ImportOptions& options) {
    return SchedcatReader(text, options).read();
}

}  // namespace pinstack

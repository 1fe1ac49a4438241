// SPDX-License-Identifier: Apache-2.0
#include "model/system/body_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "model/system/point_reader.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"
#include "model/system/variable_duration.hpp"

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 13> kOperations = {  // OperationKind, in its order
    "run",  "suspend", "section",    "preempt_disable", "migrate_disable", "irq_disable", "rcu_read",
    "lock", "kmap",    "page_fault", "mmap_write",      "exit_mm",         "wake"};
constexpr std::array<std::string_view, 2> kLockKeys = {"name", "body"};

constexpr std::string_view kOneOperation = "an operation: an object with exactly one key";

class BodyReader {
public:
    BodyReader(FieldReader& reader, const DeclaredNames& names) : reader_(reader), names_(names) {}

    Body read(JsonId list) {
        Body body = read_list(list, "`body`");
        if (at_start_ && !body.empty()) {
            reader_.report(list, "a body that never executes", "a `run` somewhere in it",
                           "operations without a length take no time of their own");
        }
        return body;
    }

private:
    Body read_list(JsonId list, std::string_view what) {
        Body body;
        if (!reader_.expect(list, JsonKind::array, fmt::format("a list of operations as {}", what),
                            "write for example [ {\"run\": 1} ]")) {
            at_start_ = false;
            return body;
        }
        if (reader_[list].count == 0) {
            at_start_ = false;
            reader_.report(list, "an empty array", fmt::format("at least one operation in {}", what),
                           "write for example [ {\"run\": 1} ]");
        }
        body.reserve(reader_[list].count);
        for (JsonId id = reader_.document().first(list); id != kNoJson; id = reader_[id].next) {
            std::optional<Operation> operation = read_operation(id);
            if (!operation) at_start_ = false;  // a run stands in its place
            body.push_back(std::move(operation).value_or(placeholder()));
        }
        return body;
    }

    static Operation placeholder() { return {OperationKind::run, {{1}, {1}, Distribution::constant}, {}}; }

    std::optional<Operation> read_operation(JsonId id) {
        if (!reader_.expect(id, JsonKind::object, kOneOperation, "write for example {\"run\": 1}")) return std::nullopt;
        if (reader_[id].count != 1) {
            reader_.report(id, fmt::format("an operation with {} keys", reader_[id].count), std::string(kOneOperation),
                           "one after the other: [ {\"run\": 1}, {\"suspend\": 2} ]");
            return std::nullopt;
        }
        const JsonId value = reader_.document().first(id);
        const std::string_view key = reader_[value].key;
        const auto known = std::find(kOperations.begin(), kOperations.end(), key);
        if (known == kOperations.end()) {
            reader_.report_at_key(value, fmt::format("the unknown operation {}", quote(key)), "an operation of a body",
                                  suggest(key, kOperations, "operations"));
            return std::nullopt;
        }
        Operation operation;
        operation.kind = static_cast<OperationKind>(known - kOperations.begin());
        if (operation.kind == OperationKind::lock) return read_lock(value);
        if (is_bracket(operation.kind)) {
            if (!enter(value, key)) return std::nullopt;
            operation.body = read_list(value, fmt::format("`{}`", key));
            --nesting_;
            return operation;
        }
        if (operation.kind > OperationKind::kmap) {
            const Operation point = read_point_operation(reader_, value, operation.kind, names_.tasks);
            at_start_ &= !is_timed(point.kind);
            return point;
        }
        if (operation.kind == OperationKind::suspend) {
            operation.until_woken = reader_.is(value, JsonKind::string) && reader_[value].text == kUntilWoken;
            if (!operation.until_woken) {
                const auto duration = reader_.duration(value, "a suspension", 1);
                operation.time.min = operation.time.max = duration.value_or(Duration{1});
            }
            if (at_start_) {
                reader_.report(value, "a suspension as the first step of the body",
                               "a body that runs before it suspends",
                               "release the job later: `offset`, or later `releases`");
            }
        } else if (const auto time = read_variable_duration(reader_, value, "a run time", false)) {
            operation.time = *time;
        } else {
            operation.time = placeholder().time;
        }
        at_start_ = false;
        return operation;
    }

    // A bracket that is nested too deep is reported once and not entered.
    bool enter(JsonId value, std::string_view key) {
        if (nesting_ == kMaxNesting) {
            reader_.report(value, fmt::format("`{}` nested {} deep", key, nesting_ + 1),
                           fmt::format("at most {} brackets in each other", kMaxNesting),
                           "directly nested brackets can be one");
            return false;
        }
        ++nesting_;
        return true;
    }

    std::optional<Operation> read_lock(JsonId value) {
        if (!reader_.expect(value, JsonKind::object, "an object with `name` and `body`",
                            "write for example {\"name\": \"L\", \"body\": [ {\"run\": 1} ]}")) {
            return std::nullopt;
        }
        reader_.check_keys(value, kLockKeys, "`lock`");
        Operation operation;
        operation.kind = OperationKind::lock;
        operation.lock = read_lock_name(value);
        const JsonId body = reader_.document().find(value, "body");
        if (body == kNoJson) {
            reader_.report(value, "no `body`", "`body`, what happens under the lock",
                           "write for example \"body\": [ {\"run\": 1} ]");
            return std::nullopt;
        }
        if (!enter(value, "lock")) return std::nullopt;
        held_.push_back(operation.lock);
        operation.body = read_list(body, "`lock`");
        held_.pop_back();
        --nesting_;
        return operation;
    }

    /// The place of the lock that is taken; kUnknownLock where that is not known.
    std::uint32_t read_lock_name(JsonId value) {
        const JsonId id = reader_.document().find(value, "name");
        if (id == kNoJson) {
            reader_.report(value, "no `name`", "`name`, the lock that is taken", "name one that `locks` declares");
            return kUnknownLock;
        }
        const auto name = reader_.text(id, "the name of a lock");
        if (!name) return kUnknownLock;
        const std::optional<std::uint32_t> lock = names_.locks.find(*name);
        if (!lock) {
            reader_.report(id, fmt::format("the undeclared lock {}", quote(*name)), "a lock that `locks` declares",
                           names_.locks.suggest(*name));
            return kUnknownLock;
        }
        if (*lock != kUnknownLock && std::find(held_.begin(), held_.end(), *lock) != held_.end()) {
            reader_.report(id, fmt::format("the lock {} inside itself", quote(*name)),
                           "a lock that the job does not hold yet", "the job would wait for itself");
        }
        return *lock;
    }

    FieldReader& reader_;
    const DeclaredNames& names_;
    std::vector<std::uint32_t> held_;  // the locks around the operation that is read
    int nesting_ = 0;
    bool at_start_ = true;  // no step of the body has been seen yet
};

}  // namespace

Body read_body(FieldReader& reader, JsonId list, const DeclaredNames& names) {
    return BodyReader(reader, names).read(list);
}

}  // namespace pinstack

// SPDX-License-Identifier: Apache-2.0
#include "analyzer/sweep/record_codec.hpp"

namespace pinstack {

namespace {

void append(std::vector<std::int64_t>& out, const std::optional<std::int64_t>& value) {
    out.push_back(value ? 1 : 0);
    out.push_back(value.value_or(0));
}

/// Takes numbers from the front.
class Decoder {
public:
    explicit Decoder(std::span<const std::int64_t> numbers) : numbers_(numbers) {}
    bool at_end() const { return next_ == numbers_.size(); }
    std::int64_t integer() { return numbers_[next_++]; }
    std::uint64_t natural() { return static_cast<std::uint64_t>(integer()); }
    std::optional<std::int64_t> optional() {
        const bool is_there = integer() != 0;
        const std::int64_t value = integer();
        return is_there ? std::optional(value) : std::nullopt;
    }

private:
    std::span<const std::int64_t> numbers_;
    std::size_t next_ = 0;
};

}  // namespace

std::vector<std::int64_t> encode(std::span<const SetRecord> records) {
    std::vector<std::int64_t> out;
    for (const SetRecord& record : records) {
        out.push_back(static_cast<std::int64_t>(record.cell));
        out.push_back(static_cast<std::int64_t>(record.number));
        append(out, record.utilization);
        out.push_back(static_cast<std::int64_t>(record.variants.size()));
        for (const VariantRecord& variant : record.variants) {
            out.push_back(static_cast<std::int64_t>(variant.applicable));
            out.push_back(static_cast<std::int64_t>(variant.schedulable));
            for (const auto& figure : variant.figures) append(out, figure);
        }
    }
    return out;
}

std::vector<SetRecord> decode_records(std::span<const std::int64_t> numbers) {
    Decoder in(numbers);
    std::vector<SetRecord> records;
    while (!in.at_end()) {
        SetRecord& record = records.emplace_back();
        record.cell = in.natural();
        record.number = in.natural();
        record.utilization = in.optional();
        record.variants.resize(in.natural());
        for (VariantRecord& variant : record.variants) {
            variant.applicable = in.natural();
            variant.schedulable = in.natural();
            for (auto& figure : variant.figures) figure = in.optional();
        }
    }
    return records;
}

}  // namespace pinstack

// SPDX-License-Identifier: Apache-2.0
#include "model/system/mm_reader.hpp"

#include <array>

#include <fmt/format.h>

namespace pinstack {

namespace {

constexpr std::array<std::string_view, 9> kKeys = {"kmap",       "lazy_mm",    "page_fault", "page_tables",
                                                   "cache_miss", "kmap_slots", "asids",      "pti",
                                                   "vcpu_steal"};
constexpr std::array<std::string_view, 2> kStealKeys = {"period", "length"};

class MmReader {
public:
    MmReader(FieldReader& reader, JsonId id) : reader_(reader), id_(id) {}

    MmOptions read() {
        MmOptions mm;
        if (!reader_.expect(id_, JsonKind::object, "an object", "write for example {\"kmap\": \"local\"}")) return mm;
        reader_.check_keys(id_, kKeys, "`mm`");
        mm.kmap = word<Kmap>("kmap", kKmaps, "a setting of `kmap`");
        mm.lazy_mm = word<LazyMm>("lazy_mm", kLazyMms, "a setting of `lazy_mm`");
        mm.page_fault = word<PageFault>("page_fault", kPageFaults, "a setting of `page_fault`");
        mm.cache_miss = word<CacheMiss>("cache_miss", kCacheMisses, "a setting of `cache_miss`");
        mm.page_tables = word<PageTables>("page_tables", kPageTables, "a setting of `page_tables`");
        mm.kmap_slots = number("kmap_slots", 65536, mm.kmap_slots);
        mm.asids = number("asids", 4096, mm.asids);
        if (const JsonId pti = find("pti"); pti != kNoJson) mm.pti = reader_.boolean(pti, "true or false").value_or(false);
        if (const JsonId steal = find("vcpu_steal"); steal != kNoJson) mm.vcpu_steal = read_steal(steal);
        return mm;
    }

private:
    JsonId find(std::string_view key) const { return reader_.document().find(id_, key); }

    std::optional<VcpuSteal> read_steal(JsonId id) {
        static constexpr const char* kExample = "write for example {\"period\": \"10ms\", \"length\": \"2ms\"}";
        if (!reader_.expect(id, JsonKind::object, "an object", kExample)) return std::nullopt;
        reader_.check_keys(id, kStealKeys, "`vcpu_steal`");
        const JsonId period_id = reader_.document().find(id, "period");
        const JsonId length_id = reader_.document().find(id, "length");
        if (period_id == kNoJson || length_id == kNoJson) {
            reader_.report(id, "`vcpu_steal` without both of its lengths", "`period` and `length`", kExample);
            return std::nullopt;
        }
        const auto period = reader_.duration(period_id, "a period", 1);
        const auto length = reader_.duration(length_id, "a length", 1);
        if (!period || !length) return std::nullopt;
        if (*length >= *period) {
            reader_.report(length_id, "a CPU that is never there", "a `length` shorter than the `period`", kExample);
            return std::nullopt;
        }
        return VcpuSteal{*period, *length};
    }

    template <class Setting>
    std::optional<Setting> word(std::string_view key, std::span<const std::string_view> words, std::string_view what) {
        const JsonId value = find(key);
        if (value == kNoJson) return std::nullopt;
        const auto index = reader_.word(value, words, what);
        return index ? std::optional(static_cast<Setting>(*index)) : std::nullopt;
    }

    int number(std::string_view key, int most, int otherwise) {
        const JsonId value = find(key);
        if (value == kNoJson) return otherwise;
        const auto count = reader_.integer(value, 1, most, fmt::format("a whole number from 1 to {}", most),
                                           "leave it out for Linux's own");
        return static_cast<int>(count.value_or(otherwise));
    }

    FieldReader& reader_;
    JsonId id_;
};

}  // namespace

MmOptions read_mm_options(FieldReader& reader, JsonId id) { return MmReader(reader, id).read(); }

}  // namespace pinstack

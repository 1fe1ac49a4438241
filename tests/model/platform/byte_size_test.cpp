// SPDX-License-Identifier: Apache-2.0
#include "model/platform/byte_size.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("amounts of memory are read with their unit") {
    CHECK(parse_byte_size("0B") == 0);
    CHECK(parse_byte_size("1B") == 1);
    CHECK(parse_byte_size("512B") == 512);
    CHECK(parse_byte_size("4KiB") == 4096);
    CHECK(parse_byte_size("64KiB") == 65536);
    CHECK(parse_byte_size("0KiB") == 0);
    CHECK(parse_byte_size("3MiB") == 3 * 1048576);
    CHECK(parse_byte_size("2GiB") == 2147483648);
    CHECK(parse_byte_size("007KiB") == 7168);
}

TEST_CASE("no amount of memory is more than 2^40 bytes") {
    CHECK(kMaxBytes == 1099511627776);
    CHECK(parse_byte_size("1024GiB") == kMaxBytes);
    CHECK(parse_byte_size("1025GiB") == std::nullopt);
    CHECK(parse_byte_size("1048576MiB") == kMaxBytes);
    CHECK(parse_byte_size("1048577MiB") == std::nullopt);
    CHECK(parse_byte_size("1099511627776B") == kMaxBytes);
    CHECK(parse_byte_size("1099511627777B") == std::nullopt);
    // Times the unit it is 2^64, and a number of its own that no integer holds.
    CHECK(parse_byte_size("17179869184GiB") == std::nullopt);
    CHECK(parse_byte_size("99999999999999999999B") == std::nullopt);
}

TEST_CASE("what is no amount of memory is refused") {
    for (const char* text : {"", "B", "KiB", "64", "64 KiB", " 64KiB", "64KiB ", "64kib", "64KB", "64K", "64TiB", "-1B",
                             "+1B", "1.5MiB", "0x10B", "1e3B", "64KiBB", "64KiB64KiB"}) {
        INFO(text);
        CHECK(parse_byte_size(text) == std::nullopt);
    }
}

TEST_CASE("amounts of memory are written with the largest unit that fits") {
    CHECK(byte_size_text(0) == "0B");
    CHECK(byte_size_text(1) == "1B");
    CHECK(byte_size_text(1023) == "1023B");
    CHECK(byte_size_text(1024) == "1KiB");
    CHECK(byte_size_text(1025) == "1025B");
    CHECK(byte_size_text(1536) == "1536B");
    CHECK(byte_size_text(65536) == "64KiB");
    CHECK(byte_size_text(1048576) == "1MiB");
    CHECK(byte_size_text(1048576 + 1024) == "1025KiB");
    CHECK(byte_size_text(std::int64_t{3} << 30) == "3GiB");
    CHECK(byte_size_text(kMaxBytes) == "1024GiB");
    CHECK(byte_size_text(kMaxBytes - 1) == "1099511627775B");
    for (const std::int64_t bytes :
         {std::int64_t{0}, std::int64_t{7}, std::int64_t{4096}, std::int64_t{5} << 21, kMaxBytes - 1024, kMaxBytes}) {
        CHECK(parse_byte_size(byte_size_text(bytes)) == bytes);
    }
}

// SPDX-License-Identifier: Apache-2.0
#include "model/memory/vma_lock.hpp"

#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"

namespace pinstack::test {

TEST_CASE("a part of an address space: a writer waits for the faults inside, later ones stay out", "[memory]") {
    VmaLock lock;
    CHECK(lock.try_read());
    CHECK(lock.try_read());
    CHECK_FALSE(lock.mark(7));
    CHECK_FALSE(lock.try_read());
    CHECK(lock.end_reading() == kNoTask);
    CHECK(lock.end_reading() == 7);
    CHECK_FALSE(lock.try_read());
    lock.unmark();
    CHECK(lock.try_read());
    CHECK(lock.end_reading() == kNoTask);
    CHECK(lock.mark(8));
}

TEST_CASE("a part of an address space: never both inside, and nobody is forgotten", "[memory]") {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        std::mt19937_64 random(seed);
        VmaLock lock;
        std::multiset<int> readers;
        bool writer_waits = false;
        bool writer_inside = false;
        for (int i = 0; i < 80; ++i) {
            INFO("seed " << seed << ", event " << i);
            switch (pick(random, 0, 3)) {
                case 0:
                    if (lock.try_read()) readers.insert(i);
                    REQUIRE((lock.is_marked() == (writer_waits || writer_inside)));
                    break;
                case 1:
                    if (readers.empty()) break;
                    readers.erase(readers.begin());
                    REQUIRE((lock.end_reading() == 3) == (writer_waits && readers.empty()));
                    if (writer_waits && readers.empty()) writer_inside = !(writer_waits = false);
                    break;
                case 2:
                    if (writer_waits || writer_inside) break;
                    writer_inside = lock.mark(3);
                    REQUIRE(writer_inside == readers.empty());
                    writer_waits = !writer_inside;
                    break;
                default:
                    if (!writer_inside) break;
                    REQUIRE(readers.empty());
                    lock.unmark();
                    writer_inside = false;
            }
            REQUIRE(lock.readers() == static_cast<int>(readers.size()));
        }
    }
}

}  // namespace pinstack::test

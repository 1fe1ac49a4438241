// SPDX-License-Identifier: Apache-2.0
#include "analyzer/generate/portable_math.hpp"

#include <bit>
#include <cmath>
#include <cstdint>

#include "tests/support/catch.hpp"

namespace pinstack {

TEST_CASE("portable math: as near to the C library as its own last digits") {
    double worst_log = 0, worst_exp = 0;
    for (int i = 1; i <= 200'000; ++i) {
        const double x = i / 100'000.0;
        // Near 1 the logarithm is near 0: there the error counts absolutely.
        const double scale = std::max(std::abs(std::log(x)), 0.1);
        worst_log = std::max(worst_log, std::abs(portable_log(x) - std::log(x)) / scale);
        const double y = (i - 100'000) / 200.0;
        if (std::abs(y) <= 40) worst_exp = std::max(worst_exp, std::abs(portable_exp(y) / std::exp(y) - 1));
    }
    CHECK(worst_log < 1e-15);
    CHECK(worst_exp < 1e-14);
    for (const double x : {0x1p-52, 1e-300, 1e300}) {
        CAPTURE(x);
        CHECK(std::abs(portable_log(x) / std::log(x) - 1) < 1e-15);
    }
    for (const double y : {-700.0, -123.4, 123.4, 700.0}) {
        CAPTURE(y);
        CHECK(std::abs(portable_exp(y) / std::exp(y) - 1) < 1e-13);
    }
}

TEST_CASE("portable math: roots undo powers") {
    for (const double x : {0x1p-52, 0.001, 0.3, 0.5, 0.999, 1 - 0x1p-52}) {
        CHECK(portable_root(x, 1) == x);
        for (const int k : {2, 3, 7, 19, 99'999}) {
            CAPTURE(x, k);
            CHECK(std::abs(std::log(portable_root(x, k)) * k - std::log(x)) < 1e-10);
        }
    }
}

TEST_CASE("portable math: the bits are pinned") {
    // If these change, task sets made from a seed change with them.
    CHECK(portable_log(0.3) == -0x1.34378fcbda72p+0);
    CHECK(portable_exp(-1.5) == 0x1.c8f87724b5c1dp-3);
    CHECK(portable_root(0.3, 7) == 0x1.af1852ac8937ap-1);
    // Many more, since a fused multiply-add changes one in some hundred.
    std::uint64_t hash = 14'695'981'039'346'656'037u;  // FNV-1a, word by word
    for (int i = 1; i <= 10'000; ++i) {
        for (const double value : {portable_log(i / 10'001.0), portable_exp(i / -500.0)})
            hash = (hash ^ std::bit_cast<std::uint64_t>(value)) * 1'099'511'628'211u;
    }
    CHECK(hash == 11'752'035'759'441'002'850u);
}

}  // namespace pinstack

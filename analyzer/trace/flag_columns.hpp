// SPDX-License-Identifier: Apache-2.0
//
// The columns of flags before the time of a trace line: "d..21", 4 to 7 characters, of which those that count here say
// how often preemption and migration are disabled in the thread that runs there. Which column is which was never the
// same for long: up to 5.14 there are four; 5.15 added migrate-disable (54357f0c9149); the PREEMPT_RT patches put
// need-resched-lazy and preempt-lazy-depth between. The header draws them, and is believed; without a drawing the
// number of columns decides, and `source` says that it was guessed.
//
// A depth is a hexadecimal digit, "." for 0; the kernel clips it to 15.
#pragma once

#include <cstdint>
#include <string_view>

namespace pinstack {

class FlagColumns {
public:
    enum class Source : std::uint8_t { none, drawn, guessed };

    /// A line of the header, beginning with '#': "#   || / _--=> preempt-depth". True where it belongs to the drawing.
    bool learn(std::string_view line);
    /// Flags without a drawing: guesses once, by their number.
    void meet(std::string_view flags);

    /// How deep; -1 = not known.
    int migrate_depth(std::string_view flags) const { return depth(flags, migrate_); }
    int preempt_depth(std::string_view flags) const { return depth(flags, preempt_); }

    Source source() const { return source_; }
    int count() const { return count_; }
    bool shows_pins() const { return migrate_ >= 0; }

private:
    int depth(std::string_view flags, int column) const {
        // Another number of characters than was drawn: nothing in it can be trusted.
        if (column < 0 || static_cast<int>(flags.size()) != count_) return -1;
        return digit(flags[static_cast<std::size_t>(column)]);
    }
    static int digit(char flag) {
        if (flag == '.') return 0;
        if (flag >= '0' && flag <= '9') return flag - '0';
        if (flag >= 'a' && flag <= 'f') return flag - 'a' + 10;
        return -1;
    }

    Source source_ = Source::none;
    int count_ = 0;
    int preempt_ = -1, migrate_ = -1;
    bool drawing_ = false;  ///< the last line of the header was part of it
};

}  // namespace pinstack

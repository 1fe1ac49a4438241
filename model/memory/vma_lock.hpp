// SPDX-License-Identifier: Apache-2.0
//
// The lock of one part of an address space (struct vma_lock, Linux 6.4 to 6.12: vma_start_read(), vma_start_write(),
// vma_end_write_all()). A fault takes it for reading, or does not wait for it: it goes to mmap_lock. A writer, who has
// mmap_lock already, marks the part and waits for the faults inside; the mark holds until he leaves mmap_lock, and
// keeps later faults out from the instant at which he asked.
//
// It knows no time and moves nobody. Left out: attaching and detaching of parts, the overflow of their sequence
// numbers.
#pragma once

#include <utility>

#include "model/engine/urgency.hpp"

namespace pinstack {

class VmaLock {
public:
    bool is_marked() const { return is_marked_; }
    int readers() const { return readers_; }

    /// Returns whether the fault has it.
    bool try_read() {
        readers_ += !is_marked_;
        return !is_marked_;
    }
    /// Returns the writer who need not wait any more, or kNoTask.
    TaskIndex end_reading() { return --readers_ == 0 ? std::exchange(writer_, kNoTask) : kNoTask; }
    /// Returns whether the writer has it; else he waits. REQUIRES: it is not marked.
    bool mark(TaskIndex writer) {
        is_marked_ = true;
        if (readers_ > 0) writer_ = writer;
        return readers_ == 0;
    }
    /// The writer leaves mmap_lock.
    void unmark() { is_marked_ = false; }

private:
    int readers_ = 0;
    bool is_marked_ = false;
    TaskIndex writer_ = kNoTask;  // who waits for the readers
};

}  // namespace pinstack

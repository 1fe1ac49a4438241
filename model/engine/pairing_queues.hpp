// SPDX-License-Identifier: Apache-2.0
//
// Priority queues of jobs for any number of tasks: each queue is a pairing heap, and the nodes of all of them lie in
// one array by task, so memory is O(tasks + queues). push and top are O(1), erase is O(log n) amortised.
// (Fredman, Sedgewick, Sleator, Tarjan, Algorithmica 1986.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/engine/urgency.hpp"

namespace pinstack {

class PairingQueues {
public:
    PairingQueues(std::size_t tasks, std::size_t queues) : nodes_(tasks), roots_(queues, kNoTask), sizes_(queues, 0) {}

    std::size_t size(std::int32_t queue) const { return sizes_[at(queue)]; }
    bool empty(std::int32_t queue) const { return roots_[at(queue)] == kNoTask; }

    /// The most urgent job of the queue; kIdle where it is empty.
    Urgency top(std::int32_t queue) const {
        const TaskIndex root = roots_[at(queue)];
        return root == kNoTask ? kIdle : urgency(root);
    }

    void push(std::int32_t queue, Urgency job) {
        Node& node = nodes_[at(job.task)];
        node = {job.key, kNoTask, kNoTask, kNoTask, queue};
        TaskIndex& root = roots_[at(queue)];
        root = root == kNoTask ? job.task : meld(root, job.task);
        ++sizes_[at(queue)];
    }

    /// Takes the task's job out of the queue it is in.
    void erase(TaskIndex task) {
        Node& node = nodes_[at(task)];
        TaskIndex& root = roots_[at(node.queue)];
        const TaskIndex children = node.child == kNoTask ? kNoTask : combine(node.child);
        if (root == task) {
            root = children;
        } else {
            unlink(task);
            if (children != kNoTask) root = meld(root, children);
        }
        --sizes_[at(node.queue)];
        node.queue = -1;
    }

    bool contains(TaskIndex task) const { return nodes_[at(task)].queue >= 0; }

    /// Calls visit(task) for each job of the queue that is more urgent than `limit`, in no order. O(jobs visited):
    /// a heap's subtree is skipped as soon as its root is not urgent enough. `visit` must not change the queue.
    template <class Visit>
    void for_each_more_urgent(std::int32_t queue, Urgency limit, Visit&& visit) const {
        if (empty(queue)) return;
        std::vector<TaskIndex>& stack = scratch_;
        stack.clear();
        stack.push_back(roots_[at(queue)]);
        while (!stack.empty()) {
            const TaskIndex task = stack.back();
            stack.pop_back();
            const Node& node = nodes_[at(task)];
            if (node.sibling != kNoTask) stack.push_back(node.sibling);
            if (!more_urgent(urgency(task), limit)) continue;
            if (node.child != kNoTask) stack.push_back(node.child);
            visit(task);
        }
    }

private:
    struct Node {
        std::int64_t key = 0;
        TaskIndex child = kNoTask;
        TaskIndex sibling = kNoTask;
        TaskIndex previous = kNoTask;  // left sibling, or the parent of a first child
        std::int32_t queue = -1;
    };

    static std::size_t at(std::int32_t index) { return static_cast<std::size_t>(index); }
    Urgency urgency(TaskIndex task) const { return {nodes_[at(task)].key, task}; }

    /// Joins two roots (without siblings); the more urgent one is the new root.
    TaskIndex meld(TaskIndex a, TaskIndex b) {
        if (more_urgent(urgency(b), urgency(a))) std::swap(a, b);
        Node& parent = nodes_[at(a)];
        Node& child = nodes_[at(b)];
        child.sibling = parent.child;
        child.previous = a;
        if (parent.child != kNoTask) nodes_[at(parent.child)].previous = b;
        parent.child = b;
        parent.sibling = kNoTask;
        parent.previous = kNoTask;
        return a;
    }

    void unlink(TaskIndex task) {
        const Node& node = nodes_[at(task)];
        Node& previous = nodes_[at(node.previous)];
        (previous.child == task ? previous.child : previous.sibling) = node.sibling;
        if (node.sibling != kNoTask) nodes_[at(node.sibling)].previous = node.previous;
    }

    /// Makes one heap of a list of siblings: melds pairs from left to right, then the results from right to left.
    TaskIndex combine(TaskIndex first) {
        TaskIndex pairs = kNoTask;  // a stack, linked by `sibling`
        while (first != kNoTask) {
            const TaskIndex a = first;
            const TaskIndex b = nodes_[at(a)].sibling;
            nodes_[at(a)].sibling = kNoTask;
            nodes_[at(a)].previous = kNoTask;
            TaskIndex pair = a;
            first = kNoTask;
            if (b != kNoTask) {
                first = nodes_[at(b)].sibling;
                nodes_[at(b)].sibling = kNoTask;
                nodes_[at(b)].previous = kNoTask;
                pair = meld(a, b);
            }
            nodes_[at(pair)].sibling = pairs;
            pairs = pair;
        }
        TaskIndex heap = pairs;
        pairs = nodes_[at(heap)].sibling;
        nodes_[at(heap)].sibling = kNoTask;
        while (pairs != kNoTask) {
            const TaskIndex next = nodes_[at(pairs)].sibling;
            nodes_[at(pairs)].sibling = kNoTask;
            heap = meld(heap, pairs);
            pairs = next;
        }
        return heap;
    }

    std::vector<Node> nodes_;
    std::vector<TaskIndex> roots_;
    std::vector<std::uint32_t> sizes_;
    mutable std::vector<TaskIndex> scratch_;
};

}  // namespace pinstack

// SPDX-License-Identifier: Apache-2.0
#include "tests/support/families.hpp"

#include "tests/support/system_builder.hpp"

namespace pinstack::test {
namespace {

System f3_with(int m, const char* name, std::int64_t d0, std::int64_t d1, std::int64_t filler_deadline) {
    std::vector<Task> tasks;
    tasks.push_back(task("T0", 1, {0}, d0, 0, {run(1), section({run(5)})}));
    tasks.push_back(task("T1", 2, {2}, d1, 0, {run(1), section({run(10)})}));
    for (int i = 0; i < m - 1; ++i) {
        tasks.push_back(task(numbered("F", i), 20 - i, {0}, filler_deadline, i + 1, {run(4)}));
    }
    return system_of(name, m, std::move(tasks));
}

}  // namespace

System family_f1(int m) {
    std::vector<Task> tasks;
    for (int i = 0; i < m; ++i) {
        tasks.push_back(task(numbered("T", i), 1 + i, {2 * i, 100 + 2 * i}, 9, 0, {run(1), section({run(4)})}));
    }
    return system_of("f1", m, std::move(tasks));
}

System family_f2(int m) {
    std::vector<Task> tasks;
    for (int i = 0; i < m; ++i) {
        tasks.push_back(task(numbered("J", i), 1 + i, {2 * i}, 40, 0, {run(1), section({run(4)})}));
    }
    for (int i = 0; i < m - 1; ++i) {
        tasks.push_back(task(numbered("F", i), 30 - i, {0}, 40, i + 1, {run(2 * m - 1)}));
    }
    return system_of("f2", m, std::move(tasks));
}

System family_f3(int m) { return f3_with(m, "f3", 14, 20, 20); }

System family_f4(int m) {
    std::vector<Task> tasks;
    tasks.push_back(task("A", 1, {0}, 13, 0, {run(1), section({run(6)})}));
    for (int i = 0; i < m - 1; ++i) {
        tasks.push_back(task(numbered("B", i), 2 + i, {0}, 50, i + 1, {run(1), section({run(3)})}));
    }
    tasks.push_back(task("C", 40, {2}, 50, 0, {run(1), section({run(8)})}));
    return system_of("f4", m, std::move(tasks));
}

System family_f5(int m) {
    std::vector<Task> tasks;
    for (int i = 0; i < m; ++i) {
        tasks.push_back(task(numbered("L", i), 1 + i, {0}, 20, i, {section({run(6)})}));
    }
    tasks.push_back(task("U", 40, {1}, 2, 0, {run(1)}));
    return system_of("f5", m, std::move(tasks));
}

System family_f6(int m) {
    return system_of("f6", m,
                     {task("T0", 1, {0}, 5, 0, {run(1), section({run(3)})}), task("T1", 2, {1}, 5, 0, {run(2)})});
}

System family_f7() {
    return system_of("f7", 2,
                     {task("A", 1, {0}, 8, 0, {section({run(1), suspend(2), run(3)})}),
                      task("B", 2, {1}, 9, 0, {run(1), section({run(5)})})});
}

System family_f8(int m) { return f3_with(m, "f8", 30, 20, 6); }

System family_f9(int m) {
    std::vector<Task> tasks;
    for (int i = 0; i < m; ++i) {
        const int length = i == m - 1 ? 8 : 3;
        tasks.push_back(task(numbered("T", i), 20 - i, {0}, 40, i, {run(1), section({run(length)})}));
    }
    tasks.push_back(task("I", 40, {2}, 40, m - 1, {run(7)}));
    return system_of("f9", m, std::move(tasks));
}

System lock_order() {
    System system = system_of("lock-order", 2,
                              {task("T1", 2, {0}, 100, 0, {lock(0, {run(1), lock(1, {run(2)})})}),
                               task("T2", 1, {50}, 100, 1, {lock(1, {run(1), lock(0, {run(2)})})})});
    system.locks = {{"A", LockKind::mutex}, {"B", LockKind::mutex}};
    return system;
}

}  // namespace pinstack::test

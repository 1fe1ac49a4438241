// SPDX-License-Identifier: Apache-2.0
//
// The canonical families f1 to f9 (docs: "the canonical cases"): systems that tell the balancers apart, for any
// number of CPUs. One tick is a nanosecond; all end when drained.
#pragma once

#include "model/system/system.hpp"

namespace pinstack::test {

System family_f1(int m);  ///< n = m, all homed on CPU 0, each released into its predecessor's section, two bursts
System family_f2(int m);  ///< a stack of m under m - 1 fillers
System family_f3(int m);  ///< n = m + 1, two tasks with sections
System family_f4(int m);  ///< n = m + 1, all with sections
System family_f5(int m);  ///< an urgent task over m sections
System family_f6(int m);  ///< two tasks
System family_f7();       ///< two CPUs; sleeps inside a section
System family_f8(int m);  ///< f3 for EDF
System family_f9(int m);  ///< n = m sections and an interferer
System lock_order();      ///< two tasks that take two mutexes in two orders, at different times: nobody waits

}  // namespace pinstack::test

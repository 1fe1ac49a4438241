// SPDX-License-Identifier: Apache-2.0
//
// stacking_loss FILE: CPU time that is lost to stacking under the variant of the file, in nanoseconds.
#include <iostream>

#include "model/engine/simulation.hpp"
#include "model/system/load.hpp"

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    const auto system = pinstack::load_system(argv[1]);
    if (!system) {
        std::cerr << pinstack::to_text(system.error());
        return 2;
    }
    const auto simulation = pinstack::Simulation::create(*system, system->kernel);
    if (!simulation) {
        std::cerr << pinstack::to_text(simulation.error());
        return 2;
    }
    std::cout << simulation->run().capacity.stacking_loss << "\n";
}

// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/gentle_signals.hpp"

#include <csignal>

namespace pinstack {

namespace {

constexpr int kNumbers[] = {SIGINT, SIGTERM};
volatile std::sig_atomic_t g_noted = 0;

void note(int signal_number) {
    g_noted = signal_number;
    std::signal(signal_number, SIG_DFL);
}

}  // namespace

GentleSignals::GentleSignals() {
    g_noted = 0;
    for (std::size_t i = 0; i < kSignals; ++i) {
        earlier_[i] = std::signal(kNumbers[i], note);
        if (earlier_[i] == SIG_IGN) std::signal(kNumbers[i], SIG_IGN);
    }
}

GentleSignals::~GentleSignals() {
    for (std::size_t i = 0; i < kSignals; ++i) std::signal(kNumbers[i], earlier_[i]);
}

int GentleSignals::noted() { return static_cast<int>(g_noted); }

}  // namespace pinstack

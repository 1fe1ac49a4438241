// SPDX-License-Identifier: Apache-2.0
//
// What a balancer is to the engine: a class with
//
//     explicit B(const Plan& plan);
//     void dispatch(DispatchState& state);              // move jobs; called once per instant, after its events
//     bool is_protected(const DispatchState&, CpuId);   // may the preemptible job on this CPU not be displaced?
//     static constexpr bool kPinsAtDispatch;            // MD entry of kind (a) waits for the dispatch (swap-on-entry)
//
// An instance belongs to one run, so it may keep scratch memory. The engine is compiled once per balancer
// (engine.hpp), with the dispatch inlined into its loop.
#pragma once

#include "model/engine/dispatch_state.hpp"

namespace pinstack {

/// The usual answers, to derive from.
struct PlainBalancer {
    static constexpr bool kPinsAtDispatch = false;
    bool is_protected(const DispatchState&, CpuId) const { return false; }
};

/// How to run a plan under one balancer; each balancer's file defines one.
struct EngineFactory {
    RunResult (*run)(const Plan& plan, Observer* observer);
};

}  // namespace pinstack

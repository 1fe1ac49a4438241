// SPDX-License-Identifier: Apache-2.0
//
// What a balancer is to the engine: a class with
//
//     explicit B(const Plan& plan);
//     void dispatch(DispatchState& state);              // move jobs; called at most once per instant, after its
//                                                       // events, if the state is contested or needs_dispatch()
//     bool needs_dispatch(const DispatchState&);        // is there work although nobody contests a CPU?
//     bool is_protected(const DispatchState&, CpuId);   // may the preemptible job on this CPU not be displaced?
//     static constexpr bool kPinsAtDispatch;            // MD entry of kind (a) waits for the dispatch (swap-on-entry)
//     static constexpr std::optional<PlainPlacement> kPlain;  // where jobs go in a plain plan, which PlainEngine then runs
//
// `DispatchState` stands for either of the two, BasicDispatchState<kLean>.
//
// An instance belongs to one run, so it may keep scratch memory. The engine is compiled once per balancer
// (engine.hpp), with the dispatch inlined into its loop.
#pragma once

#include <optional>

#include "model/engine/dispatch_state.hpp"
#include "model/engine/plain_engine.hpp"

namespace pinstack {

/// The usual answers, to derive from.
struct PlainBalancer {
    static constexpr bool kPinsAtDispatch = false;
    static constexpr std::optional<PlainPlacement> kPlain{};
    bool needs_dispatch(const auto&) const { return false; }
    bool is_protected(const auto&, CpuId) const { return false; }
};

/// How to run a plan under one balancer; each balancer's file defines one.
struct EngineFactory {
    RunResult (*run)(const Plan& plan, Observer* observer);
};

}  // namespace pinstack

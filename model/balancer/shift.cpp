// SPDX-License-Identifier: Apache-2.0
//
// shift: strong work conservation; the most urgent set of jobs that pins and masks allow runs at every instant.
// With sections unprotected it is ideal global scheduling. (Strong APA scheduling: Cerqueira, Gujarati,
// Brandenburg, RTSS 2014; with pins as momentary singleton masks: theory.md, LEX.)
#include <optional>

#include "model/balancer/engines.hpp"
#include "model/balancer/masked_shifting.hpp"
#include "model/balancer/shifting.hpp"
#include "model/engine/engine.hpp"

namespace pinstack {
namespace {

class Shift : public PlainBalancer {
public:
    static constexpr std::optional kPlain = PlainPlacement::shift;
    explicit Shift(const Plan& plan) : shifting_(plan) {
        if (plan.has_masks()) masked_.emplace(plan);
    }

    template <class State>
    void dispatch(State& state) {
        if constexpr (State::kMayHaveMasks) {
            if (masked_) {
                masked_->select(state);
                return masked_->place(state);
            }
        }
        shifting_.select(state);
        shifting_.place(state);
    }

private:
    Shifting shifting_;
    std::optional<MaskedShifting> masked_;
};

}  // namespace

const EngineFactory kShift{run_engine<Shift>};

}  // namespace pinstack

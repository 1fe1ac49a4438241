// SPDX-License-Identifier: Apache-2.0
//
// pinstack simulate FILE: one variant.
#include <array>

#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/exit_code.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/export/trace_export.hpp"
#include "model/system/quote.hpp"
#include "model/system/suggestion.hpp"

namespace pinstack {

namespace {

struct VariantWords {
    std::optional<std::string> sections, balancer;
};

/// What the user asked for in place of the file's own.
struct VariantOverride {
    std::optional<Protection> sections;
    std::optional<std::string> balancer;  ///< as parse_balancer() reads it

    void amend(Variant& variant) const {
        if (sections) variant.sections = *sections;
        if (balancer) variant = *parse_balancer(*balancer, variant);
    }
};

Result<VariantOverride> understand(const VariantWords& words) {
    VariantOverride out;
    if (words.sections) {
        out.sections = parse_protection(*words.sections);
        if (!out.sections) {
            constexpr std::array<std::string_view, 3> kNames = {"none", "preempt_disable", "migrate_disable"};
            return tl::unexpected(Problems{{{"--sections", 0, 0, ""},
                                            quote(*words.sections),
                                            "none, preempt_disable or migrate_disable",
                                            suggest(*words.sections, kNames, "protections")}});
        }
    }
    if (words.balancer) {
        auto variant = parse_balancer(*words.balancer, Variant{});
        if (!variant) return tl::unexpected(std::move(variant.error()));
        out.balancer = *words.balancer;
    }
    return out;
}

/// A trace in place of a report.
int write_trace_and_judge(Output& output, const System& system, const RunSettings& settings) {
    const auto end = resolve_horizon(system);
    if (settings.window && end && *end && settings.window->from >= **end) {
        return input_error({{{"--window", 0, 0, ""},
                             to_text(Duration{settings.window->from.ns}) + " as its start",
                             "an instant before the end of the run, " + to_text(Duration{(*end)->ns}),
                             ""}},
                           "");
    }
    const Result<RunResult> traced = write_trace(output, *settings.trace, system, system.kernel, settings.window);
    if (!traced) return input_error(traced.error(), "");
    if (const auto written = output.commit(); !written) return usage_error(written.error());
    if (settings.conditions.empty()) return kDone;
    if (settings.window) return judge(settings.conditions, compare(system, {system.kernel}));  // the whole run decides
    Comparison runs;
    runs.outcomes.push_back({.variant = system.kernel, .result = *traced, .why_not = {}, .series = {}, .ties = {}});
    return judge(settings.conditions, runs);
}

}  // namespace

int run_simulate(const std::vector<std::string>& words) {
    RunWords run_words;
    run_words.traces = true;
    VariantWords variant_words;
    Arguments arguments(
        "simulate", "FILE",
        {"pinstack simulate examples/01-zijlstra-stacking.pinstack.json",
         "pinstack simulate system.json --balancer swap-on-entry --jobs --format json -o result.json"},
        "Runs the system under one variant, the file's own unless --sections or --balancer say otherwise.");
    arguments.option("--sections", variant_words.sections, "PROTECTION",
                     "How neutral sections are protected: none, preempt_disable, migrate_disable");
    arguments.option("--balancer", variant_words.balancer, "BALANCER", balancer_help());
    run_words.declare(arguments);
    if (const auto code = arguments.parse(words)) return *code;

    const Result<RunSettings> settings = understand(run_words);
    if (!settings) return input_error(settings.error(), "");
    const Result<VariantOverride> variant = understand(variant_words);
    if (!variant) return input_error(variant.error(), "--balancer");
    const Result<System> system =
        load_with(settings->overrides, run_words.file,
                  {.amend_variant = [&](Variant& own) { variant->amend(own); }, .check_variant = true});
    if (!system) return input_error(system.error(), run_words.file);
    Output output;
    if (const auto opened = open_output(output, settings->output, run_words.file); !opened)
        return usage_error(opened.error());

    if (settings->trace) return write_trace_and_judge(output, *system, *settings);
    const Comparison run = compare(*system, {system->kernel}, settings->request);
    if (!run.base().applicable()) return input_error(run.base().why_not, run_words.file);
    const RunReport report{.file = run_words.file,
                           .system = *system,
                           .runs = run,
                           .is_comparison = false,
                           .request = settings->request,
                           .window = settings->window};
    return write_and_judge(output, report, *settings);
}

}  // namespace pinstack

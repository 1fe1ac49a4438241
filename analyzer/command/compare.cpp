// SPDX-License-Identifier: Apache-2.0
//
// pinstack compare FILE: several variants side by side.
#include "analyzer/command/arguments.hpp"
#include "analyzer/command/command.hpp"
#include "analyzer/command/message.hpp"
#include "analyzer/command/run_arguments.hpp"
#include "analyzer/run/comparison.hpp"
#include "model/system/mechanism.hpp"

namespace pinstack {

int run_compare(const std::vector<std::string>& words) {
    RunWords run_words;
    std::optional<std::string> variant_words;
    std::optional<std::string> mechanism_word;
    bool feasibility = false;
    Arguments arguments("compare", "FILE",
                        {"pinstack compare examples/01-zijlstra-stacking.pinstack.json",
                         "pinstack compare system.json --variants none/shift,migrate_disable/bounded-stack:2 --format "
                         "html -o page.html"},
                        "Runs the system under several variants with the same releases and execution times.");
    arguments.option(
        "--variants", variant_words, "V,V,...",
        "Variants, each SECTIONS/BALANCER; default: none/shift (the baseline), preempt_disable/idle-first, "
        "migrate_disable/ with wake-previous, wake-previous-push, shift and swap-on-entry");
    arguments.option("--mechanism", mechanism_word, "NAME",
                     "All settings of a mechanism beside each other: kmap, lazy-mm, page-fault, page-tables, cache-miss or hotplug; of the "
                     "file's own variant, or of each of --variants");
    arguments.flag("--feasible", feasibility,
                   "Beside each variant the least work that any policy does late, with the pins of this run");
    run_words.declare(arguments);
    if (const auto code = arguments.parse(words)) return *code;

    Result<RunSettings> settings = understand(run_words);
    if (!settings) return input_error(settings.error(), "");
    settings->request.feasibility = feasibility;
    // A file that is impossible under its own variant may be possible under those compared.
    const Result<System> system =
        load_with(settings->overrides, run_words.file, {.amend_variant = {}, .check_variant = false});
    if (!system) return input_error(system.error(), run_words.file);
    std::vector<Variant> variants = mechanism_word ? std::vector{system->kernel} : default_variants(*system);
    if (variant_words) {
        auto chosen = parse_variants(*variant_words, system->kernel);
        if (!chosen) return input_error(chosen.error(), "--variants");
        variants = std::move(*chosen);
    }
    if (mechanism_word) {
        auto all = under_all_settings(*system, variants, *mechanism_word);
        if (!all) return input_error(all.error(), "--mechanism");
        variants = std::move(*all);
    }
    Output output;
    if (const auto opened = open_output(output, settings->output, run_words.file); !opened)
        return usage_error(opened.error());

    const Comparison comparison = compare(*system, variants, settings->request);
    if (worst_outcome(comparison.outcomes) == nullptr) return input_error(reasons_of(comparison), run_words.file);
    const RunReport report{.file = run_words.file,
                           .system = *system,
                           .runs = comparison,
                           .request = settings->request,
                           .window = settings->window};
    return write_and_judge(output, report, *settings);
}

}  // namespace pinstack

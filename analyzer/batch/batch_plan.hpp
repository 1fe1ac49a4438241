// SPDX-License-Identifier: Apache-2.0
//
// Which system files a batch takes, and where the reports of each go.
#pragma once

#include <string>
#include <vector>

#include "model/system/problem.hpp"

namespace pinstack {

struct BatchInput {
    std::string file;  ///< as load_system() takes it
    std::string stem;  ///< of its reports, below the folder of the batch: "kernel/c05"; no two inputs share one
};

struct BatchPlan {
    std::vector<BatchInput> inputs;  ///< words in the order given, the files of a folder in the order of their paths
    Problems problems;               ///< folders without system files, or that cannot be read, and
                                     ///< what is no regular file in them
};

/// `words`: files, taken whatever their name, and folders, of which every `*.pinstack.json` is taken, folders in them
/// included (links to folders are not followed). A file that is reached twice counts once. The folder `output` is left
/// out where it lies in one of the others.
BatchPlan plan_batch(const std::vector<std::string>& words, const std::string& output);

/// The first of `targets` that is one of the inputs, under whatever name; empty where none is. To be asked before
/// anything is written.
std::string overwritten_input(const std::vector<std::string>& targets, const std::vector<BatchInput>& inputs);

}  // namespace pinstack

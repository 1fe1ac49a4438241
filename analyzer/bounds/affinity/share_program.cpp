// SPDX-License-Identifier: Apache-2.0
#include "analyzer/bounds/affinity/share_program.hpp"

#include <glpk.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "analyzer/bounds/arithmetic/division.hpp"

namespace pinstack {
namespace {

/// Whole numbers up to this are exact as coefficients, which are of double precision.
constexpr std::int64_t kLargestWhole = std::int64_t{1} << 53;
/// Rational arithmetic takes time as the third power of the rows or so: with these a second.
constexpr std::size_t kMostColumns = 2'000;
constexpr int kMostSteps = 20'000;  ///< some hundreds suffice

void reduce(ShareDemand& demand) {
    const std::int64_t common = std::gcd(demand.numerator, demand.denominator);
    demand.numerator /= common;
    demand.denominator /= common;
}

/// Adds b to a, if the sum is short enough.
bool add_up(ShareDemand& a, const ShareDemand& b) {
    const std::int64_t common = std::gcd(a.denominator, b.denominator);
    Int128 numerator = Int128{a.numerator} * (b.denominator / common) + Int128{b.numerator} * (a.denominator / common);
    Int128 denominator = Int128{a.denominator} * (b.denominator / common);
    if (numerator > kLargestWhole || denominator > kLargestWhole) return false;
    a.numerator = static_cast<std::int64_t>(numerator);
    a.denominator = static_cast<std::int64_t>(denominator);
    reduce(a);
    return true;
}

/// By groups, as few as can be.
std::vector<ShareDemand> merged(std::vector<ShareDemand> demands) {
    for (ShareDemand& demand : demands) reduce(demand);
    std::stable_sort(demands.begin(), demands.end(),
                     [](const ShareDemand& a, const ShareDemand& b) { return a.groups < b.groups; });
    std::vector<ShareDemand> out;
    for (ShareDemand& demand : demands) {
        const bool is_alike = !out.empty() && out.back().groups == demand.groups;
        if (!is_alike || !add_up(out.back(), demand)) out.push_back(std::move(demand));
    }
    return out;
}

struct DeleteProgram {
    void operator()(glp_prob* program) const { glp_delete_prob(program); }
};

}  // namespace

tl::expected<bool, std::string> can_share(const std::vector<int>& sizes, std::vector<ShareDemand> all) {
    const std::vector<ShareDemand> demands = merged(std::move(all));
    std::size_t columns = 0;
    for (const ShareDemand& demand : demands) {
        columns += demand.groups.size();
        if (std::max(demand.numerator, demand.denominator) > kLargestWhole) {
            return tl::unexpected<std::string>("the fractions are too fine for the linear program");
        }
    }
    if (columns > kMostColumns) return tl::unexpected<std::string>("the linear program is too large");
    if (columns == 0) return true;

    glp_term_out(GLP_OFF);
    const std::unique_ptr<glp_prob, DeleteProgram> program(glp_create_prob());
    glp_prob* const lp = program.get();
    const int groups = static_cast<int>(sizes.size());
    glp_add_rows(lp, groups + static_cast<int>(demands.size()));
    for (int group = 0; group < groups; ++group) {
        glp_set_row_bnds(lp, group + 1, GLP_UP, 0, sizes[static_cast<std::size_t>(group)]);
    }
    glp_add_cols(lp, static_cast<int>(columns));
    // Both programs are the same: the first one with coefficients around 1, the second one with whole numbers.
    const auto set_demands = [&](bool is_whole) {
        int column = 0, row = groups;
        for (const ShareDemand& demand : demands) {
            const double denominator = static_cast<double>(demand.denominator);
            const double share = static_cast<double>(demand.numerator) / (is_whole ? 1 : denominator);
            glp_set_row_bnds(lp, ++row, GLP_FX, share, share);
            for (const std::uint32_t group : demand.groups) {
                const int rows[] = {0, static_cast<int>(group) + 1, row};  // GLPK counts from 1
                const double values[] = {0, 1, is_whole ? denominator : 1};
                glp_set_mat_col(lp, ++column, 2, rows, values);
                glp_set_col_bnds(lp, column, GLP_LO, 0, 0);
            }
        }
    };
    glp_smcp settings;
    glp_init_smcp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.it_lim = kMostSteps;
    set_demands(false);
    glp_simplex(lp, &settings);  // wherever it ends, the exact method goes on from that basis
    set_demands(true);
    if (glp_exact(lp, &settings) != 0) return tl::unexpected<std::string>("the linear program takes too long");
    return glp_get_status(lp) == GLP_OPT || glp_get_status(lp) == GLP_FEAS;
}

}  // namespace pinstack

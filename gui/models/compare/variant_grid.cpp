// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/compare/variant_grid.hpp"

#include <algorithm>
#include <array>

#include "gui/models/session.hpp"
#include "gui/models/table/figure_table.hpp"
#include "model/balancer/balancer.hpp"

namespace pinstack::gui {

namespace {

// In the order of default_variants().
constexpr std::array<Protection, 3> kProtections = {Protection::none, Protection::preempt_disable,
                                                    Protection::migrate_disable};

const BalancerInfo& balancer_at(int row) { return balancers()[static_cast<std::size_t>(row)]; }

}  // namespace

VariantGrid::VariantGrid(Session& session, QObject* parent) : QAbstractTableModel(parent), session_(session) {
    connect(&session, &Session::variants_changed, this, &VariantGrid::follow);
    follow();
}

void VariantGrid::follow() {
    chosen_ = session_.variants();
    for (const Variant& each : chosen_) parameter_ = each.balancer.parameter.value_or(parameter_);
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::CheckStateRole});
}

int VariantGrid::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(balancers().size());
}

int VariantGrid::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(kProtections.size());
}

Variant VariantGrid::variant_at(const QModelIndex& index) const {
    Variant variant;
    if (session_.document().is_open()) variant = session_.document().system().kernel;
    const BalancerInfo& info = balancer_at(index.row());
    variant.sections = kProtections[static_cast<std::size_t>(index.column())];
    variant.balancer = {std::string(info.name), std::nullopt};
    if (!info.parameter.empty()) variant.balancer.parameter = parameter_;
    return variant;
}

bool VariantGrid::is_chosen(const Variant& variant) const {
    return std::any_of(chosen_.begin(), chosen_.end(), [&](const Variant& each) {
        return each.sections == variant.sections && each.balancer == variant.balancer;
    });
}

QVariant VariantGrid::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    if (role == Qt::CheckStateRole) return is_chosen(variant_at(index)) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::ToolTipRole) {
        return words(to_text(variant_at(index))) + '\n' + words(balancer_at(index.row()).summary);
    }
    return {};
}

QVariant VariantGrid::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation == Qt::Horizontal) {
        if (role != Qt::DisplayRole || section >= columnCount()) return {};
        return words(name_of(kProtections[static_cast<std::size_t>(section)]));
    }
    if (section >= rowCount()) return {};
    const BalancerInfo& info = balancer_at(section);
    if (role == Qt::ToolTipRole) return words(info.summary);
    if (role != Qt::DisplayRole) return {};
    return words(info.name) + (info.parameter.empty() ? QString() : ":" + words(info.parameter));
}

Qt::ItemFlags VariantGrid::flags(const QModelIndex& index) const {
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

bool VariantGrid::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (!index.isValid() || role != Qt::CheckStateRole || !session_.document().is_open()) return false;
    const Variant variant = variant_at(index);
    const bool is_wanted = value.toInt() == Qt::Checked;
    if (is_wanted == is_chosen(variant)) return false;
    std::vector<Variant> chosen = chosen_;
    if (is_wanted) {
        chosen.push_back(variant);
    } else {
        std::erase_if(chosen, [&](const Variant& each) {
            return each.sections == variant.sections && each.balancer == variant.balancer;
        });
    }
    // Nothing to compare is not a choice: it would mean the default ones.
    if (chosen.empty()) return false;
    session_.set_variants(std::move(chosen));
    return true;
}

void VariantGrid::set_parameter(int parameter) {
    if (parameter_ == parameter) return;
    std::vector<Variant> chosen = chosen_;
    bool is_used = false;
    for (Variant& each : chosen) {
        if (!each.balancer.parameter) continue;
        each.balancer.parameter = parameter;
        is_used = true;
    }
    parameter_ = parameter;
    if (is_used) session_.set_variants(std::move(chosen));
}

}  // namespace pinstack::gui

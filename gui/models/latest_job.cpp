// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/latest_job.hpp"

#include <utility>

namespace pinstack::gui {

LatestJob::LatestJob(QObject* parent)
    : QObject(parent), thread_([this](const std::stop_token& end) { work_until(end); }) {}

LatestJob::~LatestJob() {
    const std::lock_guard lock(mutex_);
    current_.request_stop();
    pending_ = {};
    // The jthread stops and joins when it goes; its wait ends with its own token.
}

void LatestJob::submit(Work work) {
    ++latest_;
    {
        const std::lock_guard lock(mutex_);
        current_.request_stop();
        pending_ = std::move(work);
        pending_number_ = latest_;
    }
    changed_.notify_one();
    set_busy(true);
}

void LatestJob::cancel() {
    ++latest_;  // what still comes is old
    {
        const std::lock_guard lock(mutex_);
        current_.request_stop();
        pending_ = {};
    }
    set_busy(false);
}

void LatestJob::work_until(const std::stop_token& end) {
    while (true) {
        Work work;
        std::uint64_t number = 0;
        std::stop_token stop;
        {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, end, [&] { return static_cast<bool>(pending_); })) return;
            work = std::exchange(pending_, {});
            number = pending_number_;
            current_ = {};
            stop = current_.get_token();
        }
        const Progress progress = [this, number](int done, int total) {
            QMetaObject::invokeMethod(this, [this, number, done, total] {
                if (number == latest_) emit progressed(done, total);
            });
        };
        Deliver deliver = work(stop, progress);
        QMetaObject::invokeMethod(this, [this, number, deliver = std::move(deliver)] { finish(number, deliver); });
    }
}

void LatestJob::finish(std::uint64_t number, const Deliver& deliver) {
    if (number != latest_) return;
    // First, so that who hears of the delivery finds this at rest.
    set_busy(false);
    if (deliver) deliver();
}

void LatestJob::set_busy(bool busy) {
    if (busy_ == busy) return;
    busy_ = busy;
    emit busy_changed(busy);
}

}  // namespace pinstack::gui

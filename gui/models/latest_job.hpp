// SPDX-License-Identifier: GPL-3.0-or-later
//
// Work in the background of which only the latest counts: while one is being done, a newer one stops it, and what
// the old one would have delivered is dropped. The thread that owns the LatestJob never waits.
//
// Ownership: the destructor stops the work and waits for its thread, so `work` may use what outlives the LatestJob.
#pragma once

#include <QObject>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace pinstack::gui {

class LatestJob : public QObject {
    Q_OBJECT

public:
    /// Called on the owner's thread, if no newer work was submitted meanwhile. Empty: nothing to deliver.
    using Deliver = std::function<void()>;
    /// Tells the owner's thread how far the work is; to be called from the worker.
    using Progress = std::function<void(int done, int total)>;
    /// Runs on the worker thread. Should return soon (with an empty Deliver) once the token is set.
    using Work = std::function<Deliver(const std::stop_token&, const Progress&)>;

    explicit LatestJob(QObject* parent = nullptr);
    ~LatestJob() override;

    void submit(Work work);
    /// Stops what is being done, and delivers nothing.
    void cancel();
    bool is_busy() const { return busy_; }

signals:
    void busy_changed(bool busy);
    void progressed(int done, int total);

private:
    void work_until(const std::stop_token& end);
    void set_busy(bool busy);
    void finish(std::uint64_t number, const Deliver& deliver);

    // The owner's thread only.
    bool busy_ = false;
    std::uint64_t latest_ = 0;

    std::mutex mutex_;  // guards what follows
    std::condition_variable_any changed_;
    Work pending_;
    std::uint64_t pending_number_ = 0;
    std::stop_source current_;

    std::jthread thread_;  // last: it uses the others
};

}  // namespace pinstack::gui

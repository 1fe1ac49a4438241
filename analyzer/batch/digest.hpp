// SPDX-License-Identifier: Apache-2.0
//
// Recognises bytes that have not changed: XXH3 with 128 bits (Collet's xxHash). Against accident, not against malice.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/report/sink.hpp"

namespace pinstack {

class Digest {
public:
    Digest();
    ~Digest();
    Digest(Digest&&) noexcept;
    Digest& operator=(Digest&&) noexcept;

    void add(std::string_view bytes);
    std::string hex() const;  ///< of all bytes so far: 32 digits

private:
    struct State;
    std::unique_ptr<State> state_;
};

std::string digest_of(std::string_view bytes);

/// Of the file's bytes; empty where it cannot be read.
std::string digest_of_file(const std::string& file);

/// Passes a report on and takes its digest.
class DigestSink : public Sink {
public:
    explicit DigestSink(Sink& next) : next_(next) {}
    void write(std::string_view text) override {
        digest_.add(text);
        next_.write(text);
    }
    std::string hex() const { return digest_.hex(); }

private:
    Sink& next_;
    Digest digest_;
};

}  // namespace pinstack

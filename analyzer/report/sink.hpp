// SPDX-License-Identifier: Apache-2.0
//
// Where a report goes, piece by piece. A report does not know whether that is a terminal, a file or a string, and
// does not check for errors: a sink remembers its first one and reports it when it is finished.
#pragma once

#include <string>
#include <string_view>

namespace pinstack {

class Sink {
public:
    virtual ~Sink() = default;
    virtual void write(std::string_view text) = 0;
};

class StringSink : public Sink {
public:
    void write(std::string_view piece) override { text.append(piece); }
    std::string text;
};

}  // namespace pinstack

// SPDX-License-Identifier: Apache-2.0
//
// Any bytes give a run or a problem, in time: no crash, no hang, no exception.
#include <zlib.h>

#include <random>

#include "analyzer/trace/read_trace.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/families.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"
#include "tests/support/system_builder.hpp"
#include "tests/support/trace_text.hpp"

using namespace pinstack;
using namespace pinstack::test;

namespace {

Result<TraceRun> read_text(const std::string& text) {
    const TraceFile file(text);
    return read_trace(file.path());
}

std::string sample() {
    System system = family_f1(4);
    system.kernel = variant(Protection::migrate_disable, "wake-previous");
    return trace_of_run(system, 1'000'000);
}

std::string gzipped(const std::string& text) {
    std::string out(compressBound(text.size()) + 64, '\0');
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

void check_adds_up(const TraceRun& run) {
    const TraceCapacity& it = run.capacity;
    CHECK(it.task + it.other + it.idle + it.lost() + it.unknown == it.total);
    CHECK(it.idle >= 0);
}

}  // namespace

TEST_CASE("what is no trace is a problem") {
    for (const std::string& text :
         {std::string(), std::string("\n"), std::string("hello\n"), std::string(1000, '\0'), std::string(200'000, '['),
          std::string("# tracer: nop\n"), std::string("\x17\x08\x44tracing\x06") + "x", std::string(300'000, '-'),
          std::string("a-1 [000] d..2 1.5: sched_switch: broken\n")}) {
        const auto run = read_text(text);
        REQUIRE_FALSE(run);
        CHECK_FALSE(to_text(run.error()).empty());
    }
    CHECK_FALSE(read_trace("/nonexistent/file"));
    CHECK_FALSE(read_trace("/tmp"));
}

TEST_CASE("the same with CRLF, without a last new line, gzipped") {
    const std::string text = sample();
    const auto plain = read_text(text);
    REQUIRE(plain);
    std::string crlf;
    for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
    for (const std::string& other : {crlf, text.substr(0, text.size() - 1), gzipped(text)}) {
        const auto run = read_text(other);
        REQUIRE(run);
        CHECK(run->capacity == plain->capacity);
        CHECK(run->input.damaged.count == 0);
        CHECK(run->input.end_error.empty());
    }
}

TEST_CASE("a gzip file that is cut off gives what there is, and says so") {
    std::string text = sample();
    for (int i = 0; i < 1000; ++i)
        text += "          <idle>-0       [000] d..2.     1.00" + std::to_string(1000 + i) + ": tick: here\n";
    const std::string packed = gzipped(text);
    for (std::size_t size = 20; size < packed.size(); size += packed.size() / 50 + 1) {
        const auto run = read_text(packed.substr(0, size));
        if (!run) continue;
        CHECK_FALSE(run->input.end_error.empty());
        check_adds_up(*run);
    }
}

TEST_CASE("lines that are too long, damaged or out of order are counted") {
    const std::string text = sample();
    const auto run = read_text(text + std::string(5'000'000, 'x') + "\n" + "garbage\n");
    REQUIRE(run);
    CHECK(run->input.damaged.count == 2);
    CHECK(run->input.damaged.first_line == static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1);
    const auto twice = read_text(text + "  <idle>-0 [000] d..2. 9.0: tick: here\n" + text);
    REQUIRE(twice);
    CHECK(twice->input.out_of_order.count > 0);
    CHECK(twice->doubts > 0);
    check_adds_up(*twice);
}

TEST_CASE("a time without a fraction needs to be told what a tick is") {
    std::string text;
    for (int i = 1; i < 5; ++i)
        text += "  <idle>-0 [000] d..2. " + std::to_string(i * 1000) +
                ": sched_waking: comm=a pid=1 prio=1 target_cpu=000\n";
    const auto none = read_text(text);
    REQUIRE_FALSE(none);
    CHECK_THAT(to_text(none.error()), Catch::Contains("--tick-hz"));
    const TraceFile file(text);
    TraceOptions options;
    options.read.tick_hz = 1'000'000;
    const auto run = read_trace(file.path(), options);
    REQUIRE(run);
    CHECK(run->window.length() == milliseconds(3));
}

TEST_CASE("random bytes, and traces with random damage") {
    std::mt19937_64 random(7);
    const std::string text = sample();
    const std::string alphabet = " -[]():.=>+|0123456789abdRSX\n\r#\t\x7f\xff";
    for (std::uint64_t round = 0; round < rounds(2000); ++round) {
        std::string bytes;
        if (round % 4 == 0) {
            const std::int64_t size = pick(random, 0, 2000);
            for (std::int64_t i = 0; i < size; ++i) {
                bytes +=
                    alphabet[static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(alphabet.size()) - 1))];
            }
        } else {
            bytes = round % 4 == 1 ? gzipped(text) : text;
            for (std::int64_t i = pick(random, 1, 30); i > 0; --i) {
                const auto at = static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(bytes.size()) - 1));
                switch (pick(random, 0, 3)) {
                    case 0:
                        bytes[at] = static_cast<char>(pick(random, 0, 255));
                        break;
                    case 1:
                        bytes[at] = alphabet[static_cast<std::size_t>(
                            pick(random, 0, static_cast<std::int64_t>(alphabet.size()) - 1))];
                        break;
                    case 2:
                        bytes.erase(at, static_cast<std::size_t>(pick(random, 1, 40)));
                        if (bytes.empty()) bytes = " ";
                        break;
                    default:
                        bytes.insert(at, bytes.substr(static_cast<std::size_t>(
                                                          pick(random, 0, static_cast<std::int64_t>(bytes.size()) - 1)),
                                                      static_cast<std::size_t>(pick(random, 1, 200))));
                }
            }
        }
        const auto run = read_text(bytes);
        if (run) check_adds_up(*run);
    }
}

TEST_CASE("numbers at the limits") {
    const std::string head = "#P:1024\n";
    const auto far = read_text(head +
                               "  <idle>-0 [1023] d..2. 0.0: sched_waking: comm=a pid=4194304 prio=-1 target_cpu=1023\n"
                               "  <idle>-0 [000] d..2. 4611686017.0: tick: x\n");
    CHECK_FALSE(far);  // CPUs times length
    const auto one = read_text(
        "  <idle>-0 [000] d..2. 0.0: sched_waking: comm=a pid=4194304 prio=-1 target_cpu=000\n"
        "  <idle>-0 [000] d..2. 4611686017.0: tick: x\n");
    REQUIRE(one);
    check_adds_up(*one);
}

TEST_CASE("reading can be stopped") {
    std::stop_source stop;
    stop.request_stop();
    const TraceFile file(sample());
    const auto run = read_trace(file.path(), {}, {}, stop.get_token());
    CHECK_FALSE(run);
}

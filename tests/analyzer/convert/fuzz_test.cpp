// SPDX-License-Identifier: Apache-2.0
//
// Hostile input: random bytes, files of every format with bytes changed, cut and doubled, nesting without end. A reader
// says what is wrong, or gives a system that passes every check; it does not crash, and it ends.
#include <fstream>
#include <iterator>
#include <random>

#include "analyzer/convert/conversion.hpp"
#include "model/system/load.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/random_system.hpp"
#include "tests/support/rounds.hpp"

using namespace pinstack;
using pinstack::test::pick;
using pinstack::test::rounds;

namespace {

constexpr FileFormat kFormats[] = {FileFormat::rt_app, FileFormat::schedcat, FileFormat::simso, FileFormat::sag};

std::string contents(const std::string& path) {
    std::ifstream in(PINSTACK_SOURCE_DIR "/" + path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Files of the format.
std::vector<std::string> samples(FileFormat format) {
    const std::string data = "tests/analyzer/convert/data/";
    switch (format) {
        case FileFormat::rt_app:
            return {contents(data + "dialect.json"), contents("examples/convert/camera.json")};
        case FileFormat::schedcat:
            return {contents(data + "sets.xml")};
        case FileFormat::simso:
            return {contents(data + "simso.xml")};
        default:
            return {contents(data + "jobs.csv"), contents(data + "edf.csv")};
    }
}

void check(const std::string& text, FileFormat format) {
    ImportOptions options;
    options.file = "file";
    options.cpus = 4;
    const auto imported = import_text(text, format, options);
    if (!imported) {
        REQUIRE_FALSE(imported.error().empty());
        for (const Problem& it : imported.error()) REQUIRE(it.where.file == "file");
        return;
    }
    REQUIRE_FALSE(imported->systems.empty());
    for (const System& system : imported->systems) REQUIRE(check_system(system).empty());
}

std::string mutated(std::string text, std::mt19937_64& random) {
    const std::string pieces[] = {"-",   "1e308", "99999999999999999999", "NaN", "{", "}", "[", "]", "\"", "<", ">", "/>", "0", ",", "\n",
                                  "\\u", "/*",    "*/", "&#0;", "<!--", "<![CDATA[", "2147483647", "4611686018427387903", ":", "loop", "run", "\xff", std::string(1, '\0')};
    const std::int64_t changes = pick(random, 1, 6);
    for (std::int64_t i = 0; i < changes && !text.empty(); ++i) {
        const auto at = static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(text.size()) - 1));
        const auto length = static_cast<std::size_t>(pick(random, 0, 12));
        switch (pick(random, 0, 4)) {
            case 0:
                text[at] = static_cast<char>(pick(random, 0, 255));
                break;
            case 1:
                text.erase(at, length);
                break;
            case 2:
                text.insert(at, pieces[static_cast<std::size_t>(pick(random, 0, std::size(pieces) - 1))]);
                break;
            case 3:
                text.insert(at, text.substr(static_cast<std::size_t>(pick(random, 0, static_cast<std::int64_t>(text.size()) - 1)), 40));
                break;
            default:
                if (const std::size_t digit = text.find_first_of("0123456789", at); digit != std::string::npos)
                    text.insert(digit, pieces[static_cast<std::size_t>(pick(random, 0, 2))]);
        }
    }
    return text;
}

std::string repeated(const std::string& piece, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += piece;
    return out;
}

}  // namespace

TEST_CASE("random bytes", "[fuzz]") {
    std::mt19937_64 random(1);
    for (const FileFormat format : kFormats) {
        for (std::uint64_t round = 0; round < rounds(3000); ++round) {
            std::string text(static_cast<std::size_t>(pick(random, 0, 200)), '\0');
            for (char& c : text) c = static_cast<char>(round % 2 == 0 ? pick(random, 0, 255) : pick(random, 32, 126));
            INFO(name_of(format) << " round " << round);
            check(text, format);
        }
    }
}

TEST_CASE("files with bytes changed, cut and doubled", "[fuzz]") {
    std::mt19937_64 random(2);
    for (const FileFormat format : kFormats) {
        const std::vector<std::string> files = samples(format);
        for (const std::string& file : files) {
            REQUIRE(file.size() > 50);
            for (std::uint64_t round = 0; round < rounds(1500); ++round) {
                INFO(name_of(format) << " round " << round);
                check(mutated(file, random), format);
            }
            for (std::size_t length = 0; length < file.size(); length += 7) check(file.substr(0, length), format);
        }
    }
}

TEST_CASE("nesting, repetition and size without measure", "[fuzz]") {
    // Whatever costs the square of the size would run into the time limit of a test.
    for (const char* piece : {"{", "[", "{\"tasks\":", "{\"a\":[", "\"", "/*", "<a>", "<taskset>", "<a b='", "<!--", "<!DOCTYPE [", ",", "1,", "\\", "#", "\xc3\xa9"}) {
        const std::string text = repeated(piece, 200'000);
        for (const FileFormat format : kFormats) check(text, format);
    }
    check("<taskset>" + repeated("<task period=\"5\" wcet=\"1\" odd=\"2\"/>", 50'000) + "</taskset>", FileFormat::schedcat);
    check("<taskset>" + repeated("<a>", 100'000) + repeated("</a>", 100'000) + "</taskset>", FileFormat::schedcat);
    check("{\"tasks\": {\"a\": {" + repeated("\"run\": 1, ", 100'000) + "\"timer\": {\"period\": 9}}}}", FileFormat::rt_app);
    check("{\"tasks\": {\"a\": {" + repeated("\"run\": 1, \"timer\": {\"period\": 9}, ", 30'000) + "}}}", FileFormat::rt_app);
    check("{\"tasks\": {" + repeated("\"a\": {\"lock\": \"x\", \"lock\": \"y\", \"run\": 1}, ", 5'000) + "}}", FileFormat::rt_app);
    check(repeated("1, 1, 0, 0, 1, 1, 9, 1\n", 100'000), FileFormat::sag);
    std::string rows;
    for (int i = 0; i < 50'000; ++i) rows += std::to_string(i % 7) + ", " + std::to_string(i) + ", 0, 0, 1, 1, " + std::to_string(i + 9) + ", 1\n";
    check(rows, FileFormat::sag);
}

// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/display_text.hpp"

#include "tests/support/catch.hpp"

using namespace pinstack;

TEST_CASE("width counts columns, not bytes") {
    CHECK(display_width("abc") == 3);
    CHECK(display_width("\xC3\xA4") == 1);                  // ä
    CHECK(display_width("a\xCC\x88") == 1);                 // a and a combining diaeresis
    CHECK(display_width("\xE5\x88\xB6\xE5\xBE\xA1") == 4);  // two wide characters
    CHECK(display_width("\xF0\x9F\x98\x80") == 2);          // an emoji
    CHECK(display_width("") == 0);
}

TEST_CASE("nothing printable can move a cursor") {
    CHECK(printable("a\033[31mb\r\n") == "a?[31mb??");
    CHECK(printable("\xC2\x9B"
                    "1m") == "?1m");  // C1 control sequence introducer
    CHECK(printable("\xE2\x80\xAE"
                    "abc") == "?abc");  // right-to-left override
    CHECK(printable("\xFF") == "?");
}

TEST_CASE("shortening keeps to the width and never cuts a character") {
    CHECK(shortened("controller", 10) == "controller");
    CHECK(shortened("controller", 5) == "cont~");
    CHECK(shortened("\xE5\x88\xB6\xE5\xBE\xA1\xE5\x99\xA8", 4) == "\xE5\x88\xB6~");
}

TEST_CASE("markup has no meaning after escaping") {
    CHECK(xml_escaped("<script>alert(\"1\" & '2')</script>") ==
          "&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;");
    CHECK(xml_escaped("a\x01z\xFF") == "a\xEF\xBF\xBDz\xEF\xBF\xBD");
}

TEST_CASE("folding breaks at blanks and indents") {
    CHECK(folded("one two three", 9, 2) == "  one two\n    three\n");
    CHECK(folded("unbreakable-word", 4, 0) == "unbreakable-word\n");
}

TEST_CASE("cut in the middle, where the ends differ") {
    CHECK(shortened_inside("task", 10) == "task");
    CHECK(shortened_inside("a rather long name of a task 641", 16) == "a rather~ask 641");
    CHECK(shortened_inside("abcdef", 3) == "a~f");
    CHECK(shortened_inside("abcdef", 1) == "~");
    for (std::size_t columns = 1; columns < 12; ++columns) {
        CHECK(display_width(shortened_inside("\xE6\xBC\xA2\xE5\xAD\x97 e\xCC\x81\xE6\xBC\xA2\xE5\xAD\x97 z",
                                             columns)) <= columns);
    }
}

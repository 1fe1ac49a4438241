# SPDX-License-Identifier: Apache-2.0
#
# cmake -D SOURCE=DIR -D OUTPUT=FILE [-D COMMIT=WORD] -P commit.cmake
#
# Writes commit.cpp: the commit of the source tree, "unknown" where it is none of git's. The file is written only when it
# changes, so that a build after a commit compiles one file and links one program.
if(NOT COMMIT)
    set(COMMIT unknown)
    find_program(GIT git)
    if(GIT)
        # A tree that was unpacked inside of another repository is not that one's.
        execute_process(COMMAND ${GIT} rev-parse --show-prefix WORKING_DIRECTORY ${SOURCE}
            RESULT_VARIABLE failed OUTPUT_VARIABLE prefix OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
        if(NOT failed AND prefix STREQUAL "")
            execute_process(COMMAND ${GIT} describe --always --dirty --abbrev=12 --exclude=*
                WORKING_DIRECTORY ${SOURCE}
                RESULT_VARIABLE failed OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
            if(NOT failed)
                set(COMMIT ${found})
            endif()
        endif()
    endif()
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT [[
// SPDX-License-Identifier: Apache-2.0
#include "analyzer/command/version_text.hpp"

namespace pinstack {

std::string_view commit() { return "@COMMIT@"; }

}  // namespace pinstack
]])

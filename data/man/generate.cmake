# SPDX-License-Identifier: Apache-2.0
#
# cmake -D PROGRAM=pinstack -D MAN=DIR -D COMPLETION=FILE -P generate.cmake
#
# Writes pinstack(1), pinstack-COMMAND(1) of each command that pinstack(1) names, and the completion by bash.
function(write file)
    execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
    file(WRITE ${file} "${text}")
    set(text "${text}" PARENT_SCOPE)
endfunction()

file(REMOVE_RECURSE ${MAN})
write(${COMPLETION} --help=bash)
write(${MAN}/pinstack.1 --help=man)
string(REGEX MATCHALL "\n\\.B [a-z]+ \\\\fR" commands "${text}")
foreach(command IN LISTS commands)
    string(REGEX REPLACE "\n\\.B ([a-z]+) .*" "\\1" command "${command}")
    write(${MAN}/pinstack-${command}.1 ${command} --help=man)
endforeach()

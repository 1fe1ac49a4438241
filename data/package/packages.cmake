# SPDX-License-Identifier: Apache-2.0
#
# Debian packages: `cpack -G DEB` in a build folder. What programs depend on dpkg-shlibdeps finds; what the headers and static
# libraries of libpinstack-dev need is listed here, the same as in pinstackConfig.cmake.in.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pinstack)
set(CPACK_PACKAGE_VENDOR "pinstack developers")
set(CPACK_PACKAGE_CONTACT "pinstack developers")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(same_version "pinstack (= ${PROJECT_VERSION})")

set(CPACK_COMPONENTS_ALL cli dev)
set(CPACK_DEBIAN_CLI_PACKAGE_NAME pinstack)
set(CPACK_DEBIAN_CLI_PACKAGE_SECTION science)
set(CPACK_DEBIAN_CLI_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_CLI_PACKAGE_SUGGESTS "pinstack-gui, pinstack-mpi")
set(CPACK_COMPONENT_CLI_DESCRIPTION "real-time scheduling under migrate_disable and preempt_disable
 Simulates multiprocessor real-time task sets and measures what it costs to
 protect per-CPU code with migrate_disable() in place of preempt_disable():
 capacity lost to stacking, deadlines missed, and which balancing schemes help.
 Schedulability tests, worst-case search, traces of real kernels, sweeps.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libpinstack-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS
    "libexpected-dev, libfmt-dev (>= 9), libglpk-dev, libhwloc-dev, libpugixml-dev, libsqlite3-dev, libtbb-dev, zlib1g-dev")
set(CPACK_COMPONENT_DEV_DESCRIPTION "real-time scheduling simulator and analyzer, static libraries
 Headers and static libraries of pinstack: systems, their simulation, response
 bounds and schedulability tests. For CMake, find_package(pinstack); or pkg-config.")

if(TARGET pinstack_sweep_mpi)
    list(APPEND CPACK_COMPONENTS_ALL mpi)
    set(CPACK_DEBIAN_MPI_PACKAGE_NAME pinstack-mpi)
    set(CPACK_DEBIAN_MPI_PACKAGE_SECTION science)
    set(CPACK_DEBIAN_MPI_PACKAGE_SHLIBDEPS ON)
    set(CPACK_DEBIAN_MPI_PACKAGE_DEPENDS "${same_version}")
    set(CPACK_DEBIAN_MPI_PACKAGE_RECOMMENDS openmpi-bin)
    set(CPACK_COMPONENT_MPI_DESCRIPTION "real-time scheduling experiments on many machines
 What `mpirun pinstack sweep` needs beside pinstack.")
endif()

if(TARGET pinstack_gui)
    list(APPEND CPACK_COMPONENTS_ALL gui)
    set(CPACK_DEBIAN_GUI_PACKAGE_NAME pinstack-gui)
    set(CPACK_DEBIAN_GUI_PACKAGE_SECTION science)
    set(CPACK_DEBIAN_GUI_PACKAGE_SHLIBDEPS ON)
    set(CPACK_DEBIAN_GUI_PACKAGE_RECOMMENDS "pinstack, shared-mime-info")
    set(CPACK_COMPONENT_GUI_DESCRIPTION "real-time schedules under migrate_disable, drawn
 Shows schedules by CPU and by task, the stacks of pinned jobs, the capacity they
 cost, and what other protections and balancers would do with the same jobs.")
endif()

foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} name)
    install(FILES ${CMAKE_CURRENT_LIST_DIR}/copyright
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${CPACK_DEBIAN_${name}_PACKAGE_NAME} COMPONENT ${component})
endforeach()

include(CPack)

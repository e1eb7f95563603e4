# congress_service(NAME allocation DOMAIN a.cc b.cc ADAPTER service.cc TESTS domain/a_test.cc SERVICE_TESTS x_test.cc)
#
# The whole recipe of a service, once: <name>_domain (pure), <name>_service (adapter), the server binary
# congress-<name> from main.cc (unless NO_MAIN), and its tests.
function(congress_service)
  cmake_parse_arguments(arg "NO_MAIN" "NAME"
                        "DOMAIN;DOMAIN_LIBRARIES;ADAPTER;ADAPTER_LIBRARIES;TESTS;SERVICE_TESTS" ${ARGN})
  set(name ${arg_NAME})
  add_library(${name}_domain STATIC ${arg_DOMAIN})
  congress_unity(${name}_domain)
  congress_domain_headers(${name}_domain)
  target_link_libraries(${name}_domain PUBLIC ${name}_messages platform_status platform_civil ${arg_DOMAIN_LIBRARIES}
                                       PRIVATE congress_warnings)
  add_library(${name}_service STATIC ${arg_ADAPTER})
  target_link_libraries(${name}_service PUBLIC ${name}_domain ${name}_grpc platform_rpc platform_server
                                               ${arg_ADAPTER_LIBRARIES}
                                        PRIVATE congress_warnings)
  if(NOT arg_NO_MAIN)
    add_executable(congress-${name} main.cc)
    target_link_libraries(congress-${name} PRIVATE ${name}_service platform_server congress_warnings)
  endif()
  if(BUILD_TESTING AND arg_TESTS)
    congress_test(NAME ${name}_domain_test LABEL unit SOURCES ${arg_TESTS} LIBRARIES ${name}_domain)
    congress_domain_headers(${name}_domain_test "tests/support/status_matchers.h")
  endif()
  if(BUILD_TESTING AND arg_SERVICE_TESTS)
    congress_test(NAME ${name}_service_test LABEL service SOURCES ${arg_SERVICE_TESTS}
                  LIBRARIES ${name}_service test_support)
  endif()
endfunction()

# congress_unity(TARGET): in a unity build, compiles the files of one folder together, at most ten at a time.
function(congress_unity target)
  get_target_property(sources ${target} SOURCES)
  foreach(source IN LISTS sources)
    get_filename_component(folder ${source} DIRECTORY)
    string(MAKE_C_IDENTIFIER "${folder}" folder)
    math(EXPR count_${folder} "0${count_${folder}} + 1")
    math(EXPR part "(${count_${folder}} - 1) / 10")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${folder}_${part}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
endfunction()

# congress_domain_headers(TARGET [HEADER …]): in the dev preset, reads what nearly every file of a domain includes once.
# It holds no gRPC: a domain that needs it must not compile.
function(congress_domain_headers target)
  if(CONGRESS_PCH)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <map> <optional> <set> <string> <vector>
      "${PROJECT_SOURCE_DIR}/platform/civil/civil.h" "${PROJECT_SOURCE_DIR}/platform/status/macros.h"
      "${PROJECT_SOURCE_DIR}/platform/status/status.h" "${PROJECT_SOURCE_DIR}/platform/status/strings.h")
    foreach(header IN LISTS ARGN)
      target_precompile_headers(${target} PRIVATE "${PROJECT_SOURCE_DIR}/${header}")
    endforeach()
  endif()
endfunction()

# congress_test(NAME x LABEL unit SOURCES … LIBRARIES …): one test binary, one ctest entry.
function(congress_test)
  cmake_parse_arguments(arg "" "NAME;TIMEOUT" "LABEL;SOURCES;LIBRARIES;ENVIRONMENT" ${ARGN})
  if(NOT BUILD_TESTING)
    return()
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  add_executable(${arg_NAME} ${arg_SOURCES})
  congress_unity(${arg_NAME})
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} test_matchers GTest::gmock GTest::gtest_main
                                            congress_warnings)
  set_target_properties(${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  # What is tested is optimised as it is shipped; the tests themselves compile in three quarters of the time without.
  target_compile_options(${arg_NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
  add_test(NAME ${arg_NAME} COMMAND ${arg_NAME} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
                       ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()

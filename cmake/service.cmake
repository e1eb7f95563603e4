# congress_service(NAME allocation DOMAIN a.cc b.cc ADAPTER service.cc TESTS domain/a_test.cc SERVICE_TESTS x_test.cc)
#
# The whole recipe of a service, once: <name>_domain (pure), <name>_service (adapter), the server binary
# congress-<name> from main.cc (unless NO_MAIN), and its tests.
function(congress_service)
  cmake_parse_arguments(arg "NO_MAIN" "NAME"
                        "DOMAIN;DOMAIN_LIBRARIES;ADAPTER;ADAPTER_LIBRARIES;TESTS;SERVICE_TESTS" ${ARGN})
  set(name ${arg_NAME})
  add_library(${name}_domain STATIC ${arg_DOMAIN})
  target_link_libraries(${name}_domain PUBLIC ${name}_messages platform_status platform_civil ${arg_DOMAIN_LIBRARIES}
                                       PRIVATE congress_warnings)
  add_library(${name}_service STATIC ${arg_ADAPTER})
  target_link_libraries(${name}_service PUBLIC ${name}_domain ${name}_grpc platform_rpc platform_server
                                               ${arg_ADAPTER_LIBRARIES}
                                        PRIVATE congress_warnings)
  set_target_properties(${name}_service PROPERTIES UNITY_BUILD ${CONGRESS_UNITY})
  if(NOT arg_NO_MAIN)
    add_executable(congress-${name} main.cc)
    target_link_libraries(congress-${name} PRIVATE ${name}_service platform_server congress_warnings)
  endif()
  if(BUILD_TESTING AND arg_TESTS)
    congress_test(NAME ${name}_domain_test LABEL unit SOURCES ${arg_TESTS} LIBRARIES ${name}_domain)
  endif()
  if(BUILD_TESTING AND arg_SERVICE_TESTS)
    congress_test(NAME ${name}_service_test LABEL service SOURCES ${arg_SERVICE_TESTS}
                  LIBRARIES ${name}_service test_support)
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
  target_link_libraries(${arg_NAME} PRIVATE ${arg_LIBRARIES} test_matchers GTest::gmock GTest::gtest_main
                                            congress_warnings)
  set_target_properties(${arg_NAME} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  # What is tested is optimised as it is shipped; the tests themselves compile in three quarters of the time without.
  target_compile_options(${arg_NAME} PRIVATE $<$<CONFIG:Release>:-O1>)
  if(arg_LABEL MATCHES "service|e2e")
    set_target_properties(${arg_NAME} PROPERTIES UNITY_BUILD ${CONGRESS_UNITY})
  endif()
  add_test(NAME ${arg_NAME} COMMAND ${arg_NAME} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${arg_NAME} PROPERTIES LABELS "${arg_LABEL}" TIMEOUT ${arg_TIMEOUT}
                       ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()

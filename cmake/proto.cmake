# Compiles *.pb.cc together. protobuf 3.21 gives each of them statics of the same names, which bear the file's number here.
function(congress_generated_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD_UNIQUE_ID CONGRESS_FILE UNITY_BUILD_CODE_BEFORE_INCLUDE [[
#include "google/protobuf/generated_message_reflection.h"
#define CONGRESS_NAMED_(name, file) name##file
#define CONGRESS_NAMED(name, file) CONGRESS_NAMED_(name, file)
#define file_default_instances CONGRESS_NAMED(file_default_instances, CONGRESS_FILE)
#define schemas CONGRESS_NAMED(schemas, CONGRESS_FILE)
]] UNITY_BUILD_CODE_AFTER_INCLUDE [[
#undef file_default_instances
#undef schemas
]])
endfunction()

# congress_proto(NAME allocation FILES a.proto b_service.proto DEPENDS other_messages)
#
# Makes two libraries: <name>_messages (protobuf only, for domains) and, when there are *_service.proto files,
# <name>_grpc (with the stubs). Service files hold the request messages, so both need every file's *.pb.cc.
function(congress_proto)
  cmake_parse_arguments(arg "" "NAME" "FILES;DEPENDS" ${ARGN})
  set(message_sources)
  set(grpc_sources)
  foreach(file IN LISTS arg_FILES)
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(outputs ${PROTO_OUT}/${stem}.pb.cc ${PROTO_OUT}/${stem}.pb.h)
    set(flags --cpp_out=${PROTO_OUT})
    set_property(GLOBAL APPEND PROPERTY CONGRESS_PROTO_FILES ${file})
    list(APPEND message_sources ${PROTO_OUT}/${stem}.pb.cc)
    if(stem MATCHES "_service$")
      list(APPEND outputs ${PROTO_OUT}/${stem}.grpc.pb.cc ${PROTO_OUT}/${stem}.grpc.pb.h)
      list(APPEND flags --grpc_out=${PROTO_OUT} --plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>)
      list(APPEND grpc_sources ${PROTO_OUT}/${stem}.grpc.pb.cc)
    endif()
    add_custom_command(
      OUTPUT ${outputs}
      COMMAND protobuf::protoc ${flags} -I ${PROTO_ROOT} -I ${GOOGLEAPIS_ROOT} ${file}
      DEPENDS ${PROTO_ROOT}/${file}
      COMMENT "protoc ${file}" VERBATIM)
    list(APPEND generated ${outputs})
  endforeach()
  add_custom_target(${arg_NAME}_generated DEPENDS ${generated})
  add_dependencies(generated ${arg_NAME}_generated)
  add_library(${arg_NAME}_messages STATIC ${message_sources})
  congress_generated_unity(${arg_NAME}_messages)
  target_include_directories(${arg_NAME}_messages SYSTEM PUBLIC ${PROTO_OUT})
  target_link_libraries(${arg_NAME}_messages PUBLIC protobuf::libprotobuf ${arg_DEPENDS})
  if(grpc_sources)
    add_library(${arg_NAME}_grpc STATIC ${grpc_sources})
    target_include_directories(${arg_NAME}_grpc SYSTEM PUBLIC ${PROTO_OUT})
    target_link_libraries(${arg_NAME}_grpc PUBLIC ${arg_NAME}_messages gRPC::grpc++)
  endif()
endfunction()

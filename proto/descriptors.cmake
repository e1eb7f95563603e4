# Every proto of the suite, and what its errors carry, as one FileDescriptorSet, comments included: what
# the gateway answers reflection from, what congressctl makes its commands of.
function(congress_descriptors)
  get_property(files GLOBAL PROPERTY CONGRESS_PROTO_FILES)
  set(health /usr/share/grpc-proto/grpc/health/v1/health.proto)
  list(TRANSFORM files PREPEND ${PROTO_ROOT}/ OUTPUT_VARIABLE depends)
  add_custom_command(
    OUTPUT ${PROTO_OUT}/descriptors.binpb
    COMMAND protobuf::protoc --include_imports --include_source_info --descriptor_set_out=${PROTO_OUT}/descriptors.binpb
            -I ${PROTO_ROOT} -I ${GOOGLEAPIS_ROOT} -I ${GRPC_PROTO_ROOT} ${files}
            google/rpc/error_details.proto grpc/health/v1/health.proto grpc/reflection/v1/reflection.proto
            grpc/reflection/v1alpha/reflection.proto
    DEPENDS ${depends}
    COMMENT "protoc descriptors.binpb" VERBATIM)
  add_library(descriptors STATIC descriptors.cc)
  target_include_directories(descriptors PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(descriptors PUBLIC protobuf::libprotobuf PRIVATE congress_warnings)
  congress_embed(TARGET descriptors SYMBOL descriptors FILE ${PROTO_OUT}/descriptors.binpb)
endfunction()

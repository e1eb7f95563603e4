// The descriptors of every proto of the suite, embedded at build time.
#pragma once

#include <string_view>
#include <vector>

#include "google/protobuf/descriptor.h"

namespace congress {

// A serialized google.protobuf.FileDescriptorSet with comments.
std::string_view DescriptorBytes();

// A pool built from it once, for reflection, dynamic messages and comments. Services of the suite are those whose
// package begins with `congress.`.
const google::protobuf::DescriptorPool& Descriptors();
// Its services, file by file.
const std::vector<const google::protobuf::ServiceDescriptor*>& DescribedServices();

}  // namespace congress

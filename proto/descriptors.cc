#include "proto/descriptors.h"

#include "google/protobuf/descriptor.pb.h"

extern "C" const char congress_descriptors_begin[];
extern "C" const char congress_descriptors_end[];

namespace congress {

std::string_view DescriptorBytes() {
  return {congress_descriptors_begin, static_cast<size_t>(congress_descriptors_end - congress_descriptors_begin)};
}

const google::protobuf::DescriptorPool& Descriptors() {
  static const google::protobuf::DescriptorPool& pool = *[] {
    auto* made = new google::protobuf::DescriptorPool;
    google::protobuf::FileDescriptorSet files;
    const std::string_view bytes = DescriptorBytes();
    files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    // protoc writes a file behind those it imports.
    for (const auto& file : files.file()) made->BuildFile(file);
    return made;
  }();
  return pool;
}

}  // namespace congress

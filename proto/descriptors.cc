#include "proto/descriptors.h"

#include "google/protobuf/descriptor.pb.h"

extern "C" const char congress_descriptors_begin[];
extern "C" const char congress_descriptors_end[];

namespace congress {
namespace {

struct Suite {
  google::protobuf::DescriptorPool pool;
  std::vector<const google::protobuf::ServiceDescriptor*> services;
};

const Suite& TheSuite() {
  static const Suite& suite = *[] {
    auto* made = new Suite;
    google::protobuf::FileDescriptorSet files;
    const std::string_view bytes = DescriptorBytes();
    files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    // protoc writes a file behind those it imports.
    for (const auto& file : files.file()) {
      const auto* built = made->pool.BuildFile(file);
      for (int i = 0; built != nullptr && i < built->service_count(); ++i) made->services.push_back(built->service(i));
    }
    return made;
  }();
  return suite;
}

}  // namespace

std::string_view DescriptorBytes() {
  return {congress_descriptors_begin, static_cast<size_t>(congress_descriptors_end - congress_descriptors_begin)};
}

const google::protobuf::DescriptorPool& Descriptors() { return TheSuite().pool; }

const std::vector<const google::protobuf::ServiceDescriptor*>& DescribedServices() { return TheSuite().services; }

}  // namespace congress

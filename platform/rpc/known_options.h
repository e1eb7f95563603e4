// The options of a method or a field whose descriptor is of a pool of its own: to that pool the suite's extensions and
// google.api's are unknown, to this program they are not.
#pragma once

#include <type_traits>

#include "google/protobuf/descriptor.pb.h"

namespace congress::rpc {

template <class Descriptor>
auto KnownOptions(const Descriptor& descriptor) {
  std::decay_t<decltype(descriptor.options())> known;
  known.ParseFromString(descriptor.options().SerializeAsString());
  return known;
}

}  // namespace congress::rpc

// Bytes that lie elsewhere and are read in pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "platform/content/content_store.h"

namespace congress::bundle {

struct Bytes {
  int64_t size = 0;
  // Gives those from `offset` on, the same ones every time, as ContentStore::Get does.
  std::function<absl::Status(int64_t offset, content::Sink sink)> read;
};

// Those of a text that outlives them.
inline Bytes InMemory(std::string_view text) {
  return {static_cast<int64_t>(text.size()),
          [text](int64_t offset, content::Sink sink) { return sink(text.substr(static_cast<size_t>(offset))); }};
}

}  // namespace congress::bundle

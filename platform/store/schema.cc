#include "platform/store/schema.h"

#include <algorithm>

namespace congress::store {

Schema SchemaOf(std::span<const SchemaStep> steps) {
  Schema schema;
  if (steps.empty()) return schema;
  schema.oldest = std::max(kOldestSchema, steps.front().to - 1);
  schema.newest = steps.back().to;
  schema.least_reader = std::max(kLeastReader, steps.back().least_reader);
  return schema;
}

}  // namespace congress::store

// Requests that differ from a valid one in one thing.
#pragma once

#include <string>
#include <vector>

#include "tests/e2e/any_rpc.h"

namespace congress::e2e {

using Variant = std::unique_ptr<Message>;

// The request with a string or bool field of its own set; null when its type has none of that name.
Variant With(const Message& request, const std::string& field, const std::string& value);
Variant WithTrue(const Message& request, const std::string& field);
// With `etag`, its own or that of the resource within it; null when there is neither.
Variant WithEtag(const Message& request, const std::string& etag);
// For each resource name in the request one where that names nothing, those first that most surely must exist.
std::vector<Variant> WithMissing(const Message& request);
// Differs in some text that breaks no rule; null when there is none.
Variant Altered(const Message& request);

}  // namespace congress::e2e

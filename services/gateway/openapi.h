// The suite's methods as an OpenAPI 3.1 document, from the embedded descriptors: for tools and readers that know HTTP
// and JSON but no protos.
#pragma once

#include <string>

namespace congress::gateway {

// JSON, some megabytes; made once. Each method is a POST by the Connect protocol, with the schemas of its messages, the
// comments of the protos, and what the Gate checks of fields.
const std::string& OpenApi();

}  // namespace congress::gateway

// Paths, queries and bodies of REST: what is taken for a call is one object, which holds what the path says, and no
// body reaches beyond its place.
#include <algorithm>
#include <cstdlib>
#include <set>
#include <string>

#include "congress/preparation/v1/preparation_service.pb.h"
#include "nlohmann/json.hpp"
#include "platform/rpc/rest.h"

namespace {

void Demand(bool holds) {
  if (!holds) std::abort();
}

const congress::rpc::RestPaths& Paths() {
  static const auto& paths = *new congress::rpc::RestPaths(
      congress::rpc::RestPaths::Of({congress::preparation::v1::CreateCongressRequest::descriptor()->file()->service(0)})
          .value());
  return paths;
}

}  // namespace

// Verb, path, query and body, each on a line but the body.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  constexpr const char* kVerbs[] = {"GET", "POST", "PATCH", "DELETE"};
  if (size == 0) return 0;
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const size_t path_end = std::min(text.find('\n'), text.size());
  const size_t query_end = std::min(text.find('\n', std::min(path_end + 1, text.size())), text.size());
  const std::string path = "/v1/" + text.substr(0, path_end);
  const std::string query = path_end < query_end ? text.substr(path_end + 1, query_end - path_end - 1) : "";
  const std::string body = query_end < text.size() ? text.substr(query_end + 1) : "";
  std::set<std::string> allowed;
  const auto found = Paths().Find(kVerbs[data[0] % 4], path, &allowed);
  if (!found) return 0;
  const auto message = congress::rpc::MessageOf(*found, query);
  if (!message) return 0;
  const std::string written = (*message)(body);
  const auto read = nlohmann::json::parse(written, nullptr, /*allow_exceptions=*/false);
  // What is no JSON is refused by who reads it. What is, is one object of the path's making.
  if (read.is_discarded() || !read.is_object()) return 0;
  int fields = 0;
  for (const auto& [field, value] : found->bound) {
    const bool top = field.find('.') == std::string::npos;
    fields += top && written.find(nlohmann::json(value).dump(
                         -1, ' ', false, nlohmann::json::error_handler_t::replace)) != std::string::npos;
    Demand(!top || fields > 0);
  }
  return 0;
}

#include "platform/uuid/uuid.h"

#include <uuid/uuid.h>

#include <array>

namespace congress::uuid {
namespace {

std::string ToText(const uuid_t& value) {
  std::array<char, UUID_STR_LEN> text;
  uuid_unparse_lower(value, text.data());
  return std::string(text.data());
}

}  // namespace

std::string V5(std::string_view namespace_uuid, std::string_view name) {
  uuid_t space;
  if (uuid_parse(std::string(namespace_uuid).c_str(), space) != 0) uuid_clear(space);
  uuid_t value;
  uuid_generate_sha1(value, space, name.data(), name.size());
  return ToText(value);
}

std::string Random() {
  uuid_t value;
  uuid_generate_random(value);
  return ToText(value);
}

}  // namespace congress::uuid

// What people call the organisations that an answer names.
#pragma once

#include <map>
#include <string>

#include "cli/connection.h"
#include "google/protobuf/message.h"

namespace congress::cli {

// Asks the gateway for each name once.
class Names {
 public:
  explicit Names(const Connection& connection) : connection_(connection) {}

  // Puts the display names of organisations before their resource names, which the next command wants and which alone
  // tell two of one name apart, wherever the answer refers to one, as far as the caller may read them; a resource's own
  // name stays alone.
  void Show(google::protobuf::Message* answer);

 private:
  const Connection& connection_;
  // By resource name; empty where the caller may not read it.
  std::map<std::string, std::string> known_;
};

}  // namespace congress::cli

// What users say of how an answer is shown.
#pragma once

#include <optional>

#include "CLI/CLI.hpp"
#include "cli/output.h"

namespace congress::cli {

class OutputOptions {
 public:
  // For answers of the type. Options whose names the request has already are left to it.
  void AddTo(const google::protobuf::Descriptor& answer, CLI::App* app);

  const View& view() const { return view_; }
  // Nothing where the user leaves it to the name of the file.
  std::optional<bool> bom() const { return bom_given_->count() > 0 ? std::optional(bom_) : std::nullopt; }

 private:
  View view_;
  bool bom_ = false;
  const CLI::Option* bom_given_ = nullptr;
};

}  // namespace congress::cli

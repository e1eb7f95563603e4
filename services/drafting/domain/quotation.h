// Words that are quoted from a section: whether it says them, and other wording in their place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "services/drafting/domain/body.h"

namespace congress::drafting {

// The texts of a body in which a quotation may stand: one for each paragraph, item and cell. Spaces between words are
// not compared.
class Quotable {
 public:
  explicit Quotable(const Body& body);

  // How often the words stand there: 0, 1, or 2 for more often.
  int Count(std::string_view quotation) const;

 private:
  std::vector<std::string> texts_;
};

// The body with the wording in place of the quotation, with the emphasis of its first words; nothing where the
// quotation is not there exactly once.
std::optional<Body> Reword(Body body, std::string_view quotation, std::string_view wording);

}  // namespace congress::drafting

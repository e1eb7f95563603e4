// A document of many sections, for benchmarks of drafting.
#pragma once

#include <functional>
#include <string>

#include "congress/drafting/v1/drafting_service.pb.h"
#include "platform/status/strings.h"

namespace congress::bench {

// Sections `s0` and so on; each says what `text` makes of its number.
inline drafting::v1::CreateDocumentRequest LongDocument(int sections, const std::function<std::string(int)>& text) {
  drafting::v1::CreateDocumentRequest create;
  create.set_parent("congresses/x");
  create.set_document_id("report");
  auto& document = *create.mutable_document();
  document.set_organisation("organisations/province");
  document.set_kind("report");
  document.set_symbol("BC");
  document.set_display_name("Báo cáo");
  for (const char* id : {"draft", "final"}) {
    auto& step = *create.add_steps();
    step.set_id(id);
    step.set_display_name(id);
  }
  for (int i = 0; i < sections; ++i) {
    auto& section = *create.add_sections();
    section.set_id(StrCat("s", i));
    section.set_title(StrCat("Mục ", i));
    section.set_text(text(i));
  }
  return create;
}

}  // namespace congress::bench

// The text of a DOCX file parted into the sections whose marks it bears.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "platform/docx/docx.h"
#include "services/drafting/domain/docx_import.h"

namespace congress::drafting {

struct FileSection {
  std::string title;
  // Items that follow each other are one list.
  std::vector<paper::v1::Block> blocks;
};

struct FileSections {
  std::map<std::string, FileSection> by_id;
  // Their ids in the order of the file.
  std::vector<std::string> order;
};

// What is told of what a document cannot hold.
status::Sentence SayUnheld(const docx::Finding& finding);

// A section goes from its mark to the next one; what is not of `sections`, or stands twice, counts with the section
// before. What has no place is added to `unplaced`.
FileSections SectionsOf(const docx::Document& file, const Sections& sections, const std::set<std::string>& form_styles,
                        std::vector<Unplaced>* unplaced);

}  // namespace congress::drafting

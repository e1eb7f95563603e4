// A table of a DOCX file.
#pragma once

#include <pugixml.hpp>
#include <vector>

#include "platform/docx/docx.h"
#include "platform/docx/paragraph.h"
#include "platform/docx/styles.h"

namespace congress::docx {

// `node` is the table. Without a block where its cells do not fill its columns.
Piece ReadTable(const pugi::xml_node& node, const Styles& styles);

}  // namespace congress::docx

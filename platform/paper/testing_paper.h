// Papers for tests and benchmarks. Every name in them is invented.
#pragma once

#include <string>

#include "congress/paper/v1/paper.pb.h"

namespace congress::paper {

void AddSpan(const std::string& text, google::protobuf::RepeatedPtrField<v1::Span>* spans);

// A paragraph at the end of the body.
v1::Paragraph* AddParagraphTo(v1::Paper* paper, v1::Paragraph::Role role, const std::string& label,
                              const std::string& text);

// A paper that has everything that a paper can have, over several pages.
v1::Paper FullPaper();

// A decision whose annex has a table of this many units, three columns of which are numbers.
v1::Paper DecisionOn(int units);

// A report of this many words in paragraphs of 120.
v1::Paper ReportOf(int words);

}  // namespace congress::paper

// Answers as tables, JSON or CSV; errors as people read them.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace congress::cli {

enum class Format { kTable, kJson, kCsv };

// JSON of a message in proto field names, two spaces of indent.
std::string ToJson(const google::protobuf::Message& message);

// The answer in `format`, with a line break at its end. A list (an answer with one repeated message field) becomes one
// row an item; a single resource `field  value` lines; bytes of an export come out as they are.
std::string Render(const google::protobuf::Message& answer, Format format);

// One answer of a stream: JSON on a line, or a row for each item of its list without a header; empty when it has none.
std::string RenderStreamed(const google::protobuf::Message& answer, Format format);

// Where the answer goes: `output`, or when that is a folder and the answer a file that has a name, the file of that
// name in it.
std::string TargetOf(const google::protobuf::Message& answer, Format format, const std::string& output);

// Rows, of which the first is the header, as a table, as CSV, or as JSON: a list of objects of texts.
std::string RenderRows(const std::vector<std::vector<std::string>>& rows, Format format);

// Code, reason, sentence in the user's language and details, one fact a line.
std::string RenderError(const absl::Status& status);

}  // namespace congress::cli

// Answers as tables, JSON, CSV or XLSX; errors as people read them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/output_grid.h"
#include "google/protobuf/message.h"

namespace congress::cli {

enum class Format { kTable, kJson, kCsv, kXlsx };

// JSON of a message in proto field names, two spaces of indent.
std::string ToJson(const google::protobuf::Message& message);

// The answer in `format`, with a line break at its end. A list becomes one row an item; a single resource
// `field  value` lines, and in tables each of its lists a table of its own; bytes of an export come out as they are.
// CSV has all columns and every value as the suite reads it, tables those that people look for. The view has passed
// CheckView. Of an answer that is no file, XLSX is RenderSheet's.
std::string Render(const google::protobuf::Message& answer, Format format, const View& view = {});
// The rows and columns of CSV in a workbook. INVALID_ARGUMENT for what no cell of it can hold.
absl::StatusOr<std::string> RenderSheet(const google::protobuf::Message& answer, const View& view = {});

// One answer of a stream: JSON on a line, or a row for each item of its list without a header; empty when it has none.
std::string RenderStreamed(const google::protobuf::Message& answer, Format format, const View& view = {});

// What services said of why they are missing from the answer: its `gaps`.
std::vector<std::string> GapsIn(const google::protobuf::Message& answer);

// The field that holds the file which answers of the type are; null for all others, such as what is told of a file.
const google::protobuf::FieldDescriptor* BytesOf(const google::protobuf::Descriptor& answer);

// Where the answer goes: `output`, or when that is a folder and the answer a file that has a name, the file of that
// name in it.
std::string TargetOf(const google::protobuf::Message& answer, Format format, const std::string& output);

// The text as it goes to the file `path`, to standard output when that is empty: to a terminal without what would steer
// it; with a byte order mark, by which Excel knows UTF-8, where `bom` says so or a file ends in `.csv`.
std::string ForTarget(std::string text, const std::string& path, std::optional<bool> bom = std::nullopt);

// Rows, of which the first is the header of names such as `other_seats`, as a table with titles in the user's language,
// as CSV or XLSX, or as JSON: a list of objects of texts, with names such as `otherSeats`.
std::string RenderRows(Grid rows, Format format);

// Code, reason, sentence in the user's language and details, one fact a line.
std::string RenderError(const absl::Status& status);

}  // namespace congress::cli
